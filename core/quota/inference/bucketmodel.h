#pragma once

#include "core/quota/inference/track.h"

namespace Pacewatch {

/// A bucket as large as the limit, which fills up at a steady rate: so much in one window.
class BucketModel final
{
public:
    explicit BucketModel(Duration window);

    void departed(Instant at, qint64 cost, qint64 limit);
    void finished(Instant at, qint64 cost, qint64 limit, bool isDoubtful);
    void weigh(const Observation& seen, const CallHistory& history, Duration since);
    [[nodiscard]] const Track& best() const { return m_track; }
    [[nodiscard]] double weight() const { return m_track.weight; }

private:
    /// Units taken out and not filled up again.
    struct Level
    {
        double taken = 0;
        Instant at{};
    };

    void moveTo(Level& level, Instant at, qint64 limit) const;

    Duration m_window;
    Track m_track;
    Level m_early; ///< had each call arrived as it left: the least
    Level m_late; ///< had each call arrived when its answer came: the most
    bool m_isSeen = false;
};

} // namespace Pacewatch
