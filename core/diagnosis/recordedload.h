#pragma once

#include "core/diagnosis/calllog.h"
#include "core/diagnosis/survey.h"
#include "core/instant.h"

#include <functional>
#include <vector>

namespace Pacewatch {

/// One thing the client wanted done, with all the calls it made for it. Times since 1970 on the
/// gateway's calendar.
struct RecordedTask
{
    Duration wanted{}; ///< when its first call left
    Duration out{}; ///< way to the gateway; half of what the call took
    Duration back{}; ///< way home
    quint64 identity = 0;
    quint64 said = 0; ///< by the answer to its last call
    quint32 route = 0;
    quint32 firstTry = 0; ///< into RecordedLoad::tries
    quint16 tries = 0;
    quint16 counts = 0; ///< bit i: window i counts it
    bool isGet = false;
    bool isClient = false; ///< of the customer's program, not of Pacewatch
    bool isPaired = false; ///< its repeats, if any, are known as such
    bool wasAccepted = false; ///< in the end
};

/// One call of a task.
struct RecordedTry
{
    Duration gap{}; ///< from the refusal before to this call; zero for the first
    Duration askedWait{-1}; ///< by the refusal before; below zero for none
    bool refused = false;
};

/// What a client usually does after a refusal.
struct RetryManner
{
    /// How its gaps follow the wait asked for.
    enum class Follows
    {
        Wait, ///< the wait and a bit
        Share, ///< a share of the wait, or a multiple
        Nothing, ///< the same gap whatever was asked
    };
    Follows follows = Follows::Nothing;
    bool retries = false; ///< at least half of what is refused comes back
    int mostTries = 1; ///< of one task
    Duration gap{}; ///< at the median; with Follows::Wait what is added to the wait
    double share = 1; ///< of the wait, with Follows::Share
};

/// Recorded calls in the form that a replay plays: what was wanted when, and how refusals were
/// met. Calls that never reached the gateway's windows are counted apart.
struct RecordedLoad
{
    std::vector<RecordedTask> tasks; ///< in the order of `wanted`
    std::vector<RecordedTry> tries;
    RetryManner manner;
    qint64 calls = 0;
    qint64 refusals = 0; ///< by the gateway's windows
    qint64 otherRefusals = 0;
    Duration calendar{}; ///< add to an Instant's time to get the gateway's calendar

    /// @p goesOn is asked now and then; when it says no, the load is not whole.
    explicit RecordedLoad(const Survey& survey, const std::function<bool()>& goesOn = {});
};

/// Whether @p call was refused by one of the gateway's windows, as far as its answer tells.
[[nodiscard]] bool isRefusedByWindow(const CallFacts& call);
/// Whether the gateway's windows saw @p call at all.
[[nodiscard]] bool reachedWindows(const CallFacts& call);

} // namespace Pacewatch
