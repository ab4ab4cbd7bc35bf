#pragma once

#include "core/connection.h"
#include "core/diagnosis/standing.h"
#include "core/instant.h"

#include <optional>

namespace Pacewatch {

/// What the judge needs to know of a connection at one moment.
struct StandingFacts
{
    bool isReachable = true;
    bool keyWasRefused = false;
    std::optional<Instant> lastRefusal;
    std::optional<Instant> waitUntil; ///< of a Retry-After that may still run
    bool sentDuringWait = false;
    std::optional<Instant> lastCall;
    double pace = 0; ///< calls a second, last 15 s
    QList<WindowState> windows;
};

/// How soon one window is expected to be empty.
struct Outlook
{
    std::optional<Duration> emptyIn; ///< at the present pace, if that is before the reset
    std::optional<qint64> spareAtReset; ///< calls left at the reset, at the present pace
    bool isTight = false;
};

/// Puts a connection into one word, by the rules of the design's tokens (`state`).
///
/// A state stays at least 3 s, except that Limited appears at once. Pure arithmetic.
class StandingJudge final
{
public:
    [[nodiscard]] Standing judge(const StandingFacts& facts, Instant now);

    [[nodiscard]] Instant since() const { return m_since; }

    /// The outlook of one window of calls at @p pace calls a second.
    [[nodiscard]] static Outlook outlook(const WindowState& window, double pace, Instant now);
    /// Index of the window of calls with the least share left; -1 when nothing is known.
    [[nodiscard]] static qsizetype tightest(const QList<WindowState>& windows);

private:
    [[nodiscard]] Standing raw(const StandingFacts& facts, Instant now) const;
    [[nodiscard]] bool isTight(const StandingFacts& facts, Instant now) const;

    Standing m_standing = Standing::Quiet;
    Instant m_since{};
    bool m_hasJudged = false;
};

} // namespace Pacewatch
