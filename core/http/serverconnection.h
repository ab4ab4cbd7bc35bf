#pragma once

#include "core/http/parser.h"
#include "core/http/serverexchange.h"
#include "core/instant.h"

#include <QHostAddress>
#include <QObject>
#include <QTcpSocket>

#include <memory>
#include <optional>

namespace Pacewatch::Http {

class Server;

/// One accepted socket and the exchange on it. Lives on the server's thread and belongs to the
/// server.
class ServerConnection final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ServerConnection)

public:
    ServerConnection(Server& server, QTcpSocket* socket);
    ~ServerConnection() override;

    /// Parses what is there, as far as the exchange takes it.
    void pump();
    /// Writes; with @p isLast everything goes to the system at once.
    void write(QByteArrayView bytes, bool isLast);
    /// The exchange's answer is out: the next request, or the end.
    void answered(bool keepsAlive);
    /// From here on bytes go to the exchange as they are.
    void becomeTunnel();
    /// Ends the connection without another byte.
    void cut();
    /// The same by a reset, where a plain end would look like the end of the answer.
    void reset();
    /// The deadline passed: answers 408 where a request is half there, and closes.
    void expire();
    /// There are too many connections and this one is new: answers 503 and closes.
    void turnAway();

    [[nodiscard]] std::optional<Instant> deadline() const;
    /// Since when it waits for a head, or for the rest of one; nothing while a request is on it.
    /// Since ever when its client has left.
    [[nodiscard]] std::optional<Instant> waitsSince() const;
    [[nodiscard]] qint64 unsent() const { return m_socket->bytesToWrite(); }
    [[nodiscard]] QHostAddress peer() const { return m_peer; }
    [[nodiscard]] bool isOver() const { return m_isOver; }
    [[nodiscard]] bool hasPeerHungUp() const;
    /// Since when its last answer is out and only its client's hanging up is waited for.
    [[nodiscard]] std::optional<Instant> lingersSince() const;
    [[nodiscard]] bool keepsAlive() const { return m_parser.keepsAlive(); }
    void setBodyPaused(bool paused);

private:
    static constexpr Duration DiscardTime = std::chrono::seconds(2); // of silence
    static constexpr Duration LingerTime = std::chrono::seconds(30); // altogether
    // How often a connection that is not read is asked whether its client is still there.
    static constexpr Duration LookTime = std::chrono::milliseconds(250);

    [[nodiscard]] bool feedMore();
    /// One step of the parser; false when there is nothing to do before something arrives.
    [[nodiscard]] bool takeStep();
    [[nodiscard]] bool takeTunnelBytes();
    void takeHead();
    void takeBody();
    void takeEnd();
    void refuse(int status, const QByteArray& reason);
    void closeWhenWritten();
    void throwAway();
    void endWriting();
    void noteWritten();
    void leave();
    void waitFor(Duration span);
    void watchForStall();

    Server& m_server;
    QTcpSocket* m_socket;
    Parser m_parser;
    QHostAddress m_peer;
    std::shared_ptr<ServerExchange> m_exchange; // null while none waits for its answer
    std::optional<Instant> m_deadline;
    std::optional<Instant> m_stallsAt; // when a client that takes none of its answer is given up
    Instant m_waitsSince{};
    std::optional<Instant> m_lingersUntil; // once the last byte is written
    qint64 m_discarded = 0; // body bytes that came after their answer
    bool m_isInMessage = false; // a head was taken and its end was not reached
    bool m_keepsAlive = true;
    bool m_isPaused = false;
    bool m_isTunnel = false;
    bool m_isPumping = false;
    bool m_isFlushing = false;
    bool m_awaitsDrain = false;
    bool m_isOver = false;
};

} // namespace Pacewatch::Http
