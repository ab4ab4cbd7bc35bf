#include "core/diagnosis/burstwatch.h"

#include <algorithm>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr Duration BurstMemory = 15min;
/// Distances between bursts count as regular when they differ by no more than this share.
constexpr double BurstRegularity = 0.15;
constexpr int BurstsForAPattern = 3;

} // namespace

void BurstWatch::setLimit(qint64 limit, Duration window)
{
    m_limit = limit;
    m_window = window;
}

void BurstWatch::add(const Exchange& exchange)
{
    if (m_limit <= 0) {
        return;
    }
    const Instant sent = exchange.sent();
    m_calls.push_back({sent, exchange.isRefused()});
    while (m_calls.front().sent + m_window <= sent) {
        m_calls.pop_front();
    }
    const auto inWindow = static_cast<qint64>(m_calls.size());
    const qint64 refused = std::count_if(m_calls.begin(), m_calls.end(),
                                         [](const Call& call) { return call.refused; });
    if (inWindow <= m_limit || refused == 0) {
        return;
    }
    if (!m_isOpen) {
        m_isOpen = true;
        m_start = m_calls.front().sent;
        m_startWall = exchange.arrivedWall + exchange.held - (sent - m_start);
        m_busiest = 0;
    }
    m_lastCall = std::max(m_lastCall, sent);
    if (inWindow >= m_busiest) {
        m_busiest = inWindow;
        m_busiestRefused = refused;
    }
}

std::optional<Happening> BurstWatch::finished(Instant now)
{
    if (!m_isOpen || now - m_lastCall < m_window) {
        return std::nullopt;
    }
    m_isOpen = false;
    Happening happening;
    happening.kind = Happening::Kind::BusySecond;
    happening.tone = Standing::Limited;
    happening.instant = m_start;
    happening.at = m_startWall;
    happening.count = m_busiest;
    happening.refused = m_busiestRefused;
    happening.allowed = m_limit;
    m_bursts.push_back({m_start, m_startWall});
    // One that went on for longer than that is forgotten itself.
    while (!m_bursts.empty() && m_bursts.front().start + BurstMemory < now) {
        m_bursts.pop_front();
    }
    repeatPattern(happening);
    return happening;
}

void BurstWatch::repeatPattern(Happening& happening) const
{
    if (m_bursts.size() < BurstsForAPattern) {
        return;
    }
    const Duration every = m_bursts.back().start - m_bursts[m_bursts.size() - 2].start;
    auto first = m_bursts.rbegin();
    int repeats = 0;
    for (auto burst = m_bursts.rbegin(); std::next(burst) != m_bursts.rend(); ++burst) {
        const Duration gap = burst->start - std::next(burst)->start;
        if (std::abs(toSeconds(gap - every)) > BurstRegularity * toSeconds(every)) {
            break;
        }
        ++repeats;
        first = std::next(burst);
    }
    if (repeats + 1 >= BurstsForAPattern) {
        happening.repeats = repeats;
        happening.repeatEvery = every;
        happening.repeatsSince = first->startWall;
    }
}

} // namespace Pacewatch
