#include "core/queue/sendqueue.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace Pacewatch {

namespace {

/// Between the places of two neighbours, so that others fit in.
constexpr qint64 PlaceStep = 1 << 20;

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

void SendQueue::appendOne(const SendDraft& draft, ItemState state, ItemId againOf)
{
    SendItem item;
    item.id = m_nextId();
    item.number = ++m_lastNumber;
    item.place = m_lastPlace += PlaceStep;
    item.againOf = againOf;
    item.draft = draft;
    item.state = state;
    ++m_counts[place(state)];
    if (state == ItemState::Ready) {
        m_ready.emplace_hint(m_ready.end(), item.place, item.id);
    }
    m_items.push_back(std::move(item));
    told(m_items.back());
}

void SendQueue::append(const QList<SendDraft>& drafts, ItemState state)
{
    const std::size_t size = m_items.size() + static_cast<std::size_t>(drafts.size());
    if (size > 2 * m_items.capacity()) {
        m_items.reserve(size); // doubling would hold up to twice as many
    }
    for (const SendDraft& draft : drafts) {
        appendOne(draft, state, {});
    }
}

bool SendQueue::appendAgain(ItemId id, ItemState state)
{
    const SendItem* old = find(id);
    if (!old || (old->state != ItemState::Unknown && !hasEnded(old->state))) {
        return false;
    }
    appendOne(SendDraft(old->draft), state, id); // a copy: appending moves the items
    return true;
}

void SendQueue::restore(std::vector<SendItem> items)
{
    m_items = std::move(items);
    for (SendItem& item : m_items) {
        if (item.state == ItemState::Sending) {
            item.state = ItemState::Unknown;
        }
        ++m_counts[place(item.state)];
        if (item.state == ItemState::Ready) {
            m_ready.emplace(item.place, item.id);
        }
        m_refusals += item.refusals;
        m_lastPlace = std::max(m_lastPlace, item.place);
        m_lastNumber = std::max(m_lastNumber, item.number);
        told(item);
    }
}

const SendItem* SendQueue::nextReady(const std::function<bool(const SendItem&)>& accepts) const
{
    for (const Place& ready : m_ready) {
        const SendItem* candidate = find(ready.second);
        if (candidate && (!accepts || accepts(*candidate))) {
            return candidate;
        }
    }
    return nullptr;
}

void SendQueue::forEachReady(const std::function<bool(const SendItem&)>& visit) const
{
    for (const Place& ready : m_ready) {
        const SendItem* item = find(ready.second);
        if (item && !visit(*item)) {
            return;
        }
    }
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
        m_ready.erase({moved->place, id});
    }
    --m_counts[place(moved->state)];
    moved->state = to;
    moved->hold.reset();
    ++m_counts[place(to)];
    if (to == ItemState::Ready) {
        m_ready.emplace(moved->place, id);
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

qint64 SendQueue::moveAll(ItemState from, ItemState to)
{
    qint64 moved = 0;
    if (count(from) > 0) {
        for (const SendItem& each : m_items) {
            if (each.state == from && move(each.id, to, [](SendItem& item) { item.due.reset(); })) {
                ++moved;
            }
        }
    }
    return moved;
}

bool SendQueue::reorder(ItemId id, ItemId before)
{
    const SendItem* next = before == ItemId{} ? nullptr : find(before);
    SendItem* moved = item(id);
    if (!moved || moved->state != ItemState::Ready || id == before
        || (before != ItemId{} && (!next || next->state != ItemState::Ready))) {
        return false;
    }
    m_ready.erase({moved->place, id});
    const auto free = [&]() -> std::optional<qint64> {
        if (!next) {
            return m_lastPlace += PlaceStep;
        }
        const auto at = m_ready.find({next->place, next->id});
        const qint64 low
            = at == m_ready.begin() ? next->place - 2 * PlaceStep : std::prev(at)->first;
        return next->place - low > 1 ? std::optional(low + (next->place - low) / 2) : std::nullopt;
    };
    std::optional<qint64> found = free();
    if (!found) {
        spreadPlaces();
        found = free();
    }
    moved->place = *found;
    moved->due.reset();
    moved->hold.reset();
    m_ready.emplace(moved->place, id);
    told(*moved);
    return true;
}

/// Makes room between the ready items after many moves to the same spot.
void SendQueue::spreadPlaces()
{
    const std::set<Place> crowded = std::exchange(m_ready, {});
    for (const Place& each : crowded) {
        SendItem* spread = item(each.second);
        spread->place = m_lastPlace += PlaceStep;
        m_ready.emplace_hint(m_ready.end(), spread->place, spread->id);
        told(*spread);
    }
}

QList<ItemId> SendQueue::clearDone()
{
    QList<ItemId> cleared;
    std::erase_if(m_items, [&](const SendItem& item) {
        if (!hasEnded(item.state)) {
            return false;
        }
        --m_counts[place(item.state)];
        cleared.append(item.id);
        return true;
    });
    return cleared;
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
