#include "core/pacing/windowgate.h"

#include <algorithm>
#include <cmath>

namespace Pacewatch {

namespace {

/// Numbers beyond this are no limits but "unlimited" in disguise.
constexpr double MostUnits = 1e15;

std::optional<qint64> units(const std::optional<double>& stated)
{
    if (!stated || !std::isfinite(*stated) || *stated < 0 || *stated > MostUnits) {
        return std::nullopt;
    }
    return static_cast<qint64>(std::floor(*stated));
}

} // namespace

WindowGate::WindowGate(const Policy& policy, Duration guard)
    : m_policy(policy)
    , m_guard(guard)
    , m_own(policy.window)
    , m_foreign(policy.window)
    , m_epochs(policy.window)
{ }

void WindowGate::change(const Policy& policy)
{
    m_isActive = true;
    // What the gateway's own answers said stands, unless the user knows better.
    const bool isLimitKnown = m_policy.source == Source::Headers && policy.source < Source::Headers;
    const qint64 known = m_policy.limit;
    if (policy.window != m_policy.window) {
        m_epochs = EpochRule(policy.window);
    }
    m_policy = policy;
    if (isLimitKnown) {
        m_policy.limit = known;
        m_policy.source = Source::Headers;
    }
}

bool WindowGate::countsByEpoch(Instant now) const
{
    if (!isPerEpoch()) {
        return false;
    }
    // Without an answer that tells the next reset only one epoch's worth may follow on trust.
    return !m_epochs.hasPassed(now, m_guard)
        || m_epochs.used(now, m_departed, m_guard) < m_policy.limit;
}

qint64 WindowGate::own(Instant now) const
{
    const qint64 sliding = m_inTheAir + m_own.units(now);
    return countsByEpoch(now) ? std::min(sliding, m_epochs.used(now, m_departed, m_guard))
                              : sliding;
}

qint64 WindowGate::room(qint64 units, Instant now) const
{
    const qint64 limit = m_policy.limit;
    const auto left = [&](qint64 mine, qint64 others) {
        // However much others may take again, one call goes when there is room for one.
        const qint64 share = std::max(units, limit - std::max(others, reserve(now)));
        return std::min(share - mine, limit - others - mine);
    };
    // The sliding count is safe on every gateway, so the kinder of the two may speak. The count of
    // an epoch has the foreign calls in it.
    const qint64 sliding = left(m_inTheAir + m_own.units(now), m_foreign.units(now));
    return countsByEpoch(now) ? std::max(sliding, left(m_epochs.used(now, m_departed, m_guard), 0))
                              : sliding;
}

qint64 WindowGate::reserve(Instant now) const
{
    const Duration age = now - m_peakSince;
    if (age > 2 * m_policy.window) {
        return 0;
    }
    const qint64 peak = age > m_policy.window ? m_peak : std::max(m_peak, m_peakBefore);
    // A single unit may be the rounding of a bucket; more is somebody who will come again.
    return peak > 1 ? peak + 2 + m_policy.limit / 50 : peak;
}

qint64 WindowGate::foreign(Instant now) const
{
    // Counting by epoch already has the foreign calls of this epoch in it.
    const qint64 seen = countsByEpoch(now) ? 0 : m_foreign.units(now);
    return std::min(std::max(seen, reserve(now)), m_policy.limit);
}

std::optional<Verdict> WindowGate::askHold(Instant now) const
{
    const LaneHold::State state = m_hold.state(now);
    if (state == LaneHold::State::Waiting) {
        return Verdict::hold(*m_hold.until(), HoldReason::AskedToWait, m_policy.name);
    }
    if (state == LaneHold::State::ProbeInTheAir || m_epochs.isProbing()) {
        return Verdict::hold(now + m_guard, HoldReason::ProbeInTheAir, m_policy.name);
    }
    return std::nullopt;
}

Verdict WindowGate::ask(qint64 cost, Instant now, qint64 kept) const
{
    if (std::optional<Verdict> held = askHold(now)) {
        return *held;
    }
    const qint64 limit = m_policy.limit;
    const qint64 units = std::min(cost, limit); // what never fits goes when the window is empty
    const qint64 free = room(units, now);
    if (free - kept >= units || (!isPerEpoch() && m_epochs.isProbeDue(now, m_guard))) {
        return Verdict::go();
    }
    const HoldReason reason = free >= units ? HoldReason::KeptFree
        : limit - own(now) >= units         ? HoldReason::ForeignUse
                                            : HoldReason::WindowFull;
    return Verdict::hold(freeAt(units + kept - free, now), reason, m_policy.name);
}

Instant WindowGate::freeAt(qint64 units, Instant now) const
{
    Instant free = now + m_policy.window / 2; // what is in the air stays at least that long
    if (m_own.units(now) >= units) {
        free = m_own.freeAt(units, now);
    }
    if (m_foreign.units(now) >= units) {
        free = std::min(free, m_foreign.freeAt(units, now));
    }
    const std::optional<Instant> sooner = countsByEpoch(now) && m_epochs.resetBy()
        ? std::optional(*m_epochs.resetBy() + m_guard)
        : m_epochs.probeAt(m_guard);
    return sooner && *sooner > now ? std::min(free, *sooner) : free;
}

Instant WindowGate::allFreeAt(Instant now) const
{
    const Instant last = std::max({now, m_own.lastEnd(), m_foreign.lastEnd()});
    if (countsByEpoch(now) && m_epochs.resetBy()) {
        return std::clamp(*m_epochs.resetBy() + m_guard, now, last);
    }
    return m_inTheAir > 0 ? std::max(last, now + m_policy.window) : last;
}

FlightMark WindowGate::departed(qint64 cost, Instant now)
{
    m_own.drop(now);
    m_foreign.drop(now);
    FlightMark mark;
    mark.applies = true;
    mark.isProbe = !isPerEpoch() && m_epochs.isProbeDue(now, m_guard)
        && m_inTheAir + m_own.units(now) + m_foreign.units(now) + cost > m_policy.limit;
    if (mark.isProbe) {
        m_epochs.probeDeparted();
    }
    m_hold.departed(now);
    m_inTheAir += cost;
    m_departed += cost;
    mark.occupied = m_inTheAir + m_own.units(now);
    mark.departed = m_departed;
    mark.finished = m_finished;
    return mark;
}

void WindowGate::finished(const Flight& flight, Instant now, std::optional<Instant> end)
{
    m_inTheAir -= flight.cost;
    if (!end) {
        m_departed -= flight.cost;
    } else {
        m_finished += flight.cost;
        m_own.add(flight.departed, *end, flight.cost);
        m_epochs.finished(now, m_finished);
    }
}

void WindowGate::settle(const FlightMark& mark, bool wasAnswered)
{
    if (!mark.isProbe || !m_epochs.isProbing()) {
        return;
    }
    if (wasAnswered) {
        m_epochs.disprove();
    } else {
        m_epochs.probeFailed();
    }
}

void WindowGate::learn(const Flight& flight, const FlightMark& mark, const WindowReading& window,
                       const std::optional<WallTime>& serverDate, Instant received)
{
    const std::optional<qint64> limit = units(window.limit);
    if (limit && *limit > 0 && m_policy.source != Source::SetByUser) {
        m_policy.limit = *limit;
        m_policy.source = Source::Headers;
    }
    const std::optional<qint64> remaining = units(window.remaining);
    if (!remaining || !mark.applies) {
        return;
    }
    const qint64 used = std::max<qint64>(limit.value_or(m_policy.limit) - *remaining, 0);
    const qint64 ours = mark.occupied + m_departed - mark.departed;
    noteForeign(used - ours - m_foreign.units(received), received);
    if (!window.resetAt || !serverDate) {
        return;
    }
    EpochRule::Evidence evidence{flight, mark, received};
    evidence.stated = unixSeconds(*window.resetAt);
    evidence.untilReset = *window.resetAt - *serverDate;
    evidence.used = used;
    evidence.departed = m_departed;
    evidence.finished = m_finished;
    evidence.limit = m_policy.limit;
    if (m_epochs.mode() == EpochRule::Mode::Undecided
        && used < m_inTheAir + m_own.units(received)) {
        evidence.certain = m_own.unitsBetween(received - m_policy.window, flight.departed);
    }
    m_epochs.learn(evidence);
}

void WindowGate::noteForeign(qint64 excess, Instant received)
{
    const bool isFirst = !m_lastRead;
    m_lastRead = received;
    if (received - m_peakSince > m_policy.window) {
        m_peakBefore = received - m_peakSince > 2 * m_policy.window ? 0 : m_peak;
        m_peak = 0;
        m_peakSince = received;
    }
    if (excess > 0) {
        // When they were made nobody knows: just now is the safe guess.
        m_foreign.add(received, received + m_policy.window, excess);
        if (isFirst) {
            m_startFades = received + m_policy.window;
            m_atStart = excess; // Used before we came, perhaps by ourselves: no habit of somebody.
        }
    }
    const qint64 old = received < m_startFades ? m_atStart : 0;
    m_peak = std::max(m_peak, m_foreign.units(received) - old);
}

} // namespace Pacewatch
