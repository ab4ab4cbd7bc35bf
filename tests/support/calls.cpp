#include "tests/support/calls.h"

#include "tests/support/fakeclock.h"

#include <QCryptographicHash>

namespace Pacewatch::Make {

using namespace std::chrono_literals;

Instant start()
{
    return FakeClock().now();
}

Call::Call(Duration at, int status)
{
    static quint64 lastId = 0;
    m_exchange.id = ExchangeId(++lastId);
    m_exchange.arrived = start() + at;
    m_exchange.arrivedWall = FakeClock().wallNow() + at;
    m_exchange.took = 50ms;
    m_exchange.response.status = status;
    m_exchange.request.method = "POST";
    m_exchange.request.target = "/api/contacts";
    m_exchange.client = QStringLiteral("booking-sync");
}

Call& Call::path(const QByteArray& method, const QByteArray& target)
{
    m_exchange.request.method = method;
    m_exchange.request.target = target;
    return *this;
}

Call& Call::body(const QByteArray& bytes)
{
    m_exchange.requestBody.head = bytes;
    m_exchange.requestBody.size = bytes.size();
    m_exchange.requestBody.sha256 = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
    return *this;
}

Call& Call::refused(Duration wait, const QString& window)
{
    m_exchange.response.status = 429;
    m_exchange.reading.isRateLimited = true;
    m_exchange.reading.hitWindow = window;
    if (wait > Duration::zero()) {
        m_exchange.reading.retryAfter = wait;
    }
    return *this;
}

Call& Call::early(Duration by)
{
    m_exchange.tooEarlyBy = by;
    return *this;
}

Call& Call::failed(ErrorCode code)
{
    m_exchange.response.status = 0;
    m_exchange.outcome = Outcome::Failed;
    m_exchange.error = Error{code, {}};
    return *this;
}

Call& Call::origin(Origin who)
{
    m_exchange.origin = who;
    return *this;
}

Call& Call::took(Duration span)
{
    m_exchange.took = span;
    return *this;
}

WindowState window(const QString& name, Duration span, qint64 limit, qint64 left, Duration resetAt)
{
    WindowState state;
    state.policy.name = name;
    state.policy.window = span;
    state.policy.limit = limit;
    state.remaining = left;
    state.limitSource = Source::Headers;
    state.remainingSource = Source::Headers;
    state.asOf = start();
    state.resetAt = start() + resetAt;
    return state;
}

} // namespace Pacewatch::Make
