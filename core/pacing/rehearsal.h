#pragma once

#include "core/pacing/limiter.h"
#include "core/pacing/pacer.h"

#include <QByteArray>

#include <deque>
#include <optional>

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

    Rehearsal(const Limiter& limiter, const Pacer& pacer, Instant now, qint64 keepFree,
              Customer customer);

    /// When the next send would leave.
    Instant sendNext(QByteArrayView path);
    /// Plays on to @p at, without sending.
    void playTo(Instant at);

    [[nodiscard]] Instant now() const { return m_now; }
    /// Left in the longest window.
    [[nodiscard]] qint64 left() const;
    /// The customer's calls that found no room, and the first of them.
    [[nodiscard]] qint64 refused() const { return m_refused; }
    [[nodiscard]] std::optional<Instant> firstRefused() const { return m_firstRefused; }
    /// The least that was left in the longest window so far, and when.
    [[nodiscard]] qint64 lowestLeft() const { return m_lowestLeft; }
    [[nodiscard]] Instant lowestAt() const { return m_lowestAt; }

private:
    struct Answer
    {
        Instant due{};
        CallTicket ticket;
    };

    void depart(QByteArrayView path);
    void note();

    Limiter m_limiter;
    Pacer m_pacer;
    Instant m_now;
    qint64 m_keepFree;
    Customer m_customer;
    Duration m_delay;
    std::optional<Instant> m_nextOfCustomer;
    std::deque<Answer> m_answers;
    qint64 m_refused = 0;
    std::optional<Instant> m_firstRefused;
    qint64 m_lowestLeft = 0;
    Instant m_lowestAt{};
};

} // namespace Pacewatch
