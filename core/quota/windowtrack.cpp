#include "core/quota/windowtrack.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr Duration Shown = 60s; ///< the span of lowest and busiest
constexpr Duration LongestShort = 2s;
constexpr Duration ConfirmWithin = 2s;
constexpr Duration ResetSlack = 1500ms; ///< resets in whole seconds wobble by one
constexpr std::size_t MostDepartures = 100'000;
constexpr std::size_t MostLows = 4096;

qint64 whole(double units)
{
    return static_cast<qint64>(std::floor(std::min(units, 1e15)));
}

} // namespace

WindowTrack::WindowTrack(Policy policy)
    : m_policy(std::move(policy))
    , m_limitSource(m_policy.source)
{ }

void WindowTrack::setPolicy(Policy policy)
{
    const bool keepsLimit = m_limitSource == Source::Headers && policy.source != Source::SetByUser;
    if (keepsLimit) {
        policy.limit = m_policy.limit;
    } else {
        m_limitSource = policy.source;
    }
    const bool isOtherSpan = policy.window != m_policy.window;
    m_policy = std::move(policy);
    if (isOtherSpan) {
        findPeaks();
    }
}

bool WindowTrack::isShort() const
{
    return m_policy.window <= LongestShort;
}

void WindowTrack::departed(Instant at, qint64 units)
{
    // What was spent may be told late: it counts from now on then.
    const Instant last = m_departures.empty() ? at : std::max(at, m_departures.back().at);
    const qint64 before
        = m_departures.empty() ? 0 : m_departures.back().before + m_departures.back().units;
    m_departures.push_back({last, units, before});
    notePeak(last);
    forgetOld(last);
}

std::deque<WindowTrack::Departure>::const_iterator WindowTrack::firstFrom(Instant at) const
{
    return std::partition_point(m_departures.begin(), m_departures.end(),
                                [&](const Departure& departure) { return departure.at < at; });
}

void WindowTrack::notePeak(Instant at)
{
    if (!isShort()) {
        return;
    }
    const qint64 units = ownWithin(at);
    while (!m_peaks.empty() && m_peaks.back().units < units) {
        m_peaks.pop_back();
    }
    m_peaks.push_back({at, units});
}

void WindowTrack::findPeaks()
{
    m_peaks.clear();
    for (const Departure& departure : m_departures) {
        notePeak(departure.at);
    }
}

void WindowTrack::forgetOld(Instant now)
{
    const Instant kept = now - std::max(m_policy.window, Shown) - 2 * LongestShort;
    while (!m_departures.empty()
           && (m_departures.front().at < kept || m_departures.size() > MostDepartures)) {
        m_departures.pop_front();
    }
    while (!m_peaks.empty() && m_peaks.front().at + Shown < now) {
        m_peaks.pop_front();
    }
    while (!m_refused.empty() && m_refused.front() < kept) {
        m_refused.pop_front();
    }
    while (!m_lows.empty() && (m_lows.front().at + Shown < now || m_lows.size() > MostLows)) {
        m_lows.pop_front();
    }
}

qint64 WindowTrack::ownSince(Instant from, Instant until) const
{
    const auto first = firstFrom(from);
    const auto end = firstFrom(until + Duration(1));
    if (end <= first) {
        return 0;
    }
    const Departure& last = *std::prev(end);
    return last.before + last.units - first->before;
}

qint64 WindowTrack::ownWithin(Instant now) const
{
    // Half open: what left exactly one window ago counts no more.
    return ownSince(now - m_policy.window + Duration(1), now);
}

void WindowTrack::takeReset(const WindowReading& reading, const AnsweredFlight& flight,
                            const ServerClock& clock, bool& isLater, bool& isStale)
{
    if (!reading.resetIn) {
        return;
    }
    std::optional<Instant> at;
    if (reading.resetAt) {
        at = clock.instantOf(*reading.resetAt);
    }
    const Instant stated = at ? std::max(*at, flight.received) : flight.received + *reading.resetIn;
    if (m_resetAt && !m_resetIsAbout) {
        // Calendar moments are exact; spans wobble with the network.
        const bool isExact = reading.resetAt && m_resetAtWall;
        isLater = isExact ? *reading.resetAt > *m_resetAtWall : stated > *m_resetAt + ResetSlack;
        isStale = isExact ? *reading.resetAt < *m_resetAtWall : stated + ResetSlack < *m_resetAt;
        // A server that moves its reset back for good is believed once nothing older can come.
        isStale = isStale && flight.sent < m_asOf.value_or(Instant::min());
    } else {
        isLater = true;
    }
    if (!isStale) {
        m_resetAt = stated;
        m_resetAtWall = reading.resetAt;
        m_resetIsAbout = false;
    }
}

