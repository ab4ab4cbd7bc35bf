#include "core/pacing/epochrule.h"

#include <algorithm>

namespace Pacewatch {

namespace {

constexpr Duration Second = std::chrono::seconds(1);
/// A reset reckoned as "now plus what is left" wobbles by a second from answer to answer.
constexpr qint64 Wobble = 1;
/// A reset that moves with every call shows by then.
constexpr int ReadingsBeforeAProbe = 3;

} // namespace

EpochRule::EpochRule(Duration window)
    : m_window(window)
{ }

bool EpochRule::isAligned(qint64 stated) const
{
    const qint64 seconds = std::chrono::floor<std::chrono::seconds>(m_window).count();
    return seconds > 1 && stated % seconds == 0;
}

std::optional<Instant> EpochRule::resetBy() const
{
    return m_bracket ? std::optional(m_bracket->latest) : std::nullopt;
}

std::optional<Instant> EpochRule::probeAt(Duration guard) const
{
    if (m_mode != Mode::Undecided || m_isProbing || !m_bracket
        || m_bracket->readings < ReadingsBeforeAProbe || m_bracket->stated == m_probedReset) {
        return std::nullopt;
    }
    // A round number may be chance: then the gateway may have rounded it down.
    return m_bracket->latest + guard + (isAligned(m_bracket->stated) ? Second : Duration::zero());
}

bool EpochRule::isProbeDue(Instant now, Duration guard) const
{
    const std::optional<Instant> at = probeAt(guard);
    return at && now >= *at;
}

bool EpochRule::hasPassed(Instant now, Duration guard) const
{
    return m_bracket && now >= m_bracket->latest + guard;
}

qint64 EpochRule::used(Instant now, qint64 departed, Duration guard) const
{
    return departed - (hasPassed(now, guard) ? m_finishedBeforeReset : m_uncounted);
}

void EpochRule::probeDeparted()
{
    m_isProbing = true;
    m_probedReset = m_bracket ? m_bracket->stated : 0;
}

void EpochRule::finished(Instant now, qint64 finished)
{
    if (m_bracket && now <= m_bracket->earliest) {
        m_finishedBeforeReset = finished;
    }
}

void EpochRule::disprove()
{
    if (m_mode == Mode::PerEpoch || m_isProbing) {
        m_mode = Mode::Never;
    }
    m_isProbing = false;
}

void EpochRule::learn(const Evidence& evidence)
{
    const Duration doubt = isAligned(evidence.stated) ? Duration::zero() : Second;
    Bracket seen{evidence.stated, evidence.flight.departed + evidence.untilReset - Second - doubt,
                 evidence.received + evidence.untilReset + doubt, 1};
    if (evidence.next) {
        seen.earliest = evidence.next->first;
        seen.latest = evidence.next->second;
    }
    if (!m_bracket) {
        m_bracket = seen;
        m_finishedBeforeReset = evidence.received <= seen.earliest ? evidence.finished : 0;
    } else if (seen.stated > m_bracket->stated + Wobble) {
        if (evidence.received < m_bracket->earliest) {
            m_mode
                = Mode::Never; // It moves before its time has come: a bucket or a rolling window.
        }
        beginEpoch(seen, evidence);
    } else if (seen.stated >= m_bracket->stated - Wobble) {
        m_bracket->earliest = std::max(m_bracket->earliest, seen.earliest);
        m_bracket->latest = std::max(std::min(m_bracket->latest, seen.latest), m_bracket->earliest);
        ++m_bracket->readings;
    } else {
        return; // A straggler from before the reset.
    }
    count(evidence);
}

void EpochRule::prove()
{
    if (m_mode == Mode::Undecided && m_hasSeenReset) {
        m_mode = Mode::PerEpoch;
    }
}

void EpochRule::deny()
{
    m_mode = Mode::Never;
    m_isProbing = false;
}

void EpochRule::endProbe()
{
    m_isProbing = false;
    if (m_mode == Mode::Undecided) {
        m_mode = Mode::Never;
    }
}

void EpochRule::beginEpoch(const Bracket& next, const Evidence& evidence)
{
    m_hasSeenReset = true;
    m_uncounted = m_finishedBeforeReset;
    m_bracket = next;
    if (evidence.received <= next.earliest) {
        m_finishedBeforeReset = evidence.finished;
    }
}

void EpochRule::count(const Evidence& evidence)
{
    if (!m_hasSeenReset) {
        return;
    }
    // The gateway's count, and whatever may have arrived behind this call, is all there can be.
    const qint64 atMost = evidence.mark.finished + evidence.flight.cost - evidence.used;
    m_uncounted = std::max(m_uncounted, atMost);
    // More than ours: somebody else's calls count as if they were ours.
    m_uncounted = std::min(m_uncounted, evidence.departed - evidence.used);
}

} // namespace Pacewatch
