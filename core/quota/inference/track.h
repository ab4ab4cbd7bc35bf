#pragma once

#include "core/quota/inference/callhistory.h"

namespace Pacewatch {

/// What one explanation of the answers has come to: how well it fits, and how much use by others
/// it needs for that.
///
/// Use by others is taken as calls at random with an unknown steady rate (a gamma prior over a
/// Poisson process), or, rarely, as a bunch of any size at once.
struct Track
{
    double weight = 0; ///< logarithm of the likelihood so far
    qint64 foreign = 0; ///< units of others that count now
    double foreignEver = 0;
    int surprises = 0; ///< answers that only a bunch of calls of others, or nothing, explains
    Duration watched{};
    Span expected; ///< of the last answer: units that must have been counted

    /// Weighs that @p used units were counted where @p own units of ours must have been, @p since
    /// the last answer. Returns what that adds to the weight.
    double take(qint64 used, const Span& own, Duration since, qint64 limit, Duration window);
};

/// What a contradiction costs: fewer units counted than ours alone must be.
inline constexpr double ContradictionCost = 12;
/// What costs less is no contradiction, only somebody else's calls.
inline constexpr double SurpriseCost = 8;

/// The logarithm of the sum of two numbers given by their logarithms.
[[nodiscard]] double logOfSum(double left, double right);

} // namespace Pacewatch
