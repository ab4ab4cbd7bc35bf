#include "ui/report/reporttimeline.h"

#include "ui/charts/stilltimeline.h"
#include "ui/theme.h"
#include "ui/wording/report.h"

#include <algorithm>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr Duration Shown = 3min;
/// What is shown behind the last refusal: how the client went on.
constexpr Duration Behind = 20s;
/// Refused so short a time before the end, the end is shown.
constexpr Duration Lately = 1min;
constexpr int PictureHeight = 300;

} // namespace

TimeSlice reportSlice(const History& history, const TimeSlice& range)
{
    const CallBars bars = history.calls().bars(range, 1s);
    WallTime end = range.to;
    for (const CallBar& bar : bars.bars) {
        if (bar.all.refused > 0) {
            end = bar.from + Lately >= range.to ? range.to : bar.from + bars.bucket + Behind;
        }
    }
    return {std::max(range.from, end - Shown), end};
}

ReportPicture timelinePicture(const History& history, const QList<WindowState>& windows,
                              const TimeSlice& slice, const TimeSlice& range,
                              std::optional<double> highest)
{
    Theme theme;
    theme.choose(ThemeChoice::Light);
    StillTimeline chart(theme);
    chart.setForPrint(true);
    chart.resize(ReportTextWidth, PictureHeight);
    chart.showSlice(history, windows, slice, range.to);
    if (highest) {
        chart.setHighest(*highest);
    }
    return {Wording::timelineTitle(slice, range), reportPicture(chart, chart.size()),
            chart.accessibleDescription()};
}

} // namespace Pacewatch
