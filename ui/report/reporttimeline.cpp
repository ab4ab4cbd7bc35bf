#include "ui/report/reporttimeline.h"

#include "ui/charts/stilltimeline.h"
#include "ui/charts/timelinetable.h"
#include "ui/theme.h"
#include "ui/wording/report.h"

#include <algorithm>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr Duration Shown = 3min;
/// What is shown behind the last refusal: how the client went on.
constexpr Duration Behind = 20s;
constexpr int PictureHeight = 300;
constexpr int MostRows = 500;

} // namespace

TimeSlice reportSlice(const History& history, const TimeSlice& range)
{
    const CallBars bars = history.calls().bars(range, 1s);
    WallTime end = range.to;
    for (const CallBar& bar : bars.bars) {
        if (bar.all.refused > 0) {
            end = std::min(range.to, bar.from + bars.bucket + Behind);
        }
    }
    return {std::max(range.from, end - Shown), end};
}

ReportPicture timelinePicture(const History& history, const QList<WindowState>& windows,
                              const TimeSlice& slice, WallTime now, std::optional<double> highest)
{
    Theme theme;
    theme.choose(ThemeChoice::Light);
    StillTimeline chart(theme);
    chart.setForPrint(true);
    chart.resize(ReportTextWidth, PictureHeight);
    chart.showSlice(history, windows, slice, now);
    if (highest) {
        chart.setHighest(*highest);
    }
    return {Wording::timelineTitle(slice), reportPicture(chart, chart.size()),
            chart.accessibleDescription()};
}

ReportTable minutesTable(const History& history, const QList<WindowState>& windows,
                         const TimeSlice& range, WallTime now)
{
    TimelineTable model;
    model.show(history, windows,
               {std::chrono::floor<std::chrono::minutes>(range.from),
                std::chrono::ceil<std::chrono::seconds>(range.to)},
               now);
    ReportTable table;
    table.title = Wording::minutesTitle();
    for (int column = 0; column < model.columnCount(); ++column) {
        table.head.append(model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    }
    for (int row = 0; row < std::min(model.rowCount(), MostRows); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column) {
            cells.append(model.index(row, column).data(Qt::DisplayRole).toString());
        }
        table.rows.append(cells);
    }
    return table;
}

} // namespace Pacewatch
