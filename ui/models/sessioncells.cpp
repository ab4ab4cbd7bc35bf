#include "ui/models/callnotes.h"
#include "ui/models/callrows.h"
#include "ui/models/sessionmodel.h"

/// What the rows of a large session show; which calls there are is in sessionmodel.cpp.
namespace Pacewatch {

int SessionModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_shown.rowCount();
}

int SessionModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ExchangeModel::ColumnCount;
}

QVariant SessionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return m_none->headerData(section, orientation, role);
}

QVariant SessionModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const int row = index.row();
    const FoldedRows::Fold* const fold = m_shown.foldAt(row);
    switch (role) {
    case ExchangeModel::IdRole:
        return QVariant::fromValue(static_cast<quint64>(idAt(row)));
    case CallRows::FoldedRole:
        return fold != nullptr ? fold->count : 0;
    case CallRows::OpenRole:
        return fold != nullptr && fold->isOpen;
    case CallRows::TieRole:
    case CallRows::TieBeginsRole:
    case CallRows::TieEndsRole:
        return tieData(row, role);
    default:
        break;
    }
    if (fold != nullptr) {
        return foldData(*fold, index.column(), role);
    }
    const int place = m_shown.placeAt(row);
    const Exchange* const call = exchangeOf(place);
    if (call == nullptr) {
        return {}; // its page is on the way
    }
    if (index.column() == ExchangeModel::NoteColumn) {
        const CallGrouping::Member* const member = memberAt(row);
        const QVariant note
            = member != nullptr ? placedNote(*call, m_grouping->place(*member), role) : QVariant();
        if (note.isValid()) {
            return note;
        }
    }
    const ExchangeModel& model = m_pages.object(place / PageRows)->model;
    return model.data(model.index(place % PageRows, index.column()), role);
}

QVariant SessionModel::foldData(const FoldedRows::Fold& fold, int column, int role) const
{
    const Exchange* const first = exchangeOf(fold.first);
    const CallGrouping::Member* const last = m_grouping->find(idOf(fold.first + fold.count - 1));
    if (first == nullptr || last == nullptr) {
        return {};
    }
    return foldedCell({.first = first,
                       .number = fold.count,
                       .burst = m_grouping->place(*last).burst,
                       .until = last->at},
                      column, role);
}

const CallGrouping::Member* SessionModel::memberAt(int row) const
{
    return m_grouping && row >= 0 && row < rowCount() ? m_grouping->find(idAt(row)) : nullptr;
}

bool SessionModel::areTied(int row, int other) const
{
    const CallGrouping::Member* const one = memberAt(row);
    const CallGrouping::Member* const two = memberAt(other);
    return one != nullptr && two != nullptr && one->group == two->group;
}

QVariant SessionModel::tieData(int row, int role) const
{
    const CallGrouping::Member* const member = m_isByTime ? memberAt(row) : nullptr;
    switch (role) {
    case CallRows::TieBeginsRole:
        return !areTied(row, row - 1);
    case CallRows::TieEndsRole:
        return !areTied(row, row + 1);
    default:
        return int(member != nullptr ? m_grouping->kind(*member) : CallGroups::Kind::None);
    }
}

} // namespace Pacewatch
