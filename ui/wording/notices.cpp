#include "ui/wording/notices.h"

#include "ui/wording/phrase.h"

namespace Pacewatch::Wording {

namespace {

QString hide()
{
    return phrase("Hide");
}

} // namespace

Notice diskIsFull(const QueueState& queue)
{
    const QString detail = queue.journalTrouble ? queue.journalTrouble->detail : QString();
    return {phrase("Sending has stopped"),
            detail.isEmpty()
                ? phrase("The disk takes no more. It goes on by itself when there is room.")
                : phrase("The disk takes no more (%1). It goes on by itself when there is room.",
                         detail),
            {}};
}

Notice queueIsNotKept(const Error& error)
{
    const QString title = phrase("This queue is not kept on disk");
    switch (error.code) {
    case ErrorCode::Busy:
        return {title,
                phrase("Another Pacewatch has it (%1). Nothing is sent to real people from here.",
                       error.detail),
                {}};
    case ErrorCode::Unsupported:
        return {title,
                phrase("A newer version made the file. Nothing is sent to real people from here."),
                {}};
    default:
        return {title,
                phrase("It cannot be written (%1). Nothing is sent to real people from here.",
                       error.detail),
                {}};
    }
}

Notice nothingAdded(qint64 notAllowed)
{
    return {phrase("Nothing was added"),
            counted(notAllowed, "%1 recipient is not on the list of this run.",
                    "%1 recipients are not on the list of this run."),
            {}};
}

Notice notStartedForList()
{
    return {phrase("Nothing was sent"),
            phrase("Some of those who wait are not on the list of this run."),
            {}};
}

Notice capReached(qint64 cap)
{
    return {phrase("This run is at its end"),
            counted(cap, "It was to send at most %1 message. The others wait.",
                    "It was to send at most %1 messages. The others wait."),
            {}};
}

Notice queueSetAside(const QString& file)
{
    return {phrase("The saved queue was damaged"),
            phrase("It was set aside as %1, and a new one begun.", file), hide()};
}

Notice limitsSetAside(const QString& file)
{
    return {phrase("What the limits had used up is not known"),
            phrase("The file was damaged and set aside as %1. Counting begins anew.", file),
            hide()};
}

Notice goTogether(const QueueState& queue)
{
    if (queue.isBulk) {
        return {phrase("Many go in one call"),
                counted(queue.bulkCalls, "What waits takes %1 call. Each keeps its own row.",
                        "What waits takes %1 calls. Each keeps its own row."),
                phrase("Send one by one")};
    }
    return {phrase("The gateway takes many in one call"),
            counted(queue.bulkCalls, "%2 single calls could be %1. Each keeps its own row.",
                    "%2 single calls could be %1. Each keeps its own row.", count(queue.waiting)),
            phrase("Send them together")};
}

QString askTheGateway()
{
    return phrase("Ask the gateway about all of these");
}

QString limitThisRun()
{
    return phrase("Limit this run");
}

QString atMost()
{
    return phrase("Send at most");
}

QString onlyTo()
{
    return phrase("Only to these");
}

QString onlyToHint()
{
    return phrase("Numbers with commas between them; nobody else gets anything");
}

QString notOnTheList(qint64 number, qint64 all)
{
    return counted(number, "%1 of %2 recipients is not on the list.",
                   "%1 of %2 recipients are not on the list.", count(all));
}

} // namespace Pacewatch::Wording
