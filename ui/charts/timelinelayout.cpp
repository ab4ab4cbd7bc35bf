#include "ui/charts/timelinelayout.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace Pacewatch {

namespace {

constexpr double LeftGutter = 58;
constexpr double RightGutter = 128;
constexpr double TitleHeight = 17;
constexpr double LeftTop = 37;
constexpr double BetweenPlots = 36;
constexpr double UnderPlots = 12;
constexpr double RowHeight = 19;
constexpr double RowGap = 2;
constexpr double LabelsTop = 7;
constexpr double LabelsHeight = 14;
constexpr double OverviewTop = 12;
constexpr double OverviewHeight = 34;
constexpr double BottomMargin = 14;
constexpr double Fixed = LeftTop + BetweenPlots + UnderPlots + 2 * RowHeight + RowGap + LabelsTop
    + LabelsHeight + OverviewTop + OverviewHeight + BottomMargin;
/// 174 to 82 pixels in a window of 1440 by 900.
constexpr double LeftShare = 174.0 / 256.0;
constexpr double LeastPlots = 140;

// A compact one: 102 to 58 pixels.
constexpr double CompactLeftTop = 29;
constexpr double CompactBetween = 33;
constexpr double CompactRow = 16;
constexpr double CompactMargin = 8;
constexpr double CompactFixed = CompactLeftTop + CompactBetween + UnderPlots + 2 * CompactRow
    + RowGap + LabelsTop + LabelsHeight + CompactMargin;
constexpr double CompactPlots = 160;
constexpr double CompactLeftShare = 102.0 / CompactPlots;

constexpr double MergeCloser = 9;
constexpr double WidestMark = 60;
constexpr double MarkHalf = 5.5;
constexpr double LeastWait = 3;
constexpr double CrossNeeds = 13;

} // namespace

int TimelineLayout::leastHeight()
{
    return static_cast<int>(Fixed + LeastPlots);
}

TimelineLayout TimelineLayout::of(QSizeF canvas)
{
    const double plots = std::max(canvas.height() - Fixed, LeastPlots);
    const double width = std::max(canvas.width() - LeftGutter - RightGutter, 50.0);
    const double leftHeight = std::round(plots * LeftShare);
    TimelineLayout layout;
    const auto row
        = [&](double top, double height) { return QRectF(LeftGutter, top, width, height); };
    layout.leftTitle = row(2, TitleHeight);
    layout.left = row(LeftTop, leftHeight);
    layout.calls = row(layout.left.bottom() + BetweenPlots, std::round(plots - leftHeight));
    layout.callsTitle = row(layout.calls.top() - 24, TitleHeight);
    layout.refusals = row(layout.calls.bottom() + UnderPlots, RowHeight);
    layout.waits = row(layout.refusals.bottom() + RowGap, RowHeight);
    layout.timeLabels = row(layout.waits.bottom() + LabelsTop, LabelsHeight);
    layout.overview = row(layout.timeLabels.bottom() + OverviewTop, OverviewHeight);
    return layout;
}

int TimelineLayout::compactHeight()
{
    return static_cast<int>(CompactFixed + CompactPlots);
}

TimelineLayout TimelineLayout::compact(QSizeF canvas)
{
    const double plots = std::max(canvas.height() - CompactFixed, LeastPlots);
    const double width = std::max(canvas.width() - LeftGutter - RightGutter, 50.0);
    const double leftHeight = std::round(plots * CompactLeftShare);
    TimelineLayout layout;
    const auto row
        = [&](double top, double height) { return QRectF(LeftGutter, top, width, height); };
    layout.leftTitle = row(2, TitleHeight);
    layout.left = row(CompactLeftTop, leftHeight);
    layout.calls = row(layout.left.bottom() + CompactBetween, std::round(plots - leftHeight));
    layout.callsTitle = row(layout.calls.top() - 24, TitleHeight);
    layout.refusals = row(layout.calls.bottom() + UnderPlots, CompactRow);
    layout.waits = row(layout.refusals.bottom() + RowGap, CompactRow);
    layout.timeLabels = row(layout.waits.bottom() + LabelsTop, LabelsHeight);
    return layout;
}

