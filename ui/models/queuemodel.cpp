#include "ui/models/queuemodel.h"

#include "ui/privacy.h"
#include "ui/wording/holds.h"
#include "ui/wording/queue.h"

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

/// Above so many stretches of removed rows a view is better off with a fresh start.
constexpr int MostStretches = 8;

} // namespace

QueueModel::QueueModel(const Privacy& privacy, QObject* parent)
    : QAbstractTableModel(parent)
    , m_privacy(privacy)
{
    connect(&privacy, &Privacy::changed, this, &QueueModel::remask);
}

void QueueModel::apply(const QList<SendItem>& changes)
{
    QList<int> changed;
    bool isReordered = false;
    QList<SendItem> fresh;
    std::unordered_map<ItemId, qsizetype> places;
    ItemId newest = m_newest;
    for (const SendItem& item : changes) {
        newest = std::max(newest, item.id);
        if (const auto row = m_rows.find(item.id); row != m_rows.end()) {
            SendItem& known = m_items[row->second];
            isReordered = isReordered || known.place != item.place;
            m_tally.change(row->second, known, item);
            known = item;
            changed.append(row->second);
        } else if (const auto place = places.find(item.id); place != places.end()) {
            fresh[place->second] = item;
        } else if (item.id <= m_newest && isAtItsEnd(item.state)) {
            continue; // on its way here while its row was removed
        } else {
            places.emplace(item.id, fresh.size());
            fresh.append(item);
        }
    }
    m_newest = newest;
    if (!fresh.isEmpty()) {
        const int first = int(m_items.size());
        beginInsertRows({}, first, first + int(fresh.size()) - 1);
        for (const SendItem& item : fresh) {
            isReordered
                = isReordered || (!m_items.isEmpty() && item.place < m_items.constLast().place);
            m_rows.insert_or_assign(item.id, int(m_items.size()));
            m_tally.add(int(m_items.size()), item);
            m_items.append(item);
        }
        endInsertRows();
    }
    announce(std::move(changed));
    if (isReordered) {
        sortByPlace();
    }
}

void QueueModel::announce(QList<int> rows)
{
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    if (rows.isEmpty()) {
        return;
    }
    // Above half the rows one range is cheaper for a view than many.
    if (rows.size() * 2 > m_items.size()) {
        emit dataChanged(index(rows.first(), 0), index(rows.last(), ColumnCount - 1));
        return;
    }
    for (qsizetype at = 0; at < rows.size();) {
        qsizetype end = at + 1;
        while (end < rows.size() && rows.at(end) == rows.at(end - 1) + 1) {
            ++end;
        }
        emit dataChanged(index(rows.at(at), 0), index(rows.at(end - 1), ColumnCount - 1));
        at = end;
    }
}

void QueueModel::tick(WallTime now, std::optional<Duration> wait)
{
    m_now = now;
    m_wait = wait;
    QList<int> rows(m_tally.due().begin(), m_tally.due().end());
    if (m_tally.firstWaiting() >= 0) {
        rows.append(m_tally.firstWaiting()); // it shows the wait
    }
    announce(std::move(rows));
}

void QueueModel::sortByPlace()
{
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    QList<ItemId> ids;
    for (const QModelIndex& index : before) {
        ids.append(m_items.at(index.row()).id);
    }
    std::stable_sort(m_items.begin(), m_items.end(),
                     [](const SendItem& a, const SendItem& b) { return a.place < b.place; });
    renumber();
    QModelIndexList after;
    for (qsizetype at = 0; at < before.size(); ++at) {
        after.append(index(m_rows.at(ids.at(at)), before.at(at).column()));
    }
    changePersistentIndexList(before, after);
    emit layoutChanged({}, VerticalSortHint);
}

void QueueModel::leave(ItemId id)
{
    if (const std::optional<int> row = rowOf(id)) {
        m_left.insert(id);
        announce({*row});
    }
}

void QueueModel::removeDone()
{
    QList<std::pair<int, int>> stretches; // first and last row, from the end
    for (int row = int(m_items.size()) - 1; row >= 0; --row) {
        if (!isAtItsEnd(m_items.at(row).state)) {
            continue;
        }
        if (!stretches.isEmpty() && stretches.last().first == row + 1) {
            stretches.last().first = row;
        } else {
            stretches.append({row, row});
        }
    }
    if (stretches.size() > MostStretches) {
        beginResetModel();
        m_items.removeIf([](const SendItem& item) { return isAtItsEnd(item.state); });
        renumber();
        endResetModel();
        return;
    }
    for (const auto& [first, last] : std::as_const(stretches)) {
        beginRemoveRows({}, first, last);
        m_items.remove(first, last - first + 1);
        renumber();
        endRemoveRows();
    }
}

void QueueModel::remask()
{
    if (!m_items.isEmpty()) {
        emit dataChanged(index(0, RecipientColumn), index(int(m_items.size()) - 1, AnswerColumn),
                         {Qt::DisplayRole});
    }
}