void WindowTrack::stated(const WindowReading& reading, const AnsweredFlight& flight,
                         const ServerClock& clock)
{
    if (reading.limit && *reading.limit >= 1 && m_limitSource != Source::SetByUser) {
        m_policy.limit = whole(*reading.limit);
        m_limitSource = Source::Headers;
    }
    m_policy.inHeaders = true;
    bool isLater = false;
    bool isStale = false;
    const bool hasPassed = m_resetAt && flight.sent >= *m_resetAt;
    takeReset(reading, flight, clock, isLater, isStale);
    if (reading.remaining && !isStale) {
        const qint64 left = std::clamp<qint64>(whole(*reading.remaining), 0, m_policy.limit);
        // Without a reset the order of answers is certain only if one call left after the other's
        // answer was in.
        const bool isAfter = !m_asOf || flight.sent >= *m_asOf;
        const bool isRise = m_left && left > *m_left;
        const bool isNewEpoch = !m_left || isLater || hasPassed
            || (!reading.resetIn && isAfter && isRise)
            || (isAfter && isRise && m_leftSource == Source::WorkedOut);
        if (isNewEpoch && isRise && !reading.resetIn && m_asOf) {
            m_boundary = flight.received;
        }
        countForeign(m_policy.limit - left, flight, isNewEpoch);
        m_left = isNewEpoch ? left : std::min(*m_left, left);
        m_leftSource = Source::Headers;
        m_lastSent = std::max(m_lastSent, flight.sent);
        if (isShort()) {
            m_lows.push_back({flight.received, left});
        }
        if (!reading.resetIn) {
            workOutReset(m_policy.limit - *m_left, flight);
        }
    }
    m_field = reading.fields.isEmpty() ? m_field : reading.fields.last();
    m_asOf = std::max(m_asOf.value_or(flight.received), flight.received);
    forgetOld(flight.received);
}

/// Where no header tells the reset: from the start of the window if one was seen, else from the
/// oldest own call that is still counted. Both are on the late side.
void WindowTrack::workOutReset(qint64 used, const AnsweredFlight& flight)
{
    m_resetIsAbout = true;
    m_resetAtWall.reset();
    m_resetAt.reset();
    if (m_boundary) {
        const auto periods = (flight.received - *m_boundary) / m_policy.window + 1;
        m_resetAt = *m_boundary + periods * m_policy.window;
        return;
    }
    const auto inWindow = firstFrom(flight.received - m_policy.window + Duration(1));
    const auto end = firstFrom(flight.received + Duration(1));
    if (used <= 0 || end <= inWindow) {
        return;
    }
    const Departure& last = *std::prev(end);
    const qint64 counted = last.before + last.units - used;
    // The latest one from which as much has left as is used.
    auto oldest = std::partition_point(
        inWindow, end, [&](const Departure& departure) { return departure.before <= counted; });
    oldest = oldest == inWindow ? inWindow : std::prev(oldest);
    m_resetAt = oldest->at + m_policy.window;
}

/// What the window lost beyond our own calls. Every own call that may count is subtracted, so it is
/// never too much.
void WindowTrack::countForeign(qint64 used, const AnsweredFlight& flight, bool isNewEpoch)
{
    if (isNewEpoch) {
        const bool isFirst = !m_asOf.has_value();
        m_foreign = 0;
        // What was used before the first answer ever may be anybody's.
        m_usedAtFirst = isFirst ? used : 0;
        // After a break of a window and more nothing of ours is older than the window.
        m_epochFrom = isFirst ? flight.sent + Duration(1)
                              : std::max(m_lastSent + Duration(1), flight.sent - m_policy.window);
    }
    const qint64 own = ownSince(m_epochFrom, flight.received);
    m_foreign = std::max(m_foreign, used - m_usedAtFirst.value_or(0) - own);
}

void WindowTrack::refused(const AnsweredFlight& flight, std::optional<Duration> wait, bool isStated)
{
    if (!m_policy.inHeaders) {
        m_refusalSeen = flight.receivedWall;
    }
    if (const auto after = firstFrom(flight.sent + Duration(1)); after != m_departures.begin()) {
        const Instant at = std::prev(after)->at;
        const auto place = std::lower_bound(m_refused.begin(), m_refused.end(), at);
        if (place == m_refused.end() || *place != at) {
            m_refused.insert(place, at);
        }
    }
    if (isShort()) {
        m_lows.push_back({flight.received, 0});
    }
    if (isStated) {
        return;
    }
    m_left = 0;
    m_leftSource = Source::WorkedOut;
    if (!m_resetAt || *m_resetAt <= flight.received) {
        // A wait may be a penalty longer than the window; the window is full again by then.
        m_resetAt = flight.received + std::min(wait.value_or(m_policy.window), m_policy.window);
        m_resetAtWall.reset();
        m_resetIsAbout = true;
    }
}

