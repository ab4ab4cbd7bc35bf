#pragma once

#include "core/instant.h"
#include "core/quota/policy.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace Pacewatch {

/// What two sets of calls are measured by, in the order of the page.
enum class MeasureKind
{
    Refused, ///< refused calls
    Calls, ///< all calls
    Work, ///< accepted calls that write, of the path that most of them go to
    BusiestSecond, ///< most calls in one second of the calendar
    FewestLeft, ///< the least that was left in the shortest stated window above a second
    EarlyRetries, ///< retries before the wait of their own refusal was over
    Lookups, ///< GETs of the path that is fetched again most often
    OtherUse, ///< calls of other programs with the same key
};

inline constexpr int MeasureCount = static_cast<int>(MeasureKind::OtherUse) + 1;

/// One number of one side, as it was and as it can be held against a session of another length or
/// load. Empty when the calls do not tell.
struct MeasuredAmount
{
    std::optional<double> total;
    /// Refused, EarlyRetries: of 100 calls. Calls, Work, Lookups, OtherUse: a minute. FewestLeft:
    /// percent of the limit. BusiestSecond: the same as the total.
    std::optional<double> normal;

    friend bool operator==(const MeasuredAmount&, const MeasuredAmount&) = default;
};

/// Whether a change is one to be glad of: fewer refusals, fewer early retries, more room. More
/// calls alone are neither.
enum class ChangeTone
{
    Neutral,
    Better,
    Worse,
};

/// One line of the table.
struct Measure
{
    MeasureKind kind = MeasureKind::Refused;
    QByteArray method; ///< Work, Lookups: of the path; empty without one
    QByteArray path; ///< below the base URL, ids folded to {id}; foreign text
    std::optional<Policy> window; ///< FewestLeft: with the limit before
    MeasuredAmount before;
    MeasuredAmount after;
    ChangeTone tone = ChangeTone::Neutral;

    friend bool operator==(const Measure&, const Measure&) = default;
};

/// What became of the refusals.
enum class ComparisonResult
{
    CannotTell, ///< too few calls, too short, or too few refusals to say more
    NoneEither, ///< none before, none after
    Gone,
    Fewer,
    Alike, ///< of 100 calls about as many
    More,
    Began, ///< none before, some after
};

/// Why the two cannot be compared, or not in everything.
enum class CompareCaveat
{
    NothingBefore, ///< no calls at all
    NothingAfter,
    FewBefore, ///< fewer than Diagnosis::FewCalls
    FewAfter,
    TooShort, ///< one is so short that a refusal was not to be expected in it
    SameCalls, ///< both are the same
    WrongOrder, ///< after begins earlier than before
    LighterLoad, ///< less than half of the work after, in the same time
    HeavierLoad, ///< more than twice
    BulkCalls, ///< one side creates many things with one call, so work cannot be counted
    OtherLimits, ///< a window of both has another limit
    OtherWindows, ///< a window of one is not known of the other
    NoLimitsStated, ///< the answers of one do not say what is left
    NoBodies, ///< retries of one cannot be told, for want of bodies or stated waits
    DamagedFile, ///< calls of one could not be read from its file
};

/// One of the two.
struct ComparedSide
{
    WallTime from{};
    WallTime to{};
    Duration length{}; ///< from the first call to the last answer, at least a second
    qint64 calls = 0;
    qint64 refused = 0;
    QList<Policy> windows; ///< of calls, with the limits in force

    friend bool operator==(const ComparedSide&, const ComparedSide&) = default;
};

/// Two sets of calls side by side. A value; core/diagnosis/comparecalls.h makes it.
struct Comparison
{
    ComparedSide before;
    ComparedSide after;
    ComparisonResult result = ComparisonResult::CannotTell;
    /// About as long, with about as much work: the totals can be held against each other.
    bool isAlike = false;
    /// Work a minute after, as a multiple of that before; empty when it cannot be counted.
    std::optional<double> load;
    QList<Measure> measures; ///< all kinds, in their order
    QList<CompareCaveat> caveats;

    /// Calls are refused after, and not clearly fewer of them than before.
    [[nodiscard]] bool isBadNews() const
    {
        return after.refused > 0 && result != ComparisonResult::Fewer;
    }
    [[nodiscard]] bool has(CompareCaveat caveat) const { return caveats.contains(caveat); }

    friend bool operator==(const Comparison&, const Comparison&) = default;
};

/// The value that is shown of one side: the total where the two are alike, but for those that
/// everybody counts by the minute.
[[nodiscard]] inline std::optional<double> shownAmount(MeasureKind kind,
                                                       const MeasuredAmount& amount, bool isAlike)
{
    const bool isByMinute = kind == MeasureKind::Lookups || kind == MeasureKind::OtherUse;
    return isAlike && !isByMinute ? amount.total : amount.normal;
}

} // namespace Pacewatch
