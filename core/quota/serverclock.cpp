#include "core/quota/serverclock.h"

#include <algorithm>

namespace Pacewatch {

namespace {

/// Two quartz clocks drift apart by up to 1 in 10,000; the bracket widens by that.
constexpr int DriftShare = 10'000;
constexpr Duration DateStep = std::chrono::seconds(1);

} // namespace

void ServerClock::learn(WallTime date, Instant sent, Instant received)
{
    // The server wrote the date at some moment of the flight, when its clock showed at least
    // `date` and less than a second more.
    const Duration earliest = date.time_since_epoch() - received.time_since_epoch();
    const Duration latest
        = date.time_since_epoch() + DateStep - std::min(sent, received).time_since_epoch();
    const Duration drift = std::max(received - m_learned, Duration::zero()) / DriftShare;
    const Duration low = std::max(m_earliest - drift, earliest);
    const Duration high = std::min(m_latest + drift, latest);
    const bool meets = m_known && low <= high;
    m_earliest = meets ? low : earliest;
    m_latest = meets ? high : latest;
    m_learned = std::max(m_learned, received);
    m_known = true;
}

std::optional<WallTime> ServerClock::wallAt(Instant at) const
{
    return m_known ? std::optional(WallTime(at.time_since_epoch() + offset())) : std::nullopt;
}

std::optional<Instant> ServerClock::instantOf(WallTime wall) const
{
    return m_known ? std::optional(Instant(wall.time_since_epoch() - offset())) : std::nullopt;
}

std::optional<Duration> ServerClock::ahead(Instant now, WallTime wallNow) const
{
    const std::optional<WallTime> server = wallAt(now);
    return server ? std::optional(*server - wallNow) : std::nullopt;
}

} // namespace Pacewatch
