#pragma once

#include "core/instant.h"
#include "core/ring.h"
#include "ui/charts/scale.h"
#include "ui/charts/series.h"

#include <QList>

#include <optional>

namespace Pacewatch {

/// What one answer said about one window.
struct LeftSample
{
    WallTime at{};
    qint64 left = 0;
    qint64 limit = 0; ///< above zero
    std::optional<WallTime> resetsAt; ///< when the window this belongs to ends, if that is known
};

/// A corner of the step line: from here on so much is left, as a share of the limit.
struct LeftPoint
{
    WallTime at{};
    double share = 0;
    qint64 left = 0;
    qint64 limit = 0;

    friend bool operator==(const LeftPoint&, const LeftPoint&) = default;
};

/// What is left in one window over time, as a step line.
///
/// Answers overtake each other, so inside one window the line is the running minimum; a reset
/// breaks it and it begins again at the whole limit. The newest 16,000 corners are kept, at most
/// ten a second; what is older is drawn from the roll-up.
class LeftSeries final
{
public:
    LeftSeries();

    /// How the gateway counts: a rolling window has no reset and may rise at any time.
    void setWindow(Duration window, bool isRolling);
    /// O(1). An answer that belongs to a window which is over is left out.
    void append(const LeftSample& sample);

    /// The corners of @p slice, oldest first, beginning with the value in force at its start and
    /// ending with the last change before @p now. When @p columns are fewer than the corners, each
    /// column keeps its first, least, greatest and last one.
    [[nodiscard]] QList<LeftPoint> line(const TimeSlice& slice, int columns, WallTime now) const;
    /// What was left at @p at; empty before the first answer.
    [[nodiscard]] std::optional<LeftPoint> leftAt(WallTime at) const;
    /// The resets inside @p slice, worked out ones after the last answer included up to @p now.
    [[nodiscard]] QList<WallTime> resets(const TimeSlice& slice, WallTime now) const;
    /// The stretches of @p slice in which nothing was left.
    [[nodiscard]] QList<TimeSlice> empty(const TimeSlice& slice, WallTime now) const;

    [[nodiscard]] bool isEmpty() const { return m_points.isEmpty(); }
    [[nodiscard]] bool isRolling() const { return m_isRolling; }
    [[nodiscard]] const Series& rolledUp() const { return m_rolledUp; }

private:
    [[nodiscard]] bool startsNewWindow(const LeftSample& sample) const;
    [[nodiscard]] bool belongsToThePast(const LeftSample& sample) const;
    void breakAt(const LeftSample& sample);
    void put(const LeftPoint& point);
    [[nodiscard]] std::size_t firstAfter(WallTime at) const;
    [[nodiscard]] QList<LeftPoint> oldLine(const TimeSlice& slice, int columns) const;
    [[nodiscard]] QList<LeftPoint> corners(const TimeSlice& slice, WallTime now) const;

    Ring<LeftPoint> m_points;
    Ring<WallTime> m_resets;
    Series m_rolledUp;
    Duration m_window{};
    bool m_isRolling = false;
    bool m_hasDropped = false;
    std::optional<WallTime> m_windowEnd;
};

} // namespace Pacewatch
