#include "ui/charts/timelinecontent.h"

#include <algorithm>
#include <cmath>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr qsizetype MostLines = 3;
constexpr Duration ShortWindow = 2s;
constexpr Duration LongWindow = 24h;
constexpr Duration NowOver = 10s;
/// Beyond this the refusals are counted in the buckets of the bars.
constexpr Duration SingleSeconds = 1h;

LeftLine makeLine(const LeftSeries& series, const WindowState& window, const TimeScale& scale,
                  WallTime now)
{
    LeftLine line;
    line.policy = window.policy;
    line.isDashed = window.isRolling || window.policy.window >= LongWindow;
    const int columns = static_cast<int>(scale.right - scale.left);
    const WallTime end = std::min(scale.slice.to, now);
    const QList<LeftPoint> corners = series.line(scale.slice, columns, now);
    line.points.reserve(corners.size() * 2 + 1);
    for (const LeftPoint& corner : corners) {
        const double x = scale.map(corner.at);
        if (!line.points.isEmpty()) {
            line.points.append({x, line.points.last().y()});
        }
        line.points.append({x, corner.share});
    }
    if (!corners.isEmpty()) {
        line.points.append({scale.map(end), corners.last().share});
    }
    line.last
        = series.leftAt(std::min(scale.slice.to + scale.perPixel(), now)).value_or(LeftPoint{});
    line.resets = series.resets(scale.slice, now);
    line.empty = series.empty(scale.slice, now);
    return line;
}

} // namespace

TimelineContent collectTimeline(const History& history, const QList<WindowState>& windows,
                                const TimeScale& scale, WallTime now)
{
    TimelineContent content;
    content.scale = scale;
    content.now = now;
    for (const WindowState& window : windows) {
        if (window.policy.window <= ShortWindow) {
            if (window.policy.unit == Unit::Requests && window.policy.window == 1s) {
                content.secondLimit = window.policy.limit;
            }
            continue;
        }
        const LeftSeries* series = history.left(window.policy.name);
        if (series && content.lines.size() < MostLines && series->leftAt(content.end())) {
            content.lines.append(makeLine(*series, window, scale, now));
        }
    }
    const double pixels = scale.right - scale.left;
    const Duration length = scale.slice.length();
    const std::chrono::seconds bucket = CallSeries::bucketFor(length, pixels);
    content.bars = history.calls().bars(scale.slice, bucket);
    content.refusals = length <= SingleSeconds && bucket > 1s
        ? history.calls().bars(scale.slice, 1s)
        : content.bars;
    content.waits = history.waits(scale.slice);
    content.notes = history.notes(scale.slice);
    const CallCount recent = history.calls().total({now - NowOver, now});
    content.callsPerSecondNow = static_cast<double>(recent.total()) / toSeconds(NowOver);
    qint64 most = 1;
    for (const CallBar& bar : content.bars.bars) {
        most = std::max(most, bar.busiest.total());
    }
    // The limit is in sight with some air above it, unless the calls are far from it.
    constexpr double Air = 1.35;
    constexpr double FarAway = 20;
    content.highest = static_cast<double>(most) * 1.08;
    if (content.secondLimit
        && static_cast<double>(*content.secondLimit) <= FarAway * content.highest) {
        content.highest
            = std::max(content.highest, static_cast<double>(*content.secondLimit) * Air);
    }
    return content;
}

std::optional<WallTime> steppedMoment(const TimelineContent& content,
                                      std::optional<WallTime> crosshair, bool forward, bool toEvent)
{
    const TimeSlice& slice = content.scale.slice;
    const WallTime from = crosshair.value_or(forward ? slice.from : slice.to - 1ns);
    if (toEvent) {
        return nextMoment(content, from, forward);
    }
    const Duration step = std::max<Duration>(content.bars.bucket, content.scale.perPixel());
    return std::clamp(forward ? from + step : from - step, slice.from, slice.to - 1ns);
}

std::optional<WallTime> nextMoment(const TimelineContent& content, WallTime at, bool forward)
{
    std::optional<WallTime> best;
    const auto offer = [&](WallTime moment) {
        const bool isBeyond = forward ? moment > at : moment < at;
        if (isBeyond && content.scale.slice.contains(moment)
            && (!best || (forward ? moment < *best : moment > *best))) {
            best = moment;
        }
    };
    for (const CallBar& bar : content.refusals.bars) {
        if (bar.all.refused > 0) {
            offer(bar.from);
        }
    }
    for (const Wait& wait : content.waits) {
        offer(wait.from);
    }
    for (const MomentNote& note : content.notes) {
        offer(note.at);
    }
    for (const LeftLine& line : content.lines) {
        for (const WallTime reset : line.resets) {
            offer(reset);
        }
    }
    return best;
}

} // namespace Pacewatch
