#include "ui/charts/timelinetable.h"

#include "ui/wording/charts.h"
#include "ui/wording/wording.h"

#include <algorithm>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr Duration ShortWindow = 2s;

const LeftSeries* firstSeries(const History& history, const QList<WindowState>& windows)
{
    for (const WindowState& window : windows) {
        if (window.policy.window > ShortWindow) {
            return history.left(window.policy.name);
        }
    }
    return nullptr;
}

} // namespace

void TimelineTable::show(const History& history, const QList<WindowState>& windows,
                         const TimeSlice& slice, WallTime now)
{
    std::chrono::seconds step = 1min;
    for (const std::chrono::seconds wider : {600s, 3600s, 86'400s}) {
        constexpr int MostRows = 500;
        if (slice.length() / step > MostRows) {
            step = wider;
        }
    }
    const CallBars bars = history.calls().bars(slice, step);
    const LeftSeries* left = firstSeries(history, windows);
    QList<Row> rows;
    for (auto bar = bars.bars.crbegin(); bar != bars.bars.crend(); ++bar) {
        Row row{bar->from, bar->all, bar->busiest.total(), 0, std::nullopt};
        const TimeSlice minute{bar->from, bar->from + bars.bucket};
        row.waits = history.waits(minute).size();
        if (left) {
            for (const LeftPoint& point : left->line(minute, 60, now)) {
                row.lowest = !row.lowest || point.left < row.lowest->left ? point : *row.lowest;
            }
        }
        rows.append(row);
    }
    // The rows stand for other minutes after each step of time; there is nothing to keep.
    const bool isSameShape = rows.size() == m_rows.size();
    if (!isSameShape) {
        beginResetModel();
    }
    m_rows = rows;
    if (!isSameShape) {
        endResetModel();
    } else if (!m_rows.isEmpty()) {
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1), {Qt::DisplayRole});
    }
}

int TimelineTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int TimelineTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TimelineTable::data(const QModelIndex& index, int role) const
{
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue((index.column() == TimeColumn ? Qt::AlignLeft : Qt::AlignRight)
                                   | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    const Row& row = m_rows[index.row()];
    switch (index.column()) {
    case TimeColumn:
        return Wording::clockMinutes(row.from);
    case CallsColumn:
        return Wording::count(row.all.total());
    case RefusedColumn:
        return Wording::count(row.all.refused);
    case BusiestColumn:
        return Wording::count(row.busiest);
    case WaitsColumn:
        return Wording::count(row.waits);
    case LowestColumn:
        return row.lowest ? Wording::leftOf(row.lowest->left, row.lowest->limit)
                          : Wording::missing();
    default:
        return {};
    }
}

QVariant TimelineTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case TimeColumn:
        return Wording::tableTime();
    case CallsColumn:
        return Wording::tableCalls();
    case RefusedColumn:
        return Wording::tableRefused();
    case BusiestColumn:
        return Wording::tableBusiest();
    case WaitsColumn:
        return Wording::tableWaits();
    case LowestColumn:
        return Wording::tableLowest();
    default:
        return {};
    }
}

} // namespace Pacewatch
