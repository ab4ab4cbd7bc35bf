#include "core/quota/inference/callhistory.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace Pacewatch {

namespace {

/// 29 ms of a minute: less than a network's own scatter, and it bounds the memory.
constexpr int PlacesInAWindow = 2048;

} // namespace

RunningTotal::RunningTotal(Duration grain)
    : m_grain(grain)
{ }

void RunningTotal::add(Instant at, qint64 units)
{
    m_total += units;
    if (m_begin < m_places.size()) {
        Place& last = m_places.back();
        if (at - last.first <= m_grain) {
            last.last = std::max(last.last, at);
            last.total = m_total;
            return;
        }
    }
    m_places.push_back({at, at, m_total});
}

void RunningTotal::forget(Instant before)
{
    while (m_begin < m_places.size() && m_places[m_begin].last < before) {
        m_forgotten = m_places[m_begin].total;
        ++m_begin;
    }
    if (m_begin > 64 && m_begin * 2 > m_places.size()) {
        m_places.erase(m_places.begin(),
                       std::next(m_places.begin(), static_cast<std::ptrdiff_t>(m_begin)));
        m_begin = 0;
    }
}

qint64 RunningTotal::atLeastBy(Instant at) const
{
    const auto begin = std::next(m_places.begin(), static_cast<std::ptrdiff_t>(m_begin));
    const auto later = std::partition_point(begin, m_places.end(),
                                            [at](const Place& place) { return place.last <= at; });
    return later == begin ? m_forgotten : std::prev(later)->total;
}

qint64 RunningTotal::atMostBy(Instant at) const
{
    const auto begin = std::next(m_places.begin(), static_cast<std::ptrdiff_t>(m_begin));
    const auto later = std::partition_point(begin, m_places.end(),
                                            [at](const Place& place) { return place.first <= at; });
    return later == begin ? m_forgotten : std::prev(later)->total;
}

std::optional<Instant> RunningTotal::firstAfter(Instant at) const
{
    const auto begin = std::next(m_places.begin(), static_cast<std::ptrdiff_t>(m_begin));
    const auto later = std::partition_point(begin, m_places.end(),
                                            [at](const Place& place) { return place.first <= at; });
    return later == m_places.end() ? std::nullopt : std::optional(later->first);
}

std::optional<Instant> RunningTotal::reached(qint64 units) const
{
    const auto begin = std::next(m_places.begin(), static_cast<std::ptrdiff_t>(m_begin));
    const auto there = std::partition_point(
        begin, m_places.end(), [units](const Place& place) { return place.total < units; });
    const bool isTooOld = units <= m_forgotten;
    return there == m_places.end() || isTooOld ? std::nullopt : std::optional(there->first);
}

CallHistory::CallHistory(Duration window)
    : m_window(window)
    , m_departures(window / PlacesInAWindow)
    , m_arrivals(window / PlacesInAWindow)
    , m_doubtful(window / PlacesInAWindow)
{ }

void CallHistory::departed(Instant at, qint64 cost)
{
    m_departures.add(at, cost);
}

void CallHistory::finished(Instant departed, Instant at, qint64 cost, bool isDoubtful)
{
    m_longestTrip = std::max(m_longestTrip, std::min(at - departed, m_window / 4));
    m_arrivals.add(at, cost);
    if (isDoubtful) {
        m_doubtful.add(at, cost);
    }
    const Instant kept = at - 2 * m_window - m_window / 4;
    m_departures.forget(kept);
    m_arrivals.forget(kept);
    m_doubtful.forget(kept);
}

Span CallHistory::since(Instant after, Instant before, const Observation& seen) const
{
    const qint64 doubtful = m_doubtful.total() - m_doubtful.atLeastBy(after);
    const qint64 certain
        = m_arrivals.atLeastBy(seen.sent) - m_departures.atMostBy(before) - doubtful;
    const qint64 possible = m_departures.atMostBy(seen.received) - m_arrivals.atLeastBy(after);
    return {std::max<qint64>(certain, 0), std::max<qint64>(possible, 0)};
}

Span CallHistory::windowUntil(Instant after, Instant before) const
{
    const qint64 doubtful = m_doubtful.total() - m_doubtful.atLeastBy(after - m_window);
    const qint64 certain
        = m_arrivals.atLeastBy(after) - m_departures.atMostBy(before - m_window) - doubtful;
    const qint64 possible = m_departures.atMostBy(before) - m_arrivals.atLeastBy(after - m_window);
    return {std::max<qint64>(certain, 0), std::max<qint64>(possible, 0)};
}

std::pair<std::optional<Instant>, std::optional<Instant>>
CallHistory::countBack(const Observation& seen) const
{
    // Anything earlier would have certain units counted that the gateway did not count.
    const qint64 notCounted = m_arrivals.atLeastBy(seen.sent) - m_doubtful.total() - seen.used;
    // Anything later would leave fewer possible units than it counted.
    const qint64 tooMany = m_departures.atMostBy(seen.received) - seen.used + 1;
    return {m_departures.reached(notCounted), m_arrivals.reached(tooMany)};
}

} // namespace Pacewatch
