#include "app/faults.h"

#include "app/values.h"

#include <algorithm>
#include <array>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

/// One word of the list. read() gets what stands behind the equals sign and says whether it is
/// good.
struct Fault
{
    QLatin1StringView name;
    QLatin1StringView example; ///< empty for a word without a value
    bool (*read)(EmulatorSettings& settings, QStringView value);
};

bool readSpan(QStringView value, Duration& into)
{
    const Result<Duration> span = parseDuration(value, true);
    into = span.value_or(into);
    return span.has_value();
}

bool readNumber(QStringView value, double most, double& into)
{
    bool isNumber = false;
    const double number = value.toDouble(&isNumber);
    if (!isNumber || !(number >= 0 && number <= most)) {
        return false;
    }
    into = number;
    return true;
}

bool readOffset(QStringView value, Duration& into)
{
    const bool isNegative = value.startsWith(u'-');
    const bool isSigned = isNegative || value.startsWith(u'+');
    const bool isGood = readSpan(isSigned ? value.mid(1) : value, into);
    into = isGood && isNegative ? -into : into;
    return isGood;
}

constexpr std::array Faults{
    Fault{"latency"_L1, "200ms"_L1,
          [](EmulatorSettings& s, QStringView value) { return readSpan(value, s.latency); }},
    Fault{
        "errors"_L1, "0.05"_L1,
        [](EmulatorSettings& s, QStringView value) { return readNumber(value, 1, s.errorShare); }},
    Fault{"shortest-wait"_L1, "5s"_L1,
          [](EmulatorSettings& s, QStringView value) { return readSpan(value, s.shortestWait); }},
    Fault{"limit-share"_L1, "0.8"_L1,
          [](EmulatorSettings& s, QStringView value) {
              return readNumber(value, 1, s.realLimitShare) && s.realLimitShare > 0;
          }},
    Fault{"clock"_L1, "-30s"_L1,
          [](EmulatorSettings& s, QStringView value) { return readOffset(value, s.clockOffset); }},
    Fault{"other"_L1, "20"_L1,
          [](EmulatorSettings& s, QStringView value) {
              return readNumber(value, 100'000, s.otherPerMinute);
          }},
    Fault{"penalty"_L1, ""_L1,
          [](EmulatorSettings& s, QStringView) { return s.countsRefused = true; }},
    Fault{"no-retry-after"_L1, ""_L1,
          [](EmulatorSettings& s, QStringView) { return !(s.sendsRetryAfter = false); }},
    Fault{"no-headers"_L1, ""_L1,
          [](EmulatorSettings& s, QStringView) { return !(s.sendsLimitHeaders = false); }},
    Fault{"literal-wait"_L1, ""_L1,
          [](EmulatorSettings& s, QStringView) { return s.literalWait = true; }},
};

} // namespace

Result<Algorithm> parseAlgorithm(const QString& text)
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
    return fail(ErrorCode::Invalid,
                u"--algorithm must be fixed, anchored, sliding or bucket, not \"%1\""_s.arg(text));
}

Result<QList<Policy>> parseLimits(const QStringList& texts, const Profile& profile)
{
    QList<Policy> policies;
    for (const QString& text : texts) {
        const QString name = text.section(u'=', 0, 0);
        bool isNumber = false;
        const qint64 limit = text.section(u'=', 1).toLongLong(&isNumber);
        const auto window = std::ranges::find(profile.windows, name, &Policy::name);
        if (window == profile.windows.end() || !isNumber || limit < 0 || limit > 1'000'000'000) {
            QStringList names;
            for (const Policy& policy : profile.windows) {
                names.append(policy.name);
            }
            return fail(ErrorCode::Invalid,
                        u"--limit must be WINDOW=N with a window of %1 (%2), not \"%3\""_s.arg(
                            profile.id, names.join(u", "_s), text));
        }
        Policy policy = *window;
        policy.limit = limit;
        policy.source = Source::SetByUser;
        policies.append(policy);
    }
    return policies;
}

Result<void> readFaults(const QString& list, EmulatorSettings& settings)
{
    for (const QString& word : list.split(u',', Qt::SkipEmptyParts)) {
        const QString name = word.section(u'=', 0, 0);
        const auto* fault = std::ranges::find(Faults, name, &Fault::name);
        const bool takesValue = fault != Faults.end() && !fault->example.isEmpty();
        if (fault == Faults.end() || takesValue != word.contains(u'=')
            || !fault->read(settings, QStringView(word).mid(name.size() + 1))) {
            return fail(ErrorCode::Invalid,
                        u"--faults does not know \"%1\"; %2"_s.arg(word, faultsHelp()));
        }
    }
    return {};
}

QString faultsHelp()
{
    QStringList words;
    for (const Fault& fault : Faults) {
        words.append(fault.example.isEmpty() ? QString(fault.name)
                                             : fault.name + u'=' + fault.example);
    }
    return u"difficulties, separated by commas: "_s + words.join(u", "_s);
}

} // namespace Pacewatch
