#pragma once

#include "core/instant.h"

#include <QtGlobal>

#include <array>
#include <deque>
#include <optional>

namespace Pacewatch {

/// What refusals gave away about a limit that no answer shows.
struct HiddenLimit
{
    int refusals = 0; ///< that no known window explains
    std::optional<Duration> window; ///< the likeliest one; empty while several would do
    qint64 least = 0; ///< so many were granted in one such window
    qint64 most = 0; ///< a call beyond so many was refused
    Instant lastRefusal{};

    friend bool operator==(const HiddenLimit&, const HiddenLimit&) = default;
};

/// Looks for the window behind refusals that come while every window the answers show has room.
/// For each usual period it compares how many own calls were granted within it and how many there
/// were before a refusal; a period in which the two do not overlap may be the one.
class HiddenWindow final
{
public:
    void granted(Instant departed);
    /// A refusal that no known window explains.
    void refused(Instant departed);

    /// Empty while there was no such refusal.
    [[nodiscard]] std::optional<HiddenLimit> found() const;
    /// Calls granted in the last @p window.
    [[nodiscard]] qint64 within(Duration window, Instant now) const;

private:
    struct Candidate
    {
        std::size_t first = 0; ///< of the calls in it up to the last one, counted from the start
        qint64 mostGranted = 0;
        qint64 leastRefused = 0;
    };

    static constexpr std::array<Duration, 7> Usual{
        std::chrono::seconds(1), std::chrono::seconds(10), std::chrono::minutes(1),
        std::chrono::minutes(5), std::chrono::minutes(15), std::chrono::hours(1),
        std::chrono::hours(24)};

    std::deque<Instant> m_calls; ///< granted, in the order they left
    std::array<Candidate, Usual.size()> m_candidates{};
    std::size_t m_forgotten = 0; ///< calls that were dropped in front
    int m_refusals = 0;
    Instant m_lastRefusal{};
};

} // namespace Pacewatch
