#pragma once

#include "core/pacing/flightdeck.h"
#include "core/pacing/hiddenwindow.h"
#include "core/pacing/lanehold.h"
#include "core/pacing/limitermemory.h"
#include "core/pacing/pathdelay.h"
#include "core/pacing/verdict.h"
#include "core/pacing/windowgate.h"
#include "core/quota/policy.h"
#include "core/quota/reading.h"
#include "core/quota/serverclock.h"

#include <QByteArrayView>
#include <QList>
#include <QString>

#include <algorithm>
#include <optional>
#include <random>
#include <vector>

namespace Pacewatch {

/// What a limiter is told once.
struct LimiterSettings
{
    /// The window that unnamed headers ("default") describe: the profile's headerWindow.
    QString headerWindow;
    /// The least guard behind each window. It covers what this computer adds to the network's own
    /// delays: 20 ms of real time, so a limiter on a scaled clock is given that times the scale.
    Duration guardFloor = std::chrono::milliseconds(20);
    /// How long to wait after a refusal that names no wait: the profile's RetryHints::fallbackWait.
    Duration fallbackWait = std::chrono::seconds(30);
    quint64 seed = 1; ///< of the jitter that is added to waits
};

/// How one window of a limiter stands, for forecasts and for people.
struct WindowUse
{
    Policy policy; ///< with the limit in force
    qint64 own = 0; ///< units our own calls occupy, those in the air included
    qint64 foreign = 0; ///< units left to others who have the same key
    Instant nextFreeAt{}; ///< when one more unit fits; the instant asked about when it fits now
    Instant allFreeAt{}; ///< when nothing that left so far occupies the window any more
    std::optional<Instant> resetAt; ///< latest moment of the next reset, when the answers state it
    bool restartsAtReset = false; ///< proved: the window empties at its reset
    Inferred inferred; ///< how the gateway counts it
    std::optional<Instant> heldUntil; ///< a wait the gateway asked for

    [[nodiscard]] qint64 left() const { return std::max<qint64>(policy.limit - own - foreign, 0); }
};

/// All windows of one key. A call goes when every window it counts in has room; the strictest
/// window speaks.
///
/// Pure arithmetic: the caller says what time it is, and instants never go backwards. A value: a
/// copy can be asked "what if" (see Rehearsal). One owner, one thread. Every call that leaves is
/// told by departed(), whether it was asked for or not, and its ticket comes back exactly once.
class Limiter final
{
public:
    explicit Limiter(QList<Policy> policies = {}, LimiterSettings settings = {});

    /// Other windows or limits. Windows keep their history by name. Those that count anything but
    /// requests, or have no limit, are left out.
    void setPolicies(const QList<Policy>& policies);

    /// May a call to @p path (below the base URL) that costs @p cost units go at @p now? Of the
    /// longest window @p keepFree units stay untouched, of each other one the same share, unless
    /// the call is the customer's own.
    [[nodiscard]] Verdict ask(QByteArrayView path, qint64 cost, Instant now,
                              Lane lane = Lane::Customer, qint64 keepFree = 0) const;

    /// What a verdict that holds rests on.
    [[nodiscard]] Hold explain(const Verdict& verdict) const;

    /// The call leaves. @p now may lie a little before its first byte, never after it.
    [[nodiscard]] CallTicket departed(QByteArrayView path, qint64 cost, Instant now);
    /// The whole head of its answer is in. A refusal in @p reading holds the window it names, or
    /// the whole key. The answer's own `Date` serves as the server's clock.
    void answered(CallTicket ticket, const Reading& reading, Instant received);
    /// There will be no answer. Not counted: not one byte reached the gateway.
    void failed(CallTicket ticket, Instant now, bool mayHaveBeenCounted);

    /// Grows with each departure and each end of a call: tells whether memory() is another.
    [[nodiscard]] quint64 changes() const { return m_changes; }

    /// Takes every call in the air for answered at @p now, for a copy that plays ahead.
    void assumeAnswered(Instant now);

    /// What has to be kept over a restart, and taking it up again: before the first call, once.
    /// With @p ahead also the calls that may leave within that time count, as many as the windows
    /// allow: for whoever keeps it from time to time, and may be gone before the next time.
    [[nodiscard]] LimiterMemory memory(Instant now, Duration ahead = {}) const;
    void remember(const LimiterMemory& memory, Instant now);

    /// What refusals gave away about a limit that no answer shows; empty without such refusals.
    [[nodiscard]] std::optional<HiddenLimit> hiddenLimit() const { return m_hidden.found(); }
    /// Own calls the gateway granted in the last @p window.
    [[nodiscard]] qint64 grantedWithin(Duration window, Instant now) const
    {
        return m_hidden.within(window, now);
    }
    /// Until when the gateway asked to wait; the last one if several windows are held.
    [[nodiscard]] std::optional<Instant> heldUntil(Instant now) const;
    [[nodiscard]] QList<WindowUse> windows(Instant now) const;
    /// Left in the longest window; empty without windows.
    [[nodiscard]] std::optional<qint64> leftInLongest(Instant now) const;
    /// What lies between the arrivals of two calls beyond what lay between their departures, at
    /// most.
    [[nodiscard]] Duration guard() const;
    /// The usual time from departure to answer; zero before the first answer.
    [[nodiscard]] Duration usualDelay() const { return m_delays.median(); }

private:
    /// The window that a reading of the call's answer is about; nullptr when it is none of ours.
    WindowGate* gateOf(const Flight& flight, const QString& name,
                       const std::optional<Duration>& period);
    void noteHidden(const Flight& flight, const Reading& reading);
    void learn(const Flight& flight, const Reading& reading, Instant received);
    void hold(const Flight& flight, const Reading& reading, Instant received);
    [[nodiscard]] std::size_t longest() const;
    /// Units that may leave within @p span at most.
    [[nodiscard]] qint64 mostWithin(Duration span) const;

    LimiterSettings m_settings;
    std::vector<WindowGate> m_gates; ///< never reordered: flights name them by index
    FlightDeck m_flights;
    PathDelay m_delays;
    ServerClock m_clock;
    HiddenWindow m_hidden;
    quint64 m_changes = 0;
    std::optional<Instant> m_lastDeparture;
    bool m_isAhead = false; ///< a copy that plays ahead: its answers teach nothing
    LaneHold m_keyHold; ///< of a refusal that names no window
    std::minstd_rand m_random;
};

} // namespace Pacewatch
