#pragma once

#include "core/pacing/epochrule.h"
#include "core/pacing/flightdeck.h"
#include "core/pacing/lanehold.h"
#include "core/pacing/occupancy.h"
#include "core/pacing/verdict.h"
#include "core/quota/policy.h"
#include "core/quota/reading.h"

namespace Pacewatch {

/// One window as the limiter keeps it: own calls, those of others, a wait, and what is known of its
/// resets.
class WindowGate final
{
public:
    explicit WindowGate(const Policy& policy);

    [[nodiscard]] const Policy& policy() const { return m_policy; }
    [[nodiscard]] bool isActive() const { return m_isActive; }
    [[nodiscard]] bool isProved() const { return m_epochs.mode() == EpochRule::Mode::PerEpoch; }
    void change(const Policy& policy);
    void retire() { m_isActive = false; }

    [[nodiscard]] Verdict ask(qint64 cost, Instant now, qint64 kept, Duration guard) const;
    [[nodiscard]] FlightMark departed(qint64 cost, Instant now, Duration guard);
    /// The call ended; it occupies until @p end, or not at all.
    void finished(const Flight& flight, const FlightMark& mark, Instant now,
                  std::optional<Instant> end, bool wasAccepted);
    void learn(const Flight& flight, const FlightMark& mark, const WindowReading& window,
               const Reading& reading, Instant received);
    void refused(Instant until);

    [[nodiscard]] qint64 own(Instant now, Duration guard) const;
    [[nodiscard]] qint64 foreign(Instant now) const;
    [[nodiscard]] Instant nextFreeAt(qint64 units, Instant now, Duration guard) const;
    [[nodiscard]] Instant allFreeAt(Instant now) const;
    [[nodiscard]] std::optional<Instant> resetBy(Duration guard) const
    {
        return m_epochs.resetBy(guard);
    }
    [[nodiscard]] const LaneHold& laneHold() const { return m_hold; }

private:
    [[nodiscard]] bool isPerEpoch(Instant now, Duration guard) const;
    void noteForeign(qint64 excess, Instant received);

    Policy m_policy;
    bool m_isActive = true;
    Occupancy m_own;
    Occupancy m_foreign; ///< seen in readings, as if made when they were read
    EpochRule m_epochs;
    LaneHold m_hold;
    qint64 m_inTheAir = 0;
    qint64 m_departed = 0; ///< units that ever left
    qint64 m_finished = 0; ///< units that ever came to an end
    bool m_wasRead = false; ///< a reading told how much was used before us
    qint64 m_foreignPeak = 0; ///< most foreign units at once, this period and the last one
    qint64 m_foreignPeakBefore = 0;
    Instant m_peakSince{};
};

} // namespace Pacewatch
