#include "core/pacing/lanehold.h"

#include <algorithm>

namespace Pacewatch {

LaneHold::State LaneHold::state(Instant now) const
{
    if (!m_until) {
        return State::Open;
    }
    if (now < *m_until) {
        return State::Waiting;
    }
    return m_isProbing ? State::ProbeInTheAir : State::ProbeDue;
}

void LaneHold::refused(Instant until)
{
    m_until = m_until ? std::max(*m_until, until) : until;
    m_isProbing = false;
}

void LaneHold::departed(Instant now)
{
    if (m_until && now >= *m_until) {
        m_isProbing = true;
    }
}

bool LaneHold::finished(Instant departed, bool wasAccepted)
{
    if (!m_until || departed < *m_until) {
        return false;
    }
    m_isProbing = false;
    if (wasAccepted) {
        m_until.reset();
    }
    return wasAccepted;
}

} // namespace Pacewatch
