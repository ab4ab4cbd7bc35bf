#pragma once

#include "core/queue/item.h"

#include <QList>

#include <array>
#include <functional>
#include <set>
#include <vector>

namespace Pacewatch {

/// The items of one connection, their order and their states. Knows no time and sends nothing.
///
/// Ready items leave in the order they were added; one that comes back keeps its place. The change
/// callback is called after each change of one item, on the owner's thread.
class SendQueue final
{
public:
    using Changed = std::function<void(const SendItem&)>;

    /// @p nextId makes ids that are unique within the program.
    explicit SendQueue(std::function<ItemId()> nextId, Changed changed = {});

    void append(const QList<SendDraft>& drafts);
    /// A new item like @p id, which is Unknown or ended. Returns false when there is no such item.
    bool appendAgain(ItemId id);

    /// The first ready item that @p accepts, nullptr when there is none.
    [[nodiscard]] const SendItem* nextReady(const std::function<bool(const SendItem&)>& accepts
                                            = {}) const;
    [[nodiscard]] const SendItem* find(ItemId id) const;
    [[nodiscard]] const std::vector<SendItem>& items() const { return m_items; }

    /// Moves an item and lets @p edit fill in what belongs to the move. Returns false, and changes
    /// nothing, when the move is not legal.
    bool move(ItemId id, ItemState to, const std::function<void(SendItem&)>& edit = {});
    /// Changes what an item shows without moving it.
    void touch(ItemId id, const std::function<void(SendItem&)>& edit);
    /// Cancels everything that waits; returns how many items.
    qint64 cancelWaiting();
    /// What a dry run went through may be sent after all.
    void reviveRehearsed();
    /// Forgets the items that came to an end; Unknown ones stay.
    void clearDone();

    [[nodiscard]] qint64 count(ItemState state) const;
    [[nodiscard]] qint64 total() const { return static_cast<qint64>(m_items.size()); }
    [[nodiscard]] qint64 waiting() const;
    /// Items that came to an end; Unknown ones did not.
    [[nodiscard]] qint64 done() const;
    [[nodiscard]] qint64 inTheAir() const { return count(ItemState::Sending); }
    /// Refusals the items of this queue met so far.
    [[nodiscard]] qint64 refusals() const { return m_refusals; }

private:
    static constexpr std::size_t StateCount = static_cast<std::size_t>(ItemState::WouldSend) + 1;

    [[nodiscard]] SendItem* item(ItemId id);
    void appendOne(const SendDraft& draft);
    void told(const SendItem& item) const;

    std::function<ItemId()> m_nextId;
    Changed m_changed;
    std::vector<SendItem> m_items; ///< ids grow, so an item is found by bisection
    std::set<ItemId> m_ready;
    std::array<qint64, StateCount> m_counts{};
    qint64 m_refusals = 0;
    int m_lastNumber = 0;
};

} // namespace Pacewatch
