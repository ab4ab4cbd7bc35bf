#pragma once

#include "core/connection.h"
#include "core/instant.h"
#include "ui/charts/callseries.h"
#include "ui/charts/timelinecontent.h"
#include "ui/models/history.h"

#include <QString>
#include <QStringList>

#include <optional>

/// The words of the Monitor: timeline, what happened, busiest endpoints. Pure.
namespace Pacewatch::Wording {

// Timeline -------------------------------------------------------------------------------------

[[nodiscard]] QString timelineTitle();
[[nodiscard]] QString leftPlotTitle(); ///< "Calls left"
[[nodiscard]] QString leftPlotAside(); ///< "share of each limit"
[[nodiscard]] QString leftPlotAside(const Policy& window); ///< "share of 100 a minute"
[[nodiscard]] QString callsPlotTitle(); ///< "Calls per second"
/// "now 0.7, bars show the busiest second in each 5 s"
[[nodiscard]] QString callsPlotAside(double now, std::chrono::seconds bucket);
/// The same of a picture of the past: "each bar is one second"
[[nodiscard]] QString barsAside(std::chrono::seconds bucket);
[[nodiscard]] QString refusalRow(); ///< "429"
[[nodiscard]] QString waitRow(); ///< "Wait"
[[nodiscard]] QString limitMark(qint64 perSecond); ///< "limit 10/s"
[[nodiscard]] QString nowMark(WallTime now); ///< "now 14:31:36"
[[nodiscard]] QString pausedMark(WallTime at); ///< "Paused at 14:31:36"
[[nodiscard]] QString wholeSession();
[[nodiscard]] QString keptWait(Duration wait); ///< "25 s, kept"
[[nodiscard]] QString lineValue(const LeftLine& line); ///< "72 of 100 left", "6,899 left"
[[nodiscard]] QString axisTime(WallTime at, std::chrono::seconds step); ///< "14:18" or "14:18:30"

[[nodiscard]] QString legendLeft();
[[nodiscard]] QString legendRefused();
[[nodiscard]] QString legendWaitKept();
[[nodiscard]] QString legendWaitIgnored();
[[nodiscard]] QString legendReset();

[[nodiscard]] QString preset5Minutes();
[[nodiscard]] QString preset15Minutes();
[[nodiscard]] QString presetHour();
[[nodiscard]] QString presetAll();
[[nodiscard]] QString rangeName(); ///< accessible name of the range control
[[nodiscard]] QString lastRange(Duration length); ///< "last 15 min"
[[nodiscard]] QString rangeBetween(WallTime from, WallTime to); ///< "14:10 to 14:15"
[[nodiscard]] QString noCallsBetween(WallTime from, WallTime to);
[[nodiscard]] QString showWholeSession();

/// What stands in the tooltip; the first line is the time, the last one dim.
struct TimelineTip
{
    QString time;
    QStringList lines;
    QString dim;

    friend bool operator==(const TimelineTip&, const TimelineTip&) = default;
};
/// Everything within @p reach of @p at.
[[nodiscard]] TimelineTip timelineTip(const TimelineContent& content, WallTime at, Duration reach);

/// What assistive software reads for the chart.
[[nodiscard]] QString timelineName(Duration length); ///< "Timeline, 5 min"
[[nodiscard]] QString timelineSummary(const TimelineContent& content);

// Table of minutes -----------------------------------------------------------------------------

[[nodiscard]] QString tableTime();
[[nodiscard]] QString tableCalls();
[[nodiscard]] QString tableRefused();
[[nodiscard]] QString tableBusiest();
[[nodiscard]] QString tableWaits();
[[nodiscard]] QString tableLowest();
[[nodiscard]] QString showAsTable();

// Cards ----------------------------------------------------------------------------------------

[[nodiscard]] QString happenedTitle(); ///< "What happened"
[[nodiscard]] QString nothingHappened();
[[nodiscard]] QString timesInTwoSeconds(int count); ///< "3 times within 2 s."
[[nodiscard]] QString endpointsTitle(); ///< "Busiest endpoints"
[[nodiscard]] QString noCallsInRange();
[[nodiscard]] QString refusedCount(qint64 count); ///< "216 refused"
[[nodiscard]] QString spokenEndpoint(const EndpointCount& endpoint);
[[nodiscard]] QString spokenHappening(const QString& time, const QString& title);

[[nodiscard]] QString why(); ///< "Why"
[[nodiscard]] QString spokenVerdict(const QString& word); ///< "State: being limited"
[[nodiscard]] QString spokenGauge(const WindowState& window, Instant now);
[[nodiscard]] QString setALimit();
[[nodiscard]] QString tryAgain();
[[nodiscard]] QString editConnection();
[[nodiscard]] QString waitingForFirstCall(); ///< "Waiting for the first call"
[[nodiscard]] QString nothingArrived(const QString& proxyAddress);
[[nodiscard]] QString nothingAskedYet();
[[nodiscard]] QString copyAddress();
[[nodiscard]] QString copied();

} // namespace Pacewatch::Wording
