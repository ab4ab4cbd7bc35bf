#include "core/http/serverconnection.h"

#include "core/http/serializer.h"
#include "core/http/server.h"

#include <algorithm>
#include <array>
#include <sys/socket.h>
#include <utility>

namespace Pacewatch::Http {

namespace {

/// A body that nobody waits for any more is read up to this size, to keep the connection.
constexpr qint64 MostDiscarded = 256 * 1024;
constexpr Duration DiscardTime = std::chrono::seconds(2); ///< of silence
constexpr Duration LingerTime = std::chrono::seconds(30); ///< altogether

} // namespace

ServerConnection::ServerConnection(Server& server, QTcpSocket* socket)
    : m_server(server)
    , m_socket(socket)
    , m_parser(Parser::Kind::Requests, server.limits().parser)
    , m_peer(socket->peerAddress())
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(server.limits().readBuffer);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_socket, &QTcpSocket::readyRead, this, &ServerConnection::pump);
    connect(m_socket, &QTcpSocket::bytesWritten, this, &ServerConnection::noteWritten);
    connect(m_socket, &QTcpSocket::disconnected, this, &ServerConnection::leave);
    waitFor(server.limits().idleTime);
}

ServerConnection::~ServerConnection()
{
    m_socket->disconnect(this);
}

void ServerConnection::waitFor(Duration span)
{
    m_deadline = m_server.m_clock.now() + span;
    m_server.armSweep(*m_deadline);
}

bool ServerConnection::feedMore()
{
    std::array<char, 16 * 1024> bytes;
    const qint64 count = m_socket->read(bytes.data(), bytes.size());
    if (count <= 0) {
        return false;
    }
    if (m_parser.isBetweenMessages()) {
        waitFor(m_server.limits().headTime);
    } else if (m_isInMessage && m_exchange) {
        waitFor(m_server.limits().bodyTime);
    }
    m_parser.feed(QByteArrayView(bytes.data(), count));
    return true;
}

void ServerConnection::pump()
{
    if (m_isPumping) {
        return;
    }
    m_isPumping = true;
    while (!m_isOver && takeStep()) { }
    m_isPumping = false;
}

bool ServerConnection::takeStep()
{
    // The next pipelined request waits until this one is answered, and so does its reading.
    if (m_exchange && (!m_isInMessage || m_isPaused)) {
        return false;
    }
    switch (m_parser.next()) {
    case Parser::Step::NeedMore:
        return feedMore();
    case Parser::Step::Head:
        takeHead();
        return true;
    case Parser::Step::Body:
        takeBody();
        return true;
    case Parser::Step::End:
        takeEnd();
        return true;
    case Parser::Step::Failed:
        break;
    }
    refuse(m_parser.failure().status, m_parser.failure().reason);
    return false;
}

void ServerConnection::takeHead()
{
    const qint64 size = m_parser.isChunked() ? -1 : m_parser.contentLength().value_or(0);
    m_isInMessage = true;
    m_isPaused = false;
    m_discarded = 0;
    m_keepsAlive = m_parser.keepsAlive();
    m_exchange = new ServerExchange(*this, m_parser.requestHead(), size);
    m_exchange->setParent(this);
    m_exchange->m_isBodyWhole = size == 0;
    if (size == 0) {
        m_deadline.reset();
    } else {
        waitFor(m_server.limits().bodyTime);
    }
    emit m_server.requestArrived(m_exchange);
}

void ServerConnection::takeBody()
{
    if (m_exchange) {
        emit m_exchange->bodyArrived(m_parser.body().toByteArray());
        return;
    }
    m_discarded += m_parser.body().size();
    if (m_discarded > MostDiscarded) {
        closeWhenWritten();
    }
}

void ServerConnection::takeEnd()
{
    m_isInMessage = false;
    m_deadline.reset();
    if (m_exchange) {
        m_exchange->m_isBodyWhole = true;
        emit m_exchange->bodyEnded(m_parser.trailers());
        return; // a slot may have answered: then answered() has restarted the parser
    }
    m_parser.restart();
    waitFor(m_server.limits().idleTime);
}

void ServerConnection::answered(bool keepsAlive)
{
    m_exchange->deleteLater();
    m_exchange = nullptr;
    m_isPaused = false;
    if (m_isOver) {
        return;
    }
    if (!keepsAlive || !m_keepsAlive) {
        closeWhenWritten();
        return;
    }
    if (m_isInMessage) {
        waitFor(DiscardTime);
    } else {
        m_parser.restart();
        waitFor(m_server.limits().idleTime);
    }
    pump();
}

