#pragma once

#include "core/instant.h"
#include "core/profile/profile.h"
#include "core/quota/reading.h"

namespace Pacewatch {

/// What becomes of a send after an attempt.
struct NextStep
{
    enum class Kind
    {
        Done, ///< the gateway took it
        SendAgain, ///< it certainly was not taken: once more after the wait
        GiveUp, ///< refused for good, or often enough
        Unknown, ///< nobody knows whether it was taken; a person decides
    };

    Kind kind = Kind::Done;
    Duration wait{}; ///< for SendAgain

    friend bool operator==(const NextStep&, const NextStep&) = default;
};

/// When a send is repeated: after a 429, and after failures that certainly happened before the
/// gateway took the call; at most three times. A value.
class RetryPolicy final
{
public:
    explicit RetryPolicy(RetryHints hints = {});

    /// After an answer to the @p attempt-th attempt, counted from 1. A repeatable call may go twice
    /// without harm.
    [[nodiscard]] NextStep afterAnswer(int status, const Reading& reading, int attempt,
                                       bool isRepeatable) const;
    /// After an attempt that got no answer.
    [[nodiscard]] NextStep afterFailure(bool mayHaveBeenProcessed, int attempt,
                                        bool isRepeatable) const;

private:
    [[nodiscard]] NextStep backOff(int attempt) const;

    RetryHints m_hints;
};

} // namespace Pacewatch
