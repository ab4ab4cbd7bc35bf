#include "ui/wording/compare.h"

#include "core/diagnosis/diagnosis.h"
#include "ui/wording/findingfacts.h"
#include "ui/wording/findings.h"
#include "ui/wording/phrase.h"
#include "ui/wording/wording.h"

#include <cmath>

namespace Pacewatch::Wording {

using namespace Qt::StringLiterals;

namespace {

const Measure* measureOf(const Comparison& comparison, MeasureKind kind)
{
    for (const Measure& measure : comparison.measures) {
        if (measure.kind == kind) {
            return &measure;
        }
    }
    return nullptr;
}

/// Whole from ten up, one decimal below where it says something.
QString amountText(double value)
{
    const double tenths = std::round(value * 10) / 10;
    return tenths == std::floor(tenths) ? count(std::llround(tenths)) : rateNumber(value);
}

QString refusalsText(const Comparison& comparison)
{
    const Measure* const refused = measureOf(comparison, MeasureKind::Refused);
    if (refused == nullptr) {
        return {};
    }
    const auto text = [&](const MeasuredAmount& amount) {
        const double value = shownAmount(refused->kind, amount, comparison.isAlike).value_or(0);
        return value == 0 ? phrase("none") : amountText(value);
    };
    const QString was = text(refused->before);
    const QString is = text(refused->after);
    if (comparison.before.refused == 0 && comparison.after.refused == 0) {
        return phrase("%1 before, %2 after, all allowed.", calls(comparison.before.calls),
                      count(comparison.after.calls));
    }
    return comparison.isAlike ? capitalised(phrase("%1 before, %2 after.", was, is))
                              : capitalised(phrase("%1 of 100 calls before, %2 after.", was, is));
}

QString workText(const Comparison& comparison)
{
    const Measure* const work = measureOf(comparison, MeasureKind::Work);
    if (work == nullptr || work->path.isEmpty() || !comparison.load
        || comparison.has(CompareCaveat::LighterLoad)
        || comparison.has(CompareCaveat::HeavierLoad)) {
        return {};
    }
    const QString was = measureValue(*work, work->before, comparison.isAlike);
    const QString is = measureValue(*work, work->after, comparison.isAlike);
    const double ratio = work->before.normal.value_or(0) > 0
        ? work->after.normal.value_or(0) / *work->before.normal
        : 0;
    constexpr double AsMany = 0.9;
    const QString things = createdThings(work->method, work->path);
    const QString what
        = things.isEmpty() ? phrase("calls to %1", QString::fromUtf8(work->path)) : things;
    const QString wasText = comparison.isAlike ? was : phrase("%1 a minute", was);
    if (ratio >= AsMany && ratio <= 1 / AsMany) {
        return things.isEmpty()
            ? phrase("As many %1 were accepted: %2 before, %3 after.", what, wasText, is)
            : phrase("As many %1 were created: %2 before, %3 after.", what, wasText, is);
    }
    return things.isEmpty()
        ? phrase("Accepted %1: %2 before, %3 after.", what, wasText, is)
        : capitalised(phrase("%1 created: %2 before, %3 after.", what, wasText, is));
}

QString otherLimitsText(const Comparison& comparison)
{
    for (const Policy& was : comparison.before.windows) {
        for (const Policy& is : comparison.after.windows) {
            if (was.name == is.name && was.limit != is.limit) {
                return phrase("The limits differ: %1 before, %2 after.", limitLine(was),
                              limitLine(is));
            }
        }
    }
    return phrase("The limits differ.");
}

QString caveatText(CompareCaveat caveat, const Comparison& comparison)
{
    switch (caveat) {
    case CompareCaveat::NothingBefore:
        return phrase("There are no calls before.");
    case CompareCaveat::NothingAfter:
        return phrase("There are no calls after.");
    case CompareCaveat::FewBefore:
        return counted(comparison.before.calls, "One call before is too few to tell.",
                       "%1 calls before are too few to tell.");
    case CompareCaveat::FewAfter:
        return counted(comparison.after.calls, "One call after is too few to tell.",
                       "%1 calls after are too few to tell.");
    case CompareCaveat::TooShort:
        return phrase("%1 before and %2 after: refusals were too rare for that to tell.",
                      length(comparison.before.length), length(comparison.after.length));
    case CompareCaveat::SameCalls:
        return phrase("Both are the same calls.");
    case CompareCaveat::WrongOrder:
        return phrase("The calls chosen as after were made earlier.");
    case CompareCaveat::LighterLoad:
        return phrase("Much less was done after, so the limits were tried less.");
    case CompareCaveat::HeavierLoad:
        return phrase("More than twice as much was done after.");
    case CompareCaveat::BulkCalls:
        return phrase("Bulk calls create many things at once, so the work cannot be counted.");
    case CompareCaveat::OtherLimits:
        return otherLimitsText(comparison);
    case CompareCaveat::OtherWindows:
        return phrase("The two gateways do not count in the same windows.");
    case CompareCaveat::NoLimitsStated:
        return phrase("The answers do not say what is left in both.");
    case CompareCaveat::NoBodies:
        return phrase("Retries cannot be told in both: bodies or stated waits are missing.");
    case CompareCaveat::DamagedFile:
        return phrase("Some calls could not be read, because a file is damaged.");
    }
    return {};
}

} // namespace

QString comparisonTitle(const Comparison& comparison)
{
    const bool isLighter = comparison.has(CompareCaveat::LighterLoad);
    switch (comparison.result) {
    case ComparisonResult::CannotTell:
        if (comparison.before.calls > 0 && comparison.after.calls > 0
            && comparison.before.refused > 0 && comparison.after.refused == 0) {
            return phrase("None refused, but too soon to tell");
        }
        return phrase("Too little to tell");
    case ComparisonResult::NoneEither:
        return phrase("No refusals in either");
    case ComparisonResult::Gone:
        return isLighter ? phrase("No refusals, but less was done")
                         : phrase("The refusals are gone");
    case ComparisonResult::Fewer:
        return isLighter ? phrase("Fewer refusals, but less was done")
                         : phrase("Fewer calls are refused");
    case ComparisonResult::Alike:
        return phrase("About as many calls are refused");
    case ComparisonResult::More:
        return phrase("More calls are refused");
    case ComparisonResult::Began:
        return phrase("Calls are refused now");
    }
    return {};
}

QString comparisonText(const Comparison& comparison)
{
    if (comparison.before.calls == 0 || comparison.after.calls == 0) {
        return {};
    }
    const QString work = workText(comparison);
    return work.isEmpty() ? refusalsText(comparison) : refusalsText(comparison) + u' ' + work;
}

QStringList comparisonCaveats(const Comparison& comparison)
{
    QStringList texts;
    for (const CompareCaveat caveat : comparison.caveats) {
        texts.append(caveatText(caveat, comparison));
    }
    return texts;
}

QString whatChanged()
{
    return phrase("What changed");
}

QString measureName(const Measure& measure, bool isAlike)
{
    const QString path = QString::fromUtf8(measure.path);
    switch (measure.kind) {
    case MeasureKind::Refused:
        return isAlike ? phrase("Refused calls") : phrase("Refused, of 100 calls");
    case MeasureKind::Calls:
        return isAlike ? phrase("Calls") : phrase("Calls, minute");
    case MeasureKind::Work: {
        const QString things = createdThings(measure.method, measure.path);
        const QString name = path.isEmpty() ? phrase("Accepted calls")
            : things.isEmpty()              ? phrase("%1 accepted", path)
                                            : capitalised(phrase("%1 created", things));
        return isAlike ? name : phrase("%1, minute", name);
    }
    case MeasureKind::BusiestSecond:
        return phrase("Busiest second");
    case MeasureKind::FewestLeft: {
        const QString name = measure.window ? phrase("Fewest left, %1", windowNoun(*measure.window))
                                            : phrase("Fewest left");
        return isAlike ? name : phrase("%1, share", name);
    }
    case MeasureKind::EarlyRetries:
        return isAlike ? phrase("Retries too early") : phrase("Too early, of 100 calls");
    case MeasureKind::Lookups:
        return path.isEmpty() ? phrase("Repeated lookups, min")
                              : phrase("Lookups of %1, min", path);
    case MeasureKind::OtherUse:
        return phrase("Other use, minute");
    }
    return {};
}

QString measureValue(const Measure& measure, const MeasuredAmount& amount, bool isAlike)
{
    const std::optional<double> value = shownAmount(measure.kind, amount, isAlike);
    if (!value) {
        return missing();
    }
    constexpr double Hundred = 100;
    return measure.kind == MeasureKind::FewestLeft && !isAlike ? share(*value / Hundred)
                                                               : amountText(*value);
}

QString measureChange(const Measure& measure, bool isAlike)
{
    const std::optional<double> was = shownAmount(measure.kind, measure.before, isAlike);
    const std::optional<double> is = shownAmount(measure.kind, measure.after, isAlike);
    if (!was || !is) {
        return missing();
    }
    if (measure.kind == MeasureKind::FewestLeft) {
        return change(std::llround(*is - *was));
    }
    if (*was == 0) {
        return *is == 0 ? changeShare(0) : u'+' + amountText(*is);
    }
    return changeShare((*is - *was) / *was);
}

QString measureTone(ChangeTone tone)
{
    switch (tone) {
    case ChangeTone::Neutral:
        break;
    case ChangeTone::Better:
        return phrase("better");
    case ChangeTone::Worse:
        return phrase("worse");
    }
    return {};
}

} // namespace Pacewatch::Wording
