#include "core/pacing/hiddenwindow.h"

#include <algorithm>

namespace Pacewatch {

namespace {

/// More calls than that are not looked back at.
constexpr std::size_t MostCalls = 20'000;
/// One refusal may have any reason.
constexpr int FewestRefusals = 2;

} // namespace

qint64 HiddenWindow::within(Duration window, Instant now) const
{
    const auto first = std::upper_bound(m_calls.begin(), m_calls.end(), now - window);
    const auto last = std::upper_bound(m_calls.begin(), m_calls.end(), now);
    return std::max<qint64>(last - first, 0);
}

void HiddenWindow::granted(Instant departed)
{
    // Answers overtake each other; departures are to stay in order.
    const Instant last = m_calls.empty() ? departed : std::max(departed, m_calls.back());
    m_calls.push_back(last);
    if (m_calls.size() > MostCalls || m_calls.front() + Usual.back() < last) {
        m_calls.pop_front();
        ++m_forgotten;
    }
    const std::size_t end = m_forgotten + m_calls.size();
    for (std::size_t at = 0; at < Usual.size(); ++at) {
        Candidate& candidate = m_candidates[at];
        candidate.first = std::max(candidate.first, m_forgotten);
        while (m_calls[candidate.first - m_forgotten] + Usual[at] <= last) {
            ++candidate.first;
        }
        const auto granted = static_cast<qint64>(end - candidate.first);
        candidate.mostGranted = std::max(candidate.mostGranted, granted);
    }
}

void HiddenWindow::refused(Instant departed)
{
    for (std::size_t at = 0; at < Usual.size(); ++at) {
        Candidate& candidate = m_candidates[at];
        const qint64 before = within(Usual[at], departed);
        candidate.leastRefused
            = m_refusals == 0 ? before : std::min(candidate.leastRefused, before);
    }
    ++m_refusals;
    m_lastRefusal = departed;
}

std::optional<HiddenLimit> HiddenWindow::found() const
{
    if (m_refusals == 0) {
        return std::nullopt;
    }
    HiddenLimit found;
    found.refusals = m_refusals;
    found.lastRefusal = m_lastRefusal;
    // The shortest period whose grants never went beyond where the refusals began. A longer one
    // that fits as well holds several of it.
    for (std::size_t at = 0; m_refusals >= FewestRefusals && at < Usual.size(); ++at) {
        const Candidate& candidate = m_candidates[at];
        if (candidate.leastRefused > 0 && candidate.leastRefused >= candidate.mostGranted) {
            found.window = Usual[at];
            found.least = candidate.mostGranted;
            found.most = candidate.leastRefused;
            break;
        }
    }
    return found;
}

} // namespace Pacewatch
