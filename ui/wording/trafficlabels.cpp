#include "ui/models/exchangefilter.h"
#include "ui/wording/phrase.h"
#include "ui/wording/traffic.h"

namespace Pacewatch::Wording {

using namespace Qt::Literals::StringLiterals;

QString timingPart(int part)
{
    switch (part) {
    case 0:
        return phrase("Held back by Pacewatch");
    case 1:
        return phrase("Connecting");
    case 2:
        return phrase("Until the first byte");
    default:
        return phrase("Until the last byte");
    }
}

QString callChoice()
{
    return phrase("Which calls are shown");
}

QString callChoice(int choice, qint64 number)
{
    const QString told = number < 0 ? u"…"_s : count(number);
    switch (CallChoice(choice)) {
    case CallChoice::All:
        return phrase("All %1", told);
    case CallChoice::Refused:
        return phrase("Refused %1", told);
    case CallChoice::Early:
        return phrase("Too early %1", told);
    case CallChoice::Slow:
        return phrase("Slow %1", told);
    case CallChoice::OtherErrors:
        return phrase("Other errors %1", told);
    }
    return {};
}

QString noSuchCall(int choice)
{
    using Choice = CallChoice;
    switch (Choice(choice)) {
    case Choice::All:
        break;
    case Choice::Refused:
        return phrase("No call was refused");
    case Choice::Early:
        return phrase("No call came too early");
    case Choice::Slow:
        return phrase("No call took %1 or longer", duration(SlowCallFrom));
    case Choice::OtherErrors:
        return phrase("No call failed for another reason");
    }
    return phrase("No calls");
}

QString callTable()
{
    return phrase("Calls");
}

QString columns()
{
    return phrase("Columns");
}

QString exportCalls()
{
    return phrase("Export");
}

QString chooseCall()
{
    return phrase("Choose a call to see what was sent and answered.");
}

QString gatewayAnswered()
{
    return phrase("What the gateway answered");
}

QString clientSent()
{
    return phrase("What the client sent");
}

QString noLimitFields()
{
    return phrase("The answer says nothing about limits.");
}

QString noBody()
{
    return phrase("No body");
}

QString inspectorTab(int tab)
{
    switch (tab) {
    case 0:
        return phrase("Overview");
    case 1:
        return phrase("Request");
    case 2:
        return phrase("Response");
    default:
        return phrase("Timing");
    }
}

QString showTimeline()
{
    return phrase("Timeline");
}

QString copyAsCurl()
{
    return phrase("Copy as cURL");
}

QString sendAgain()
{
    return phrase("Send again");
}

QString previousCall()
{
    return phrase("Previous call");
}

QString nextCall()
{
    return phrase("Next call");
}

QString showAll()
{
    return phrase("Show all");
}

QString keptOf(qint64 kept, qint64 all)
{
    return counted(all - kept, "The other one is not kept any more.",
                   "The other %1 are not kept any more.");
}

QString newCalls(qint64 number)
{
    return counted(number, "%1 new call", "%1 new calls");
}

QString callsShown(qint64 number, WallTime from, WallTime to)
{
    return number == 1 ? phrase("1 call at %1", clock(from))
                       : phrase("%1 calls from %2 to %3", count(number), clock(from), clock(to));
}

QString firstOf(qint64 shown, qint64 all)
{
    return phrase("The first %1 of %2", size(shown), size(all));
}

QString waitingForCalls()
{
    return phrase("Waiting for the first call");
}

} // namespace Pacewatch::Wording
