#pragma once

#include <optional>

namespace Pacewatch {

/// What a range of calls can suffer from. Numbers only; ui/wording/findings makes the sentences.
enum class FindingKind
{
    // Calls are refused, or would be with less luck:
    Bursts, ///< more calls at once than the shortest window grants
    EarlyRetries, ///< repeats a refused call before its wait is over
    EarlyJitter, ///< waits about as asked, but now and then a little less
    NoBackOff, ///< repeats again and again, no later each time
    Lockstep, ///< many calls come back at the same instant after a wait
    UnspreadLoad, ///< uses a long window up in its first part
    IgnoresRemaining, ///< goes on at the same pace though the answers say that little is left
    TooMuch, ///< makes more calls than any spreading could fit
    WaitKept, ///< runs into the limit and then waits as asked
    PenaltyKeptFull, ///< the gateway counts refused calls, and retries keep it full
    ClockDifference, ///< comes back when the wrong clock shows the reset
    TooManyConnections, ///< more calls at the same time than the gateway takes
    SharedQuota, ///< somebody else uses the same key
    LimitDiffers, ///< the limit in force is not the documented one
    BehindGateway, ///< refused by what stands behind the gateway (Meta)
    Cdn, ///< refused by a network in front of the gateway
    RefusedByUs, ///< answered by Pacewatch itself
    OwnSends, ///< test sends and polls of Pacewatch ran into the limit
              // The load would be lower without:
    FrequentPolls, ///< equal GETs at an even pace
    RepeatedFetches, ///< the same data fetched again although it did not change
    SingleCreates, ///< one by one where a bulk call exists
    LargeBodies, ///< over the body limit
    ForbiddenRetries, ///< repeats what can never succeed
};

/// Who or what makes the refusals of the last minutes, as the diagnosis of these minutes tells;
/// causeOf() in core/diagnosis/diagnosis.h makes it.
struct Cause
{
    enum class Sure
    {
        Possible,
        Likely,
        Strong
    };

    /// Empty when nothing was refused, or most of it cannot be explained. Else the largest part of
    /// whoever causes most.
    std::optional<FindingKind> kind;
    Sure sure = Sure::Possible; ///< of that finding
    bool isOneOfSeveral = false; ///< nobody causes more than half

    friend bool operator==(const Cause&, const Cause&) = default;
};

} // namespace Pacewatch
