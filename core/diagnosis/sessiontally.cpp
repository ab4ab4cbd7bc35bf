#include "core/diagnosis/sessiontally.h"

#include <algorithm>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr std::int64_t Moment = 10; ///< seconds
constexpr int FirstErrorStatus = 400;

/// How much of the calls lets its retries be told.
struct Pairing
{
    qint64 refused = 0;
    qint64 comparable = 0;
    qint64 withWait = 0;

    void take(const CallFacts& call)
    {
        ++refused;
        comparable += call.isGet || call.isComparable;
        withWait += call.wait >= Duration::zero();
    }
    [[nodiscard]] bool tellsRetries() const
    {
        return refused == 0 || (comparable * 2 > refused && withWait * 2 > refused);
    }
};

bool isWrite(const QByteArray& method)
{
    return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

std::optional<double> otherUseOf(const Diagnosis& diagnosis)
{
    for (const Finding& finding : diagnosis.findings) {
        if (finding.kind != FindingKind::SharedQuota) {
            continue;
        }
        for (const Fact& fact : finding.facts) {
            if (fact.kind == Fact::Kind::ForeignPerMinute) {
                return fact.value;
            }
        }
    }
    return diagnosis.checked.contains(FindingKind::SharedQuota) ? std::optional(0.0) : std::nullopt;
}

void takeShown(SessionTally& tally, const Survey& survey, const CallFacts& call)
{
    for (const CallFacts::Shown& shown : call.shown) {
        if (shown.window < 0 || shown.remaining < 0) {
            continue;
        }
        const QString& name = survey.windows().at(shown.window).name;
        const auto known = tally.fewestLeft.find(name);
        if (known == tally.fewestLeft.end()) {
            tally.fewestLeft.insert(name, shown.remaining);
        } else {
            *known = std::min<qint64>(*known, shown.remaining);
        }
    }
}

void takeClientCall(SessionTally& tally, const Survey& survey, int index,
                    QHash<quint64, qint64>& fetched)
{
    const CallFacts& call = survey.at(index);
    const CallRoute& route = survey.route(index);
    const bool isRetry = survey.retry(index).of >= 0;
    const bool isAccepted = !call.isRefused() && call.status > 0 && call.status < FirstErrorStatus;
    const bool writes = isWrite(route.method);
    RouteTally& counts = tally.routes[route.method + ' ' + route.path];
    ++counts.calls;
    counts.accepted += isAccepted;
    if (call.isGet && !isRetry && fetched[call.identity]++ > 0) {
        ++counts.repeats;
    }
    tally.firstTries += !isRetry;
    tally.firstWrites += writes && !isRetry;
    tally.acceptedWrites += writes && isAccepted;
    tally.bulkCalls += writes && route.path.endsWith("/bulk");
}

} // namespace

const Policy* SessionTally::window(const QString& name) const
{
    const auto found = std::find_if(side.windows.begin(), side.windows.end(),
                                    [&](const Policy& window) { return window.name == name; });
    return found == side.windows.end() ? nullptr : &*found;
}

SessionTally tallyOf(const Survey& survey, const Diagnosis& diagnosis)
{
    SessionTally tally;
    tally.side = {.from = diagnosis.from,
                  .to = diagnosis.to,
                  .length = survey.length(),
                  .calls = survey.size(),
                  .refused = 0,
                  .windows = survey.windows()};
    tally.minutes = survey.minutes();
    tally.otherUse = otherUseOf(diagnosis);
    Pairing pairing;
    QHash<std::int64_t, qint64> seconds;
    QHash<quint64, qint64> fetched;
    std::int64_t lastMoment = -1;
    for (int i = 0; i < survey.size(); ++i) {
        const CallFacts& call = survey.at(i);
        const std::int64_t second = unixSeconds(call.sentWall);
        tally.busiestSecond = std::max(tally.busiestSecond, ++seconds[second]);
        if (call.isRefused()) {
            ++tally.side.refused;
            pairing.take(call);
            tally.moments += second / Moment != lastMoment;
            lastMoment = second / Moment;
        }
        tally.early += survey.retry(i).isTooEarly();
        takeShown(tally, survey, call);
        if (call.origin == Origin::Client) {
            takeClientCall(tally, survey, i, fetched);
        }
    }
    tally.first = survey.size() > 0 ? survey.at(0).id : ExchangeId{};
    tally.tellsRetries = pairing.tellsRetries();
    return tally;
}

} // namespace Pacewatch
