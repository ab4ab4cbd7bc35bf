#include "core/queue/sendqueue.h"

#include <algorithm>
#include <utility>

namespace Pacewatch {

namespace {

bool hasEnded(ItemState state)
{
    switch (state) {
    case ItemState::Draft:
    case ItemState::Ready:
    case ItemState::Paused:
    case ItemState::Sending:
    case ItemState::Unknown:
        return false;
    case ItemState::Sent:
    case ItemState::Rejected:
    case ItemState::ConfirmedSent:
    case ItemState::ConfirmedNotSent:
    case ItemState::Cancelled:
    case ItemState::Expired:
    case ItemState::WouldSend:
        return true;
    }
    return true;
}

std::size_t place(ItemState state)
{
    return static_cast<std::size_t>(state);
}

} // namespace

SendQueue::SendQueue(std::function<ItemId()> nextId, Changed changed)
    : m_nextId(std::move(nextId))
    , m_changed(std::move(changed))
{ }

void SendQueue::told(const SendItem& item) const
{
    if (m_changed) {
        m_changed(item);
    }
}

void SendQueue::appendOne(const SendDraft& draft)
{
    SendItem item;
    item.id = m_nextId();
    item.number = ++m_lastNumber;
    item.draft = draft;
    item.state = ItemState::Ready;
    ++m_counts[place(item.state)];
    m_ready.insert(m_ready.end(), item.id);
    m_items.push_back(std::move(item));
    told(m_items.back());
}

void SendQueue::append(const QList<SendDraft>& drafts)
{
    for (const SendDraft& draft : drafts) {
        appendOne(draft);
    }
}

bool SendQueue::appendAgain(ItemId id)
{
    const SendItem* old = find(id);
    if (!old || (old->state != ItemState::Unknown && !hasEnded(old->state))) {
        return false;
    }
    appendOne(SendDraft(old->draft)); // a copy: appending moves the items
    return true;
}

const SendItem* SendQueue::nextReady(const std::function<bool(const SendItem&)>& accepts) const
{
    for (const ItemId id : m_ready) {
        const SendItem* candidate = find(id);
        if (candidate && (!accepts || accepts(*candidate))) {
            return candidate;
        }
    }
    return nullptr;
}

const SendItem* SendQueue::find(ItemId id) const
{
    const auto found
        = std::lower_bound(m_items.begin(), m_items.end(), id,
                           [](const SendItem& item, ItemId wanted) { return item.id < wanted; });
    return found != m_items.end() && found->id == id ? &*found : nullptr;
}

SendItem* SendQueue::item(ItemId id)
{
    const SendItem* found = find(id);
    return found ? &m_items[static_cast<std::size_t>(found - m_items.data())] : nullptr;
}

bool SendQueue::move(ItemId id, ItemState to, const std::function<void(SendItem&)>& edit)
{
    SendItem* moved = item(id);
    if (!moved || !isLegalMove(moved->state, to)) {
        return false;
    }
    if (moved->state == ItemState::Ready) {
        m_ready.erase(id);
    }
    --m_counts[place(moved->state)];
    moved->state = to;
    ++m_counts[place(to)];
    if (to == ItemState::Ready) {
        m_ready.insert(id);
    }
    if (edit) {
        const int before = moved->refusals;
        edit(*moved);
        m_refusals += moved->refusals - before;
    }
    told(*moved);
    return true;
}

void SendQueue::touch(ItemId id, const std::function<void(SendItem&)>& edit)
{
    if (SendItem* touched = item(id)) {
        edit(*touched);
        told(*touched);
    }
}

qint64 SendQueue::cancelWaiting()
{
    qint64 cancelled = 0;
    for (const SendItem& each : m_items) {
        if ((each.state == ItemState::Ready || each.state == ItemState::Paused)
            && move(each.id, ItemState::Cancelled, [](SendItem& item) { item.due.reset(); })) {
            ++cancelled;
        }
    }
    return cancelled;
}

void SendQueue::reviveRehearsed()
{
    for (const SendItem& each : m_items) {
        if (each.state == ItemState::WouldSend) {
            move(each.id, ItemState::Ready, [](SendItem& item) { item.due.reset(); });
        }
    }
}

void SendQueue::clearDone()
{
    std::erase_if(m_items, [this](const SendItem& item) {
        if (!hasEnded(item.state)) {
            return false;
        }
        --m_counts[place(item.state)];
        return true;
    });
}

qint64 SendQueue::count(ItemState state) const
{
    return m_counts[place(state)];
}

qint64 SendQueue::waiting() const
{
    return count(ItemState::Ready) + count(ItemState::Paused);
}

qint64 SendQueue::done() const
{
    return total() - waiting() - count(ItemState::Draft) - count(ItemState::Sending)
        - count(ItemState::Unknown);
}

} // namespace Pacewatch
