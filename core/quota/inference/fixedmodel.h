#pragma once

#include "core/quota/inference/track.h"

#include <optional>
#include <utility>
#include <vector>

namespace Pacewatch {

/// The gateway counts in windows that start every full period of its clock. Nobody knows where, so
/// this is a row of guesses, each a stretch of possible starts; those that fail fall away and the
/// rest are cut finer. One more guess says that windows start at full multiples of the period.
///
/// Blended adds to the count of the running window the part of the last one that is not a whole
/// window old yet.
class FixedModel final
{
public:
    enum class Kind
    {
        Plain,
        Blended
    };

    FixedModel(Kind kind, Duration window);

    void weigh(const Observation& seen, const CallHistory& history, Duration since);
    /// The logarithm of the likelihood of all that was seen.
    [[nodiscard]] double weight() const;
    [[nodiscard]] const Track& best() const;
    /// The moments, at most one window before @p at, between which the last window started.
    [[nodiscard]] std::optional<std::pair<Instant, Instant>> startBefore(Instant at) const;
    /// Whether windows start at full multiples of the period on the gateway's clock.
    [[nodiscard]] bool isAligned() const;
    /// Cuts the stretches that are left into finer ones. Call now and then.
    void refine();

private:
    struct Guess
    {
        Instant start{}; ///< of the stretch; every whole number of windows later as well
        Duration width{};
        Track track;
        qint64 epoch = 0;
        qint64 foreignBefore = 0; ///< of the window before, for Blended
        bool isSeen = false;
    };

    void place(const Observation& seen);
    static void rollTo(Guess& guess, qint64 epoch);
    void weighOne(Guess& guess, const Observation& seen, const CallHistory& history,
                  Duration since);
    [[nodiscard]] Span expect(const Guess& guess, const Observation& seen,
                              const CallHistory& history) const;
    void matchReset(Guess& guess, const Observation& seen) const;

    Kind m_kind;
    Duration m_window;
    std::vector<Guess> m_guesses;
    std::optional<Guess> m_aligned;
    Instant m_lastSent{};
    std::optional<Duration> m_lastReset;
    bool m_isNewReset = false;
};

} // namespace Pacewatch
