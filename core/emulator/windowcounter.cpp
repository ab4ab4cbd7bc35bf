#include "core/emulator/windowcounter.h"

#include <algorithm>

namespace Pacewatch {

namespace {

/// Begin of the clock-aligned window that @p now lies in.
WallTime alignedStart(WallTime now, Duration window)
{
    const Duration since = now.time_since_epoch();
    Duration into = since % window;
    if (into < Duration::zero()) {
        into += window;
    }
    return now - into;
}

} // namespace

WindowCounter::WindowCounter(Algorithm algorithm, qint64 limit, Duration window)
    : m_algorithm(algorithm == Algorithm::Unknown ? Algorithm::Fixed : algorithm)
    , m_limit(limit)
    , m_window(window)
{ }

Duration WindowCounter::perUnit() const
{
    // Rounded up: the bucket is slower than its limit by less than a nanosecond a unit.
    return Duration((m_window.count() + m_limit - 1) / m_limit);
}

bool WindowCounter::isCurrent(WallTime now) const
{
    if (m_count == 0) {
        return false;
    }
    return m_algorithm == Algorithm::Anchored ? now - m_start < m_window
                                              : m_start == alignedStart(now, m_window);
}

qint64 WindowCounter::used(WallTime now) const
{
    switch (m_algorithm) {
    case Algorithm::Sliding:
        return std::count_if(m_log.begin(), m_log.end(),
                             [&](WallTime call) { return now - call < m_window; });
    case Algorithm::Bucket: {
        const Duration missing = std::max<Duration>(m_fullAt - now, Duration::zero());
        const Duration unit = perUnit();
        return (missing + unit - Duration(1)) / unit;
    }
    case Algorithm::Unknown:
    case Algorithm::Fixed:
    case Algorithm::Anchored:
        break;
    }
    return isCurrent(now) ? m_count : 0;
}

Duration WindowCounter::waitFor(WallTime now) const
{
    switch (m_algorithm) {
    case Algorithm::Sliding: {
        const auto size = static_cast<qint64>(m_log.size());
        if (size < m_limit) {
            return Duration::zero();
        }
        // There is room once fewer than the limit lie inside the last period.
        const WallTime leaving = m_log[static_cast<std::size_t>(size - m_limit)];
        return std::max<Duration>(leaving + m_window - now, Duration::zero());
    }
    case Algorithm::Bucket: {
        const WallTime after = std::max(m_fullAt, now) + perUnit();
        return std::max<Duration>(after - perUnit() * m_limit - now, Duration::zero());
    }
    case Algorithm::Unknown:
    case Algorithm::Fixed:
    case Algorithm::Anchored:
        break;
    }
    return used(now) < m_limit ? Duration::zero() : reset(now) - now;
}

void WindowCounter::count(WallTime now)
{
    switch (m_algorithm) {
    case Algorithm::Sliding:
        m_log.push_back(now);
        while (static_cast<qint64>(m_log.size()) > m_limit) {
            m_log.pop_front();
        }
        return;
    case Algorithm::Bucket: {
        // A penalty never digs deeper than one empty bucket below zero.
        const WallTime deepest = now + 2 * m_window;
        m_fullAt = std::min<WallTime>(std::max(m_fullAt, now) + perUnit(), deepest);
        return;
    }
    case Algorithm::Unknown:
    case Algorithm::Fixed:
    case Algorithm::Anchored:
        break;
    }
    if (!isCurrent(now)) {
        m_start = m_algorithm == Algorithm::Anchored ? now : alignedStart(now, m_window);
        m_count = 0;
    }
    ++m_count;
}

WallTime WindowCounter::start(WallTime now) const
{
    switch (m_algorithm) {
    case Algorithm::Sliding:
    case Algorithm::Bucket:
        return now - m_window;
    case Algorithm::Anchored:
        return isCurrent(now) ? m_start : now;
    case Algorithm::Unknown:
    case Algorithm::Fixed:
        break;
    }
    return alignedStart(now, m_window);
}

WallTime WindowCounter::reset(WallTime now) const
{
    switch (m_algorithm) {
    case Algorithm::Bucket:
        return std::max(m_fullAt, now);
    case Algorithm::Sliding: {
        const auto oldest = std::find_if(m_log.begin(), m_log.end(),
                                         [&](WallTime call) { return now - call < m_window; });
        return (oldest == m_log.end() ? now : *oldest) + m_window;
    }
    case Algorithm::Unknown:
    case Algorithm::Fixed:
    case Algorithm::Anchored:
        break;
    }
    return start(now) + m_window;
}

void WindowCounter::setLimit(qint64 limit)
{
    m_limit = limit;
}

} // namespace Pacewatch
