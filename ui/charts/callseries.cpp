#include "ui/charts/callseries.h"

#include <algorithm>

namespace Pacewatch {

using namespace std::chrono_literals;

CallSeries::CallSeries()
    : m_levels{Steps<Cell>(1s, 21'600), Steps<Cell>(10s, 8640), Steps<Cell>(1min, 4320),
               Steps<Cell>(10min, 4320)}
{ }

void CallSeries::append(WallTime at, bool refused)
{
    append(at, refused ? CallCount{0, 1} : CallCount{1, 0});
}

void CallSeries::append(WallTime at, const CallCount& calls)
{
    const Cell* second = nullptr;
    for (Steps<Cell>& level : m_levels) {
        Cell* cell = level.cellAt(at);
        if (!cell) {
            continue;
        }
        cell->allowed += static_cast<quint32>(calls.allowed);
        cell->refused += static_cast<quint32>(calls.refused);
        if (&level == &m_levels.front()) {
            cell->busiestAllowed = cell->allowed;
            cell->busiestRefused = cell->refused;
            second = cell;
        } else if (second
                   && second->allowed + second->refused
                       >= cell->busiestAllowed + cell->busiestRefused) {
            cell->busiestAllowed = second->allowed;
            cell->busiestRefused = second->refused;
        }
    }
}

const Steps<CallSeries::Cell>& CallSeries::levelFor(WallTime from,
                                                    std::chrono::seconds bucket) const
{
    std::size_t level = 0;
    for (std::size_t next = 1; next < m_levels.size(); ++next) {
        if (bucket.count() % m_levels[next].step().count() == 0) {
            level = next;
        }
    }
    while (level + 1 < m_levels.size() && !m_levels[level].covers(from)) {
        ++level;
    }
    return m_levels[level];
}

CallBars CallSeries::bars(const TimeSlice& slice, std::chrono::seconds bucket) const
{
    const Steps<Cell>& level = levelFor(slice.from, bucket);
    CallBars result;
    result.bucket = std::max(bucket, level.step());
    if (level.isEmpty() || slice.length() <= Duration::zero()) {
        return result;
    }
    const std::int64_t perBar = std::max<std::int64_t>(result.bucket / level.step(), 1);
    // Whole bars only, so that a bar cut by the edge keeps its height while the chart slides.
    const std::int64_t first = level.indexOf(slice.from) / perBar * perBar;
    const std::int64_t last = std::min(level.indexOf(slice.to - Duration(1)), level.last());
    for (std::int64_t index = std::max(first, level.first()); index <= last; ++index) {
        const Cell* cell = level.find(index);
        if (!cell || cell->allowed + cell->refused == 0) {
            continue;
        }
        const WallTime from = level.startOf(index / perBar * perBar);
        if (result.bars.isEmpty() || result.bars.last().from != from) {
            result.bars.append(CallBar{from, {}, {}, level.startOf(index)});
        }
        CallBar& bar = result.bars.last();
        bar.all.allowed += cell->allowed;
        bar.all.refused += cell->refused;
        const CallCount busiest{cell->busiestAllowed, cell->busiestRefused};
        if (busiest.total() > bar.busiest.total()) {
            bar.busiest = busiest;
            bar.busiestAt = level.startOf(index);
        }
    }
    return result;
}

CallCount CallSeries::total(const TimeSlice& slice) const
{
    CallCount total;
    const Steps<Cell>& level = levelFor(slice.from, slice.length() > 1h ? 10s : 1s);
    if (level.isEmpty()) {
        return total;
    }
    std::int64_t index = level.indexOf(slice.from);
    if (level.startOf(index) < slice.from) {
        ++index;
    }
    for (index = std::max(index, level.first());
         index <= level.last() && level.startOf(index) < slice.to; ++index) {
        const Cell* cell = level.find(index);
        total.allowed += cell->allowed;
        total.refused += cell->refused;
    }
    return total;
}

std::chrono::seconds CallSeries::bucketFor(Duration length, double pixels)
{
    if (length <= 5min) {
        return 1s;
    }
    if (length <= 20min) {
        return 5s;
    }
    if (length <= 1h) {
        return 15s;
    }
    constexpr double LeastPixels = 3;
    const double least = toSeconds(length) * LeastPixels / std::max(1.0, pixels);
    for (const std::chrono::seconds bucket :
         {15s, 30s, 60s, 120s, 300s, 600s, 1200s, 1800s, 3600s, 7200s, 14'400s}) {
        if (static_cast<double>(bucket.count()) >= least) {
            return bucket;
        }
    }
    return 24h;
}

} // namespace Pacewatch
