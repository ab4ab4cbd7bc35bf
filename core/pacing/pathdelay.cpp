#include "core/pacing/pathdelay.h"

#include <algorithm>

namespace Pacewatch {

void PathDelay::add(Duration roundTrip)
{
    const Duration sample = std::max(roundTrip, Duration::zero());
    m_shortest = m_samples.empty() ? sample : std::min(m_shortest, sample);
    if (m_samples.size() < Kept) {
        m_samples.push_back(sample);
    } else {
        m_samples[m_next] = sample;
        m_next = (m_next + 1) % Kept;
    }
    // Sorting is too dear for every call, and the first ones matter most.
    ++m_sinceSummary;
    if (m_samples.size() < 16 || m_sinceSummary >= 32) {
        summarize();
    }
}

void PathDelay::summarize()
{
    m_sinceSummary = 0;
    std::vector<Duration> samples = m_samples;
    const auto ranked = [&samples](std::size_t rank) {
        const auto place = samples.begin() + static_cast<std::ptrdiff_t>(rank);
        std::nth_element(samples.begin(), place, samples.end());
        return *place;
    };
    m_median = ranked(samples.size() / 2);
    m_spread = ranked((samples.size() - 1) * 995 / 1000) - m_shortest;
}

} // namespace Pacewatch
