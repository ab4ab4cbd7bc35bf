#pragma once

#include "core/diagnosis/cause.h"
#include "core/diagnosis/evidence.h"
#include "core/exchange.h"
#include "core/quota/policy.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace Pacewatch {

enum class FindingGroup
{
    CausesRefusals,
    LowersLoad,
};

/// Whose behaviour it is, for the bracket above the split bar.
enum class Culprit
{
    Unknown,
    Client, ///< the customer's program
    AnotherConsumer,
    Gateway, ///< it does not keep to its documentation
    BehindGateway,
    Cdn,
    Pacewatch,
};

/// Why a finding is as sure as it is said to be; ui.md 5.3.
enum class SureRule
{
    SeenOften, ///< complete at least 5 times, explains at least 80 % of its refusals: Strong
    SeenSome, ///< complete 2 to 4 times: Likely
    WorkedOut, ///< worked out from headers: Likely
    SeenOnce, ///< Possible
    Competing, ///< something else explains it as well: Possible
};

/// One number worth telling. Which fields count follows from the kind.
struct Fact
{
    enum class Kind
    {
        Times, ///< count: bursts, windows, chains, creates; what is counted follows from the
               ///< finding
        CallsEach, ///< value: calls in each of them on average; path when they are all alike
        Length, ///< span: from first to last call of one
        Distance, ///< span: from one to the next, when regular
        MedianWait, ///< span: asked for at the median
        MedianGap, ///< span: until the call came back, or between equal calls
        KeptShare, ///< value: share of waits that were kept, 0 to 1
        RefusedAgain, ///< count of value (all retries)
        PerMinute, ///< value: calls a minute
        ShareOfQuota, ///< value: of the window, 0 to 1
        UnchangedShare, ///< value: of the answers, 0 to 1
        Saved, ///< value: calls a minute that would not be needed
        ForeignPerMinute, ///< value; low, high: with 95 % certainty
        FirstSeen, ///< at
        Documented, ///< count: limit
        Observed, ///< count: limit; low, high when it is only bracketed
        AtOnce, ///< count: calls in the air at the same time
        Ahead, ///< span: by how much the server's clock is ahead; negative when behind
        LargestBody, ///< count: bytes
        Status, ///< count: status, or error code of Meta; value: of how many refusals, if told
        MostTries, ///< count: tries of one call
        FillTime, ///< span: in which the window was used up
        Demand, ///< value: calls asked for in a window, retries aside
        NotModifiedShare, ///< value: of the answers, 0 to 1; the client keeps them already
    };

    Kind kind{};
    qint64 count = 0;
    double value = 0;
    double low = 0;
    double high = 0;
    bool isAtLeast = false; ///< value, low and high bound the truth from below only
    Duration span{};
    std::optional<WallTime> at;
    QByteArray path; ///< "POST /contacts"; empty when they differ
};

/// What to change, as numbers for the sentence. Which kind of change follows from the finding.
struct Advice
{
    double perSecond = 0; ///< a safe pace; 0 when pace is not the answer
    Duration every{}; ///< the same as a distance
    Duration wait{}; ///< to keep, usually
    QByteArray bulkPath; ///< "/contacts/bulk" where it would help
    qint64 limit = 0; ///< to plan with
};

/// One thing that was found, with its proof. A value.
struct Finding
{
    FindingKind kind{};
    FindingGroup group = FindingGroup::CausesRefusals;
    Culprit who = Culprit::Unknown;
    Cause::Sure sure = Cause::Sure::Possible;
    SureRule rule = SureRule::SeenOnce;
    qint64 times = 0; ///< how often it was seen complete
    double explained = 0; ///< share of its refusals that nothing else explains, 0 to 1

    qint64 refusals = 0; ///< its part of the split bar
    double perMinute = 0; ///< load it makes, for findings without refusals
    std::optional<Policy> window; ///< it is about, with the limit in force
    QByteArray method; ///< of the calls when they are alike
    QByteArray path; ///< below the base URL, ids folded to {id}; foreign text
    QList<Fact> facts; ///< the three of the page first
    Evidence evidence;
    QList<ExchangeId> calls; ///< in the order of time
    WallTime exampleFrom{}; ///< the first clear example
    WallTime exampleTo{};
    Advice advice;
    QString edition; ///< LimitDiffers: id of the profile whose numbers it follows; may be empty
};

} // namespace Pacewatch
