#include "core/http/clientcall.h"

#include "core/http/clientconnection.h"

#include <algorithm>
#include <utility>

namespace Pacewatch::Http {

ClientCall::ClientCall(RequestHead head, const BodyLength& length, Listener& listener)
    : m_listener(listener)
    , m_head(std::move(head))
    , m_length(length)
    , m_isBodyEnded(length.kind == BodyLength::Kind::None)
{ }

void ClientCall::sendBody(QByteArrayView bytes)
{
    if (m_isTunnel && m_connection) {
        m_connection->write(bytes);
        return;
    }
    if (m_isOver || m_isBodyEnded || bytes.isEmpty()) {
        return;
    }
    QByteArray framed;
    if (m_length.kind == BodyLength::Kind::Chunked) {
        framed = writeChunk(bytes);
    } else {
        // More than was announced would become the start of the next request.
        framed
            = bytes.first(std::min<qint64>(bytes.size(), m_length.size - m_bodySent)).toByteArray();
    }
    m_bodySent += bytes.size();
    if (m_hasSentFirstByte && m_connection) {
        m_connection->write(framed);
    } else {
        m_early += framed;
    }
}

void ClientCall::endBody(const Headers& trailers)
{
    if (m_isOver || m_isBodyEnded) {
        return;
    }
    if (m_length.kind == BodyLength::Kind::Known && m_bodySent < m_length.size) {
        return; // the head promised more; the server waits, and its silence or ours ends it
    }
    m_isBodyEnded = true;
    const QByteArray last
        = m_length.kind == BodyLength::Kind::Chunked ? writeLastChunk(trailers) : QByteArray();
    if (m_hasSentFirstByte && m_connection) {
        m_connection->write(last);
        m_connection->noteRequestWhole();
    } else {
        m_early += last;
    }
}

void ClientCall::abort()
{
    m_isOver = true;
    if (ClientConnection* connection = std::exchange(m_connection, nullptr)) {
        connection->drop();
    }
}

qint64 ClientCall::unsent() const
{
    return m_early.size() + (m_connection && m_hasSentFirstByte ? m_connection->unsent() : 0);
}

void ClientCall::setBodyPaused(bool paused)
{
    if (m_isPaused == paused || m_isOver) {
        return;
    }
    m_isPaused = paused;
    if (m_connection && m_hasSentFirstByte) {
        m_connection->setPaused(paused);
    }
}

} // namespace Pacewatch::Http
