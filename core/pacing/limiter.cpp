#include "core/pacing/limiter.h"

#include <QStringView>

#include <limits>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

/// A refusal that names no window is laid to the short ones: half the rate of a day would be a
/// standstill.
constexpr Duration LongestSuspect = std::chrono::minutes(1);

/// Scopes of a refusal that concern one recipient and nobody else (Meta's error 131056).
bool concernsOneRecipient(const Reading& reading)
{
    return reading.scope == "pair"_L1 || reading.scope == "recipient"_L1;
}

bool showsRoom(const Reading& reading, const QString& window)
{
    for (const WindowReading& each : reading.windows) {
        if (each.name == window) {
            return each.remaining && *each.remaining >= 1;
        }
    }
    return false;
}

} // namespace

Limiter::Limiter(QList<Policy> policies, LimiterSettings settings)
    : m_settings(std::move(settings))
    , m_random(static_cast<std::minstd_rand::result_type>(m_settings.seed))
{
    setPolicies(policies);
}

void Limiter::setPolicies(const QList<Policy>& policies)
{
    for (WindowGate& gate : m_gates) {
        gate.retire();
    }
    for (const Policy& policy : policies) {
        if (policy.unit != Unit::Requests || policy.limit <= 0
            || policy.window <= Duration::zero()) {
            continue;
        }
        const auto known
            = std::find_if(m_gates.begin(), m_gates.end(), [&](const WindowGate& gate) {
                  return gate.policy().name == policy.name && gate.policy().window == policy.window;
              });
        if (known != m_gates.end()) {
            known->change(policy);
        } else {
            m_gates.emplace_back(policy, m_settings.guardFloor);
        }
    }
}

std::size_t Limiter::longest() const
{
    std::size_t longest = m_gates.size();
    for (std::size_t at = 0; at < m_gates.size(); ++at) {
        if (m_gates[at].isActive()
            && (longest == m_gates.size()
                || m_gates[at].policy().window > m_gates[longest].policy().window)) {
            longest = at;
        }
    }
    return longest;
}

Verdict Limiter::ask(QByteArrayView path, qint64 cost, Instant now, Lane lane,
                     qint64 keepFree) const
{
    switch (m_keyHold.state(now)) {
    case LaneHold::State::Waiting:
        return Verdict::hold(*m_keyHold.until(), HoldReason::AskedToWait);
    case LaneHold::State::ProbeInTheAir:
        return Verdict::hold(now + m_settings.guardFloor, HoldReason::ProbeInTheAir);
    case LaneHold::State::Open:
    case LaneHold::State::ProbeDue:
        break;
    }
    const bool keeps = lane != Lane::Customer && keepFree > 0;
    const double share = keeps && !m_gates.empty() ? static_cast<double>(keepFree)
            / static_cast<double>(m_gates[std::min(longest(), m_gates.size() - 1)].policy().limit)
                                                   : 0;
    Verdict strictest;
    for (const WindowGate& gate : m_gates) {
        if (!gate.isActive() || !appliesTo(gate.policy(), path)) {
            continue;
        }
        const qint64 limit = gate.policy().limit;
        const qint64 kept
            = std::min(static_cast<qint64>(share * static_cast<double>(limit) + 1e-9), limit - 1);
        Verdict verdict = gate.ask(cost, now, kept);
        if (!verdict.isGo && (strictest.isGo || verdict.until > strictest.until)) {
            strictest = std::move(verdict);
        }
    }
    return strictest;
}

Hold Limiter::explain(const Verdict& verdict) const
{
    Hold hold;
    hold.reason = verdict.reason;
    for (const WindowGate& gate : m_gates) {
        if (gate.isActive() && !verdict.window.isEmpty() && gate.policy().name == verdict.window) {
            hold.window = verdict.window;
            hold.period = gate.policy().window;
            hold.limit = gate.policy().limit;
            hold.source = gate.policy().source;
        }
    }
    return hold;
}

CallTicket Limiter::departed(QByteArrayView path, qint64 cost, Instant now)
{
    ++m_changes;
    m_lastDeparture = now;
    m_keyHold.departed(now);
    const CallTicket ticket = m_flights.open(now, cost);
    Flight& flight = *m_flights.find(ticket);
    for (WindowGate& gate : m_gates) {
        flight.marks.push_back(gate.isActive() && appliesTo(gate.policy(), path)
                                   ? gate.departed(cost, now)
                                   : FlightMark{});
    }
    return ticket;
}

