#pragma once

#include "core/connection.h"
#include "core/exchange.h"

namespace Pacewatch::Make {

/// A finished call of the customer's client, to be refined by the chained setters.
class Call final
{
public:
    /// @p at counts from the FakeClock's start: an hour after boot, 2025-11-19 10:00:00 UTC.
    explicit Call(Duration at, int status = 200);

    Call& path(const QByteArray& method, const QByteArray& target);
    Call& body(const QByteArray& bytes);
    /// Refused, with a wait if @p wait is above zero.
    Call& refused(Duration wait = {}, const QString& window = {});
    Call& early(Duration by);
    Call& failed(ErrorCode code);
    Call& origin(Origin who);
    Call& took(Duration span);

    operator Exchange() const { return m_exchange; } // NOLINT(google-explicit-constructor)
    [[nodiscard]] Exchange exchange() const { return m_exchange; }

private:
    Exchange m_exchange;
};

/// A window of calls with @p left of @p limit, which resets at @p resetAt after the start.
[[nodiscard]] WindowState window(const QString& name, Duration span, qint64 limit, qint64 left,
                                 Duration resetAt);

/// The FakeClock's first instant.
[[nodiscard]] Instant start();

} // namespace Pacewatch::Make
