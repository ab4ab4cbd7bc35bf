#pragma once

#include "core/instant.h"
#include "ui/charts/scale.h"
#include "ui/charts/steps.h"

#include <QList>

#include <array>

namespace Pacewatch {

/// How many calls were allowed and refused.
struct CallCount
{
    qint64 allowed = 0;
    qint64 refused = 0;

    [[nodiscard]] qint64 total() const noexcept { return allowed + refused; }
    friend bool operator==(const CallCount&, const CallCount&) = default;
};

/// The calls of one bar: its busiest second, never its mean, because the mean hides bursts.
struct CallBar
{
    WallTime from{};
    CallCount busiest; ///< of the busiest second
    CallCount all;
    WallTime busiestAt{}; ///< where the busiest second begins, as fine as it is still known

    friend bool operator==(const CallBar&, const CallBar&) = default;
};

/// The bars of a slice and how wide each is.
struct CallBars
{
    std::chrono::seconds bucket{1};
    QList<CallBar> bars; ///< oldest first; buckets without a call are left out
};

/// Allowed and refused calls in each second, rolled up in steps of 1 s, 10 s, 1 min and 10 min that
/// remember their busiest second. Memory is bounded: six hours, a day, three days and a month.
class CallSeries final
{
public:
    CallSeries();

    /// O(1). Calls may come out of order.
    void append(WallTime at, bool refused);
    /// All calls of one second at once, @p at in it.
    void append(WallTime at, const CallCount& calls);

    /// The bars of @p slice, anchored to absolute time. The bucket may come out wider than asked
    /// for where the single seconds are no longer kept.
    [[nodiscard]] CallBars bars(const TimeSlice& slice, std::chrono::seconds bucket) const;
    /// All calls whose second begins inside @p slice.
    [[nodiscard]] CallCount total(const TimeSlice& slice) const;

    /// The bucket for a slice drawn on @p pixels: 1 s up to 5 min, 5 s up to 20 min, 15 s up to
    /// 1 h, then so that a bar is at least 3 pixels wide.
    [[nodiscard]] static std::chrono::seconds bucketFor(Duration length, double pixels);

private:
    struct Cell
    {
        quint32 allowed = 0;
        quint32 refused = 0;
        quint32 busiestAllowed = 0;
        quint32 busiestRefused = 0;
    };

    [[nodiscard]] const Steps<Cell>& levelFor(WallTime from, std::chrono::seconds bucket) const;

    std::array<Steps<Cell>, 4> m_levels;
};

} // namespace Pacewatch
