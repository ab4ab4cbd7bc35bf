#include "app/whatifoptions.h"

#include "app/values.h"

#include <algorithm>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 MostLimit = 1'000'000'000;
constexpr double MostPerSecond = 100'000;
constexpr int MostWorkers = 10'000;
constexpr Duration UsualCache = 1min;
constexpr double SafeShare = 0.9;

std::optional<Duration> spanNamed(const QString& name)
{
    if (name == "second"_L1) {
        return 1s;
    }
    if (name == "minute"_L1) {
        return 1min;
    }
    if (name == "hour"_L1) {
        return 1h;
    }
    return name == "day"_L1 ? std::optional<Duration>(24h) : std::nullopt;
}

tl::unexpected<Error> wrong(const QString& text, const QString& expected)
{
    return fail(ErrorCode::Invalid, u"%1: expected %2"_s.arg(text, expected));
}

double safePace(const QList<Policy>& windows)
{
    double pace = 0;
    for (const Policy& window : windows) {
        const double granted = static_cast<double>(window.limit) / toSeconds(window.window);
        pace = pace == 0 ? granted : std::min(pace, granted);
    }
    return pace * SafeShare;
}

} // namespace

Result<void> addLimit(WhatIf& what, const QString& text, const QList<Policy>& windows)
{
    const QString name = text.section(u'=', 0, 0);
    bool isNumber = false;
    const qint64 limit = text.section(u'=', 1).toLongLong(&isNumber);
    if (!isNumber || limit < 0 || limit > MostLimit || name.isEmpty()) {
        return wrong(text, u"WINDOW=CALLS, as in minute=200; 0 lifts the limit"_s);
    }
    Policy policy;
    policy.name = name;
    policy.limit = limit;
    policy.source = Source::SetByUser;
    const auto known = std::ranges::find(windows, name, &Policy::name);
    const std::optional<Duration> span
        = known == windows.end() ? spanNamed(name) : std::optional(known->window);
    if (!span) {
        QStringList names;
        for (const Policy& window : windows) {
            names.append(window.name);
        }
        return wrong(text,
                     u"one of the windows second, minute, hour, day, or of the gateway: "_s
                         + names.join(u", "_s));
    }
    policy.window = *span;
    what.limits.append(policy);
    return {};
}

Result<Algorithm> parseServer(const QString& text)
{
    if (text == "fixed"_L1) {
        return Algorithm::Fixed;
    }
    if (text == "anchored"_L1) {
        return Algorithm::Anchored;
    }
    if (text == "sliding"_L1) {
        return Algorithm::Sliding;
    }
    if (text == "bucket"_L1) {
        return Algorithm::Bucket;
    }
    return wrong(text, u"fixed, anchored, sliding or bucket"_s);
}

Result<void> addClientChange(WhatIf& what, const QString& text, const QList<Policy>& windows)
{
    const QString name = text.section(u'=', 0, 0);
    const QString value = text.section(u'=', 1);
    const bool hasValue = text.contains(u'=');
    if (text == "keeps-wait"_L1) {
        what.keepsWait = true;
        return {};
    }
    if (text == "bulk"_L1) {
        what.bulk = true;
        return {};
    }
    if (name == "spreads"_L1) {
        bool isNumber = true;
        const double pace = hasValue ? value.toDouble(&isNumber) : safePace(windows);
        if (!isNumber || !(pace > 0) || pace > MostPerSecond) {
            return wrong(text, u"spreads=CALLS_A_SECOND, above zero"_s);
        }
        what.perSecond = pace;
        return {};
    }
    if (name == "caches"_L1 || name == "polls"_L1) {
        const Result<Duration> span
            = hasValue || name == "polls"_L1 ? parseDuration(value) : Result<Duration>(UsualCache);
        if (!span) {
            return wrong(text, u"%1=TIME, as in %1=30s"_s.arg(name));
        }
        (name == "caches"_L1 ? what.cache : what.pollEvery) = *span;
        return {};
    }
    if (name == "workers"_L1) {
        bool isNumber = false;
        what.workers = value.toInt(&isNumber);
        if (isNumber && what.workers >= 1 && what.workers <= MostWorkers) {
            return {};
        }
        return wrong(text, u"workers=NUMBER, at least 1"_s);
    }
    return wrong(text, u"keeps-wait, spreads, bulk, caches, polls=TIME or workers=NUMBER"_s);
}

} // namespace Pacewatch
