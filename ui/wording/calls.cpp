#include "ui/wording/calls.h"

#include "ui/wording/phrase.h"

namespace Pacewatch::Wording {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

QString addFilter()
{
    return phrase("Add a filter");
}

QString filterName()
{
    return phrase("Filter the calls");
}

QString tokenHint(const QString& token)
{
    if (token == "status"_L1) {
        return phrase("429, 4xx or 500-503; 0 for no answer");
    }
    if (token == "path"_L1) {
        return phrase("part of the path");
    }
    if (token == "method"_L1) {
        return phrase("GET, POST and so on");
    }
    if (token == "client"_L1) {
        return phrase("part of the client’s name");
    }
    if (token == "to"_L1) {
        return phrase("part of a number or address that the call was for");
    }
    if (token == "burst"_L1) {
        return phrase("the number of a burst, as its notes say");
    }
    if (token == "took"_L1) {
        return phrase(">500 or <2s, milliseconds when no unit is given");
    }
    if (token == "wait"_L1) {
        return phrase(">0 or >2s, the wait that was asked for");
    }
    if (token == "early"_L1) {
        return phrase("yes or no: came before the wait was over");
    }
    if (token == "refused"_L1) {
        return phrase("yes: refused because of a limit");
    }
    return {};
}

QStringList tokenValues(const QString& token)
{
    if (token == "status"_L1) {
        return {u"429"_s, u"2xx"_s, u"4xx"_s, u"5xx"_s, u"0"_s};
    }
    if (token == "method"_L1) {
        return {u"GET"_s, u"POST"_s, u"PUT"_s, u"PATCH"_s, u"DELETE"_s};
    }
    if (token == "took"_L1) {
        return {u">500"_s, u">2s"_s, u"<100"_s};
    }
    if (token == "wait"_L1) {
        return {u">0"_s, u">10s"_s};
    }
    if (token == "early"_L1) {
        return {u"yes"_s, u"no"_s};
    }
    return token == "refused"_L1 ? QStringList{u"yes"_s} : QStringList();
}

QString unreadableToken(const QString& token)
{
    return phrase("“%1” cannot be read. Write %2.", token,
                  tokenHint(token.section(u':', 0, 0).toLower()));
}

QString noCallMatches()
{
    return phrase("No call matches the filter");
}

QString clearFilter()
{
    return phrase("Clear the filter");
}

QString copyRows()
{
    return phrase("Copy");
}

QString nextRefusal()
{
    return phrase("Next refusal");
}

QString previousRefusal()
{
    return phrase("Previous refusal");
}

QString followLive()
{
    return phrase("Follow live");
}

QString foldBursts()
{
    return phrase("Fold bursts");
}

Sentence foldedCalls(int number, int burst, bool areRefused, bool haveFailed, WallTime until)
{
    const QString all = count(number);
    const QString which = count(burst);
    const QString end = clockWithMilliseconds(until);
    if (areRefused) {
        return emphasised(phrase("*%1 more* of burst %2, all refused, until %3", all, which, end));
    }
    return emphasised(
        haveFailed ? phrase("*%1 more* of burst %2, all failed, until %3", all, which, end)
                   : phrase("*%1 more* of burst %2, all allowed, until %3", all, which, end));
}

QString burstNote(int burst, qint64 place, qint64 size)
{
    return phrase("Burst %1, %2 of %3", count(burst), count(place), count(size));
}

Sentence retryNote(int retry, const std::optional<Duration>& early)
{
    if (!early) {
        return emphasised(phrase("Retry %1, sent after the wait", count(retry)));
    }
    // Tenths of a second: one form for the whole column, and short enough for it.
    const bool isTenths = *early >= 50ms && *early < 1s;
    return emphasised(
        phrase("Retry %1, *%2 too early*", count(retry),
               isTenths ? phrase("%1 s", rateNumber(toSeconds(*early))) : duration(*early)));
}

QString brushName()
{
    return phrase("Calls over time");
}

QString brushTip()
{
    return phrase("Drag to show only the calls of that time. Double-click shows all again.");
}

QString showAllCalls(qint64 number)
{
    return phrase("Show all %1", count(number));
}

QString noCallInRange()
{
    return phrase("No call in this range");
}

QString bodyFormName()
{
    return phrase("How the body is shown");
}

QString bodyForm(int form)
{
    switch (form) {
    case 0:
        return phrase("Readable");
    case 1:
        return phrase("Tree");
    default:
        return phrase("As sent");
    }
}

QString objectOf(qint64 fields)
{
    return counted(fields, "{ %1 field }", "{ %1 fields }");
}

QString listOf(qint64 items)
{
    return counted(items, "[ %1 item ]", "[ %1 items ]");
}

QString firstPart(qint64 bytes)
{
    return phrase("The first %1", size(bytes));
}

QString unpacked(qint64 packed, qint64 bytes)
{
    return phrase("Unpacked from %1 to %2", size(packed), size(bytes));
}

QString cannotUnpack(const QString& coding, qint64 bytes)
{
    return phrase("%1, compressed as “%2”, which cannot be unpacked here", size(bytes), coding);
}

QString notAllUnpacked(qint64 most)
{
    return phrase("The first %1; no more than that is unpacked", size(most));
}

QString twoCalls()
{
    return phrase("Two calls compared");
}

QString whichCalls(WallTime first, WallTime second)
{
    const Duration apart = second > first ? second - first : first - second;
    return phrase("%1 and %2, %3 apart", clockWithMilliseconds(first),
                  clockWithMilliseconds(second), duration(apart));
}

QString sameRequests()
{
    return phrase("The client sent the same both times.");
}

QString sameResponses()
{
    return phrase("The gateway answered the same both times.");
}

QString requestPart()
{
    return phrase("What the client sent");
}

QString responsePart()
{
    return phrase("What the gateway answered");
}

QString differences(qint64 lines)
{
    return counted(lines, "%1 line differs", "%1 lines differ");
}

QString cutPart(qint64 lines)
{
    return counted(lines, "%1 more line is not compared", "%1 more lines are not compared");
}

QString surroundingsName()
{
    return phrase("Two seconds before and after this call");
}

QString askedToWait(Duration wait)
{
    return phrase("asked to wait %1", duration(wait));
}

} // namespace Pacewatch::Wording
