#include "tests/sim/gatewaymodel.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace Pacewatch {

GatewayModel::GatewayModel(Kind kind, std::vector<ModelWindow> windows, WallTime calendar,
                           bool roundsUp, Duration refusalWait)
    : m_kind(kind)
    , m_windows(std::move(windows))
    , m_counters(m_windows.size())
    , m_calendar(calendar)
    , m_roundsUp(roundsUp)
    , m_refusalWait(refusalWait)
{
    for (std::size_t at = 0; at < m_windows.size(); ++at) {
        m_counters[at].tokens = static_cast<double>(m_windows[at].limit);
    }
}

void GatewayModel::advance(std::size_t window, Instant at)
{
    Counter& counter = m_counters[window];
    const ModelWindow& rule = m_windows[window];
    switch (m_kind) {
    case Kind::Fixed: {
        const qint64 epoch = wall(at).time_since_epoch() / rule.window;
        if (epoch != counter.epoch) {
            counter.epoch = epoch;
            counter.count = 0;
        }
        break;
    }
    case Kind::Anchored:
        if (!counter.hasAnchor || at >= counter.anchor + rule.window) {
            counter.anchor = at;
            counter.hasAnchor = true;
            counter.count = 0;
        }
        break;
    case Kind::Sliding:
    case Kind::SlidingCountsRefused:
        while (!counter.log.empty() && counter.log.front() + rule.window <= at) {
            counter.log.pop_front();
        }
        break;
    case Kind::Bucket:
        counter.tokens
            = std::min(static_cast<double>(rule.limit),
                       counter.tokens
                           + toSeconds(at - counter.filledAt) * static_cast<double>(rule.limit)
                               / toSeconds(rule.window));
        counter.filledAt = at;
        break;
    }
}

double GatewayModel::used(std::size_t window) const
{
    const Counter& counter = m_counters[window];
    switch (m_kind) {
    case Kind::Fixed:
    case Kind::Anchored:
        return static_cast<double>(counter.count);
    case Kind::Sliding:
    case Kind::SlidingCountsRefused:
        return static_cast<double>(counter.log.size());
    case Kind::Bucket:
        return static_cast<double>(m_windows[window].limit) - counter.tokens;
    }
    return 0;
}

void GatewayModel::take(std::size_t window, Instant at)
{
    Counter& counter = m_counters[window];
    ++counter.count;
    counter.tokens -= 1;
    counter.log.push_back(at);
}

Instant GatewayModel::resetAt(std::size_t window, Instant at) const
{
    const Counter& counter = m_counters[window];
    const ModelWindow& rule = m_windows[window];
    switch (m_kind) {
    case Kind::Fixed:
        return Instant((counter.epoch + 1) * rule.window - m_calendar.time_since_epoch());
    case Kind::Anchored:
        return counter.anchor + rule.window;
    case Kind::Sliding:
    case Kind::SlidingCountsRefused:
        return (counter.log.empty() ? at : counter.log.front()) + rule.window;
    case Kind::Bucket:
        return at
            + fromSeconds(used(window) * toSeconds(rule.window) / static_cast<double>(rule.limit));
    }
    return at;
}

GatewayModel::Answer GatewayModel::arrive(Instant at)
{
    Answer answer;
    answer.isAccepted = true;
    for (std::size_t window = 0; window < m_windows.size(); ++window) {
        advance(window, at);
        if (used(window) + 1 > static_cast<double>(m_windows[window].limit) + 1e-9) {
            answer.isAccepted = false;
        }
    }
    if (answer.isAccepted) {
        ++m_accepted;
        m_lastAccepted = at;
    } else {
        ++m_refused;
        answer.reading.isRateLimited = true;
        answer.reading.retryAfter = m_refusalWait;
    }
    answer.reading.serverDate
        = WallTime(std::chrono::floor<std::chrono::seconds>(wall(at).time_since_epoch()));
    for (std::size_t window = 0; window < m_windows.size(); ++window) {
        if (answer.isAccepted || m_kind == Kind::SlidingCountsRefused) {
            take(window, at);
        }
        const ModelWindow& rule = m_windows[window];
        if (!rule.showsCount) {
            continue;
        }
        WindowReading shown;
        shown.name = rule.name;
        shown.limit = static_cast<double>(rule.limit);
        shown.remaining
            = std::max(std::floor(static_cast<double>(rule.limit) - used(window) + 1e-9), 0.0);
        if (rule.showsReset) {
            const Duration since = wall(resetAt(window, at)).time_since_epoch();
            shown.resetAt = WallTime(m_roundsUp ? std::chrono::ceil<std::chrono::seconds>(since)
                                                : std::chrono::floor<std::chrono::seconds>(since));
        }
        answer.reading.windows.append(shown);
    }
    return answer;
}

} // namespace Pacewatch
