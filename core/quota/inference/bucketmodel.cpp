#include "core/quota/inference/bucketmodel.h"

#include <algorithm>
#include <cmath>

namespace Pacewatch {

BucketModel::BucketModel(Duration window)
    : m_window(window)
{ }

void BucketModel::moveTo(Level& level, Instant at, qint64 limit) const
{
    if (at > level.at) {
        const double filled
            = static_cast<double>(limit) * toSeconds(at - level.at) / toSeconds(m_window);
        level.taken = std::max(level.taken - filled, 0.0);
        level.at = at;
    }
}

void BucketModel::departed(Instant at, qint64 cost, qint64 limit)
{
    moveTo(m_early, at, limit);
    m_early.taken += static_cast<double>(cost);
}

void BucketModel::finished(Instant at, qint64 cost, qint64 limit, bool isDoubtful)
{
    moveTo(m_late, at, limit);
    m_late.taken += static_cast<double>(cost);
    if (isDoubtful) {
        moveTo(m_early, at, limit);
        m_early.taken = std::max(m_early.taken - static_cast<double>(cost), 0.0);
    }
}

void BucketModel::weigh(const Observation& seen, const CallHistory& history, Duration since)
{
    moveTo(m_early, seen.received, seen.limit);
    moveTo(m_late, seen.received, seen.limit);
    // Of these nobody knows whether they came before this call.
    const Span around = history.since(seen.sent, seen.sent, seen);
    const auto others = static_cast<double>(around.high);
    const double trip = static_cast<double>(seen.limit) * toSeconds(seen.received - seen.sent)
        / toSeconds(m_window);
    Span own{static_cast<qint64>(std::floor(m_early.taken - others)),
             static_cast<qint64>(std::ceil(m_late.taken + others + trip))};
    own.low = std::max<qint64>(own.low - seen.cost, 0);
    own.high = std::max(own.high, own.low);
    const auto used = static_cast<double>(seen.used);
    if (!m_isSeen || seen.used > own.high || seen.used < own.low) {
        if (m_isSeen) {
            m_track.take(seen.used, own, since, seen.limit, m_window);
        }
        m_early.taken = std::max(used - 1 - trip, 0.0);
        m_late.taken = used + others;
        m_isSeen = true;
    } else {
        m_track.take(seen.used, own, since, seen.limit, m_window);
        m_late.taken = std::min(m_late.taken, used + others);
        m_early.taken = std::max(m_early.taken, used - 1 - trip - static_cast<double>(seen.cost));
    }
    m_track.foreign = 0; // It is in the level.
}

} // namespace Pacewatch
