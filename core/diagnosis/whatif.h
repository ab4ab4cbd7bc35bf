#pragma once

#include "core/instant.h"
#include "core/quota/policy.h"

#include <QList>

#include <optional>

namespace Pacewatch {

/// What is done otherwise when recorded calls are played again. Nothing set: all as recorded.
struct WhatIf
{
    // The gateway:
    QList<Policy> limits; ///< laid over the windows by name, as withOverrides() does
    std::optional<Algorithm> server; ///< counts this way instead of the way that was worked out
    // The client:
    bool keepsWait = false; ///< repeats a refused call after the wait, never before
    double perSecond = 0; ///< spreads: lets its calls leave no faster; 0 for as recorded
    bool bulk = false; ///< creates together what it created within a second, where there is a way
    Duration cache{}; ///< keeps an answer so long when it did not change; 0 for not at all
    Duration pollEvery{}; ///< asks no more often for what it asks for again and again
    int workers = 0; ///< that take one call after the other; 0 for as recorded

    [[nodiscard]] bool changesNothing() const { return *this == WhatIf(); }
    friend bool operator==(const WhatIf&, const WhatIf&) = default;
};

/// How one replay went.
struct WhatIfOutcome
{
    qint64 calls = 0; ///< that reached the gateway, retries included
    qint64 refusals = 0; ///< by the gateway's windows
    qint64 lost = 0; ///< never accepted: refused, and then given up
    qint64 moved = 0; ///< left at another time than recorded, or not at all; retries aside
    Duration length{}; ///< from the first call recorded to the last answer

    friend bool operator==(const WhatIfOutcome&, const WhatIfOutcome&) = default;
};

/// How much is asked of the recording.
enum class WhatIfDepth
{
    OneReplay,
    SingleChanges, ///< each kind of change alone, too; some dozens of replays
};

/// One thing to change.
enum class ChangeKind
{
    KeepsWait,
    Caches,
    PollsLess,
    Bulk,
    Workers,
    Spreads,
    HigherLimit, ///< not the client's to change
};

/// One change with the least number that does it, and what comes of it.
struct SingleChange
{
    ChangeKind kind = ChangeKind::KeepsWait;
    WhatIf what;
    WhatIfOutcome outcome;
    bool endsRefusals = false;
};

/// A recording played again, unchanged and changed.
struct WhatIfAnswer
{
    qint64 recordedCalls = 0;
    qint64 recordedRefusals = 0; ///< by the gateway's windows
    qint64 otherRefusals = 0; ///< by somebody else, or for another reason; not played again
    qint64 foreignCalls = 0; ///< of other programs, as the headers tell; played with the rest
    Algorithm server = Algorithm::Fixed; ///< the way of counting that fits the recording best
    bool countsRefused = false; ///< whether that one counts refused calls
    QList<Policy> windows; ///< with the limits in force
    bool hasBulk = false; ///< whether the profile knows a bulk call for calls that were made
    WhatIfOutcome unchanged;
    WhatIfOutcome changed;
    QList<SingleChange> changes; ///< when asked for: those that end the refusals first

    /// Whether the unchanged replay gives the recorded refusals, give or take a tenth, or 3.
    [[nodiscard]] bool fits() const;
};

} // namespace Pacewatch
