#pragma once

#include "core/store/callgroups.h"
#include "ui/models/exchangefilter.h"
#include "ui/models/exchangemodel.h"

#include <QAbstractTableModel>
#include <QSet>

#include <optional>
#include <vector>

namespace Pacewatch {

/// The wanted calls as rows of the table, by time of arrival, with the columns and roles of
/// ExchangeModel. Alike neighbours of one burst are folded into one row, which can be opened.
/// Sorted by a column nothing is folded, and the rows stand still: calls that come wait until
/// somebody wants them, because rows that move while they are read help nobody.
///
/// Whatever changes, there is at most one removal and at most one insertion, so that what is
/// selected and what is read stays in its place. Window thread.
class CallRows final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CallRows)

public:
    enum Role
    {
        FoldedRole = ExchangeModel::IdRole + 100, ///< int: calls behind the row; 0 for a call
        OpenRole, ///< bool: the calls behind the row are shown below it
        StrongFromRole, ///< int: where the part of the note begins that has its tone
        TieRole, ///< CallGroups::Kind as an int
        TieBeginsRole, ///< bool: the row before belongs to something else
        TieEndsRole, ///< bool
    };
    /// So many alike neighbours are folded at least, ...
    static constexpr qsizetype LeastFolded = 4;
    /// ... and so many stay in sight before and behind them.
    static constexpr qsizetype ShownBefore = 2;
    static constexpr qsizetype ShownBehind = 1;

    /// @p filter outlives it.
    explicit CallRows(ExchangeFilter& filter, QObject* parent = nullptr);

    /// What belongs together in the model of the filter; to be set before that model.
    void setGroups(const CallGroups* groups);
    void setFolding(bool folds);
    [[nodiscard]] bool isFolding() const { return m_folds; }
    /// Sorts by what ExchangeModel::ValueRole tells of a column, calls without a value last; by
    /// time of arrival for -1.
    void setSort(int column, Qt::SortOrder order);
    [[nodiscard]] bool isSorted() const { return m_sortColumn >= 0; }
    /// Takes in the calls that came since they were sorted.
    void sortAnew();
    /// Opens or closes the fold that @p row is, or that its call belongs to; the row of the fold,
    /// or nothing when there is none.
    std::optional<int> setOpen(int row, bool isOpen);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

    /// The call of a row, the first one of a fold. Null when it left the model meanwhile.
    [[nodiscard]] const Exchange* exchangeAt(int row) const;
    /// The row of a call, or of the fold it is behind.
    [[nodiscard]] std::optional<int> rowOf(ExchangeId id) const;
    [[nodiscard]] bool isFold(int row) const { return m_rows.at(std::size_t(row)).folded > 0; }
    /// Of wanted calls, those behind folds included.
    [[nodiscard]] qsizetype callCount() const { return qsizetype(m_calls.size()); }
    /// When the first and the last of them arrived; there must be one.
    [[nodiscard]] WallTime firstAt() const { return m_calls.front().at; }
    [[nodiscard]] WallTime lastAt() const { return m_calls.back().at; }

signals:
    /// @p calls more are wanted, at the end or near it.
    void grown(qsizetype calls);
    /// A change is complete: its removal, its insertion and what stayed.
    void settled();

private:
    using Call = ExchangeFilter::Call;
    struct Row
    {
        quint64 number = 0; ///< of its call, the first one of a fold
        WallTime at{};
        int folded = 0;
        bool isOpen = false;
        Call last{}; ///< of a fold
    };

    void replace();
    void takeWanted();
    void sortCalls();
    void append(std::size_t first);
    void drop();
    [[nodiscard]] std::vector<Row> layOut(std::size_t from, std::size_t to) const;
    [[nodiscard]] std::size_t alikeFrom(std::size_t from, std::size_t to) const;
    [[nodiscard]] bool areAlike(const Call& left, const Call& right) const;
    [[nodiscard]] bool areTied(std::size_t left, std::size_t right) const;
    [[nodiscard]] std::size_t placeOf(const Row& row) const;
    [[nodiscard]] std::size_t rowFor(std::size_t call) const;
    [[nodiscard]] const Row* foldAcross(std::size_t call) const;
    [[nodiscard]] std::optional<int> foldAt(int row) const;
    void swapRows(std::size_t from, std::size_t to, std::vector<Row> fresh);
    [[nodiscard]] const Exchange* exchange(quint64 number) const;
    [[nodiscard]] CallGroups::Place place(const Row& row) const;
    [[nodiscard]] quint64 groupAt(int row) const;
    [[nodiscard]] QVariant foldData(const Row& row, int column, int role) const;
    [[nodiscard]] QVariant noteData(const Row& row, int role) const;
    [[nodiscard]] QVariant tieData(int row, int role) const;

    ExchangeFilter& m_filter;
    const CallGroups* m_groups = nullptr;
    std::vector<Call> m_calls; ///< the wanted ones by arrival
    std::vector<Row> m_rows;
    QSet<quint64> m_open; ///< first calls of the folds that are open
    bool m_folds = true;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace Pacewatch
