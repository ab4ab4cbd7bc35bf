#include "core/diagnosis/comparecalls.h"

#include "core/diagnosis/comparemeasures.h"

#include <algorithm>
#include <limits>

namespace Pacewatch {

namespace {

constexpr double ExpectedMoments = 3;
/// Shares that differ by less than a fifth are alike.
constexpr double ClearlyLess = 0.8;
constexpr double ClearlyMore = 1.25;
constexpr double MuchLighter = 0.5;
constexpr double MuchHeavier = 2;
constexpr double SameLength = 1.1;

/// How much of one side's chances for a refusal the other side had.
struct Exposure
{
    double time = 1;
    std::optional<double> work; ///< as a whole, not a minute

    [[nodiscard]] double both() const { return std::min(time, work.value_or(time)); }
    [[nodiscard]] Exposure reversed() const
    {
        const auto turned = [](double ratio) {
            return ratio > 0 ? 1 / ratio : std::numeric_limits<double>::infinity();
        };
        return {turned(time), work ? std::optional(turned(*work)) : std::nullopt};
    }
};

/// What the client wanted done: first tries of what writes, or of everything when nothing does.
std::optional<double> workRatio(const SessionTally& before, const SessionTally& after)
{
    if ((before.bulkCalls > 0) != (after.bulkCalls > 0)) {
        return std::nullopt;
    }
    const auto workOf = [&](const SessionTally& tally) {
        const bool onlyReads = before.firstWrites == 0 && after.firstWrites == 0;
        const bool canPair = before.tellsRetries && after.tellsRetries;
        return static_cast<double>(onlyReads     ? tally.firstTries
                                       : canPair ? tally.firstWrites
                                                 : tally.acceptedWrites);
    };
    return workOf(before) > 0 ? std::optional(workOf(after) / workOf(before)) : std::nullopt;
}

void findCaveats(Comparison& comparison, const SessionTally& before, const SessionTally& after)
{
    const auto note = [&](bool holds, CompareCaveat caveat) {
        if (holds) {
            comparison.caveats.append(caveat);
        }
    };
    const auto isFew
        = [](const SessionTally& tally) { return tally.side.calls < Diagnosis::FewCalls; };
    const bool areSame = before.side == after.side && before.first == after.first;
    const bool hasBoth = before.side.calls > 0 && after.side.calls > 0;
    note(before.side.calls == 0, CompareCaveat::NothingBefore);
    note(after.side.calls == 0, CompareCaveat::NothingAfter);
    note(before.side.calls > 0 && isFew(before), CompareCaveat::FewBefore);
    note(after.side.calls > 0 && isFew(after), CompareCaveat::FewAfter);
    if (!hasBoth) {
        return;
    }
    note(areSame, CompareCaveat::SameCalls);
    note(after.side.from < before.side.from, CompareCaveat::WrongOrder);
    note(comparison.load && *comparison.load < MuchLighter, CompareCaveat::LighterLoad);
    note(comparison.load && *comparison.load > MuchHeavier, CompareCaveat::HeavierLoad);
    note((before.bulkCalls > 0) != (after.bulkCalls > 0), CompareCaveat::BulkCalls);
    bool otherLimits = false;
    bool otherWindows = before.side.windows.size() != after.side.windows.size();
    for (const Policy& window : before.side.windows) {
        const Policy* const same = after.window(window.name);
        otherWindows = otherWindows || same == nullptr || same->window != window.window;
        otherLimits = otherLimits || (same != nullptr && same->limit != window.limit);
    }
    note(otherLimits, CompareCaveat::OtherLimits);
    note(otherWindows, CompareCaveat::OtherWindows);
    note(before.fewestLeft.isEmpty() || after.fewestLeft.isEmpty(), CompareCaveat::NoLimitsStated);
    note(!before.tellsRetries || !after.tellsRetries, CompareCaveat::NoBodies);
}

ComparisonResult resultOf(Comparison& comparison, const SessionTally& before,
                          const SessionTally& after, const Exposure& exposure)
{
    for (const CompareCaveat caveat : {CompareCaveat::NothingBefore, CompareCaveat::NothingAfter,
                                       CompareCaveat::FewBefore, CompareCaveat::FewAfter}) {
        if (comparison.has(caveat)) {
            return ComparisonResult::CannotTell;
        }
    }
    const auto shareOf = [](const ComparedSide& side) {
        return static_cast<double>(side.refused) / static_cast<double>(side.calls);
    };
    const double was = shareOf(before.side);
    const double is = shareOf(after.side);
    if (was == 0 && is == 0) {
        return ComparisonResult::NoneEither;
    }
    const bool isLess = is < ClearlyLess * was;
    if (!isLess && is <= ClearlyMore * was) {
        return ComparisonResult::Alike;
    }
    const SessionTally& worse = isLess ? before : after;
    const Exposure chances = isLess ? exposure : exposure.reversed();
    const auto moments = static_cast<double>(worse.moments);
    if (moments * chances.both() < ExpectedMoments) {
        if (moments * chances.time < ExpectedMoments) {
            comparison.caveats.append(CompareCaveat::TooShort);
        }
        return ComparisonResult::CannotTell;
    }
    if (isLess) {
        return after.side.refused == 0 ? ComparisonResult::Gone : ComparisonResult::Fewer;
    }
    return before.side.refused == 0 ? ComparisonResult::Began : ComparisonResult::More;
}

Result<SessionTally> tallied(const CallLog& log, const DiagnosisProgress& progress)
{
    const Result<Diagnosis> diagnosis = diagnose(log, progress);
    if (!diagnosis) {
        return fail(diagnosis.error());
    }
    return tallyOf(Survey(log), *diagnosis);
}

} // namespace

Result<Comparison> compareCalls(const CallLog& before, const CallLog& after,
                                const DiagnosisProgress& progress)
{
    constexpr double Half = 0.5;
    const Result<SessionTally> was
        = tallied(before, [&](double done) { return !progress || progress(Half * done); });
    if (!was) {
        return fail(was.error());
    }
    const Result<SessionTally> is
        = tallied(after, [&](double done) { return !progress || progress(Half + Half * done); });
    if (!is) {
        return fail(is.error());
    }
    Comparison comparison;
    comparison.before = was->side;
    comparison.after = is->side;
    const Exposure exposure{is->minutes / was->minutes, workRatio(*was, *is)};
    if (exposure.work) {
        comparison.load = *exposure.work / exposure.time;
    }
    findCaveats(comparison, *was, *is);
    comparison.result = resultOf(comparison, *was, *is, exposure);
    const auto isNear
        = [](double ratio, double most) { return ratio <= most && ratio >= 1 / most; };
    comparison.isAlike = isNear(exposure.time, SameLength)
        && (!comparison.load || isNear(*comparison.load, ClearlyMore))
        && !comparison.has(CompareCaveat::OtherLimits);
    comparison.measures = measureSessions(comparison, *was, *is);
    return comparison;
}

} // namespace Pacewatch
