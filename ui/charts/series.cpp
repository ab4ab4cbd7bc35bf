#include "ui/charts/series.h"

#include <algorithm>

namespace Pacewatch {

using namespace std::chrono_literals;

void Span::add(double value) noexcept
{
    min = count > 0 ? std::min(min, value) : value;
    max = count > 0 ? std::max(max, value) : value;
    sum += value;
    ++count;
}

void Span::merge(const Span& other) noexcept
{
    if (other.count == 0) {
        return;
    }
    min = count > 0 ? std::min(min, other.min) : other.min;
    max = count > 0 ? std::max(max, other.max) : other.max;
    sum += other.sum;
    count += other.count;
}

Series::Series()
    : m_levels{Steps<Span>(1s, 3600), Steps<Span>(10s, 8640), Steps<Span>(1min, 4320),
               Steps<Span>(10min, 4320)}
{ }

void Series::append(WallTime at, double value)
{
    for (Steps<Span>& level : m_levels) {
        if (Span* span = level.cellAt(at)) {
            span->add(value);
        }
    }
}

const Steps<Span>& Series::levelFor(WallTime from, Duration widest) const
{
    std::size_t level = 0;
    while (level + 1 < m_levels.size() && m_levels[level + 1].step() <= widest) {
        ++level;
    }
    while (level + 1 < m_levels.size() && !m_levels[level].covers(from)) {
        ++level;
    }
    return m_levels[level];
}

Duration Series::columnWidth(const TimeSlice& slice, int columns)
{
    // One column less than asked for, because the first and the last may be cut by the edges.
    const Duration width = slice.length() / std::max(1, columns - 1);
    return std::max(width, Duration(1));
}

std::chrono::seconds Series::stepFor(const TimeSlice& slice, int columns) const
{
    return levelFor(slice.from, columnWidth(slice, columns)).step();
}

QList<Column> Series::envelope(const TimeSlice& slice, int columns) const
{
    QList<Column> result;
    const Duration width = columnWidth(slice, columns);
    const Steps<Span>& level = levelFor(slice.from, width);
    if (level.isEmpty() || slice.length() <= Duration::zero()) {
        return result;
    }
    const std::int64_t first = std::max(level.indexOf(slice.from), level.first());
    const std::int64_t last = std::min(level.indexOf(slice.to - Duration(1)), level.last());
    for (std::int64_t index = first; index <= last; ++index) {
        const Span* span = level.find(index);
        if (!span || span->count == 0) {
            continue;
        }
        const Duration start = level.startOf(index).time_since_epoch();
        const WallTime at(start / width * width);
        if (!result.isEmpty() && result.last().at == at) {
            result.last().min = std::min(result.last().min, span->min);
            result.last().max = std::max(result.last().max, span->max);
        } else {
            result.append({at, span->min, span->max});
        }
    }
    return result;
}

std::optional<Span> Series::total(const TimeSlice& slice) const
{
    const Steps<Span>& level = levelFor(slice.from, slice.length() / 60);
    Span total;
    if (level.isEmpty()) {
        return std::nullopt;
    }
    std::int64_t index = level.indexOf(slice.from);
    if (level.startOf(index) < slice.from) {
        ++index;
    }
    for (index = std::max(index, level.first());
         index <= level.last() && level.startOf(index) < slice.to; ++index) {
        total.merge(*level.find(index));
    }
    return total.count > 0 ? std::optional(total) : std::nullopt;
}

} // namespace Pacewatch
