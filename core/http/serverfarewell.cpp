// How a ServerConnection ends: refused, answered for the last time, cut, late, or left.
#include "core/http/serializer.h"
#include "core/http/server.h"
#include "core/http/serverconnection.h"

#include <algorithm>
#include <poll.h>
#include <sys/socket.h>
#include <utility>

namespace Pacewatch::Http {

/// The socket tells of an end only while it is read, and it is not while its buffer is full.
bool ServerConnection::hasPeerHungUp() const
{
    if (m_socket->state() != QAbstractSocket::ConnectedState) {
        return true;
    }
    pollfd asked{static_cast<int>(m_socket->socketDescriptor()), POLLRDHUP, 0};
    return ::poll(&asked, 1, 0) > 0
        && (asked.revents & (POLLRDHUP | POLLHUP | POLLERR | POLLNVAL)) != 0;
}

void ServerConnection::refuse(int status, const QByteArray& reason)
{
    const RequestHead& head = m_exchange ? m_exchange->head() : m_parser.requestHead();
    emit m_server.requestRefused({status, reason, head, m_peer, m_exchange != nullptr});
    const bool mayAnswer = !m_exchange || !m_exchange->m_hasSentHead;
    if (m_exchange) {
        // Its body is malformed: nobody can answer it but us.
        const std::shared_ptr<ServerExchange> exchange = std::exchange(m_exchange, nullptr);
        exchange->m_connection = nullptr;
        exchange->m_refusedStatus = mayAnswer ? status : 0;
        exchange->m_refusedReason = reason;
        if (exchange->m_listener) {
            exchange->m_listener->clientLeft();
        }
    }
    if (mayAnswer && !m_isOver) {
        const QByteArray body = reason + '\n';
        ResponseHead answer{status,
                            reasonPhrase(status),
                            1,
                            {{"Content-Type", "text/plain; charset=utf-8"},
                             {"Content-Length", QByteArray::number(body.size())},
                             {"Connection", "close"}}};
        for (const Field& field : m_server.limits().ownFields) {
            answer.headers.append(field.name, field.value);
        }
        write(writeHead(answer), false);
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
    m_stallsAt.reset(); // endWriting() looks after that now
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

std::optional<Instant> ServerConnection::lingersSince() const
{
    return m_lingersUntil ? std::optional(*m_lingersUntil - LingerTime) : std::nullopt;
}

void ServerConnection::cut()
{
    m_isOver = true;
    m_socket->abort();
    leave();
}

void ServerConnection::reset()
{
    const linger atOnce{1, 0};
    ::setsockopt(static_cast<int>(m_socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce,
                 sizeof atOnce);
    cut();
}

void ServerConnection::turnAway()
{
    refuse(503, "too many connections");
}

void ServerConnection::expire()
{
    const Instant now = m_server.m_clock.now();
    if (!m_isOver && !m_isPaused) {
        // What came while the computer slept is there, only nobody has read it yet.
        m_socket->waitForReadyRead(0);
        if (m_isOver || deadline().value_or(Instant::max()) > now) {
            return;
        }
    }
    if (m_stallsAt && *m_stallsAt <= now) {
        cut();
        return;
    }
    if (m_isPaused && m_exchange && !m_isOver) {
        if (hasPeerHungUp()) {
            cut();
        } else {
            waitFor(LookTime);
        }
        return;
    }
    m_deadline.reset();
    const bool hasHalfHead = !m_exchange && !m_isInMessage && m_parser.pending() > 0;
    const bool hasHalfBody = m_exchange && m_isInMessage && !m_exchange->m_hasSentHead;
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
    if (const std::shared_ptr<ServerExchange> exchange = std::exchange(m_exchange, nullptr)) {
        // An exchange that cut the connection by itself has let go of it before.
        if (std::exchange(exchange->m_connection, nullptr) && exchange->m_listener) {
            exchange->m_listener->clientLeft();
        }
    }
    m_server.forget(this);
    deleteLater();
}

} // namespace Pacewatch::Http