void QueueModel::renumber()
{
    m_rows.clear();
    m_rows.reserve(std::size_t(m_items.size()));
    for (int row = 0; row < m_items.size(); ++row) {
        m_rows.emplace(m_items.at(row).id, row);
    }
    m_tally.recount(m_items);
}

int QueueModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_items.size());
}

int QueueModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant QueueModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const SendItem& item = m_items.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(item, index.row(), index.column());
    case Qt::TextAlignmentRole:
        return QVariant(index.column() == TookColumn ? Qt::AlignRight | Qt::AlignVCenter
                                                     : Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return tip(item);
    case ValueRole:
        return value(item, index.column());
    case LookRole:
        return int(look(item, index.row()));
    case HintRole:
        return index.column() == TimeColumn ? hint(item) : QString();
    case ProblemRole:
        return isProblem(item.state);
    case WaitingRole:
        return isWaiting(item.state);
    case UnknownRole:
        return item.state == ItemState::Unknown && !m_left.contains(item.id);
    case ItemRole:
        return QVariant::fromValue(quint64(item.id));
    default:
        return {};
    }
}

QVariant QueueModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) {
        return {};
    }
    if (role == Qt::DisplayRole) {
        return Wording::queueColumn(section);
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant(section == TookColumn ? Qt::AlignRight | Qt::AlignVCenter
                                              : Qt::AlignLeft | Qt::AlignVCenter);
    }
    return {};
}

std::optional<int> QueueModel::rowOf(ItemId id) const
{
    const auto row = m_rows.find(id);
    return row == m_rows.end() ? std::nullopt : std::optional(row->second);
}

QString QueueModel::text(const SendItem& item, int row, int column) const
{
    switch (Column(column)) {
    case NumberColumn:
        return Wording::count(item.number);
    case RecipientColumn:
        return m_privacy.shownRecipient(item.draft.recipient);
    case StateColumn:
        return stateText(item, row);
    case TimeColumn:
        if (item.sentAt) {
            return Wording::clock(*item.sentAt);
        }
        return item.due && (isWaiting(item.state) || item.state == ItemState::WouldSend)
            ? Wording::clock(*item.due)
            : QString();
    case AnswerColumn:
        return m_privacy.shownBody(Wording::itemAnswer(item));
    case TookColumn:
        return item.took ? Wording::duration(*item.took) : QString();
    case ColumnCount:
        break;
    }
    return {};
}

QString QueueModel::stateText(const SendItem& item, int row) const
{
    if (row == m_tally.firstWaiting() && m_wait && *m_wait > Duration::zero()) {
        return Wording::itemWaits(*m_wait);
    }
    const bool isDue = item.state == ItemState::Ready && item.due && *item.due - m_now <= 1s;
    return isDue ? Wording::itemDue() : Wording::itemState(item);
}

QString QueueModel::hint(const SendItem& item) const
{
    if (!isWaiting(item.state) || !item.due || item.state == ItemState::Paused) {
        return {};
    }
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(*item.due - m_now);
    return seconds > 0s ? Wording::inTime(seconds) : QString();
}

/// Why it waits and until when; nothing for what does not wait.
QString QueueModel::tip(const SendItem& item) const
{
    if (item.state != ItemState::Ready) {
        return {};
    }
    return item.hold ? Wording::holdLine(*item.hold, item.due) : Wording::waitsItsTurn();
}

ItemLook QueueModel::look(const SendItem& item, int row) const
{
    switch (item.state) {
    case ItemState::Draft:
    case ItemState::Ready:
        return row == m_tally.firstWaiting() && m_wait && *m_wait > Duration::zero()
            ? ItemLook::Waiting
            : ItemLook::Queued;
    case ItemState::Paused:
        return ItemLook::Waiting;
    case ItemState::Sending:
        return ItemLook::Sending;
    case ItemState::Sent:
    case ItemState::ConfirmedSent:
        return ItemLook::Sent;
    case ItemState::Rejected:
        return ItemLook::Failed;
    case ItemState::Unknown:
        return ItemLook::Unknown;
    case ItemState::ConfirmedNotSent:
    case ItemState::Cancelled:
    case ItemState::Expired:
        return ItemLook::Cancelled;
    case ItemState::WouldSend:
        return ItemLook::DryRun;
    }
    return ItemLook::Queued;
}

QVariant QueueModel::value(const SendItem& item, int column) const
{
    switch (Column(column)) {
    case NumberColumn:
        return item.number;
    case RecipientColumn:
        return item.draft.recipient;
    case StateColumn:
        return int(item.state);
    case TimeColumn: {
        const std::optional<WallTime> at = item.sentAt ? item.sentAt : item.due;
        return at ? QVariant::fromValue(qint64(at->time_since_epoch().count())) : QVariant();
    }
    case AnswerColumn:
        return item.status;
    case TookColumn:
        return item.took ? QVariant::fromValue(qint64(item.took->count())) : QVariant();
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace Pacewatch
