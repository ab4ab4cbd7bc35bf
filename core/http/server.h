#pragma once

#include "core/clock.h"
#include "core/http/parser.h"
#include "core/http/serverexchange.h"
#include "core/result.h"

#include <QHostAddress>
#include <QObject>
#include <QSocketNotifier>
#include <QTcpServer>

#include <memory>
#include <optional>
#include <vector>

namespace Pacewatch::Http {

/// What a server bears.
struct ServerLimits
{
    ParserLimits parser;
    int connections = 512; ///< open at once; lowered to a quarter of what the process may open
    Duration headTime = std::chrono::seconds(15); ///< from the first byte of a head to its last
    Duration idleTime = std::chrono::seconds(75); ///< between two requests, and before the first
    Duration bodyTime = std::chrono::seconds(60); ///< of silence inside a request's body
    Duration writeTime = std::chrono::seconds(60); ///< in which a client takes nothing of an answer
    Duration tunnelTime = std::chrono::hours(1); ///< of silence after an upgrade
    qsizetype readBuffer = 32 * 1024; ///< bytes read ahead for each connection
    Headers ownFields; ///< added to the answers that the server makes by itself
};

/// A request that the server answered by itself.
struct RefusedRequest
{
    int status = 400;
    QByteArray reason; ///< short, and holds none of the request's bytes
    RequestHead head; ///< what of it could be read
    QHostAddress peer;
    bool wasHandedOut = false; ///< requestArrived() told of it before; its body was at fault
};

/// Accepts HTTP/1.x on one address and hands each request out as a ServerExchange.
///
/// Requests of one connection are handed out one after the other, so pipelined ones are answered
/// in order. Lives on one thread. Malformed requests are answered by the server itself. When there
/// are too many connections, the one that waited longest without a request makes room for a new
/// one; when all are busy, new ones are answered 503.
class Server final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Server)

public:
    /// @p clock must outlive the server.
    explicit Server(Clock& clock, ServerLimits limits = {}, QObject* parent = nullptr);
    ~Server() override;

    /// Busy when the port is taken; Refused when the system does not allow it. Port 0 lets the
    /// system choose.
    [[nodiscard]] Result<void> listen(const QHostAddress& address, quint16 port);
    /// Stops listening and cuts every connection.
    void close();

    [[nodiscard]] bool isListening() const { return m_listener.isListening(); }
    [[nodiscard]] quint16 port() const { return m_listener.serverPort(); }
    [[nodiscard]] QHostAddress address() const { return m_listener.serverAddress(); }
    [[nodiscard]] int connectionCount() const;
    [[nodiscard]] const ServerLimits& limits() const { return m_limits; }

signals:
    void requestArrived(const std::shared_ptr<Pacewatch::Http::ServerExchange>& exchange);
    void connectionCountChanged(int count);
    /// A request that is malformed, too large, too slow or one too many was answered.
    void requestRefused(const Pacewatch::Http::RefusedRequest& refused);

private:
    friend class ServerConnection;

    void acceptWaiting();
    /// The next connection that waits; null when there is none, or no descriptor for it.
    [[nodiscard]] QTcpSocket* acceptNext();
    void acceptAgain();
    /// Whether one more may be served, for which the one that waited longest may have to go.
    [[nodiscard]] bool makeRoom();
    /// Cuts the connection that waits longest for its client to hang up after the last answer;
    /// false when none had the time to read it.
    [[nodiscard]] bool endFarewell();
    void forget(ServerConnection* connection);
    void sweep();
    void armSweep(Instant at);

    Clock& m_clock;
    ServerLimits m_limits;
    QTcpServer m_listener;
    std::unique_ptr<QSocketNotifier> m_waiting; // tells that connections wait; null when closed
    std::vector<ServerConnection*> m_connections;
    std::unique_ptr<Bell> m_sweepBell;
    std::optional<Instant> m_sweepAt;
    bool m_isFull = false;
    bool m_isOutOfBreath = false;
};

/// Two servers on the two loopback addresses, 127.0.0.1 and ::1, and on the same port. A computer
/// without IPv6 gets the first alone. Busy when the port is taken on either.
[[nodiscard]] Result<void> tryListenBoth(Server& v4, Server& v6, quint16 port);

} // namespace Pacewatch::Http
