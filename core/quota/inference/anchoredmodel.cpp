#include "core/quota/inference/anchoredmodel.h"

#include <algorithm>
#include <cmath>

namespace Pacewatch {

AnchoredModel::AnchoredModel(Duration window)
    : m_window(window)
{ }

std::optional<std::pair<Instant, Instant>> AnchoredModel::start() const
{
    return m_isSeen ? std::optional(std::pair(m_earliest, m_latest)) : std::nullopt;
}

void AnchoredModel::begin(const Observation& seen, const CallHistory& history)
{
    m_isSeen = true;
    const Span all = history.since(seen.sent - 2 * m_window, seen.sent - 2 * m_window, seen);
    m_track.foreign = std::max<qint64>(seen.used - all.high, 0);
    // With more used than is ours the window had started before we came.
    m_earliest = m_track.foreign > 0 ? seen.sent - m_window : seen.sent;
    m_latest = m_track.foreign > 0 ? seen.sent : seen.received;
    const bool isMidway = history.departures().atMostBy(seen.sent - m_window) > 0;
    if (isMidway) {
        m_earliest = seen.sent - m_window;
        m_latest = seen.received;
        return;
    }
    if (const std::optional<Instant> first = history.departures().firstAfter(seen.sent - m_window);
        first && m_track.foreign == 0) {
        m_earliest = *first;
        m_latest = std::min(*first + history.longestTrip(), m_latest);
    }
}

void AnchoredModel::startAnew(Instant earliest, Instant latest, const Observation& seen,
                              const CallHistory& history)
{
    m_track.foreign = 0;
    // The first call that can have arrived after the old window's end.
    const std::optional<Instant> first
        = history.departures().firstAfter(earliest - history.longestTrip());
    // With others about, it may have been one of theirs.
    m_earliest = m_track.foreignEver > 0 ? earliest : std::max(earliest, first.value_or(earliest));
    m_latest = std::min(std::max(latest, m_earliest), seen.received);
    m_earliest = std::min(m_earliest, m_latest);
}

void AnchoredModel::rollOver(const Observation& seen, const CallHistory& history)
{
    while (seen.sent > m_latest + m_window) {
        const Instant old = m_latest + m_window;
        const Instant next = history.departures().firstAfter(old).value_or(seen.sent);
        startAnew(m_earliest + m_window, std::min(next, seen.sent) + history.longestTrip(), seen,
                  history);
    }
}

void AnchoredModel::narrow(const Observation& seen, const CallHistory& history)
{
    if (m_track.foreign > 0) {
        return;
    }
    const auto [notBefore, notAfter] = history.countBack(seen);
    const Instant earliest = std::max(m_earliest, notBefore.value_or(m_earliest));
    const Instant latest = std::min(m_latest, notAfter.value_or(m_latest));
    if (earliest <= latest) {
        m_earliest = earliest;
        m_latest = latest;
    }
}

void AnchoredModel::weigh(const Observation& seen, const CallHistory& history, Duration since)
{
    if (!m_isSeen) {
        begin(seen, history);
        return;
    }
    rollOver(seen, history);
    Span own = history.since(m_earliest, m_latest, seen);
    const bool isSure = seen.received < m_earliest + m_window;
    if (!isSure) {
        const bool isInOld
            = seen.used >= own.low + m_track.foreign && seen.used <= own.high + m_track.foreign;
        const Span anew = history.since(m_earliest + m_window, seen.received, seen);
        const bool isInNew = seen.used >= anew.low && seen.used <= anew.high;
        if (isInNew && !isInOld) {
            m_latest = std::min(m_latest, seen.received - m_window);
            startAnew(m_earliest + m_window, seen.received, seen, history);
            own = anew;
            m_track.weight += std::log(0.5);
        } else if (isInOld && !isInNew) {
            m_earliest = std::min(std::max(m_earliest, seen.sent - m_window), m_latest);
        }
    }
    const double gain = m_track.take(seen.used, own, since, seen.limit, m_window);
    if (gain > -ContradictionCost / 2) {
        narrow(seen, history);
    }
}

} // namespace Pacewatch
