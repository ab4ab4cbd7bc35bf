#include "ui/models/queuetally.h"

#include <algorithm>

namespace Pacewatch {

namespace {

void put(std::set<int>& rows, int row, bool isThere)
{
    if (!isThere) {
        rows.erase(row);
    } else {
        rows.insert(rows.end(), row); // most come in their order
    }
}

} // namespace

bool isWaiting(ItemState state)
{
    return state == ItemState::Draft || state == ItemState::Ready || state == ItemState::Paused;
}

bool isProblem(ItemState state)
{
    return state == ItemState::Rejected || state == ItemState::Unknown
        || state == ItemState::Expired;
}

bool isAtItsEnd(ItemState state)
{
    return !isWaiting(state) && state != ItemState::Sending && state != ItemState::Unknown;
}

void QueueTally::count(int row, const SendItem& item, bool isThere)
{
    const int one = isThere ? 1 : -1;
    m_ended += isAtItsEnd(item.state) ? one : 0;
    m_unknown += item.state == ItemState::Unknown ? one : 0;
    if (isWaiting(item.state)) {
        put(m_waiting, row, isThere);
        if (item.due) {
            put(m_due, row, isThere);
        }
    }
    if (item.state == ItemState::Sending) {
        put(m_sending, row, isThere);
    }
    if (isProblem(item.state)) {
        put(m_problems, row, isThere);
    }
}

void QueueTally::add(int row, const SendItem& item)
{
    count(row, item, true);
}

void QueueTally::change(int row, const SendItem& before, const SendItem& after)
{
    count(row, before, false);
    count(row, after, true);
}

void QueueTally::recount(const QList<SendItem>& items)
{
    *this = QueueTally();
    for (int row = 0; row < items.size(); ++row) {
        add(row, items.at(row));
    }
}

std::optional<int> QueueTally::current() const
{
    if (!m_sending.empty()) {
        return *m_sending.begin();
    }
    return m_waiting.empty() ? std::nullopt : std::optional(firstWaiting());
}

QList<double> QueueTally::problemPlaces(int rows, int steps) const
{
    QList<double> places;
    for (auto row = m_problems.begin(); row != m_problems.end();) {
        const double place = double(*row) / rows;
        places.append(place);
        const int next = std::max(*row + 1, int((int(place * steps) + 1) * double(rows) / steps));
        row = m_problems.lower_bound(next);
    }
    return places;
}

} // namespace Pacewatch
