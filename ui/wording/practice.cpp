#include "ui/wording/practice.h"

#include "ui/wording/charts.h"
#include "ui/wording/phrase.h"

namespace Pacewatch::Wording {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

QString practiceTitle()
{
    return phrase("Practice gateway");
}

QString noLimit()
{
    return phrase("No limit");
}

QString otherCount(qint64 calls)
{
    return phrase("Other %1", count(calls));
}

QString yourCount(qint64 calls)
{
    return phrase("Your client %1", count(calls));
}

QString limitMark(qint64 limit, Duration window)
{
    if (window == 1s) {
        return limitMark(limit);
    }
    if (window == 1min) {
        return phrase("limit %1 a min", count(limit));
    }
    if (window == 1h) {
        return phrase("limit %1 an hour", count(limit));
    }
    return window == 24h ? phrase("limit %1 a day", count(limit))
                         : phrase("limit %1", count(limit));
}

QString countedAt(qint64 client, qint64 other, WallTime at)
{
    return other > 0
        ? phrase("%1: your client %2, other %3", clock(at), count(client), count(other))
        : phrase("%1: your client %2", clock(at), count(client));
}

QString countsTitle(Duration window)
{
    if (window == 1s) {
        return phrase("What the gateway counts this second");
    }
    if (window == 1min) {
        return phrase("What the gateway counts this minute");
    }
    if (window == 1h) {
        return phrase("What the gateway counts this hour");
    }
    return window == 24h ? phrase("What the gateway counts today")
                         : phrase("What the gateway counts");
}

QString whoAsked(const EmulatorAnswer& answer)
{
    return answer.isOther ? phrase("Other") : phrase("Your client");
}

QString answerLeft(const EmulatorAnswer& answer)
{
    return answer.left ? phrase("%1 left", count(*answer.left)) : missing();
}

QString answersSum(qint64 answers, qint64 refused)
{
    if (answers == 0) {
        return phrase("No answers yet");
    }
    return refused == 0
        ? counted(answers, "%1 answer, not refused", "%1 answers, none refused")
        : counted(answers, "%1 answer, %2 refused", "%1 answers, %2 refused", count(refused));
}

QString algorithm(Algorithm algorithm)
{
    switch (algorithm) {
    case Algorithm::Unknown:
        return phrase("As the vendor does");
    case Algorithm::Fixed:
        return phrase("By the clock");
    case Algorithm::Anchored:
        return phrase("From the first call");
    case Algorithm::Sliding:
        return phrase("Over the last minute");
    case Algorithm::Bucket:
        return phrase("Filling up evenly");
    }
    return {};
}

QString playScenario(const QString& name)
{
    return phrase("Play %1", name);
}

QString stopScenario(const QString& name)
{
    return phrase("Stop %1", name);
}

QString limitsSection()
{
    return phrase("Limits");
}

QString ownLimits()
{
    return phrase("Own");
}

QString callsASecondRow()
{
    return phrase("Calls a second");
}

QString callsAMinuteRow()
{
    return phrase("Calls a minute");
}

QString callsADayRow()
{
    return phrase("Calls a day");
}

QString refusalSection()
{
    return phrase("When it refuses");
}

QString retryAfterRow()
{
    return phrase("Send Retry-After");
}

QString limitHeadersRow()
{
    return phrase("Send X-RateLimit headers");
}

QString shortestWaitRow()
{
    return phrase("Shortest wait");
}

QString harderSection()
{
    return phrase("Make it harder");
}

QString otherRow()
{
    return phrase("Another consumer, calls a minute");
}

QString differsRow()
{
    return phrase("Real limit differs from the docs");
}

QString realShareRow()
{
    return phrase("Of the stated limit it allows");
}

QString delayRow()
{
    return phrase("Extra delay");
}

QString errorsRow()
{
    return phrase("Errors (500)");
}

QString countingSection()
{
    return phrase("How it counts");
}

QString algorithmRow()
{
    return phrase("Counting");
}

QString editionRow()
{
    return phrase("Numbers as in");
}

QString copyPracticeAddress()
{
    return phrase("Copy");
}

QString openItsMonitor()
{
    return phrase("Open its Monitor");
}

QString resetCounters()
{
    return phrase("Reset counters");
}

QString countsHint()
{
    return phrase("Pacewatch only sees the blue part. The rest shows up as missing quota.");
}

QString lastAnswers()
{
    return phrase("Last answers");
}

QString noAnswers()
{
    return phrase("No call has come in yet.");
}

QString isRunning()
{
    return phrase("Running");
}

QString isStopped()
{
    return phrase("Stopped");
}

QString stopGateway()
{
    return phrase("Stop");
}

QString startGateway()
{
    return phrase("Start");
}

QString playing()
{
    return phrase("Playing");
}

} // namespace Pacewatch::Wording
