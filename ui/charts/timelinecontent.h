#pragma once

#include "core/connection.h"
#include "ui/charts/callseries.h"
#include "ui/charts/scale.h"
#include "ui/models/history.h"

#include <QList>
#include <QPointF>

#include <optional>

namespace Pacewatch {

/// One window as a step line.
struct LeftLine
{
    Policy policy;
    bool isDashed = false; ///< a day, a month or a rolling window: no fill
    QList<QPointF> points; ///< x in pixels of the scale, y the share of the limit
    QList<WallTime> resets;
    QList<TimeSlice> empty;
    LeftPoint last; ///< in force at the end of the slice
};

/// Everything one picture of the timeline shows, as values: made from a history, drawn by widgets.
struct TimelineContent
{
    TimeScale scale;
    WallTime now{};
    QList<LeftLine> lines; ///< at most three
    CallBars bars;
    CallBars refusals; ///< the finest buckets still worth a mark
    QList<Wait> waits;
    QList<MomentNote> notes;
    double callsPerSecondNow = 0; ///< over the last 10 s
    std::optional<qint64> secondLimit;
    double highest = 1; ///< the top of the calls-per-second plot
    bool isStill = false; ///< a picture of the past: nothing in it tells of the present

    [[nodiscard]] bool followsNow() const
    {
        return !isStill && now >= scale.slice.from && now <= end();
    }
    [[nodiscard]] WallTime end() const { return scale.slice.to + scale.perPixel(); }
};

/// @p scale must be snapped to pixels (see snapToPixels) for the chart not to shimmer.
[[nodiscard]] TimelineContent collectTimeline(const History& history,
                                              const QList<WindowState>& windows,
                                              const TimeScale& scale, WallTime now);

/// Where the crosshair goes from @p crosshair by one key: to the next bucket, or, with
/// @p toEvent, to where something happens next. Empty when nothing does.
[[nodiscard]] std::optional<WallTime> steppedMoment(const TimelineContent& content,
                                                    std::optional<WallTime> crosshair, bool forward,
                                                    bool toEvent);

/// The time at which something happens nearest to @p at in the given direction, for the keys:
/// refusals, waits, notes and resets.
[[nodiscard]] std::optional<WallTime> nextMoment(const TimelineContent& content, WallTime at,
                                                 bool forward);

} // namespace Pacewatch
