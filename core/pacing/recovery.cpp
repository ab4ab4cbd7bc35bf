#include "core/pacing/recovery.h"

#include <algorithm>

namespace Pacewatch {

void Recovery::begin(Instant now, Duration window)
{
    m_from = now;
    m_window = window;
    m_departed = 0;
}

std::optional<Instant> Recovery::nextAt(qint64 limit, Instant now) const
{
    if (m_window <= Duration::zero() || now >= m_from + m_window) {
        return std::nullopt;
    }
    const Duration each = m_window * 2 / std::max<qint64>(limit, 1);
    const Instant next = m_from + std::min<Duration>(m_departed * each, m_window);
    return next > now ? std::optional(next) : std::nullopt;
}

void Recovery::departed(qint64 cost, Instant now)
{
    if (now < m_from + m_window) {
        m_departed += cost;
    }
}

} // namespace Pacewatch
