#pragma once

#include "core/pacing/epochrule.h"
#include "core/pacing/flightdeck.h"
#include "core/pacing/lanehold.h"
#include "core/pacing/limitermemory.h"
#include "core/pacing/occupancy.h"
#include "core/pacing/recovery.h"
#include "core/pacing/verdict.h"
#include "core/quota/inference.h"
#include "core/quota/policy.h"
#include "core/quota/reading.h"

namespace Pacewatch {

/// One window as the limiter keeps it: own calls, those of others, a wait, and what is known of its
/// resets.
class WindowGate final
{
public:
    WindowGate(const Policy& policy, Duration guard);

    [[nodiscard]] const Policy& policy() const { return m_policy; }
    [[nodiscard]] bool isActive() const { return m_isActive; }
    [[nodiscard]] bool isPerEpoch() const { return m_epochs.mode() == EpochRule::Mode::PerEpoch; }
    /// Another limit or other routes; the period and what is known stay.
    void change(const Policy& policy);
    void retire() { m_isActive = false; }

    [[nodiscard]] Verdict ask(qint64 cost, Instant now, qint64 kept) const;
    [[nodiscard]] FlightMark departed(qint64 cost, Instant now);
    /// The call ended: it occupies until @p end, or never counted.
    /// @p isDoubtful: refused or without an answer, so the gateway may not have counted it.
    void finished(const Flight& flight, Instant now, std::optional<Instant> end, bool isDoubtful);
    /// A call that left at @p departed ended at @p now. Its success opens the lane behind a wait.
    void openAfter(Instant departed, bool wasAccepted, Instant now);
    /// A refusal that named no window is over: this one goes at half its rate for a while.
    void recover(Instant now) { m_recovery.begin(now, m_policy.window); }
    void learn(const Flight& flight, const FlightMark& mark, const WindowReading& window,
               const std::optional<WallTime>& serverDate, const ServerClock& clock,
               Instant received);
    /// How the gateway counts, as far as its answers gave it away.
    [[nodiscard]] Inferred inferred(Instant now) const
    {
        return m_inference ? m_inference->inferred(now) : Inferred{};
    }
    /// For a copy that plays ahead: no answers come that could teach anything.
    void stopInferring() { m_inference.reset(); }
    /// Called last for each flight: a probe that proved nothing is not repeated.
    void settle(const FlightMark& mark, bool wasAnswered);
    void refused(Instant until) { m_hold.refused(until); }
    /// A refusal came although by this window's books there was room.
    void disprove() { m_epochs.disprove(); }

    /// What a restart must not forget. Calls in the air count for one window from @p now on.
    [[nodiscard]] WindowMemory memory(Instant now) const;
    void remember(const WindowMemory& memory, Instant now);

    [[nodiscard]] qint64 own(Instant now) const;
    [[nodiscard]] qint64 foreign(Instant now) const;
    /// When @p units more of it may be had; a lower bound while calls are in the air.
    [[nodiscard]] Instant freeAt(qint64 units, Instant now) const;
    [[nodiscard]] Instant allFreeAt(Instant now) const;
    [[nodiscard]] std::optional<Instant> resetBy() const { return m_epochs.resetBy(); }
    [[nodiscard]] const LaneHold& laneHold() const { return m_hold; }

private:
    [[nodiscard]] bool countsByEpoch(Instant now) const;
    [[nodiscard]] std::optional<Verdict> askHold(Instant now) const;
    [[nodiscard]] qint64 room(qint64 units, Instant now) const;
    [[nodiscard]] qint64 reserve(Instant now) const;
    void noteForeign(qint64 excess, Instant received);
    void infer(const CountedAnswer& answer, const ServerClock& clock);
    void learnResets(EpochRule::Evidence evidence, const WindowReading& window,
                     const std::optional<WallTime>& serverDate);

    Policy m_policy;
    Duration m_guard; ///< behind each period and each reset
    bool m_isActive = true;
    Occupancy m_own;
    Occupancy m_earlier; ///< of m_own, what was remembered: another run, or another program
    Occupancy m_foreign; ///< seen in readings, as if made when they were read
    EpochRule m_epochs;
    std::optional<Inference> m_inference;
    LaneHold m_hold;
    Recovery m_recovery;
    qint64 m_inTheAir = 0;
    qint64 m_departed = 0; ///< units that ever left
    qint64 m_finished = 0; ///< units that ever came to an end
    std::optional<Instant> m_lastRead; ///< when an answer last told what is used
    qint64 m_atStart = 0; ///< foreign units that were used before we came
    Instant m_startFades{}; ///< when those are gone
    qint64 m_peak = 0; ///< most foreign units at once, in this period
    qint64 m_peakBefore = 0; ///< and in the one before
    Instant m_peakSince{};
};

} // namespace Pacewatch
