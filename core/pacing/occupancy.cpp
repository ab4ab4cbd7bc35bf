#include "core/pacing/occupancy.h"

#include <algorithm>
#include <iterator>

namespace Pacewatch {

namespace {

/// Calls share a place when their ends lie within this part of the window: late by at most 7 ms in
/// a minute, which bounds the memory of a window of any size.
constexpr int PlacesInAWindow = 8192;
constexpr int MostSteps = 512;

} // namespace

Occupancy::Occupancy(Duration window)
    : m_window(window)
    , m_grain(window / PlacesInAWindow)
{ }

void Occupancy::add(Instant departed, Instant end, qint64 cost)
{
    m_lastEnd = std::max(m_lastEnd, end);
    m_units += cost;
    if (m_first < m_entries.size()) {
        Entry& last = m_entries.back();
        if (m_lastEnd - last.firstEnd <= m_grain) {
            last.departed = std::min(last.departed, departed);
            last.end = m_lastEnd;
            last.cost += cost;
            return;
        }
    }
    m_entries.push_back({departed, m_lastEnd, m_lastEnd, cost});
}

void Occupancy::drop(Instant now)
{
    while (m_first < m_entries.size() && m_entries[m_first].end <= now) {
        m_units -= m_entries[m_first].cost;
        ++m_first;
    }
    if (m_first > 64 && m_first * 2 > m_entries.size()) {
        m_entries.erase(m_entries.begin(),
                        std::next(m_entries.begin(), static_cast<std::ptrdiff_t>(m_first)));
        m_first = 0;
    }
}

void Occupancy::clear()
{
    m_entries.clear();
    m_first = 0;
    m_units = 0;
}

qint64 Occupancy::units(Instant now) const
{
    qint64 units = m_units;
    for (std::size_t at = m_first; at < m_entries.size() && m_entries[at].end <= now; ++at) {
        units -= m_entries[at].cost;
    }
    return units;
}

Instant Occupancy::freeAt(qint64 units, Instant now) const
{
    Instant freed = now;
    for (std::size_t at = m_first; at < m_entries.size() && units > 0; ++at) {
        if (m_entries[at].end > now) {
            units -= m_entries[at].cost;
            freed = m_entries[at].end;
        }
    }
    return freed;
}

QList<OccupiedUntil> Occupancy::steps(Instant now) const
{
    const Duration step = m_window / MostSteps;
    QList<OccupiedUntil> steps;
    Instant first{};
    for (std::size_t at = m_first; at < m_entries.size(); ++at) {
        const Entry& entry = m_entries[at];
        if (entry.end <= now) {
            continue;
        }
        if (!steps.isEmpty() && entry.end - first <= step) {
            steps.last().end = entry.end;
            steps.last().units += entry.cost;
        } else {
            first = entry.end;
            steps.append({entry.end, entry.cost});
        }
    }
    return steps;
}

} // namespace Pacewatch
