#include "core/diagnosis/recentcalls.h"

#include <algorithm>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr Duration StepLength = 100ms;
constexpr Duration Kept = 61s;
constexpr Duration PaceSpan = 15s;

qint64 stepOf(Instant instant)
{
    return instant.time_since_epoch() / StepLength;
}

} // namespace

void RecentCalls::add(Instant sent, bool refused)
{
    if (!m_hasFirst) {
        m_first = sent;
        m_hasFirst = true;
    }
    const qint64 index = stepOf(sent);
    auto place = m_steps.end();
    while (place != m_steps.begin() && std::prev(place)->index >= index) {
        --place;
    }
    if (place == m_steps.end() || place->index != index) {
        place = m_steps.insert(place, Step{index, 0, 0});
    }
    ++place->calls;
    place->refusals += refused ? 1 : 0;
    const qint64 oldest = m_steps.back().index - Kept / StepLength;
    while (m_steps.front().index < oldest) {
        m_steps.pop_front();
    }
}

RecentCalls::Step RecentCalls::sum(Duration span, Instant now) const
{
    Step total;
    const qint64 after = stepOf(now - span);
    const qint64 last = stepOf(now);
    for (auto step = m_steps.rbegin(); step != m_steps.rend() && step->index > after; ++step) {
        if (step->index <= last) {
            total.calls += step->calls;
            total.refusals += step->refusals;
        }
    }
    return total;
}

qint64 RecentCalls::calls(Duration span, Instant now) const
{
    return sum(span, now).calls;
}

qint64 RecentCalls::refusals(Duration span, Instant now) const
{
    return sum(span, now).refusals;
}

double RecentCalls::pace(Instant now) const
{
    if (!m_hasFirst) {
        return 0;
    }
    // Below 3 s a single call would look like a pace.
    const Duration span = std::clamp<Duration>(now - m_first, 3s, PaceSpan);
    return static_cast<double>(calls(span, now)) / toSeconds(span);
}

} // namespace Pacewatch
