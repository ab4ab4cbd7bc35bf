#include "ui/models/exchangefilter.h"

#include "ui/models/exchangemodel.h"

namespace Pacewatch {

ExchangeFilter::ExchangeFilter(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    // A call never changes once it is there, so nothing has to be looked at twice.
    setDynamicSortFilter(false);
}

void ExchangeFilter::setChoice(Choice choice)
{
    if (choice != m_choice) {
        m_choice = choice;
        invalidateFilter();
    }
}

void ExchangeFilter::pick(const QList<ExchangeId>& calls)
{
    m_picked = QSet<ExchangeId>(calls.begin(), calls.end());
    invalidateFilter();
}

bool ExchangeFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    if (m_choice == Choice::All && m_picked.isEmpty()) {
        return true;
    }
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (!m_picked.isEmpty()
        && !m_picked.contains(ExchangeId(index.data(ExchangeModel::IdRole).toULongLong()))) {
        return false;
    }
    if (m_choice == Choice::All) {
        return true;
    }
    const int role
        = m_choice == Choice::Refused ? ExchangeModel::RefusedRole : ExchangeModel::ErrorRole;
    return index.data(role).toBool();
}

} // namespace Pacewatch
