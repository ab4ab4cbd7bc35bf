#pragma once

#include "core/instant.h"
#include "core/pacing/flightdeck.h"
#include "core/quota/reading.h"

#include <QtGlobal>

#include <optional>
#include <utility>

namespace Pacewatch {

/// Counts a window by epoch, from one reset to the next, once it is proved that its count starts
/// anew there. Whether it does is the inference's to say; where the resets lie comes from stated
/// resets, or from the phase of a window that is known to follow the clock.
///
/// A stated reset and the answer's own Date come from one clock, so the boundary lies between
/// `sent + reset - date - 1 s` and `received + reset - date`, whatever our clock says; each further
/// answer with the same reset narrows that. A reset that is no multiple of the window may be
/// rounded either way and gets a second more on both sides.
class EpochRule final
{
public:
    /// What is proved about the window.
    enum class Mode
    {
        Undecided,
        PerEpoch, ///< its count starts anew at a reset
        Never, ///< the inference, a probe, a refusal or a moving reset said otherwise
    };

    /// What one answer says, and what our own books say about it.
    struct Evidence
    {
        const Flight& flight;
        const FlightMark& mark;
        Instant received{};
        qint64 stated = 0; ///< the reset, in the server's seconds
        Duration untilReset{}; ///< reset minus Date
        qint64 used = 0; ///< units the gateway has counted, this call's included
        qint64 departed = 0; ///< own units that ever left
        qint64 finished = 0; ///< own units that ever came to an end
        /// When the next reset comes, where no answer states it.
        std::optional<std::pair<Instant, Instant>> next;
    };

    explicit EpochRule(Duration window = {});

    [[nodiscard]] Mode mode() const { return m_mode; }
    /// When the next reset has passed for sure; empty when no answer states it.
    [[nodiscard]] std::optional<Instant> resetBy() const;
    /// Whether one call may go although our own log is full, to see whether the reset emptied it.
    [[nodiscard]] bool isProbeDue(Instant now, Duration guard) const;
    [[nodiscard]] bool isProbing() const { return m_isProbing; }
    /// When such a call may go; empty when none is wanted.
    [[nodiscard]] std::optional<Instant> probeAt(Duration guard) const;
    /// Units that may count in the epoch of @p now, of @p departed that ever left.
    [[nodiscard]] qint64 used(Instant now, qint64 departed, Duration guard) const;
    /// Whether the stated reset lies behind and no answer has told the next one yet.
    [[nodiscard]] bool hasPassed(Instant now, Duration guard) const;

    void probeDeparted();
    void probeFailed() { m_isProbing = false; }
    /// Where the resets lie, and what counts since the last one.
    void learn(const Evidence& evidence);
    /// The count was seen to start anew at a reset.
    void prove();
    /// The window is of a kind that never starts anew.
    void deny();
    /// Called behind all evidence of an answer to a probe: one that proved nothing is not repeated.
    void endProbe();
    /// A call came to an end at @p now; @p finished units ever did.
    void finished(Instant now, qint64 finished);
    /// The gateway refused a call although this rule had let it go.
    void disprove();

private:
    struct Bracket
    {
        qint64 stated = 0;
        Instant earliest{};
        Instant latest{};
        int readings = 0;
    };

    void beginEpoch(const Bracket& next, const Evidence& evidence);
    void count(const Evidence& evidence);
    [[nodiscard]] bool isAligned(qint64 stated) const;

    Mode m_mode = Mode::Undecided;
    Duration m_window;
    std::optional<Bracket> m_bracket; ///< of the next reset
    qint64 m_uncounted = 0; ///< units that left and do not count in the running epoch
    qint64 m_finishedBeforeReset = 0; ///< units that count before the next reset only
    bool m_hasSeenReset = false;
    bool m_isProbing = false;
    qint64 m_probedReset = 0; ///< the stated reset a probe was already spent on
};

} // namespace Pacewatch
