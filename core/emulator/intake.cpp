#include "core/emulator/intake.h"

#include <utility>

namespace Pacewatch {

Intake::Intake(std::shared_ptr<Http::ServerExchange> exchange, qint64 limit,
               std::function<void(const GatewayRequest&)> whole)
    : m_exchange(std::move(exchange))
    , m_limit(limit)
    , m_whole(std::move(whole))
{
    m_request.head = m_exchange->head();
    m_exchange->setListener(this);
    const qint64 size = m_exchange->bodySize();
    m_request.isTooLarge = exceeds(size, 1);
    if (m_request.isTooLarge && (m_exchange->expectsContinue() || exceeds(size, MostLimitsRead))) {
        end();
        return;
    }
    m_exchange->acceptBody();
}

Intake::~Intake()
{
    m_exchange->setListener(nullptr);
}

bool Intake::exceeds(qint64 size, qint64 limits) const
{
    return m_limit > 0 && size > m_limit * limits;
}

void Intake::requestBodyArrived(const QByteArray& bytes)
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

void Intake::requestEnded(const Http::Headers&)
{
    end();
}

void Intake::clientLeft()
{
    m_isOver = true;
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
