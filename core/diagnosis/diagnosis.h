#pragma once

#include "core/diagnosis/findings.h"

namespace Pacewatch {

/// Who refused a call.
enum class RefusedBy
{
    Gateway,
    BehindGateway, ///< Meta, by its error code
    Cdn,
    Pacewatch,
};

/// How the window that refused a call is known.
enum class WindowKnown
{
    Unknown,
    Told, ///< the answer names it
    Shown, ///< the headers show nothing left in it
    WorkedOut, ///< by the calls that were seen
    Ambiguous, ///< more than one window was full
};

/// One refusal explained.
struct RefusalCase
{
    ExchangeId call{};
    RefusedBy by = RefusedBy::Gateway;
    qint32 code = 0; ///< Meta's error number, of refusals behind the gateway; 0 when none was told
    WindowKnown known = WindowKnown::Unknown;
    qint16 window = -1; ///< index into Diagnosis::windows; -1 when none is known
    qint64 filled = 0; ///< accepted calls that were seen in that window
    qint64 over = 0; ///< tries in that window beyond its limit, this one included
    ExchangeId filledFrom{}; ///< the first and the last of them
    ExchangeId filledTo{};
    std::optional<FindingKind> cause; ///< empty: not explained
    Cause::Sure sure = Cause::Sure::Possible;
};

/// One piece of the split bar.
struct CausePart
{
    std::optional<FindingKind> kind; ///< empty: not explained
    Culprit who = Culprit::Unknown;
    qint64 refusals = 0;
};

/// The answer in one line.
enum class Headline
{
    TooFewCalls, ///< fewer than 20 and none refused: too few to tell
    NothingRefused,
    OneCulprit, ///< mainCulprit causes at least nine tenths, by findings of Likely and above
    MostlyOne, ///< more than half
    Several, ///< nobody more than half
    NotExplained, ///< more than half is not explained, or only Possible
};

/// What the product could not see.
enum class Unseen
{
    OtherPrograms, ///< worked out from headers only
    SingleCalls, ///< asked the gateway only; single calls of the customer are not visible
    LimitHeaders, ///< the answers say nothing of what is left
    Bodies, ///< answers and bodies cannot be compared
    BeforeTheRange, ///< calls before the first one of the range count in its first window
    ServerClock, ///< no Date: resets on this computer's clock
    DamagedFile, ///< calls that could not be read from their file
};

/// All of what a range of calls says. A value; core/diagnosis/diagnose.h makes it.
struct Diagnosis
{
    static constexpr qint64 FewCalls = 20;

    WallTime from{};
    WallTime to{};
    qint64 calls = 0;
    qint64 refused = 0;
    qint64 failed = 0; ///< for another reason than a limit: an answer of 400 and more, or none
    Headline headline = Headline::TooFewCalls;
    Culprit mainCulprit = Culprit::Unknown;
    /// The largest part of that culprit whose finding is Likely or above.
    std::optional<FindingKind> mainKind;
    qint64 mainRefusals = 0; ///< of mainCulprit
    bool limitsMatch = false; ///< LimitDiffers was checked and not found
    QList<Policy> windows; ///< of calls, with the limits in force
    /// The server's clock minus this computer's; empty when no answer told its time.
    std::optional<Duration> serverAhead;
    QList<CausePart> parts; ///< by culprit, the largest first; not explained last
    QList<Finding> findings; ///< in the order of the page
    QList<FindingKind> checked; ///< nothing found, in the order of the page
    QList<Unseen> unseen;
    QList<RefusalCase> cases; ///< in the order of time

    /// Whether something should be changed: a finding of Likely or above, or refusals.
    [[nodiscard]] bool isBadNews() const;
};

/// What the verdict says of it; nothing that the headline does not stand for.
[[nodiscard]] Cause causeOf(const Diagnosis& diagnosis);

} // namespace Pacewatch
