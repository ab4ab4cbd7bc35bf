#include "core/http/serverconnection.h"

#include "core/http/serializer.h"
#include "core/http/server.h"

#include <algorithm>
#include <array>
#include <utility>

namespace Pacewatch::Http {

namespace {

constexpr int SendBuffer = 64 * 1024; ///< bytes; the system doubles it
/// The next request waits while more than so much of the answers before it has not left.
constexpr qint64 MostUnsent = 32 * 1024;
/// A body that nobody waits for any more is read up to this size, to keep the connection.
constexpr qint64 MostDiscarded = 256 * 1024;

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
    // Left alone the system would keep megabytes for a client that does not read.
    m_socket->setSocketOption(QAbstractSocket::SendBufferSizeSocketOption, SendBuffer);
    connect(m_socket, &QTcpSocket::readyRead, this, &ServerConnection::pump);
    connect(m_socket, &QTcpSocket::bytesWritten, this, &ServerConnection::noteWritten);
    connect(m_socket, &QTcpSocket::disconnected, this, &ServerConnection::leave);
    m_waitsSince = server.m_clock.now();
    waitFor(server.limits().idleTime);
}

ServerConnection::~ServerConnection()
{
    m_socket->disconnect(this);
    if (m_exchange) {
        m_exchange->m_connection = nullptr;
    }
}

void ServerConnection::waitFor(Duration span)
{
    m_deadline = m_server.m_clock.now() + span;
    m_server.armSweep(*m_deadline);
}

std::optional<Instant> ServerConnection::deadline() const
{
    return m_deadline && m_stallsAt ? std::min(*m_deadline, *m_stallsAt)
        : m_deadline                ? m_deadline
                                    : m_stallsAt;
}

std::optional<Instant> ServerConnection::waitsSince() const
{
    if (m_isOver) {
        return std::nullopt;
    }
    if (hasPeerHungUp()) {
        return Instant::min(); // the system knows, and the loop did not come to it yet
    }
    return m_exchange || m_isInMessage ? std::nullopt : std::optional(m_waitsSince);
}

/// A client that takes nothing of its answer would keep it, and the upstream's connection, for
/// ever.
void ServerConnection::watchForStall()
{
    if (m_socket->bytesToWrite() == 0) {
        m_stallsAt.reset();
        return;
    }
    m_stallsAt = m_server.m_clock.now() + m_server.limits().writeTime;
    m_server.armSweep(*m_stallsAt);
}

bool ServerConnection::feedMore()
{
    std::array<char, 16 * 1024> bytes;
    const qint64 count = m_socket->read(bytes.data(), bytes.size());
    if (count <= 0) {
        return false;
    }
    if (m_parser.isBetweenMessages()) {
        m_waitsSince = m_server.m_clock.now();
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
    if (m_isTunnel && m_exchange) {
        return !m_isPaused && takeTunnelBytes();
    }
    // The next pipelined request waits until this one is answered, and so does its reading.
    if (m_exchange && (!m_isInMessage || m_isPaused)) {
        return false;
    }
    // Whoever asks without reading gets no further than that.
    if (!m_exchange && !m_isInMessage && m_socket->bytesToWrite() > MostUnsent) {
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

void ServerConnection::becomeTunnel()
{
    m_isTunnel = true;
    waitFor(m_server.limits().tunnelTime);
    QMetaObject::invokeMethod(this, &ServerConnection::pump, Qt::QueuedConnection);
}

bool ServerConnection::takeTunnelBytes()
{
    QByteArray bytes = m_parser.takePending();
    if (bytes.isEmpty()) {
        bytes = m_socket->read(16 * 1024);
    }
    if (bytes.isEmpty()) {
        return false;
    }
    waitFor(m_server.limits().tunnelTime);
    if (m_exchange->m_listener) {
        m_exchange->m_listener->requestBodyArrived(bytes);
    }
    return true;
}

void ServerConnection::takeHead()
{
    const qint64 size = m_parser.isChunked() ? -1 : m_parser.contentLength().value_or(0);
    m_isInMessage = true;
    m_isPaused = false;
    m_discarded = 0;
    m_keepsAlive = m_parser.keepsAlive();
    m_exchange
        = std::shared_ptr<ServerExchange>(new ServerExchange(*this, m_parser.requestHead(), size));
    m_exchange->m_isBodyWhole = size == 0;
    if (size == 0) {
        m_deadline.reset();
    } else {
        waitFor(m_server.limits().bodyTime);
    }
    const std::shared_ptr<ServerExchange> exchange = m_exchange; // may be answered in there
    emit m_server.requestArrived(exchange);
}

void ServerConnection::takeBody()
{
    if (m_exchange) {
        if (m_exchange->m_listener) {
            m_exchange->m_listener->requestBodyArrived(m_parser.body().toByteArray());
        }
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
        if (m_exchange->m_listener) {
            m_exchange->m_listener->requestEnded(m_parser.trailers());
        }
        return; // who heard it may have answered: then answered() has restarted the parser
    }
    m_parser.restart();
    waitFor(m_server.limits().idleTime);
}

void ServerConnection::answered(bool keepsAlive)
{
    m_exchange.reset();
    m_isPaused = false;
    m_waitsSince = m_server.m_clock.now();
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
    // Not from inside the answer: whoever gave it may have more to do before the next call.
    if (m_parser.pending() > 0 || m_socket->bytesAvailable() > 0) {
        QMetaObject::invokeMethod(this, &ServerConnection::pump, Qt::QueuedConnection);
    }
}

void ServerConnection::write(QByteArrayView bytes, bool isLast)
{
    if (m_isOver) {
        return;
    }
    m_socket->write(bytes.data(), bytes.size());
    m_awaitsDrain = true;
    if (!isLast) {
        if (!m_stallsAt) {
            watchForStall();
        }
        return;
    }
    // flush() emits bytesWritten on the spot; drained() must not come from inside a write.
    m_isFlushing = true;
    m_socket->flush();
    m_isFlushing = false;
    watchForStall();
    m_awaitsDrain = m_socket->bytesToWrite() > 0; // what is gone at once was never waited for
}

void ServerConnection::noteWritten()
{
    if (m_isOver) {
        endWriting();
        return;
    }
    watchForStall();
    if (m_isFlushing || !m_awaitsDrain || m_socket->bytesToWrite() > 0) {
        return;
    }
    m_awaitsDrain = false;
    if (!m_exchange) {
        pump(); // the next request may have waited for that
    } else if (m_exchange->m_listener) {
        m_exchange->m_listener->answerDrained();
    }
}

void ServerConnection::setBodyPaused(bool paused)
{
    if (m_isPaused == paused) {
        return;
    }
    m_isPaused = paused;
    if (paused) {
        waitFor(LookTime); // the silence is ours
        return;
    }
    if (m_isTunnel) {
        waitFor(m_server.limits().tunnelTime);
    } else if (m_isInMessage) {
        waitFor(m_server.limits().bodyTime);
    } else {
        m_deadline.reset();
    }
    QMetaObject::invokeMethod(this, &ServerConnection::pump, Qt::QueuedConnection);
}

} // namespace Pacewatch::Http
