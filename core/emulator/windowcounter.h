#pragma once

#include "core/instant.h"
#include "core/quota/policy.h"

#include <QtGlobal>

#include <deque>

namespace Pacewatch {

/// Counts the calls of one key in one window, by one of four algorithms.
///
/// Pure arithmetic: the caller says what time it is, and never an earlier one than before.
class WindowCounter final
{
public:
    /// @p limit and @p window are above zero; Algorithm::Unknown counts as Fixed.
    WindowCounter(Algorithm algorithm, qint64 limit, Duration window);

    /// How long one more call would have to wait; zero when there is room now.
    [[nodiscard]] Duration waitFor(WallTime now) const;
    /// Counts one call, whether or not there is room.
    void count(WallTime now);

    /// Calls that count at @p now.
    [[nodiscard]] qint64 used(WallTime now) const;
    /// Begin of the window that @p now lies in; one period ago for the two rolling algorithms.
    [[nodiscard]] WallTime start(WallTime now) const;
    /// Fixed and anchored: the end of the window. Sliding: when the oldest call leaves it. Bucket:
    /// when it is full. An unused window resets one period from now, an unused bucket now.
    [[nodiscard]] WallTime reset(WallTime now) const;

    void setLimit(qint64 limit);
    [[nodiscard]] Algorithm algorithm() const { return m_algorithm; }
    [[nodiscard]] Duration window() const { return m_window; }

private:
    bool isCurrent(WallTime now) const;
    Duration perUnit() const;

    Algorithm m_algorithm;
    qint64 m_limit;
    Duration m_window;
    // Fixed and anchored:
    WallTime m_start{};
    qint64 m_count = 0;
    // Sliding: the newest calls, no more than the limit, because only those can refuse another.
    std::deque<WallTime> m_log;
    // Bucket: the moment at which it is full again; that one number is the whole bucket.
    WallTime m_fullAt{};
};

} // namespace Pacewatch
