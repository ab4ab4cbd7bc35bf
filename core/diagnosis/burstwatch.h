#pragma once

#include "core/diagnosis/happening.h"
#include "core/exchange.h"

#include <QList>

#include <deque>
#include <optional>

namespace Pacewatch {

/// Notices seconds with more calls than the gateway allows in one, and whether they come back
/// regularly. Pure arithmetic.
class BurstWatch final
{
public:
    /// Calls allowed in @p window, the shortest window of the connection; 0 switches the watch off.
    void setLimit(qint64 limit, Duration window);

    void add(const Exchange& exchange);
    /// The burst that ended by @p now, if one did: its busiest window, allowed and refused.
    [[nodiscard]] std::optional<Happening> finished(Instant now);
    /// Whether a burst is under way, so that its refusals need no entry of their own.
    [[nodiscard]] bool isBursting() const { return m_isOpen; }

private:
    struct Call
    {
        Instant sent{};
        bool refused = false;
    };
    struct Burst
    {
        Instant start{};
        WallTime startWall{};
    };

    void repeatPattern(Happening& happening) const;

    qint64 m_limit = 0;
    Duration m_window{};
    std::deque<Call> m_calls; // of the last window
    bool m_isOpen = false;
    Instant m_start{};
    WallTime m_startWall{};
    Instant m_lastCall{};
    qint64 m_busiest = 0;
    qint64 m_busiestRefused = 0;
    std::deque<Burst> m_bursts; // of the last quarter of an hour, oldest first
};

} // namespace Pacewatch
