#pragma once

#include "core/emulator/gateway.h"
#include "core/http/serverexchange.h"

#include <functional>
#include <memory>

namespace Pacewatch {

/// Gathers the body of one request, as far as the gateway takes it, and hands the request on once.
/// Lives on the exchange's thread; it is over once the request was handed on or the client is gone.
///
/// The rest of a body that is too large is read and forgotten, within bounds: a client that is
/// answered while it still sends may lose the answer to the reset of its connection. One that
/// waits for a 100 is answered before it sends anything.
class Intake final : private Http::ServerExchange::Listener
{
    Q_DISABLE_COPY_MOVE(Intake)

public:
    /// Bodies of more than this many limits are not read to their end.
    static constexpr qint64 MostLimitsRead = 4;

    /// @p limit is in bytes, 0 for none. @p whole is called once, maybe before this returns.
    Intake(std::shared_ptr<Http::ServerExchange> exchange, qint64 limit,
           std::function<void(const GatewayRequest&)> whole);
    ~Intake();

    [[nodiscard]] bool isOver() const { return m_isOver; }

private:
    [[nodiscard]] bool exceeds(qint64 size, qint64 limits) const;
    void requestBodyArrived(const QByteArray& bytes) override;
    void requestEnded(const Http::Headers& trailers) override;
    void clientLeft() override;
    void end();

    std::shared_ptr<Http::ServerExchange> m_exchange;
    qint64 m_limit;
    std::function<void(const GatewayRequest&)> m_whole;
    GatewayRequest m_request;
    qint64 m_size = 0;
    bool m_isOver = false;
};

} // namespace Pacewatch