void Limiter::answered(CallTicket ticket, const Reading& reading, Instant received)
{
    const Flight* flight = m_flights.find(ticket);
    if (!flight) {
        return;
    }
    // The gateway counted the call after it left and before the answer was here, and the next one
    // cannot get there faster than the path allows. So a call that leaves one window after this
    // answer, less the least delay, is counted a whole window later: no jitter can bring the two
    // closer, and no percentile has to be trusted for that. Only the least delay is an estimate:
    // half of the spread, or the floor, is taken off the shortest round trip seen, because the next
    // may be shorter. A steady path pays the floor alone, a wild one its average round trip. After
    // a handful of calls on a busy computer all of them may have been slow: nothing is taken off.
    m_delays.add(received - flight->departed);
    const Duration margin = std::max(m_settings.guardFloor, m_delays.spread() / 2);
    const Duration least = m_delays.isKnown()
        ? std::max(m_delays.shortest() - margin, Duration::zero())
        : Duration::zero();
    const bool isAccepted = !reading.isRateLimited;
    for (std::size_t at = 0; at < flight->marks.size(); ++at) {
        if (flight->marks[at].applies) {
            const Duration window = m_gates[at].policy().window;
            m_gates[at].finished(
                *flight, received,
                std::max(received - least, flight->departed + m_settings.guardFloor) + window,
                !isAccepted);
            m_gates[at].openAfter(flight->departed, isAccepted, received);
        }
    }
    if (m_keyHold.finished(flight->departed, isAccepted)) {
        for (WindowGate& gate : m_gates) {
            if (gate.policy().window <= LongestSuspect) {
                gate.recover(received);
            }
        }
    }
    learn(*flight, reading, received);
    noteHidden(*flight, reading);
    if (reading.isRateLimited && !concernsOneRecipient(reading)) {
        hold(*flight, reading, received);
    }
    for (std::size_t at = 0; at < flight->marks.size(); ++at) {
        m_gates[at].settle(flight->marks[at], true);
    }
    ++m_changes;
    m_flights.close(ticket);
}

void Limiter::failed(CallTicket ticket, Instant now, bool mayHaveBeenCounted)
{
    const Flight* flight = m_flights.find(ticket);
    if (!flight) {
        return;
    }
    for (std::size_t at = 0; at < flight->marks.size(); ++at) {
        const FlightMark& mark = flight->marks[at];
        if (mark.applies) {
            // It may still be on its way: it arrives within the longest usual delay.
            const Instant end = now + guard() + m_gates[at].policy().window;
            m_gates[at].finished(*flight, now,
                                 mayHaveBeenCounted ? std::optional(end) : std::nullopt, true);
            m_gates[at].openAfter(flight->departed, false, now);
            m_gates[at].settle(mark, false);
        }
    }
    m_keyHold.finished(flight->departed, false);
    ++m_changes;
    m_flights.close(ticket);
}

WindowGate* Limiter::gateOf(const Flight& flight, const QString& name,
                            const std::optional<Duration>& period)
{
    WindowGate* samePeriod = nullptr;
    WindowGate* shown = nullptr;
    WindowGate* longest = nullptr;
    const QString wanted = name == "default"_L1 && !m_settings.headerWindow.isEmpty()
        ? m_settings.headerWindow
        : name;
    for (std::size_t at = 0; at < flight.marks.size(); ++at) {
        WindowGate& gate = m_gates[at];
        if (!gate.isActive() || !flight.marks[at].applies) {
            continue;
        }
        if (gate.policy().name == wanted) {
            return &gate;
        }
        if (period && gate.policy().window == *period) {
            samePeriod = &gate;
        }
        if (gate.policy().inHeaders && (!shown || gate.policy().window > shown->policy().window)) {
            shown = &gate;
        }
        if (!longest || gate.policy().window > longest->policy().window) {
            longest = &gate;
        }
    }
    if (samePeriod) {
        return samePeriod;
    }
    // An unnamed window is the one that the headers are known to show.
    return name == "default"_L1 && !period ? (shown ? shown : longest) : nullptr;
}

void Limiter::learn(const Flight& flight, const Reading& reading, Instant received)
{
    if (reading.serverDate) {
        m_clock.learn(*reading.serverDate, flight.departed, received);
    }
    for (const WindowReading& window : reading.windows) {
        if (WindowGate* gate = gateOf(flight, window.name, window.window)) {
            const auto at = static_cast<std::size_t>(gate - m_gates.data());
            gate->learn(flight, flight.marks[at], window, reading.serverDate, m_clock, received);
        }
    }
}

/// A refusal belongs to a hidden window when it names none and every one it shows has room.
void Limiter::noteHidden(const Flight& flight, const Reading& reading)
{
    if (m_isAhead) {
        return;
    }
    if (!reading.isRateLimited) {
        m_hidden.granted(flight.departed);
        return;
    }
    if (concernsOneRecipient(reading) || !reading.hitWindow.isEmpty()
        || reading.windows.isEmpty()) {
        return;
    }
    const bool haveAllRoom = std::all_of(
        reading.windows.begin(), reading.windows.end(), [&](const WindowReading& window) {
            return window.remaining && *window.remaining >= static_cast<double>(flight.cost);
        });
    if (haveAllRoom) {
        m_hidden.refused(flight.departed);
    }
}

