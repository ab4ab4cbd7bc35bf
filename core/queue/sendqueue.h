#pragma once

#include "core/queue/item.h"

#include <QList>

#include <array>
#include <functional>
#include <set>
#include <utility>
#include <vector>

namespace Pacewatch {

/// The items of one connection, their order and their states. Knows no time and sends nothing.
///
/// Ready items leave in the order of their places, which is the order they were added in until
/// somebody moves one; an item that comes back keeps its place. The change callback is called after
/// each change of one item, on the owner's thread.
class SendQueue final
{
public:
    using Changed = std::function<void(const SendItem&)>;

    /// @p nextId makes ids that are unique within the program and grow.
    explicit SendQueue(std::function<ItemId()> nextId, Changed changed = {});

    /// Adds items that are Ready, or Paused.
    void append(const QList<SendDraft>& drafts, ItemState state = ItemState::Ready);
    /// A new item like @p id, which is Unknown or ended, linked to it. Returns false when there is
    /// no such item.
    bool appendAgain(ItemId id, ItemState state = ItemState::Ready);
    /// Items of an earlier run, by id, before anything is appended. Nothing is being sent any more.
    void restore(std::vector<SendItem> items);

    /// The first ready item that @p accepts, nullptr when there is none.
    [[nodiscard]] const SendItem* nextReady(const std::function<bool(const SendItem&)>& accepts
                                            = {}) const;
    /// Every ready item in its order, until @p visit says false.
    void forEachReady(const std::function<bool(const SendItem&)>& visit) const;
    [[nodiscard]] const SendItem* find(ItemId id) const;
    [[nodiscard]] const std::vector<SendItem>& items() const { return m_items; }

    /// Moves an item and lets @p edit fill in what belongs to the move. Returns false, and changes
    /// nothing, when the move is not legal.
    bool move(ItemId id, ItemState to, const std::function<void(SendItem&)>& edit = {});
    /// Changes what an item shows without moving it.
    void touch(ItemId id, const std::function<void(SendItem&)>& edit);
    /// Lets a ready item leave right before @p before, another ready one; 0 puts it last.
    bool reorder(ItemId id, ItemId before);
    /// Cancels everything that waits; returns how many items.
    qint64 cancelWaiting();
    /// Moves every item that is in one state to another; returns how many.
    qint64 moveAll(ItemState from, ItemState to);
    /// Forgets the items that came to an end, and says which; Unknown ones stay.
    QList<ItemId> clearDone();

    [[nodiscard]] qint64 count(ItemState state) const;
    [[nodiscard]] qint64 total() const { return static_cast<qint64>(m_items.size()); }
    [[nodiscard]] qint64 waiting() const;
    /// Items that came to an end; Unknown ones did not.
    [[nodiscard]] qint64 done() const;
    [[nodiscard]] qint64 inTheAir() const { return count(ItemState::Sending); }
    /// Refusals the items of this queue met so far.
    [[nodiscard]] qint64 refusals() const { return m_refusals; }

private:
    using Place = std::pair<qint64, ItemId>;

    static constexpr std::size_t StateCount = static_cast<std::size_t>(ItemState::WouldSend) + 1;

    [[nodiscard]] SendItem* item(ItemId id);
    void appendOne(const SendDraft& draft, ItemState state, ItemId againOf);
    void spreadPlaces();
    void told(const SendItem& item) const;

    std::function<ItemId()> m_nextId;
    Changed m_changed;
    std::vector<SendItem> m_items; ///< ids grow, so an item is found by bisection
    std::set<Place> m_ready;
    std::array<qint64, StateCount> m_counts{};
    qint64 m_refusals = 0;
    qint64 m_lastPlace = 0;
    int m_lastNumber = 0;
};

} // namespace Pacewatch
