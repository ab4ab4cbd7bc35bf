#pragma once

#include "core/connection.h"
#include "ui/charts/scale.h"
#include "ui/models/history.h"

#include <QAbstractTableModel>

namespace Pacewatch {

/// The timeline as a table of minutes, newest first, for those who do not see the chart.
class TimelineTable final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        TimeColumn,
        CallsColumn,
        RefusedColumn,
        BusiestColumn,
        WaitsColumn,
        LowestColumn,
        ColumnCount,
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// Reads the minutes of @p slice; longer steps where those would be more than 500 rows.
    void show(const History& history, const QList<WindowState>& windows, const TimeSlice& slice,
              WallTime now);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    struct Row
    {
        WallTime from{};
        CallCount all;
        qint64 busiest = 0;
        qint64 waits = 0;
        std::optional<LeftPoint> lowest;
    };

    QList<Row> m_rows;
};

} // namespace Pacewatch
