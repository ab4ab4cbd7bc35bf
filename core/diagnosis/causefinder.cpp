#include "core/diagnosis/causefinder.h"

#include <algorithm>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr Duration Memory = 5min;
constexpr std::size_t MostCalls = 30'000;
constexpr double MostOfThem = 0.8;
constexpr qint64 StrongFrom = 5;
constexpr qint64 LikelyFrom = 2;
/// The same GET at least this often a minute is a poll that could be a webhook.
constexpr qint64 PollsAMinute = 40;

Cause::Sure sureness(qint64 times, qint64 explained, qint64 all)
{
    const bool explainsMost
        = static_cast<double>(explained) >= MostOfThem * static_cast<double>(all);
    if (times >= StrongFrom && explainsMost) {
        return Cause::Sure::Strong;
    }
    return times >= LikelyFrom ? Cause::Sure::Likely : Cause::Sure::Possible;
}

} // namespace

void CauseFinder::add(const Exchange& exchange)
{
    if (exchange.outcome == Outcome::RefusedByUs) {
        return;
    }
    Call call;
    call.sent = exchange.sent();
    if (exchange.request.method == "GET") {
        call.identity = exchange.request.target;
    }
    call.refused = exchange.isRefused();
    call.early = exchange.tooEarlyBy.value_or(Duration::zero()) > Duration::zero();
    call.ours = exchange.origin != Origin::Client;
    m_calls.push_back(call);
    while (m_calls.size() > MostCalls || m_calls.front().sent + Memory < call.sent) {
        m_calls.pop_front();
    }
}

Cause CauseFinder::polls(Instant now) const
{
    QHash<QByteArray, qint64> lastMinute;
    for (auto call = m_calls.rbegin(); call != m_calls.rend() && call->sent + 1min > now; ++call) {
        if (!call->identity.isEmpty() && !call->ours) {
            ++lastMinute[call->identity];
        }
    }
    const auto most = std::max_element(lastMinute.cbegin(), lastMinute.cend());
    if (most == lastMinute.cend() || *most < PollsAMinute) {
        return {};
    }
    return {Cause::Kind::PollsTooOften, Cause::Sure::Likely, *most};
}

Cause CauseFinder::find(const Chronicle& chronicle, const QList<WindowState>& windows,
                        Instant now) const
{
    qint64 refused = 0;
    qint64 early = 0;
    qint64 ours = 0;
    for (const Call& call : m_calls) {
        if (call.sent + Memory < now) {
            continue;
        }
        refused += call.refused ? 1 : 0;
        early += call.refused && call.early ? 1 : 0;
        ours += call.refused && call.ours ? 1 : 0;
    }
    if (refused == 0) {
        return {};
    }
    if (ours * 2 > refused) {
        return {Cause::Kind::TestSends, sureness(ours, ours, refused), ours};
    }
    const qint64 inBursts = chronicle.bursts().recentRefusals(now);
    const int bursts = chronicle.bursts().recentBursts(now);
    if (inBursts * 2 >= refused && bursts > 0) {
        return {Cause::Kind::Bursts, sureness(bursts, inBursts, refused),
                chronicle.bursts().largest()};
    }
    if (early * 2 >= refused) {
        return {Cause::Kind::RetriesEarly, sureness(early, early, refused), early};
    }
    for (const WindowState& window : windows) {
        if (window.policy.unit == Unit::Requests && window.foreign > 0
            && window.foreign * 10 >= window.policy.limit) {
            return {Cause::Kind::SharedKey, Cause::Sure::Likely, window.foreign};
        }
    }
    return polls(now);
}

} // namespace Pacewatch
