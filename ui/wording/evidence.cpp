#include "ui/wording/evidence.h"

#include "ui/wording/findingfacts.h"
#include "ui/wording/phrase.h"
#include "ui/wording/wording.h"

namespace Pacewatch::Wording {

QString averageMark(double calls, Duration step)
{
    return step == std::chrono::seconds(1)
        ? phrase("average %1/s", rateNumber(calls))
        : phrase("average %1 in %2", rateNumber(calls), duration(step));
}

QString stepTip(WallTime at, qint64 number, qint64 refused)
{
    return refused > 0 ? phrase("%1: %2, %3 refused", clock(at), calls(number), count(refused))
                       : phrase("%1: %2", clock(at), calls(number));
}

QString createsMark()
{
    return phrase("one by one");
}

QString bulkMark()
{
    return phrase("in bulk");
}

QString createTip(WallTime at, qint64 creates)
{
    return counted(creates, "%2: 1 create", "%2: %1 creates in one second, or 1 bulk call",
                   clock(at));
}

QString askedMark()
{
    return phrase("asked to wait");
}

QString earlyMark()
{
    return phrase("came back too early");
}

QString keptMark()
{
    return phrase("kept the wait");
}

QString refusedMark()
{
    return phrase("refused");
}

QString waitTip(WallTime refusedAt, Duration asked, Duration gap)
{
    return asked > Duration::zero()
        ? phrase("Refused at %1, asked to wait %2, came back after %3", clock(refusedAt),
                 duration(asked), duration(gap))
        : phrase("Refused at %1, came back after %2", clock(refusedAt), duration(gap));
}

QString usualMark(Duration gap)
{
    return phrase("usually %1", roughly(gap));
}

QString unchangedMark(qint64 unchanged, qint64 answers)
{
    return phrase("%1 of %2 answers changed nothing", count(unchanged), count(answers));
}

QString gapTip(Duration from, Duration to, qint64 number, bool isLast)
{
    return isLast ? phrase("%1 or more apart: %2", duration(from), calls(number))
                  : phrase("%1 to %2 apart: %3", duration(from), duration(to), calls(number));
}

QString bySeenMark()
{
    return phrase("by calls seen");
}

QString byHeadersMark()
{
    return phrase("by the gateway");
}

QString foreignGapMark()
{
    return phrase("Calls left. Between the lines: used by someone else.");
}

QString usedTip(WallTime at, qint64 leftByHeaders, qint64 leftBySeen)
{
    return phrase("%1: %2 left by the gateway, %3 by the calls seen", clock(at),
                  count(leftByHeaders), count(leftBySeen));
}

QString acceptedMark(Duration window)
{
    Policy policy;
    policy.window = window;
    return phrase("accepted in each %1", windowNoun(policy));
}

QString firstRefusedMark()
{
    return phrase("first refusal");
}

QString gapAxis()
{
    return phrase("between calls");
}

QString documentedMark(qint64 limit)
{
    return phrase("documented %1", count(limit));
}

QString observedMark(qint64 limit)
{
    return phrase("observed %1", count(limit));
}

QString limitTip(WallTime start, qint64 accepted, std::optional<qint64> refusedAt)
{
    return refusedAt ? phrase("From %1: %2 accepted, refused at %3", clock(start), count(accepted),
                              count(*refusedAt))
                     : phrase("From %1: %2 accepted", clock(start), count(accepted));
}

} // namespace Pacewatch::Wording
