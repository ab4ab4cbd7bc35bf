#pragma once

#include "core/quota/policy.h"
#include "core/quota/reading.h"
#include "core/quota/serverclock.h"
#include "core/quota/windowstate.h"

#include <deque>

namespace Pacewatch {

/// The flight of one call, and how its answer stands in time.
struct AnsweredFlight
{
    Instant sent{};
    Instant received{};
    WallTime receivedWall{};
};

/// What is known of one window: its limit, what is left and when it comes back.
///
/// Pure arithmetic over instants; a value. States are asked at instants that do not go backwards.
class WindowTrack final
{
public:
    explicit WindowTrack(Policy policy);

    [[nodiscard]] const Policy& policy() const { return m_policy; }
    /// Other numbers for the same window. A limit the answers stated stays unless a person set one.
    void setPolicy(Policy policy);

    void departed(Instant at, qint64 units);
    /// The answer stated this window.
    void stated(const WindowReading& reading, const AnsweredFlight& flight,
                const ServerClock& clock);
    /// This window refused the call. @p wait is what the answer asked for; @p isStated, that the
    /// answer also stated the window.
    void refused(const AnsweredFlight& flight, std::optional<Duration> wait, bool isStated);

    /// Own units within the last window before @p now.
    [[nodiscard]] qint64 ownWithin(Instant now) const;
    [[nodiscard]] std::optional<qint64> left(Instant now) const;
    [[nodiscard]] WindowState state(Instant now, const ServerClock& clock) const;

private:
    struct Departure
    {
        Instant at{};
        qint64 units = 1;
        qint64 before = 0; ///< units of all departures so far, forgotten ones too
    };
    /// The units of a window that ends with a departure.
    struct Peak
    {
        Instant at{};
        qint64 units = 0;
    };
    struct LowMark
    {
        Instant at{};
        qint64 left = 0;
    };

    [[nodiscard]] bool isShort() const;
    [[nodiscard]] bool isHidden() const { return !m_asOf.has_value() && !m_policy.inHeaders; }
    [[nodiscard]] qint64 ownSince(Instant from, Instant until) const;
    [[nodiscard]] std::optional<Instant> nextReset(Instant now) const;
    [[nodiscard]] std::optional<Instant> lastPassedReset(Instant now) const;
    void takeReset(const WindowReading& reading, const AnsweredFlight& flight,
                   const ServerClock& clock, bool& isLater, bool& isStale);
    void workOutReset(qint64 used, const AnsweredFlight& flight);
    void countForeign(qint64 used, const AnsweredFlight& flight, bool isNewEpoch);
    void forgetOld(Instant now);
    void notePeak(Instant at);
    void findPeaks();
    /// The first departure at @p at or later.
    [[nodiscard]] std::deque<Departure>::const_iterator firstFrom(Instant at) const;
    void fillShort(WindowState& state, Instant now) const;
    void fillReset(WindowState& state, Instant now, const ServerClock& clock) const;

    Policy m_policy;
    Source m_limitSource;
    std::deque<Departure> m_departures; // in the order they left
    // For short windows: of the last minute, each higher than all after it or as high.
    std::deque<Peak> m_peaks;
    std::deque<Instant> m_refused; // departures that were refused, in order
    std::deque<LowMark> m_lows; // stated numbers of the last minute, for short windows

    std::optional<qint64> m_left;
    Source m_leftSource = Source::Unknown;
    QByteArray m_field;
    std::optional<Instant> m_asOf; // when an answer last stated it
    Instant m_lastSent{}; // of the call whose answer was last believed
    std::optional<Instant> m_resetAt;
    std::optional<WallTime> m_resetAtWall;
    bool m_resetIsAbout = false;
    std::optional<Instant> m_boundary; // a moment at which the window was seen to start over
    std::optional<WallTime> m_refusalSeen;

    std::optional<qint64> m_usedAtFirst; // of the first reading in this epoch
    Instant m_epochFrom{}; // own calls from here on may count in it
    qint64 m_foreign = 0;
};

} // namespace Pacewatch
