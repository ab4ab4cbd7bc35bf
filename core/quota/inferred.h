#pragma once

#include "core/instant.h"

#include <QtGlobal>

#include <optional>

namespace Pacewatch {

/// How a gateway counts, as far as its answers give it away.
enum class Counting
{
    Unknown, ///< none of the below explains the answers
    Fixed, ///< windows aligned to the gateway's clock
    Anchored, ///< a window starts with the first call after the last one ended
    Sliding, ///< a log of the last window
    Blended, ///< this window, and the part of the last one that is not a window old
    Bucket, ///< units that come back at a steady rate
};

/// The answer that told the likeliest way of counting from its strongest rival.
struct Clue
{
    Instant at{};
    Counting rival = Counting::Unknown;
    qint64 counted = 0; ///< units the gateway said were used
    qint64 rivalLow = 0; ///< units the rival would have counted
    qint64 rivalHigh = 0;

    friend bool operator==(const Clue&, const Clue&) = default;
};

/// A number that is known to lie between two others.
struct Between
{
    double low = 0;
    double high = 0;

    friend bool operator==(const Between&, const Between&) = default;
};

/// What ordinary traffic gave away about one window: how the gateway counts it, where its edges
/// lie, what it truly grants and who else uses it. A value.
struct Inferred
{
    Counting kind = Counting::Unknown; ///< the likeliest one, decided or not
    double confidence = 0; ///< of that kind, 0 to 1
    bool isDecided = false; ///< above 95 %
    int answers = 0; ///< that were weighed
    /// When one whole window will have been seen; empty once it has, or without traffic.
    std::optional<Instant> readyAt;
    /// Fixed and anchored: the last start of the window lies between these.
    std::optional<Instant> startsAfter;
    std::optional<Instant> startsBefore;
    /// Fixed: seconds into the window's multiple on the gateway's clock, 0 for "from :00".
    std::optional<Duration> phase;
    std::optional<Clue> clue;
    int contradictions = 0; ///< times a decided kind was given up again
    /// Units of others in one window, with 95 % certainty; empty before one window has been seen.
    std::optional<Between> foreign;
    qint64 leastLimit = 0; ///< so many were granted in one window for sure
    std::optional<qint64> mostLimit; ///< a call beyond so many was refused

    friend bool operator==(const Inferred&, const Inferred&) = default;
};

} // namespace Pacewatch
