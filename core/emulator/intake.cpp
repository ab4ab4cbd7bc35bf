#include "core/emulator/intake.h"

#include <utility>

namespace Pacewatch {

Intake::Intake(Http::ServerExchange* exchange, qint64 limit,
               std::function<void(const GatewayRequest&)> whole)
    : QObject(exchange)
    , m_limit(limit)
    , m_whole(std::move(whole))
{
    m_request.head = exchange->head();
    connect(exchange, &Http::ServerExchange::bodyArrived, this, &Intake::takeBody);
    connect(exchange, &Http::ServerExchange::bodyEnded, this, &Intake::end);
    const qint64 size = exchange->bodySize();
    m_request.isTooLarge = exceeds(size, 1);
    if (m_request.isTooLarge && (exchange->expectsContinue() || exceeds(size, MostLimitsRead))) {
        end();
        return;
    }
    exchange->acceptBody();
}

bool Intake::exceeds(qint64 size, qint64 limits) const
{
    return m_limit > 0 && size > m_limit * limits;
}

void Intake::takeBody(const QByteArray& bytes)
{
    if (m_isOver) {
        return;
    }
    m_size += bytes.size();
    m_request.isTooLarge = m_request.isTooLarge || exceeds(m_size, 1);
    if (!m_request.isTooLarge) {
        m_request.body += bytes;
        return;
    }
    m_request.body.clear();
    if (exceeds(m_size, MostLimitsRead)) {
        end();
    }
}

void Intake::end()
{
    if (m_isOver) {
        return;
    }
    m_isOver = true;
    m_whole(m_request);
}

} // namespace Pacewatch
