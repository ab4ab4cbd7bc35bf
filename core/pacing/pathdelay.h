#pragma once

#include "core/instant.h"

#include <vector>

namespace Pacewatch {

/// What the last answers tell about the way to the gateway and back.
class PathDelay final
{
public:
    void add(Duration roundTrip);

    /// Whether enough was seen for the shortest to say something about the next.
    [[nodiscard]] bool isKnown() const { return m_samples.size() >= Enough; }
    /// The shortest round trip ever seen; zero before the first.
    [[nodiscard]] Duration shortest() const { return m_shortest; }
    [[nodiscard]] Duration median() const { return m_median; }
    /// From the shortest to the 99.5th percentile.
    [[nodiscard]] Duration spread() const { return m_spread; }

private:
    static constexpr std::size_t Kept = 512;
    static constexpr std::size_t Enough = 32;

    void summarize();

    std::vector<Duration> m_samples; ///< the last ones, in a circle
    std::size_t m_next = 0;
    std::size_t m_sinceSummary = 0;
    Duration m_shortest{};
    Duration m_median{};
    Duration m_spread{};
};

} // namespace Pacewatch
