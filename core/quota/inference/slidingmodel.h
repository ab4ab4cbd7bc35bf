#pragma once

#include "core/quota/inference/track.h"

#include <deque>

namespace Pacewatch {

/// The gateway keeps a log of the last window: every unit comes back one window after it was used.
class SlidingModel final
{
public:
    explicit SlidingModel(Duration window);

    void weigh(const Observation& seen, const CallHistory& history, Duration since);
    [[nodiscard]] const Track& best() const { return m_track; }
    [[nodiscard]] double weight() const { return m_track.weight; }

private:
    /// Units of others, which came at some moment between these.
    struct Others
    {
        Instant earliest{};
        Instant latest{};
        qint64 units = 0;
    };

    void forget(const Observation& seen, qint64 own);

    Duration m_window;
    Track m_track;
    std::deque<Others> m_others;
    Instant m_last{};
    bool m_isSeen = false;
};

} // namespace Pacewatch
