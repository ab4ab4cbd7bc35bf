#include "ui/models/queuefilter.h"

#include "ui/models/queuemodel.h"

namespace Pacewatch {

void QueueFilter::setChoice(Choice choice)
{
    if (choice != m_choice) {
        m_choice = choice;
        invalidateFilter();
    }
}

bool QueueFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    if (m_choice == Choice::All) {
        return true;
    }
    const int role
        = m_choice == Choice::Waiting ? QueueModel::WaitingRole : QueueModel::ProblemRole;
    return sourceModel()->index(row, 0, parent).data(role).toBool();
}

} // namespace Pacewatch