std::optional<Instant> WindowTrack::lastPassedReset(Instant now) const
{
    if (!m_resetAt || now < *m_resetAt) {
        return std::nullopt;
    }
    return *m_resetAt + (now - *m_resetAt) / m_policy.window * m_policy.window;
}

std::optional<Instant> WindowTrack::nextReset(Instant now) const
{
    const std::optional<Instant> passed = lastPassedReset(now);
    return passed ? std::optional(*passed + m_policy.window) : m_resetAt;
}

std::optional<qint64> WindowTrack::left(Instant now) const
{
    if (!m_left) {
        // Nobody stated it. A window that headers will show is not guessed at, nor one whose units
        // nobody has counted.
        const bool isCounted = m_policy.unit == Unit::Requests || !m_departures.empty();
        return m_policy.inHeaders || !isCounted
            ? std::nullopt
            : std::optional(std::max<qint64>(m_policy.limit - ownWithin(now), 0));
    }
    const bool hasWindowPassed = !m_resetAt && m_asOf && now - *m_asOf >= m_policy.window;
    if (const std::optional<Instant> passed = lastPassedReset(now); passed || hasWindowPassed) {
        const qint64 own = passed && !isHidden() ? ownSince(*passed, now) : ownWithin(now);
        return std::max<qint64>(m_policy.limit - own, 0);
    }
    return std::min(*m_left, m_policy.limit);
}

void WindowTrack::fillShort(WindowState& state, Instant now) const
{
    const Instant from = now - Shown;
    std::optional<qint64> lowest;
    for (const LowMark& low : m_lows) {
        if (low.at > from) {
            lowest = std::min(lowest.value_or(low.left), low.left);
        }
    }
    // The busiest window that ends with a call, and whether one as busy was refused.
    const auto inMinute = [&](const Peak& peak) { return peak.at > from && peak.at <= now; };
    auto peak = std::find_if(m_peaks.begin(), m_peaks.end(), inMinute);
    state.busiest = peak == m_peaks.end() ? 0 : peak->units;
    const auto end = std::partition_point(peak, m_peaks.end(), [&](const Peak& other) {
        return other.units == state.busiest && other.at <= now;
    });
    // Refusals are few, and windows as busy as the busiest may be many.
    state.busiestWasRefused = std::any_of(m_refused.begin(), m_refused.end(), [&](Instant refused) {
        const auto next = std::partition_point(
            peak, end, [&](const Peak& other) { return other.at < refused; });
        return next != end && next->at - m_policy.window < refused;
    });
    if (isHidden() || !lowest) {
        const qint64 counted = std::max<qint64>(m_policy.limit - state.busiest, 0);
        lowest = std::min(lowest.value_or(counted), counted);
    }
    state.lowest = lowest;
}

void WindowTrack::fillReset(WindowState& state, Instant now, const ServerClock& clock) const
{
    const bool hasPassed = lastPassedReset(now).has_value();
    const bool isSliding = m_policy.algorithm == Algorithm::Sliding;
    state.isRolling = isSliding && (isHidden() || m_resetIsAbout || !m_resetAt);
    if (state.isRolling || (isHidden() && (!m_resetAt || hasPassed))) {
        const Instant from = now - m_policy.window;
        const auto oldest = firstFrom(from + Duration(1));
        if (oldest != m_departures.end() && oldest->at <= now) {
            state.resetAt = oldest->at + m_policy.window;
        }
        state.resetIsAbout = true;
    } else {
        state.resetAt = nextReset(now);
        state.resetIsAbout = m_resetIsAbout || hasPassed;
    }
    if (!state.resetAt) {
        return;
    }
    state.resetAtWall
        = !state.resetIsAbout && m_resetAtWall ? m_resetAtWall : clock.wallAt(*state.resetAt);
}

WindowState WindowTrack::state(Instant now, const ServerClock& clock) const
{
    WindowState state;
    state.policy = m_policy;
    state.limitSource = m_limitSource;
    state.algorithm = m_policy.algorithm;
    state.field = m_field;
    state.asOf = m_asOf;
    state.refusalSeen = m_refusalSeen;
    state.remaining = left(now);
    const std::optional<Instant> passed = lastPassedReset(now);
    if (!state.remaining) {
        state.remainingSource = Source::Unknown;
    } else if (!m_left) {
        state.remainingSource = Source::WorkedOut;
    } else {
        const bool isUnconfirmed = m_resetAt && now >= *m_resetAt + ConfirmWithin;
        const bool isForgotten = !m_resetAt && m_asOf && now - *m_asOf >= m_policy.window;
        state.remainingSource = isUnconfirmed || isForgotten ? Source::WorkedOut : m_leftSource;
    }
    state.foreign = passed ? 0 : m_foreign;
    fillReset(state, now, clock);
    if (isShort()) {
        fillShort(state, now);
    }
    return state;
}

} // namespace Pacewatch
