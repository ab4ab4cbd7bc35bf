#include "ui/models/callnotes.h"

#include "core/store/callmatcher.h"
#include "ui/models/callrows.h"
#include "ui/wording/calls.h"

namespace Pacewatch {

QVariant placedNote(const Exchange& call, const CallGroups::Place& where, int role)
{
    const bool isText = role == Qt::DisplayRole || role == Qt::AccessibleTextRole
        || role == ExchangeModel::ValueRole || role == CallRows::StrongFromRole;
    if (!isText || call.outcome != Outcome::Answered) {
        return {};
    }
    Wording::Sentence note;
    if (where.retry > 0) {
        note = Wording::retryNote(where.retry, call.tooEarlyBy);
    } else if (where.kind == CallGroups::Kind::Burst && !call.tooEarlyBy) {
        note.text = Wording::burstNote(where.burst, where.place, where.size);
    } else {
        return {};
    }
    return role == CallRows::StrongFromRole ? QVariant(int(note.strongFrom)) : QVariant(note.text);
}

QVariant foldedCell(const FoldedCalls& calls, int column, int role)
{
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
    case CallRows::StrongFromRole: {
        if (column != ExchangeModel::TimeColumn) {
            return role == CallRows::StrongFromRole ? QVariant(0) : QVariant(QString());
        }
        const Wording::Sentence text
            = Wording::foldedCalls(calls.number, calls.burst, calls.first->isRefused(),
                                   isOtherError(*calls.first), calls.until);
        return role == CallRows::StrongFromRole ? QVariant(int(text.strongLength))
                                                : QVariant(text.text);
    }
    case ExchangeModel::RefusedRole:
        return calls.first->isRefused();
    case ExchangeModel::ErrorRole:
        return isOtherError(*calls.first);
    case ExchangeModel::IdRole:
        return QVariant::fromValue(quint64(calls.first->id));
    default:
        return {};
    }
}

} // namespace Pacewatch
