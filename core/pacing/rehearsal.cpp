#include "core/pacing/rehearsal.h"

#include <algorithm>
#include <utility>

namespace Pacewatch {

namespace {

/// A faster customer than this fills any window just as well.
constexpr double FastestCustomer = 2000;
/// So many fruitless questions, or calls of the customer meanwhile, and the send is given up: a
/// forecast is made every second and must not take one.
constexpr int MostQuestions = 10'000;
constexpr qint64 MostOfCustomer = 20'000;

} // namespace

Rehearsal::Rehearsal(const Limiter& limiter, const Pacer& pacer, Instant now, qint64 keepFree,
                     Customer customer)
    : m_limiter(limiter)
    , m_pacer(pacer)
    , m_now(now)
    , m_keepFree(keepFree)
    , m_customer(std::move(customer))
    , m_delay(limiter.usualDelay())
{
    m_limiter.assumeAnswered(now);
    for (const WindowUse& use : m_limiter.windows(now)) {
        m_longest = std::max(m_longest, use.policy.window);
    }
    m_customer.perSecond = std::min(m_customer.perSecond, FastestCustomer);
    if (m_customer.perSecond > 0) {
        m_nextOfCustomer = now + fromSeconds(1 / m_customer.perSecond);
    }
}

void Rehearsal::sample(Duration step, Instant end)
{
    m_sampleStep = step;
    m_sampleEnd = end;
    m_nextSample = m_now;
}

void Rehearsal::playTo(Instant at)
{
    const auto isDue = [&](const std::optional<Instant>& when) { return when && *when <= at; };
    while (true) {
        const std::optional<Instant> answer
            = m_answers.empty() ? std::nullopt : std::optional(m_answers.front().due);
        const bool answerIsFirst = isDue(answer)
            && (!m_nextOfCustomer || *answer <= *m_nextOfCustomer)
            && (!m_nextSample || *answer <= *m_nextSample);
        if (answerIsFirst) {
            m_now = std::max(m_now, *answer);
            m_limiter.answered(m_answers.front().ticket, {}, m_now);
            m_answers.pop_front();
        } else if (isDue(m_nextOfCustomer)
                   && (!m_nextSample || *m_nextOfCustomer <= *m_nextSample)) {
            m_now = std::max(m_now, *m_nextOfCustomer);
            callOfCustomer();
        } else if (isDue(m_nextSample)) {
            m_now = std::max(m_now, *m_nextSample);
            takeSample();
        } else {
            break;
        }
    }
    m_now = std::max(m_now, at);
}

void Rehearsal::callOfCustomer()
{
    ++m_callsOfCustomer;
    m_nextOfCustomer = *m_nextOfCustomer + fromSeconds(1 / m_customer.perSecond);
    if (m_limiter.ask(m_customer.path, 1, m_now).isGo) {
        depart(m_customer.path);
        return;
    }
    ++m_refused;
    if (!m_firstRefused) {
        m_firstRefused = m_now;
    }
}

void Rehearsal::takeSample()
{
    m_samples.push_back({m_now, m_limiter.leftInLongest(m_now).value_or(0)});
    m_nextSample = *m_nextSample + m_sampleStep;
    if (*m_nextSample > m_sampleEnd) {
        m_nextSample.reset();
    }
}

void Rehearsal::depart(QByteArrayView path)
{
    m_answers.push_back({m_now + m_delay, m_limiter.departed(path, 1, m_now)});
    const std::optional<qint64> left = m_limiter.leftInLongest(m_now);
    if (left && (!m_lowest || *left < m_lowest->left)) {
        m_lowest = {m_now, *left};
    }
}

std::optional<Instant> Rehearsal::sendNext(QByteArrayView path)
{
    playTo(m_pacer.nextDeparture(m_now));
    const Instant patience = m_now + 2 * m_longest;
    const qint64 mostOfCustomer = m_callsOfCustomer + MostOfCustomer;
    for (int question = 0; question < MostQuestions; ++question) {
        const Verdict verdict = m_limiter.ask(path, 1, m_now, Lane::TestSend, m_keepFree);
        if (verdict.isGo) {
            depart(path);
            m_pacer.departed(m_now);
            return m_now;
        }
        Instant next = std::max(verdict.until, m_now + std::chrono::milliseconds(1));
        if (!m_answers.empty()) {
            next = std::min(next, std::max(m_answers.front().due, m_now));
        }
        if (next > patience && m_now > patience - m_longest) {
            break;
        }
        playTo(next);
        if (m_callsOfCustomer > mostOfCustomer) {
            break;
        }
    }
    return std::nullopt;
}

} // namespace Pacewatch
