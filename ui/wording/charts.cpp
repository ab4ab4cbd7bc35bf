#include "ui/wording/charts.h"

#include "ui/wording/phrase.h"
#include "ui/wording/wording.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Pacewatch::Wording {

QString timelineTitle()
{
    return phrase("Timeline");
}

QString leftPlotTitle()
{
    return phrase("Calls left");
}

QString leftPlotAside()
{
    return phrase("share of each limit");
}

QString leftPlotAside(const Policy& window)
{
    return phrase("share of %1", limitLine(window));
}

QString callsPlotTitle()
{
    return phrase("Calls per second");
}

QString callsPlotAside(double now, std::chrono::seconds bucket)
{
    if (bucket <= 1s) {
        return phrase("now %1, each bar is one second", rateNumber(now));
    }
    return phrase("now %1, bars show the busiest second in each %2", rateNumber(now), age(bucket));
}

QString barsAside(std::chrono::seconds bucket)
{
    return bucket <= 1s ? phrase("each bar is one second")
                        : phrase("bars show the busiest second in each %1", age(bucket));
}

QString refusalRow()
{
    return phrase("429");
}

QString waitRow()
{
    return phrase("Wait");
}

QString limitMark(qint64 perSecond)
{
    return phrase("limit %1", shortRate(perSecond));
}

QString nowMark(WallTime now)
{
    return phrase("now %1", clock(now));
}

QString pausedMark(WallTime at)
{
    return phrase("Paused at %1", clock(at));
}

QString wholeSession()
{
    return phrase("whole session");
}

QString keptWait(Duration wait)
{
    return phrase("%1, kept", duration(wait));
}

QString lineValue(const LeftLine& line)
{
    return line.policy.unit == Unit::Requests ? leftOf(line.last.left, line.last.limit)
                                              : phrase("%1 left", count(line.last.left));
}

QString axisTime(WallTime at, std::chrono::seconds step)
{
    if (step < 1min) {
        return clock(at);
    }
    return step < 24h ? clockMinutes(at) : date(at);
}

QString legendLeft()
{
    return phrase("Left");
}

QString legendRefused()
{
    return phrase("Refused (429)");
}

QString legendWaitKept()
{
    return phrase("Wait kept");
}

QString legendWaitIgnored()
{
    return phrase("Wait ignored");
}

QString legendReset()
{
    return phrase("Reset");
}

QString preset5Minutes()
{
    return phrase("5 min");
}

QString preset15Minutes()
{
    return phrase("15 min");
}

QString presetHour()
{
    return phrase("1 h");
}

QString presetAll()
{
    return phrase("All");
}

QString rangeName()
{
    return phrase("Range of time");
}

QString lastRange(Duration length)
{
    return phrase("last %1", age(length));
}

QString rangeBetween(WallTime from, WallTime to)
{
    return phrase("%1 to %2", clockMinutes(from), clockMinutes(to));
}

QString noCallsBetween(WallTime from, WallTime to)
{
    return phrase("No calls between %1 and %2.", clock(from), clock(to));
}

QString showWholeSession()
{
    return phrase("Show the whole session");
}

QString timelineName(Duration length)
{
    return phrase("Timeline, %1", age(length));
}

QString timelineSummary(const TimelineContent& content)
{
    qint64 refused = 0;
    qint64 calls = 0;
    for (const CallBar& bar : content.bars.bars) {
        refused += bar.all.refused;
        calls += bar.all.total();
    }
    QStringList parts;
    for (const LeftLine& line : content.lines) {
        if (!line.empty.isEmpty()) {
            parts.append(counted(line.empty.size(), "%2 used up once.", "%2 used up %1 times.",
                                 perWindow(line.policy)));
        }
    }
    parts.append(refused == 0 ? counted(calls, "1 call, none refused.", "%1 calls, none refused.")
                              : counted(refused, "1 of %2 refused.", "%1 of %2 refused.",
                                        Wording::calls(calls)));
    if (!content.isStill) {
        parts.append(phrase("Show as table: Control Shift T"));
    }
    return parts.join(u' ');
}

QString tableTime()
{
    return phrase("Time");
}

QString tableCalls()
{
    return phrase("Calls");
}

QString tableRefused()
{
    return phrase("Refused");
}

QString tableBusiest()
{
    return phrase("Busiest second");
}

QString tableWaits()
{
    return phrase("Waits");
}

QString tableLowest()
{
    return phrase("Lowest left");
}

QString showAsTable()
{
    return phrase("Show as table");
}

QString happenedTitle()
{
    return phrase("What happened");
}

QString nothingHappened()
{
    return phrase("Nothing special so far.");
}

QString timesInTwoSeconds(int times)
{
    return phrase("%1 times within 2 s.", count(times));
}

QString endpointsTitle()
{
    return phrase("Busiest endpoints");
}

QString noCallsInRange()
{
    return phrase("No calls in this range.");
}

QString refusedCount(qint64 number)
{
    return phrase("%1 refused", count(number));
}

QString spokenEndpoint(const EndpointCount& endpoint)
{
    const QString name
        = QString::fromLatin1(endpoint.method) + u' ' + QString::fromUtf8(endpoint.path);
    return endpoint.calls.refused == 0 ? phrase("%1, %2", name, calls(endpoint.calls.total()))
                                       : phrase("%1, %2, %3", name, calls(endpoint.calls.total()),
                                                refusedCount(endpoint.calls.refused));
}

QString spokenHappening(const QString& time, const QString& title)
{
    return phrase("%1, %2", time, title);
}

QString why()
{
    return phrase("Why");
}

QString spokenVerdict(const QString& word)
{
    return phrase("State: %1", word.left(1).toLower() + word.mid(1));
}

QString spokenGauge(const WindowState& window, Instant now)
{
    const QString left = window.remaining
        ? phrase("%1 of %2", count(*window.remaining), count(window.policy.limit))
        : phrase("not known");
    const QString counting = countingLine(window, now);
    const QString line = resetLine(window, now).text;
    return counting.isEmpty() ? phrase("%1, %2, %3", left, line, sourceLabel(window))
                              : phrase("%1, %2, %3, %4", left, line, sourceLabel(window), counting);
}

QString setALimit()
{
    return phrase("Set a limit");
}

QString tryAgain()
{
    return phrase("Try again");
}

QString editConnection()
{
    return phrase("Edit connection");
}

QString waitingForFirstCall()
{
    return phrase("Waiting for the first call");
}

QString nothingArrived(const QString& proxyAddress)
{
    const qsizetype colon = proxyAddress.lastIndexOf(u':');
    QString port = proxyAddress.mid(colon + 1);
    port = port.left(port.indexOf(u'/') < 0 ? port.size() : port.indexOf(u'/'));
    return phrase("Nothing has arrived on port %1 yet.", port);
}

QString nothingAskedYet()
{
    return phrase("The gateway has not been asked yet.");
}

QString copyAddress()
{
    return phrase("Copy address");
}

QString copied()
{
    return phrase("Copied");
}

} // namespace Pacewatch::Wording