QRectF TimelineLayout::crosshairArea() const
{
    return {left.topLeft(), waits.bottomRight()};
}

QList<RefusalMark> mergeRefusals(const CallBars& seconds, const TimeScale& scale, double countWidth)
{
    QList<RefusalMark> marks;
    double last = 0;
    double first = 0;
    double weighted = 0;
    for (const CallBar& bar : seconds.bars) {
        if (bar.all.refused == 0) {
            continue;
        }
        const double x
            = std::clamp(scale.map(bar.from + seconds.bucket / 2), scale.left, scale.right);
        const auto count = static_cast<double>(bar.all.refused);
        if (marks.isEmpty() || x - last >= MergeCloser || x - first > WidestMark) {
            marks.append({x, 0, bar.from, true});
            first = x;
            weighted = 0;
        }
        weighted += x * count;
        marks.last().count += bar.all.refused;
        marks.last().x = weighted / static_cast<double>(marks.last().count);
        last = x;
    }
    for (qsizetype i = 0; i < marks.size(); ++i) {
        const double end = i + 1 < marks.size() ? marks[i + 1].x - MarkHalf : scale.right;
        marks[i].showsCount = end - marks[i].x - MarkHalf >= countWidth;
    }
    return marks;
}

QList<WaitBar> placeWaits(const QList<Wait>& waits, const TimeScale& scale, double labelWidth)
{
    QList<WaitBar> bars;
    for (const Wait& wait : waits) {
        WaitBar bar{wait, std::max(scale.map(wait.from), scale.left),
                    std::min(scale.map(wait.to), scale.right), false, false};
        bar.right = std::min(std::max(bar.right, bar.left + LeastWait), scale.right + 1);
        bar.hasCross = !wait.isKept() && bar.right - bar.left >= CrossNeeds;
        // Days of a busy client hold thousands of them; no pixel shows more than one.
        const bool isHidden = !bars.isEmpty() && bar.left - bars.last().left < 1
            && bar.right <= bars.last().right + 1 && bar.wait.isKept() == bars.last().wait.isKept();
        if (!isHidden) {
            bars.append(bar);
        }
    }
    for (qsizetype i = 0; i < bars.size(); ++i) {
        const double end = i + 1 < bars.size() ? bars[i + 1].left : scale.right;
        bars[i].hasLabel = bars[i].wait.isKept() && end - bars[i].right >= labelWidth;
    }
    return bars;
}

QList<double> moveApart(const QList<double>& wanted, double gap, double low, double high)
{
    QList<qsizetype> order(wanted.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](qsizetype a, qsizetype b) { return wanted[a] < wanted[b]; });
    QList<double> placed = wanted;
    double least = low;
    for (const qsizetype index : order) {
        placed[index] = std::max(wanted[index], least);
        least = placed[index] + gap;
    }
    double most = high;
    for (auto index = order.crbegin(); index != order.crend(); ++index) {
        placed[*index] = std::min(placed[*index], most);
        most = placed[*index] - gap;
    }
    return placed;
}

QList<TimeTick> labelsWithRoom(const QList<TimeTick>& ticks, const TimeScale& scale,
                               double labelWidth, double keptFree)
{
    constexpr double Between = 8;
    QList<TimeTick> labels;
    for (const TimeTick& tick : ticks) {
        const double x = scale.map(tick.at);
        const bool fits = x - labelWidth / 2 >= scale.left - labelWidth / 2
            && x + labelWidth / 2 + Between <= scale.right - keptFree;
        if (tick.isLabelled && fits) {
            labels.append(tick);
        }
    }
    return labels;
}

} // namespace Pacewatch