void ServerConnection::write(QByteArrayView bytes, bool isLast)
{
    if (m_isOver) {
        return;
    }
    m_socket->write(bytes.data(), bytes.size());
    m_awaitsDrain = true;
    if (!isLast) {
        return;
    }
    // flush() emits bytesWritten on the spot; drained() must not come from inside a write.
    m_isFlushing = true;
    m_socket->flush();
    m_isFlushing = false;
    if (m_socket->bytesToWrite() == 0) {
        QMetaObject::invokeMethod(this, &ServerConnection::noteWritten, Qt::QueuedConnection);
    }
}

void ServerConnection::noteWritten()
{
    if (m_isOver) {
        endWriting();
        return;
    }
    if (m_isFlushing || !m_awaitsDrain || m_socket->bytesToWrite() > 0) {
        return;
    }
    m_awaitsDrain = false;
    if (m_exchange) {
        emit m_exchange->drained();
    }
}

void ServerConnection::setBodyPaused(bool paused)
{
    m_isPaused = paused;
    if (paused) {
        m_deadline.reset(); // the silence is ours
        return;
    }
    if (m_isInMessage) {
        waitFor(m_server.limits().bodyTime);
    }
    QMetaObject::invokeMethod(this, &ServerConnection::pump, Qt::QueuedConnection);
}

void ServerConnection::refuse(int status, const QByteArray& reason)
{
    emit m_server.requestRefused(status, reason, m_peer);
    const bool mayAnswer = !m_exchange || !m_exchange->m_hasSentHead;
    if (m_exchange) {
        // Its body is malformed: nobody can answer it but us.
        ServerExchange* exchange = std::exchange(m_exchange, nullptr);
        exchange->m_connection = nullptr;
        emit exchange->clientLeft();
        exchange->deleteLater();
    }
    if (mayAnswer && !m_isOver) {
        const QByteArray body = reason + '\n';
        const ResponseHead head{status,
                                reasonPhrase(status),
                                1,
                                {{"Content-Type", "text/plain; charset=utf-8"},
                                 {"Content-Length", QByteArray::number(body.size())},
                                 {"Connection", "close"}}};
        write(writeHead(head), false);
        write(body, true);
    }
    closeWhenWritten();
}

/// RFC 9112, 9.6: the client may still be sending. Closing now would make its system throw the
/// answer away, so only the writing side ends, and what comes is thrown away until it hangs up.
void ServerConnection::closeWhenWritten()
{
    if (m_isOver) {
        return;
    }
    m_isOver = true;
    m_socket->setReadBufferSize(0);
    connect(m_socket, &QTcpSocket::readyRead, this, &ServerConnection::throwAway);
    throwAway();
    endWriting();
}

void ServerConnection::throwAway()
{
    m_socket->readAll();
    if (m_lingersUntil) {
        waitFor(std::min(DiscardTime, *m_lingersUntil - m_server.m_clock.now()));
    }
}

void ServerConnection::endWriting()
{
    if (m_lingersUntil) {
        return;
    }
    if (m_socket->bytesToWrite() > 0) {
        waitFor(m_server.limits().bodyTime); // a slow reader gets the rest of its answer
        return;
    }
    m_lingersUntil = m_server.m_clock.now() + LingerTime;
    ::shutdown(static_cast<int>(m_socket->socketDescriptor()), SHUT_WR);
    waitFor(DiscardTime);
}

void ServerConnection::cut()
{
    m_isOver = true;
    m_socket->abort();
    leave();
}

void ServerConnection::expire()
{
    m_deadline.reset();
    const bool hasHalfHead = !m_exchange && !m_isInMessage && m_parser.pending() > 0;
    const bool hasHalfBody = m_exchange && !m_exchange->m_hasSentHead;
    if (!m_isOver && (hasHalfHead || hasHalfBody)) {
        refuse(408, "request took too long");
    } else if (!m_isOver && !m_exchange && !m_isInMessage) {
        closeWhenWritten(); // idle
    } else {
        cut();
    }
}

void ServerConnection::leave()
{
    m_isOver = true;
    m_socket->disconnect(this);
    if (ServerExchange* exchange = std::exchange(m_exchange, nullptr)) {
        // An exchange that cut the connection by itself has let go of it before.
        if (std::exchange(exchange->m_connection, nullptr)) {
            emit exchange->clientLeft();
        }
        exchange->deleteLater();
    }
    m_server.forget(this);
    deleteLater();
}

} // namespace Pacewatch::Http
