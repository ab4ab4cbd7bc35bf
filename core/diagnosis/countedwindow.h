#pragma once

#include "core/instant.h"
#include "core/quota/policy.h"

#include <algorithm>
#include <deque>

namespace Pacewatch {

/// One window of a gateway as a replay counts it. Moments are times since 1970 on the gateway's
/// calendar and never go back. Pure arithmetic; memory up to one moment for each unit of the limit.
class CountedWindow final
{
public:
    /// Unknown counts like Fixed. @p limit and @p window are above zero.
    CountedWindow(Algorithm algorithm, qint64 limit, Duration window);

    /// Units counted at @p at; above the limit where refused calls count.
    [[nodiscard]] qint64 used(Duration at);
    /// How long from @p at until a call would be accepted; zero when one is now.
    [[nodiscard]] Duration waitFor(Duration at);
    void count(Duration at);
    /// By how much used() may be wrong at @p at when moments are known to within @p reach only:
    /// what came free or comes free about then.
    [[nodiscard]] qint64 doubt(Duration at, Duration reach);

    [[nodiscard]] qint64 limit() const { return m_limit; }

private:
    void advance(Duration at);
    [[nodiscard]] std::deque<Duration>::const_iterator firstSince(Duration moment) const;
    [[nodiscard]] Duration unit() const
    {
        return std::max<Duration>(m_window / m_limit, Duration(1));
    }

    Algorithm m_algorithm;
    qint64 m_limit;
    Duration m_window;
    Duration m_start{-1}; // of the current window; Fixed and Anchored
    qint64 m_count = 0; // in it
    qint64 m_before = 0; // in the one before
    Duration m_end{}; // of that one; Anchored
    std::deque<Duration> m_log; // Sliding: of the last window, and a little longer
    Duration m_debt{}; // Bucket: time until it is full
    Duration m_at{}; // Bucket: as of this moment
};

} // namespace Pacewatch
