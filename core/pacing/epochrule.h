#pragma once

#include "core/instant.h"
#include "core/pacing/flightdeck.h"
#include "core/quota/reading.h"

#include <QtGlobal>

#include <optional>

namespace Pacewatch {

/// Learns from stated resets whether a window empties at its reset, and counts by epoch once that
/// is proved.
///
/// A stated reset and the answer's own Date come from one clock, so the boundary lies between
/// `sent + reset - date - 1 s` and `received + reset - date`, whatever our clock says; each further
/// answer with the same reset narrows that.
class EpochRule final
{
public:
    /// What is proved about the window.
    enum class Mode
    {
        Undecided,
        PerEpoch, ///< its count started anew at a reset, while calls of the last period were many
        Never, ///< a probe, a refusal or a moving reset said otherwise
    };

    explicit EpochRule(Duration window = {});

    [[nodiscard]] Mode mode() const { return m_mode; }
    /// When the reset has passed for sure; empty when no answer states it.
    [[nodiscard]] std::optional<Instant> resetBy(Duration guard) const;
    /// When one call may go although our own log is full, to see whether the reset emptied the
    /// window.
    [[nodiscard]] std::optional<Instant> probeAt(Duration guard) const;
    [[nodiscard]] bool isProbing() const { return m_isProbing; }
    /// Units that may count in the epoch of @p now, of @p departed that ever left.
    [[nodiscard]] qint64 used(Instant now, qint64 departed, Duration guard) const;
    /// Whether used() stands on a known epoch; if not, the sliding log decides.
    [[nodiscard]] bool isUsable(Instant now, Duration guard) const;

    void departed(Instant now, bool isProbe, Duration guard);
    /// @p certain are own units a sliding window would still count; @p departed ever left.
    void answered(const Flight& flight, const FlightMark& mark, const WindowReading& window,
                  const Reading& reading, Instant received, qint64 used, qint64 certain,
                  qint64 departed);
    /// A call came to an end; @p finished units ever did.
    void finished(Instant departed, Instant now, qint64 finished);
    void refused();

private:
    struct Bracket
    {
        qint64 stated = 0; ///< the reset in the server's seconds
        Instant earliest{};
        Instant latest{};
        int readings = 0;
    };

    Mode m_mode = Mode::Undecided;
    Duration m_window;
    std::optional<Bracket> m_bracket; ///< of the next reset
    qint64 m_uncounted = 0; ///< units that left and do not count in the running epoch
    qint64 m_finishedBeforeReset = 0; ///< units that certainly count before the next reset only
    bool m_isProbing = false;
    qint64 m_probedReset = 0; ///< the stated reset a probe was already spent on
    Instant m_probeDeparted{};
};

} // namespace Pacewatch
