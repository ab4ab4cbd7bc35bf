#include "core/queue/dispatcher.h"

#include <algorithm>

namespace Pacewatch {

// What keeps the items of a queue, apart from the windows, and what they say about it.

void Dispatcher::waitFor(const SendItem& item, Instant until, const Hold& hold)
{
    m_bell->armAt(until);
    showHold(item, until, hold);
}

void Dispatcher::showHold(const SendItem& item, Instant until, const Hold& hold)
{
    const WallTime due = wallAt(until);
    const bool isNews = item.hold != hold || !item.due
        || std::chrono::abs(*item.due - due) > std::chrono::milliseconds(500);
    if (isNews) {
        m_queue.touch(item.id, [&](SendItem& held) {
            held.due = due;
            held.hold = hold;
        });
        changed();
    }
}

/// What keeps an item that came back, other than the windows.
void Dispatcher::showOwnHold(const SendItem& item)
{
    const Instant now = m_clock.now();
    const Instant again = m_itemHolds.value(item.id, now);
    const Instant recipient = m_recipientHolds.value(item.draft.recipient, now);
    if (std::max(again, recipient) > now) {
        showHold(item, std::max(again, recipient),
                 again > recipient ? Hold::because(HoldReason::BackOff) : recipientHold());
    }
}

/// Everything for that recipient waits; the others go on.
void Dispatcher::holdRecipient(const QString& recipient, Instant until)
{
    Instant& held = m_recipientHolds[recipient];
    held = std::max(held, until);
    for (const SendItem& item : m_queue.items()) {
        if (item.state == ItemState::Ready && item.draft.recipient == recipient) {
            showHold(item, held, recipientHold());
        }
    }
}

/// The gateway asked for it, or the profile states a rate for one recipient.
Hold Dispatcher::recipientHold() const
{
    Hold hold = Hold::because(HoldReason::Recipient);
    if (m_rules.recipientLimit) {
        hold.period = m_rules.recipientLimit->window;
        hold.limit = m_rules.recipientLimit->limit;
        hold.source = m_rules.recipientLimit->source;
    }
    return hold;
}

/// What a recipient has to wait outlasts a run.
void Dispatcher::forgetOldHolds()
{
    const Instant now = m_clock.now();
    const auto isOver = [now](Instant end) { return end <= now; };
    m_recipientHolds.removeIf([&](const auto& each) { return isOver(each.value()); });
    m_recipientEnds.removeIf(
        [&](const auto& each) { return std::all_of(each->begin(), each->end(), isOver); });
}

/// Called when a call leaves and when it ended. A call counts for its recipient from its departure
/// until one period after its answer, as in a window of the limiter.
void Dispatcher::countForRecipient(Load& load, Instant now)
{
    if (!m_rules.recipientLimit || load.items.size() > 1) {
        return;
    }
    const SendItem* item = m_queue.find(load.items.first());
    const Duration window = m_rules.recipientLimit->window;
    QList<Instant>& ends = m_recipientEnds[item->draft.recipient];
    ends.removeIf([now](Instant end) { return end <= now; });
    if (load.recipientEnd) {
        ends.removeOne(*load.recipientEnd);
    }
    load.recipientEnd = now + window;
    ends.append(now + window);
    if (ends.size() >= m_rules.recipientLimit->limit) {
        holdRecipient(item->draft.recipient, ends.at(ends.size() - m_rules.recipientLimit->limit));
    }
}

void Dispatcher::holdItems(const Load& load, Instant until)
{
    for (const ItemId id : load.items) {
        m_itemHolds.insert(id, until);
    }
}

void Dispatcher::waitForHeldItems()
{
    const Instant now = m_clock.now();
    std::optional<Instant> first;
    const auto consider = [&](Instant until) {
        if (until > now && (!first || until < *first)) {
            first = until;
        }
    };
    std::for_each(m_itemHolds.cbegin(), m_itemHolds.cend(), consider);
    std::for_each(m_recipientHolds.cbegin(), m_recipientHolds.cend(), consider);
    if (first && m_queue.waiting() > 0) {
        m_bell->armAt(*first);
    }
}

bool Dispatcher::isHeld(const SendItem& item, Instant now) const
{
    const auto until = m_itemHolds.constFind(item.id);
    if (until != m_itemHolds.cend() && *until > now) {
        return true;
    }
    if (m_recipientHolds.isEmpty()) {
        return false;
    }
    const auto recipient = m_recipientHolds.constFind(item.draft.recipient);
    return recipient != m_recipientHolds.cend() && *recipient > now;
}

} // namespace Pacewatch