qint64 Limiter::mostWithin(Duration span) const
{
    qint64 most = std::numeric_limits<qint64>::max();
    for (const WindowGate& gate : m_gates) {
        if (gate.isActive()) {
            const Policy& policy = gate.policy();
            const qint64 begun = (span + policy.window - Duration(1)) / policy.window;
            most = std::min(most, policy.limit * std::max<qint64>(begun, 1));
        }
    }
    return most;
}

LimiterMemory Limiter::memory(Instant now, Duration ahead) const
{
    LimiterMemory memory;
    // Who has not sent for so long will hardly begin right before a crash.
    const bool isSending = m_lastDeparture && now - *m_lastDeparture < ahead;
    const qint64 most = isSending ? mostWithin(ahead) : 0;
    for (const WindowGate& gate : m_gates) {
        if (!gate.isActive()) {
            continue;
        }
        memory.windows.append(gate.memory(now));
        const qint64 left = gate.policy().limit - gate.own(now) - gate.foreign(now);
        if (const qint64 reserved = std::min(most, left); reserved > 0) {
            memory.windows.last().units.append({now + ahead + gate.policy().window, reserved});
        }
    }
    if (m_keyHold.state(now) == LaneHold::State::Waiting) {
        memory.heldUntil = m_keyHold.until();
    }
    return memory;
}

void Limiter::remember(const LimiterMemory& memory, Instant now)
{
    for (const WindowMemory& window : memory.windows) {
        for (WindowGate& gate : m_gates) {
            if (gate.policy().name == window.name) {
                gate.remember(window, now);
            }
        }
    }
    if (memory.heldUntil) {
        m_keyHold.refused(*memory.heldUntil);
    }
}

void Limiter::hold(const Flight& flight, const Reading& reading, Instant received)
{
    const Duration spread = guard();
    const auto share = static_cast<double>(m_random()) / static_cast<double>(m_random.max());
    const Duration jitter
        = m_settings.guardFloor + fromSeconds(share * toSeconds(spread)); // only ever adds
    const Instant until = received + reading.retryAfter.value_or(m_settings.fallbackWait) + jitter;

    if (WindowGate* hit
        = reading.hitWindow.isEmpty() ? nullptr : gateOf(flight, reading.hitWindow, {})) {
        hit->refused(until);
        hit->disprove();
        return;
    }
    m_keyHold.refused(until);
    for (std::size_t at = 0; at < flight.marks.size(); ++at) {
        WindowGate& gate = m_gates[at];
        const bool hasRoom = showsRoom(reading, gate.policy().name)
            || (gate.policy().name == m_settings.headerWindow && showsRoom(reading, u"default"_s));
        if (flight.marks[at].applies && !hasRoom) {
            gate.disprove();
        }
    }
}

void Limiter::assumeAnswered(Instant now)
{
    m_isAhead = true;
    m_hidden = {};
    for (WindowGate& gate : m_gates) {
        gate.stopInferring();
    }
    for (const CallTicket& ticket : m_flights.all()) {
        answered(ticket, {}, now);
    }
}

std::optional<qint64> Limiter::leftInLongest(Instant now) const
{
    const std::size_t at = longest();
    if (at == m_gates.size()) {
        return std::nullopt;
    }
    const WindowGate& gate = m_gates[at];
    return std::max<qint64>(gate.policy().limit - gate.own(now) - gate.foreign(now), 0);
}

std::optional<Instant> Limiter::heldUntil(Instant now) const
{
    std::optional<Instant> held;
    const auto consider = [&](const LaneHold& hold) {
        if (hold.state(now) == LaneHold::State::Waiting && (!held || *hold.until() > *held)) {
            held = hold.until();
        }
    };
    consider(m_keyHold);
    for (const WindowGate& gate : m_gates) {
        if (gate.isActive()) {
            consider(gate.laneHold());
        }
    }
    return held;
}

QList<WindowUse> Limiter::windows(Instant now) const
{
    QList<WindowUse> uses;
    for (const WindowGate& gate : m_gates) {
        if (!gate.isActive()) {
            continue;
        }
        WindowUse use;
        use.policy = gate.policy();
        use.own = gate.own(now);
        use.foreign = gate.foreign(now);
        use.nextFreeAt = use.left() > 0 ? now : gate.freeAt(1, now);
        use.allFreeAt = gate.allFreeAt(now);
        use.resetAt = gate.resetBy();
        use.inferred = gate.inferred(now);
        use.restartsAtReset = gate.isPerEpoch();
        if (gate.laneHold().state(now) == LaneHold::State::Waiting) {
            use.heldUntil = gate.laneHold().until();
        }
        uses.append(use);
    }
    return uses;
}

Duration Limiter::guard() const
{
    return std::max(m_settings.guardFloor, m_delays.spread());
}

} // namespace Pacewatch
