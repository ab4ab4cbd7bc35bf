#pragma once

#include "core/instant.h"
#include "ui/charts/scale.h"
#include "ui/charts/steps.h"

#include <QList>

#include <array>
#include <optional>

namespace Pacewatch {

/// What happened to a value within one step of time.
struct Span
{
    double min = 0;
    double max = 0;
    double sum = 0;
    quint32 count = 0;

    void add(double value) noexcept;
    void merge(const Span& other) noexcept;
    [[nodiscard]] double mean() const noexcept { return count > 0 ? sum / count : 0; }
};

/// The least and the greatest value of one pixel column.
struct Column
{
    WallTime at{}; ///< where the column begins
    double min = 0;
    double max = 0;

    friend bool operator==(const Column&, const Column&) = default;
};

/// History of one value, rolled up in steps of 1 s, 10 s, 1 min and 10 min, so that an hour and a
/// month cost the same to draw. Memory is bounded: one hour, one day, three days and a month.
class Series final
{
public:
    Series();

    /// O(1). Values may come out of order; those older than all that is kept are left out.
    void append(WallTime at, double value);

    /// At most @p columns pairs for @p slice, oldest first; columns without a value are left out.
    /// A column begins at a whole multiple of its width since 1970; a step belongs to the column
    /// its start falls into.
    [[nodiscard]] QList<Column> envelope(const TimeSlice& slice, int columns) const;
    /// The width of those columns.
    [[nodiscard]] static Duration columnWidth(const TimeSlice& slice, int columns);
    /// The step envelope() reads: the coarsest one not wider than a column, or a coarser one when
    /// the finer ones no longer reach back that far.
    [[nodiscard]] std::chrono::seconds stepFor(const TimeSlice& slice, int columns) const;

    /// Everything whose step begins inside @p slice, put together; empty when there is nothing.
    [[nodiscard]] std::optional<Span> total(const TimeSlice& slice) const;

private:
    [[nodiscard]] const Steps<Span>& levelFor(WallTime from, Duration widest) const;

    std::array<Steps<Span>, 4> m_levels;
};

} // namespace Pacewatch
