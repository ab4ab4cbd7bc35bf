#pragma once

#include "core/instant.h"
#include "core/pacing/pace.h"

#include <QtGlobal>

namespace Pacewatch {

/// Says when the next send is due by the chosen pace. The windows are the limiter's business: a
/// send goes at the later of the two.
///
/// Deadlines are absolute, `t_n = t_0 + n * period`, so lateness never adds up. A value without a
/// clock.
class Pacer final
{
public:
    Pacer() = default;
    /// @p count sends lie ahead from @p start on.
    Pacer(const Pace& pace, Instant start, qint64 count);

    /// When the next send is due; @p now when it is overdue or the pace is Asap.
    [[nodiscard]] Instant nextDeparture(Instant now) const;
    /// From one send to the next; zero for Asap.
    [[nodiscard]] Duration period() const { return m_span / m_parts; }
    /// One send left. A Rate that was held up does not catch up beyond a tenth of a second, because
    /// that would be faster than asked; a Spread does, to be done in time.
    void departed(Instant now);

private:
    [[nodiscard]] Instant due(qint64 number) const;

    Pace::Kind m_kind = Pace::Kind::Asap;
    Instant m_start{};
    Duration m_span{}; ///< of m_parts sends
    qint64 m_parts = 1;
    qint64 m_departed = 0;
};

} // namespace Pacewatch
