#include "core/pacing/pacer.h"

#include <algorithm>

namespace Pacewatch {

namespace {

constexpr Duration CatchUp = std::chrono::milliseconds(100);
constexpr double SlowestRate = 1e-6; // a send in eleven days; keeps the period inside 64 bits

} // namespace

Pacer::Pacer(const Pace& pace, Instant start, qint64 count)
    : m_kind(pace.kind)
    , m_start(start)
{
    if (pace.kind == Pace::Kind::Spread) {
        m_span = std::max(pace.over, Duration::zero());
        m_parts = std::max<qint64>(count, 1);
    } else if (pace.kind == Pace::Kind::Rate) {
        // A thousand sends at once: the rounding of one period would add up otherwise.
        m_span = fromSeconds(1000 / std::max(pace.perSecond, SlowestRate));
        m_parts = 1000;
    }
}

Instant Pacer::due(qint64 number) const
{
    return m_start + m_span / m_parts * number + m_span % m_parts * number / m_parts;
}

Instant Pacer::nextDeparture(Instant now) const
{
    return m_kind == Pace::Kind::Asap ? now : std::max(now, due(m_departed));
}

void Pacer::departed(Instant now)
{
    if (m_kind == Pace::Kind::Rate && now - due(m_departed) > CatchUp) {
        m_start = now;
        m_departed = 0;
    }
    ++m_departed;
}

} // namespace Pacewatch
