#include "core/pacing/windowgate.h"

#include <algorithm>
#include <cmath>

namespace Pacewatch {

namespace {

/// Numbers beyond this are no limits but "unlimited" in disguise.
constexpr double MostUnits = 1e15;
/// Below that a phase is worth less than the guard around it.
constexpr Duration ShortestWithPhase = std::chrono::seconds(5);

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
    , m_earlier(policy.window)
    , m_foreign(policy.window)
    , m_epochs(policy.window)
    , m_inference(policy.window)
{ }

void WindowGate::change(const Policy& policy)
{
    m_isActive = true;
    // What the gateway's own answers said stands, unless the user knows better.
    const bool isLimitKnown = m_policy.source == Source::Headers && policy.source < Source::Headers;
    const qint64 known = m_policy.limit;
    if (policy.window != m_policy.window) {
        m_epochs = EpochRule(policy.window);
        m_inference = Inference(policy.window);
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
    if (const std::optional<Instant> next = m_recovery.nextAt(limit, now)) {
        return Verdict::hold(*next, HoldReason::Recovering, m_policy.name);
    }
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
    m_earlier.drop(now);
    m_foreign.drop(now);
    FlightMark mark;
    mark.applies = true;
    mark.isProbe = !isPerEpoch() && m_epochs.isProbeDue(now, m_guard)
        && m_inTheAir + m_own.units(now) + m_foreign.units(now) + cost > m_policy.limit;
    if (mark.isProbe) {
        m_epochs.probeDeparted();
    }
    m_hold.departed(now);
    m_recovery.departed(cost, now);
    m_inTheAir += cost;
    m_departed += cost;
    if (m_inference) {
        m_inference->departed(now, cost, m_policy.limit);
    }
    mark.occupied = m_inTheAir + m_own.units(now);
    mark.departed = m_departed;
    mark.finished = m_finished;
    return mark;
}

void WindowGate::finished(const Flight& flight, Instant now, std::optional<Instant> end,
                          bool isDoubtful)
{
    if (m_inference) {
        m_inference->finished(flight.departed, now, flight.cost, m_policy.limit, isDoubtful);
    }
    m_inTheAir -= flight.cost;
    if (!end) {
        m_departed -= flight.cost;
    } else {
        m_finished += flight.cost;
        m_own.add(flight.departed, *end, flight.cost);
        m_epochs.finished(now, m_finished);
    }
}

void WindowGate::openAfter(Instant departed, bool wasAccepted, Instant now)
{
    if (m_hold.finished(departed, wasAccepted)) {
        recover(now);
    }
}

void WindowGate::settle(const FlightMark& mark, bool wasAnswered)
{
    if (!mark.isProbe || !m_epochs.isProbing()) {
        return;
    }
    if (wasAnswered) {
        m_epochs.endProbe();
    } else {
        m_epochs.probeFailed();
    }
}

void WindowGate::infer(const CountedAnswer& answer, const ServerClock& clock)
{
    if (!m_inference) {
        return;
    }
    const int before = m_inference->contradictions();
    m_inference->learn(answer, clock);
    if (m_inference->contradictions() > before) {
        m_epochs.disprove();
    }
    switch (m_inference->decided()) {
    case Counting::Sliding:
    case Counting::Blended:
    case Counting::Bucket:
        m_epochs.deny();
        break;
    case Counting::Unknown:
    case Counting::Fixed:
    case Counting::Anchored:
        if (m_inference->restarts()) {
            m_epochs.prove();
        }
        break;
    }
}

void WindowGate::learn(const Flight& flight, const FlightMark& mark, const WindowReading& window,
                       const std::optional<WallTime>& serverDate, const ServerClock& clock,
                       Instant received)
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
    EpochRule::Evidence evidence{flight, mark, received, 0, {}, 0, 0, 0, {}};
    evidence.used = used;
    evidence.departed = m_departed;
    evidence.finished = m_finished;
    learnResets(evidence, window, serverDate);
    CountedAnswer counted;
    counted.sent = flight.departed;
    counted.received = received;
    counted.cost = flight.cost;
    counted.used = used;
    counted.limit = m_policy.limit;
    if (window.resetAt && serverDate) {
        counted.untilReset = *window.resetAt - *serverDate;
    }
    infer(counted, clock);
}

void WindowGate::learnResets(EpochRule::Evidence evidence, const WindowReading& window,
                             const std::optional<WallTime>& serverDate)
{
    if (window.resetAt && serverDate) {
        evidence.stated = unixSeconds(*window.resetAt);
        evidence.untilReset = *window.resetAt - *serverDate;
        m_epochs.learn(evidence);
        return;
    }
    const auto start = m_inference ? m_inference->startOfFixed(evidence.received) : std::nullopt;
    if (window.resetIn || !start || m_policy.window < ShortestWithPhase
        || start->second - start->first > m_policy.window / 4) {
        return;
    }
    evidence.next = {start->first + m_policy.window, start->second + m_policy.window};
    // Counted in windows, so that it tells one reset from the next.
    evidence.stated = evidence.next->second.time_since_epoch() / m_policy.window
        * std::chrono::floor<std::chrono::seconds>(m_policy.window).count();
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

WindowMemory WindowGate::memory(Instant now) const
{
    WindowMemory memory;
    memory.name = m_policy.name;
    memory.window = m_policy.window;
    if (m_policy.source == Source::Headers) {
        memory.statedLimit = m_policy.limit;
    }
    memory.units = m_own.steps(now) + m_foreign.steps(now);
    if (m_inTheAir > 0) {
        memory.units.append({now + m_policy.window + m_guard, m_inTheAir});
    }
    memory.others = m_earlier.steps(now) + m_foreign.steps(now);
    const auto endsBefore = [](const OccupiedUntil& left, const OccupiedUntil& right) {
        return left.end < right.end;
    };
    std::sort(memory.units.begin(), memory.units.end(), endsBefore);
    std::sort(memory.others.begin(), memory.others.end(), endsBefore);
    if (m_hold.state(now) == LaneHold::State::Waiting) {
        memory.heldUntil = m_hold.until();
    }
    return memory;
}

void WindowGate::remember(const WindowMemory& memory, Instant now)
{
    if (memory.window != m_policy.window) {
        return;
    }
    for (const OccupiedUntil& each : memory.units) {
        m_own.add(now, each.end, each.units);
        m_earlier.add(now, each.end, each.units);
    }
    if (memory.statedLimit && m_policy.source < Source::Headers) {
        m_policy.limit = *memory.statedLimit;
        m_policy.source = Source::Headers;
    }
    if (memory.heldUntil) {
        m_hold.refused(*memory.heldUntil);
    }
}

} // namespace Pacewatch
