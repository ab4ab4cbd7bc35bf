#include "core/quota/inference/slidingmodel.h"

#include <algorithm>

namespace Pacewatch {

namespace {

constexpr std::size_t MostOthers = 256;

} // namespace

SlidingModel::SlidingModel(Duration window)
    : m_window(window)
{ }

/// Drops what is a window old for sure, and what may be as far as the answer asks for it.
void SlidingModel::forget(const Observation& seen, qint64 own)
{
    while (!m_others.empty()) {
        Others& oldest = m_others.front();
        const bool isGone = oldest.latest + m_window <= seen.sent;
        const qint64 tooMany = own + m_track.foreign - seen.used;
        const bool mayBeGone = oldest.earliest + m_window <= seen.received && tooMany > 0;
        if (!isGone && !mayBeGone) {
            break;
        }
        const qint64 units = isGone ? oldest.units : std::min(oldest.units, tooMany);
        oldest.units -= units;
        m_track.foreign = std::max<qint64>(m_track.foreign - units, 0);
        if (oldest.units > 0) {
            break;
        }
        m_others.pop_front();
    }
}

void SlidingModel::weigh(const Observation& seen, const CallHistory& history, Duration since)
{
    const Span own = history.since(seen.sent - m_window, seen.received - m_window, seen);
    if (!m_isSeen) {
        m_isSeen = true;
        m_track.foreign = std::max<qint64>(seen.used - own.high, 0);
        if (m_track.foreign > 0) {
            m_others.push_back({seen.sent - m_window, seen.received, m_track.foreign});
        }
        m_last = seen.sent;
        return;
    }
    forget(seen, own.low);
    const qint64 before = m_track.foreign;
    m_track.take(seen.used, own, since, seen.limit, m_window);
    if (m_track.foreign > before) {
        if (m_others.size() >= MostOthers) {
            m_others.front().latest = m_others.at(1).latest;
            m_others.front().units += m_others.at(1).units;
            m_others.erase(m_others.begin() + 1);
        }
        m_others.push_back({m_last, seen.received, m_track.foreign - before});
    } else if (m_track.foreign == 0) {
        m_others.clear();
    }
    m_last = std::max(m_last, seen.sent);
}

} // namespace Pacewatch
