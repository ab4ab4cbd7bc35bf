#pragma once

#include "core/queue/item.h"

#include <QList>

#include <optional>
#include <set>

namespace Pacewatch {

/// Whether an item still waits to be sent.
[[nodiscard]] bool isWaiting(ItemState state);
/// Whether an item failed, or nobody knows.
[[nodiscard]] bool isProblem(ItemState state);
/// Whether nothing more happens to an item by itself.
[[nodiscard]] bool isAtItsEnd(ItemState state);

/// Which rows of a queue wait, are being sent, or went wrong. It learns of each change, so that
/// nobody has to look through a hundred thousand rows to know.
class QueueTally final
{
public:
    void add(int row, const SendItem& item);
    void change(int row, const SendItem& before, const SendItem& after);
    /// Forgets everything and counts @p items.
    void recount(const QList<SendItem>& items);

    [[nodiscard]] int waiting() const { return int(m_waiting.size()); }
    [[nodiscard]] int problems() const { return int(m_problems.size()); }
    /// Items at their end.
    [[nodiscard]] int ended() const { return m_ended; }
    [[nodiscard]] int unknown() const { return m_unknown; }
    /// -1 when none waits.
    [[nodiscard]] int firstWaiting() const { return m_waiting.empty() ? -1 : *m_waiting.begin(); }
    /// The row that is being sent, or else the first that waits.
    [[nodiscard]] std::optional<int> current() const;
    /// Waiting rows whose moment is known: those that show a countdown.
    [[nodiscard]] const std::set<int>& due() const { return m_due; }
    /// Where in the queue things went wrong, 0 to 1, each of @p steps parts at most once.
    [[nodiscard]] QList<double> problemPlaces(int rows, int steps) const;

private:
    void count(int row, const SendItem& item, bool isThere);

    std::set<int> m_waiting;
    std::set<int> m_sending;
    std::set<int> m_problems;
    std::set<int> m_due;
    int m_ended = 0;
    int m_unknown = 0;
};

} // namespace Pacewatch
