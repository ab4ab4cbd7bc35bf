#include "core/diagnosis/countedwindow.h"

#include <algorithm>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

/// Calls this much older than the window are kept for doubt().
constexpr Duration Afterglow = 1s;

} // namespace

CountedWindow::CountedWindow(Algorithm algorithm, qint64 limit, Duration window)
    : m_algorithm(algorithm == Algorithm::Unknown ? Algorithm::Fixed : algorithm)
    , m_limit(std::max<qint64>(limit, 1))
    , m_window(std::max(window, Duration(1)))
{ }

void CountedWindow::advance(Duration at)
{
    switch (m_algorithm) {
    case Algorithm::Sliding:
        while (!m_log.empty() && m_log.front() + m_window + Afterglow <= at) {
            m_log.pop_front();
        }
        return;
    case Algorithm::Bucket:
        m_debt = std::max<Duration>(m_debt - (at - m_at), Duration::zero());
        m_at = at;
        return;
    case Algorithm::Unknown:
    case Algorithm::Fixed:
        if (const Duration start = at - at % m_window; start != m_start) {
            m_before = start == m_start + m_window ? m_count : 0;
            m_start = start;
            m_count = 0;
        }
        return;
    case Algorithm::Anchored:
        if (m_count > 0 && at - m_start >= m_window) {
            m_before = m_count;
            m_end = m_start + m_window;
            m_count = 0;
        }
        return;
    }
}

/// The first call after @p moment; one exactly then has left the window.
std::deque<Duration>::const_iterator CountedWindow::firstSince(Duration moment) const
{
    return std::upper_bound(m_log.begin(), m_log.end(), moment);
}

qint64 CountedWindow::used(Duration at)
{
    advance(at);
    switch (m_algorithm) {
    case Algorithm::Sliding:
        return m_log.end() - firstSince(at - m_window);
    case Algorithm::Bucket:
        return (m_debt + unit() - Duration(1)) / unit();
    case Algorithm::Unknown:
    case Algorithm::Fixed:
    case Algorithm::Anchored:
        break;
    }
    return m_count;
}

Duration CountedWindow::waitFor(Duration at)
{
    advance(at);
    switch (m_algorithm) {
    case Algorithm::Sliding:
        // Where refused calls count, the newest of the limit's number decide.
        return m_log.end() - firstSince(at - m_window) < m_limit
            ? Duration::zero()
            : *(m_log.end() - m_limit) + m_window - at;
    case Algorithm::Bucket:
        return std::max<Duration>(m_debt + unit() - m_limit * unit(), Duration::zero());
    case Algorithm::Unknown:
    case Algorithm::Fixed:
    case Algorithm::Anchored:
        break;
    }
    return m_count < m_limit ? Duration::zero() : m_start + m_window - at;
}

void CountedWindow::count(Duration at)
{
    advance(at);
    switch (m_algorithm) {
    case Algorithm::Sliding:
        m_log.push_back(at);
        return;
    case Algorithm::Bucket:
        // Refused calls dig no deeper than one empty bucket below zero.
        m_debt = std::min<Duration>(m_debt + unit(), 2 * m_window);
        return;
    case Algorithm::Anchored:
        if (m_count == 0) {
            m_start = at;
        }
        break;
    case Algorithm::Unknown:
    case Algorithm::Fixed:
        break;
    }
    ++m_count;
}

qint64 CountedWindow::doubt(Duration at, Duration reach)
{
    advance(at);
    switch (m_algorithm) {
    case Algorithm::Sliding:
        return firstSince(at - m_window + reach)
            - firstSince(at - m_window - std::min(reach, Afterglow));
    case Algorithm::Bucket:
        return 2 * reach / unit() + 1;
    case Algorithm::Unknown:
    case Algorithm::Fixed:
        return at - m_start < reach ? m_before : m_start + m_window - at <= reach ? m_count : 0;
    case Algorithm::Anchored:
        return at - m_end < reach                             ? m_before
            : m_count > 0 && m_start + m_window - at <= reach ? m_count
                                                              : 0;
    }
    return 0;
}

} // namespace Pacewatch
