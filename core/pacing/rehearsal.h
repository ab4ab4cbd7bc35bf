#pragma once

#include "core/pacing/limiter.h"
#include "core/pacing/pacer.h"

#include <QByteArray>

#include <deque>
#include <optional>
#include <vector>

namespace Pacewatch {

/// Plays a queue ahead of time on copies of a limiter and a pacer, with answers after the usual
/// delay, and the customer's own calls in between at a steady rate.
class Rehearsal final
{
public:
    struct Customer
    {
        double perSecond = 0; ///< of the customer's own calls
        QByteArray path; ///< of those calls
    };

    /// Left in the longest window at one moment.
    struct Sample
    {
        Instant at{};
        qint64 left = 0;
    };

    Rehearsal(const Limiter& limiter, const Pacer& pacer, Instant now, qint64 keepFree,
              Customer customer);

    /// When the next send leaves; empty when it finds no room in two whole periods of the longest
    /// window: it would find none later either.
    std::optional<Instant> sendNext(QByteArrayView path);
    /// Plays on to @p at without sending.
    void playTo(Instant at);
    /// Takes a sample each @p step from now until @p end.
    void sample(Duration step, Instant end);

    [[nodiscard]] const std::vector<Sample>& samples() const { return m_samples; }
    /// The customer's calls that found no room, and the first of them.
    [[nodiscard]] qint64 refused() const { return m_refused; }
    [[nodiscard]] std::optional<Instant> firstRefused() const { return m_firstRefused; }
    /// The least that was left in the longest window; empty without windows.
    [[nodiscard]] const std::optional<Sample>& lowest() const { return m_lowest; }

private:
    struct Answer
    {
        Instant due{};
        CallTicket ticket;
    };

    void depart(QByteArrayView path);
    void callOfCustomer();
    void takeSample();

    Limiter m_limiter;
    Pacer m_pacer;
    Instant m_now;
    qint64 m_keepFree;
    Customer m_customer;
    Duration m_delay;
    Duration m_longest{}; ///< of the windows
    qint64 m_callsOfCustomer = 0;
    std::optional<Instant> m_nextOfCustomer;
    std::deque<Answer> m_answers; ///< by due time
    std::vector<Sample> m_samples;
    Duration m_sampleStep{};
    std::optional<Instant> m_nextSample;
    Instant m_sampleEnd{};
    qint64 m_refused = 0;
    std::optional<Instant> m_firstRefused;
    std::optional<Sample> m_lowest;
};

} // namespace Pacewatch
