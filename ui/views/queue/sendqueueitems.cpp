#include "core/engine.h"
#include "ui/models/feed.h"
#include "ui/models/queuemodel.h"
#include "ui/views/queue/sendqueueview.h"
#include "ui/wording/notices.h"
#include "ui/wording/queue.h"

#include <QMenu>
#include <QTableView>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

// The Send queue page's single items: their marks in the chart, and what one may do with them.

void SendQueueView::noteSends(Kept& kept, const QList<SendItem>& items)
{
    const WallTime oldest = m_context.engine.clock().wallNow() - ShownPast;
    for (const SendItem& item : items) {
        if (isWaiting(item.state)) {
            kept.sends.erase(item.id); // it was refused, which has a mark of its own
        } else if (item.sentAt && *item.sentAt > oldest) {
            kept.sends.insert_or_assign(item.id, *item.sentAt);
        }
    }
    std::erase_if(kept.sends, [oldest](const auto& each) { return each.second < oldest; });
}

QList<SendMark> SendQueueView::sendMarks(const Kept& kept, WallTime now) const
{
    QList<SendMark> marks;
    for (const auto& [id, sentAt] : kept.sends) {
        if (now - sentAt < ShownPast) {
            const double at = toSeconds(sentAt - now);
            marks.append({at, at, SendMark::Kind::Sent});
        }
    }
    const double present = toSeconds(now.time_since_epoch());
    for (const SendMark& mark : kept.marks) {
        marks.append({mark.at - present, mark.until - present, mark.kind});
    }
    return marks;
}

void SendQueueView::confirmItem(const QModelIndex& index, bool wasSent)
{
    m_context.engine.confirmUnknown(
        m_connection, ItemId(index.data(QueueModel::ItemRole).toULongLong()), wasSent);
}

void SendQueueView::sendItemAgain(const QModelIndex& index)
{
    const auto id = ItemId(index.data(QueueModel::ItemRole).toULongLong());
    m_context.engine.sendAgain(m_connection, id);
    keptOf(m_connection).model->leave(id); // the question is answered
}

void SendQueueView::openItemMenu(QPoint place)
{
    const QModelIndex index = m_table->currentIndex();
    const bool isUnknown = index.isValid()
        && ItemLook(index.data(QueueModel::LookRole).toInt()) == ItemLook::Unknown;
    if (!index.isValid() || (!isUnknown && !index.data(QueueModel::WaitingRole).toBool())) {
        return;
    }
    auto* menu = new QMenu(this);
    menu->setObjectName(u"itemMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    isUnknown ? addQuestions(*menu, index) : addMoves(*menu, index);
    menu->popup(m_table->viewport()->mapToGlobal(place));
}

void SendQueueView::addQuestions(QMenu& menu, const QPersistentModelIndex& item)
{
    connect(menu.addAction(Wording::sendItemAgain()), &QAction::triggered, this,
            [this, item] { sendItemAgain(item); });
    const ConnectionState* connection = m_context.feed.connection(m_connection);
    const auto profile = m_context.engine.profiles().find(
        connection == nullptr ? QString() : connection->spec.profileId);
    if (profile && profile->confirm.isThere()) {
        connect(menu.addAction(Wording::askTheGateway()), &QAction::triggered, this,
                [this] { m_context.engine.askUnknown(m_connection); });
    }
    connect(menu.addAction(Wording::itemWasSent()), &QAction::triggered, this,
            [this, item] { confirmItem(item, true); });
    connect(menu.addAction(Wording::itemWasNotSent()), &QAction::triggered, this,
            [this, item] { confirmItem(item, false); });
}

void SendQueueView::addMoves(QMenu& menu, const QModelIndex& index)
{
    Engine& engine = m_context.engine;
    const ConnectionId id = m_connection;
    const auto item = ItemId(index.data(QueueModel::ItemRole).toULongLong());
    const QueueModel& model = *keptOf(id).model;
    const int first = model.tally().firstWaiting();
    const ItemId before = first < 0 ? item : model.itemAt(first).id;
    QAction* sooner = menu.addAction(Wording::sendItemFirst());
    sooner->setEnabled(before != item);
    connect(sooner, &QAction::triggered, this,
            [&engine, id, item, before] { engine.moveItem(id, item, before); });
    connect(menu.addAction(Wording::sendItemLast()), &QAction::triggered, this,
            [&engine, id, item] { engine.moveItem(id, item, {}); });
    connect(menu.addAction(Wording::cancelItem()), &QAction::triggered, this,
            [&engine, id, item] { engine.cancelItem(id, item); });
}

} // namespace Pacewatch
