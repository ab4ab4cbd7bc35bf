#pragma once

#include "core/instant.h"

#include <QtGlobal>

#include <deque>

namespace Pacewatch {

/// Counts the calls and refusals of the last minute, by tenths of a second, so that a storm costs
/// no more memory than a calm. Pure arithmetic; instants may arrive a little out of order.
class RecentCalls final
{
public:
    void add(Instant sent, bool refused);

    /// Calls in (now - span, now]; at most the last minute is known.
    [[nodiscard]] qint64 calls(Duration span, Instant now) const;
    [[nodiscard]] qint64 refusals(Duration span, Instant now) const;
    /// Calls a second over the last 15 s, or over the time since the first call when that is
    /// shorter.
    [[nodiscard]] double pace(Instant now) const;

private:
    struct Step
    {
        qint64 index = 0; // tenths of a second since boot
        qint64 calls = 0;
        qint64 refusals = 0;
    };

    [[nodiscard]] Step sum(Duration span, Instant now) const;

    std::deque<Step> m_steps;
    Instant m_first{};
    bool m_hasFirst = false;
};

} // namespace Pacewatch
