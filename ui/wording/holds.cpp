#include "ui/wording/holds.h"

#include "ui/wording/phrase.h"
#include "ui/wording/wording.h"

namespace Pacewatch::Wording {

namespace {

QString limitOf(const Hold& hold)
{
    Policy policy;
    policy.window = hold.period;
    policy.limit = hold.limit;
    return limitLine(policy);
}

QString windowHold(const Hold& hold, const QString& until)
{
    const QString limit = limitOf(hold);
    const QString source = holdSource(hold);
    switch (hold.reason) {
    case HoldReason::ForeignUse:
        return phrase("Waits until %1: someone else uses up part of %2 (%3).", until, limit,
                      source);
    case HoldReason::KeptFree:
        return phrase("Waits until %1: the rest of %2 is kept free (%3).", until, limit, source);
    case HoldReason::Recovering:
        return phrase("Waits until %1: after a refusal half of %2 is used at first (%3).", until,
                      limit, source);
    case HoldReason::AskedToWait:
        return phrase("Waits until %1: the gateway asked for it, because of %2 (%3).", until, limit,
                      source);
    case HoldReason::None:
    case HoldReason::WindowFull:
    case HoldReason::ProbeInTheAir:
    case HoldReason::Recipient:
    case HoldReason::Pace:
    case HoldReason::BackOff:
        break;
    }
    return phrase("Waits until %1: %2 are used up (%3).", until, limit, source);
}

} // namespace

QString holdSource(const Hold& hold)
{
    if (hold.seen && hold.source == Source::Docs) {
        return phrase("seen %1", clock(*hold.seen));
    }
    switch (hold.source) {
    case Source::Docs:
        return phrase("from docs");
    case Source::WorkedOut:
        return phrase("worked out");
    case Source::Headers:
        return phrase("from headers");
    case Source::SetByUser:
        return phrase("set by you");
    case Source::Unknown:
        break;
    }
    return phrase("not known");
}

QString holdLine(const Hold& hold, std::optional<WallTime> until)
{
    const QString at = until ? clock(*until) : QString(missing());
    switch (hold.reason) {
    case HoldReason::ProbeInTheAir:
        return phrase("Waits for the one call that went ahead after the refusal.");
    case HoldReason::Recipient:
        return hold.limit == 0
            ? phrase("Waits until %1: the gateway asked for it, for this recipient alone.", at)
            : phrase("Waits until %1: this recipient gets at most %2 (%3).", at, limitOf(hold),
                     holdSource(hold));
    case HoldReason::Pace:
        return phrase("Waits until %1, as the chosen pace says.", at);
    case HoldReason::BackOff:
        return phrase("Waits until %1: it did not get through, and is tried again.", at);
    case HoldReason::AskedToWait:
        if (hold.limit == 0) {
            return phrase("Waits until %1: the gateway asked for it.", at);
        }
        break;
    case HoldReason::None:
    case HoldReason::WindowFull:
    case HoldReason::KeptFree:
    case HoldReason::Recovering:
    case HoldReason::ForeignUse:
        break;
    }
    return windowHold(hold, at);
}

QString waitsItsTurn()
{
    return phrase("Waits for its turn.");
}

QString heldCalls(int number)
{
    return counted(number, "%1 call held back", "%1 calls held back");
}

} // namespace Pacewatch::Wording
