#include "app/whatifjson.h"

#include <QJsonArray>

#include <array>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

// Each in the order of its enum.
constexpr std::array Algorithms{"unknown"_L1, "fixed"_L1, "anchored"_L1, "sliding"_L1, "bucket"_L1};
constexpr std::array Changes{"keeps_wait"_L1, "caches"_L1,  "polls_less"_L1,  "bulk"_L1,
                             "workers"_L1,    "spreads"_L1, "higher_limit"_L1};

QString named(Algorithm algorithm)
{
    return Algorithms.at(static_cast<std::size_t>(algorithm));
}

QJsonArray windowsJson(const QList<Policy>& windows)
{
    QJsonArray array;
    for (const Policy& window : windows) {
        array.append(QJsonObject{{u"name"_s, window.name},
                                 {u"limit"_s, window.limit},
                                 {u"seconds"_s, toSeconds(window.window)}});
    }
    return array;
}

QJsonObject outcomeJson(const WhatIfOutcome& outcome)
{
    return {{u"calls"_s, outcome.calls},
            {u"refused"_s, outcome.refusals},
            {u"lost"_s, outcome.lost},
            {u"moved"_s, outcome.moved},
            {u"seconds"_s, toSeconds(outcome.length)}};
}

/// Only what differs from the recording.
QJsonObject whatJson(const WhatIf& what)
{
    QJsonObject json;
    if (!what.limits.isEmpty()) {
        json.insert(u"limits"_s, windowsJson(what.limits));
    }
    if (what.server) {
        json.insert(u"server"_s, named(*what.server));
    }
    if (what.keepsWait) {
        json.insert(u"keeps_wait"_s, true);
    }
    if (what.perSecond > 0) {
        json.insert(u"calls_per_second"_s, what.perSecond);
    }
    if (what.bulk) {
        json.insert(u"bulk"_s, true);
    }
    if (what.cache > Duration::zero()) {
        json.insert(u"cache_seconds"_s, toSeconds(what.cache));
    }
    if (what.pollEvery > Duration::zero()) {
        json.insert(u"poll_seconds"_s, toSeconds(what.pollEvery));
    }
    if (what.workers > 0) {
        json.insert(u"workers"_s, what.workers);
    }
    return json;
}

} // namespace

QJsonObject toJson(const WhatIfAnswer& answer, const WhatIf& what, bool withChanges)
{
    QJsonObject json{
        {u"recorded"_s,
         QJsonObject{{u"calls"_s, answer.recordedCalls},
                     {u"refused"_s, answer.recordedRefusals},
                     {u"refused_otherwise"_s, answer.otherRefusals},
                     {u"foreign_calls"_s, answer.foreignCalls}}},
        {u"server"_s, named(answer.server)},
        {u"counts_refused"_s, answer.countsRefused},
        {u"windows"_s, windowsJson(answer.windows)},
        {u"fits"_s, answer.fits()},
        {u"unchanged"_s, outcomeJson(answer.unchanged)},
        {u"what"_s, whatJson(what)},
        {u"changed"_s, outcomeJson(answer.changed)},
    };
    if (withChanges) {
        QJsonArray changes;
        for (const SingleChange& change : answer.changes) {
            changes.append(QJsonObject{
                {u"change"_s, QString(Changes.at(static_cast<std::size_t>(change.kind)))},
                {u"what"_s, whatJson(change.what)},
                {u"ends_refusals"_s, change.endsRefusals},
                {u"changed"_s, outcomeJson(change.outcome)}});
        }
        json.insert(u"changes"_s, changes);
    }
    return json;
}

} // namespace Pacewatch
