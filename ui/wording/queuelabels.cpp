#include "ui/wording/queuelabels.h"

#include "ui/wording/phrase.h"

namespace Pacewatch::Wording {

QString pace()
{
    return phrase("Pace");
}

QString useSafePace()
{
    return phrase("Use safe pace");
}

QString queueWaitsHint()
{
    return phrase("When the gateway asks to wait, the queue pauses for exactly that long.");
}

QString fastest()
{
    return phrase("Fastest");
}

QString callsASecond()
{
    return phrase("calls a second");
}

QString limitsAllow()
{
    return phrase("the limits allow");
}

QString whatToSend()
{
    return phrase("What to send");
}

QString editBody()
{
    return phrase("Edit body");
}

QString templateLabel()
{
    return phrase("Message template");
}

QString recipientsLabel()
{
    return phrase("Recipients");
}

QString editList()
{
    return phrase("Edit list");
}

QString addToQueue()
{
    return phrase("Add to queue");
}

QString preview()
{
    return phrase("Preview");
}

QString testMessage()
{
    return phrase("Test message");
}

QString bodyHint()
{
    return phrase("The body of each call. {{to}} stands for the recipient, other names for columns "
                  "of the list.");
}

QString hiddenListHint()
{
    return phrase("The list is hidden while privacy mode is on. What is pasted here replaces it.");
}

QString listHint()
{
    return phrase("One recipient a line, or a table with a line of column names.");
}

QString fromFile()
{
    return phrase("From a file");
}

QString previousOne()
{
    return phrase("Previous");
}

QString nextOne()
{
    return phrase("Next");
}

QString closeWindow()
{
    return phrase("Close");
}

QString discard()
{
    return phrase("Discard changes");
}

QString useText()
{
    return phrase("Use this");
}

QString sendItemAgain()
{
    return phrase("Send again");
}

QString leaveItem()
{
    return phrase("Leave it");
}

QString sendItemFirst()
{
    return phrase("Send this first");
}

QString sendItemLast()
{
    return phrase("Send this last");
}

QString cancelItem()
{
    return phrase("Cancel this call");
}

QString itemWasSent()
{
    return phrase("Mark as sent");
}

QString itemWasNotSent()
{
    return phrase("Mark as not sent");
}

QString targetChoice()
{
    return phrase("Where test sends go");
}

QString noLiveHost()
{
    return phrase("This connection is for practice. It has no live host.");
}

QString targetIsFixed()
{
    return phrase("The target stays as it is while messages are being sent.");
}

QString keepThem()
{
    return phrase("Keep them");
}

QString forecastName()
{
    return phrase("Forecast, 90 seconds back and ahead");
}

QString queueTitle()
{
    return phrase("Queue");
}

QString clearDone()
{
    return phrase("Clear done");
}

QString itemChoiceName()
{
    return phrase("Which items are shown");
}

QString nothingToSend()
{
    return phrase("Nothing to send");
}

QString startDry()
{
    return phrase("Start with a dry run.");
}

QString addMessages()
{
    return phrase("Add messages");
}

QString pauseQueue()
{
    return phrase("Pause");
}

QString resumeQueue()
{
    return phrase("Resume");
}

} // namespace Pacewatch::Wording
