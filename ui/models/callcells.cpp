#include "ui/models/callnotes.h"
#include "ui/models/callrows.h"

#include <algorithm>

/// What the rows show; which rows there are is in callrows.cpp.
namespace Pacewatch {

int CallRows::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int CallRows::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ExchangeModel::ColumnCount);
}

QVariant CallRows::headerData(int section, Qt::Orientation orientation, int role) const
{
    return ExchangeModel::columnData(section, orientation, role);
}

QVariant CallRows::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Row& row = m_rows[std::size_t(index.row())];
    // Rows of calls that left stay until the view knows.
    if (exchange(row.number) == nullptr) {
        return {};
    }
    switch (role) {
    case FoldedRole:
        return row.folded;
    case OpenRole:
        return row.isOpen;
    case TieRole:
    case TieBeginsRole:
    case TieEndsRole:
        return tieData(index.row(), role);
    default:
        break;
    }
    if (row.folded > 0) {
        return foldData(row, index.column(), role);
    }
    if (index.column() == ExchangeModel::NoteColumn) {
        if (const QVariant note = noteData(row, role); note.isValid()) {
            return note;
        }
    }
    const ExchangeModel& model = *m_filter.model();
    return model.index(int(row.number - model.firstNumber()), index.column()).data(role);
}

QVariant CallRows::foldData(const Row& row, int column, int role) const
{
    const Exchange* const last = exchange(row.last.number);
    return foldedCell({.first = exchange(row.number),
                       .number = row.folded,
                       .burst = place(row).burst,
                       .until = last != nullptr ? last->arrivedWall : row.at},
                      column, role);
}

QVariant CallRows::noteData(const Row& row, int role) const
{
    return placedNote(*exchange(row.number), place(row), role);
}

QVariant CallRows::tieData(int row, int role) const
{
    const quint64 group = isSorted() ? 0 : groupAt(row);
    switch (role) {
    case TieBeginsRole:
        return row == 0 || groupAt(row - 1) != group;
    case TieEndsRole:
        return row + 1 >= int(m_rows.size()) || groupAt(row + 1) != group;
    default:
        return group == 0 ? int(CallGroups::Kind::None)
                          : int(m_groups->kind(m_rows[std::size_t(row)].number));
    }
}

quint64 CallRows::groupAt(int row) const
{
    return m_groups != nullptr ? m_groups->group(m_rows[std::size_t(row)].number) : 0;
}

CallGroups::Place CallRows::place(const Row& row) const
{
    return m_groups != nullptr ? m_groups->place(row.number) : CallGroups::Place();
}

const Exchange* CallRows::exchange(quint64 number) const
{
    const ExchangeModel* model = m_filter.model();
    if (model == nullptr || number < model->firstNumber()
        || number - model->firstNumber() >= quint64(model->rowCount())) {
        return nullptr;
    }
    return &model->exchangeAt(int(number - model->firstNumber()));
}

const Exchange* CallRows::exchangeAt(int row) const
{
    return exchange(m_rows.at(std::size_t(row)).number);
}

std::optional<int> CallRows::rowOf(ExchangeId id) const
{
    const ExchangeModel* model = m_filter.model();
    const std::optional<int> source = model != nullptr ? model->rowOf(id) : std::nullopt;
    if (!source) {
        return std::nullopt;
    }
    const Call wanted{.number = model->firstNumber() + quint64(*source),
                      .at = model->exchangeAt(*source).arrivedWall};
    if (isSorted()) {
        const auto own = std::find_if(m_rows.begin(), m_rows.end(), [&wanted](const Row& row) {
            return row.number == wanted.number;
        });
        return own != m_rows.end() ? std::optional(int(own - m_rows.begin())) : std::nullopt;
    }
    // The last row that does not begin behind it is its own, or the fold it is in.
    const auto isBehind = [](const Call& call, const Row& row) {
        return call.at != row.at ? call.at < row.at : call.number < row.number;
    };
    const auto next = std::upper_bound(m_rows.begin(), m_rows.end(), wanted, isBehind);
    if (next == m_rows.begin()) {
        return std::nullopt;
    }
    const Row& row = *(next - 1);
    const bool isFoldedIn
        = row.folded > 0 && !row.isOpen && wanted.at <= row.last.at && m_filter.accepts(*source);
    if (row.number != wanted.number && !isFoldedIn) {
        return std::nullopt;
    }
    return int(next - m_rows.begin()) - 1;
}

} // namespace Pacewatch
