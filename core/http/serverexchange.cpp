#include "core/http/serverexchange.h"

#include "core/http/serializer.h"
#include "core/http/serverconnection.h"

#include <algorithm>
#include <utility>

namespace Pacewatch::Http {

ServerExchange::ServerExchange(ServerConnection& connection, RequestHead head, qint64 bodySize)
    : m_connection(&connection)
    , m_head(std::move(head))
    , m_bodySize(bodySize)
{ }

QHostAddress ServerExchange::peer() const
{
    return m_connection ? m_connection->peer() : QHostAddress();
}

bool ServerExchange::expectsContinue() const
{
    return m_head.minorVersion >= 1 && m_bodySize != 0
        && listHolds(m_head.headers.value("Expect"), "100-continue");
}

void ServerExchange::acceptBody()
{
    if (expectsContinue() && !m_hasContinued && !m_hasSentHead) {
        sendInformational(ResponseHead{100, reasonPhrase(100), 1, {}});
    }
}

void ServerExchange::sendInformational(const ResponseHead& head)
{
    const bool isAllowed = head.status / 100 == 1 && head.status != 101;
    if (!m_connection || m_hasSentHead || m_head.minorVersion == 0 || !isAllowed) {
        return;
    }
    m_hasContinued = m_hasContinued || head.status == 100;
    ResponseHead sent = head;
    sent.minorVersion = 1;
    setFraming(sent.headers, BodyLength::none());
    m_connection->write(writeHead(sent), true);
}

void ServerExchange::sendHead(ResponseHead head)
{
    if (!m_connection || m_hasSentHead) {
        return;
    }
    m_hasSentHead = true;
    head.minorVersion = 1; // our own version, whatever came (RFC 9112, 2.3)
    if (m_head.method == "HEAD" || head.status == 204 || head.status == 304) {
        m_framing = Framing::NoBody;
        if (head.status == 204) {
            setFraming(head.headers, BodyLength::none()); // RFC 9110, 8.6
        } else if (m_head.minorVersion == 0) {
            head.headers.remove("Transfer-Encoding");
        }
    } else if (head.headers.contains("Content-Length")) {
        m_framing = Framing::Length;
        m_left = std::max<qint64>(head.headers.value("Content-Length").toLongLong(), 0);
        setFraming(head.headers, BodyLength::known(m_left));
    } else if (m_head.minorVersion >= 1) {
        m_framing = Framing::Chunked;
        setFraming(head.headers, BodyLength::chunked());
    } else {
        m_framing = Framing::UntilClose;
        head.headers.remove("Transfer-Encoding");
    }
    // A client that was not asked to go on may never send its body, so the next bytes could be
    // either (RFC 9110, 10.1.1).
    const bool isBodyDoubtful = !m_isBodyWhole && expectsContinue() && !m_hasContinued;
    m_closesAfter = m_framing == Framing::UntilClose || isBodyDoubtful
        || !m_connection->keepsAlive() || listHolds(head.headers.value("Connection"), "close");
    if (m_closesAfter) {
        head.headers.set("Connection", "close");
    } else if (m_head.minorVersion == 0) {
        head.headers.set("Connection", "keep-alive");
    }
    m_connection->write(writeHead(head), false);
}

void ServerExchange::switchProtocols(ResponseHead head)
{
    if (!m_connection || m_hasSentHead || !m_isBodyWhole) {
        return;
    }
    m_hasSentHead = true;
    m_framing = Framing::Tunnel;
    m_closesAfter = true;
    head.minorVersion = 1;
    setFraming(head.headers, BodyLength::none());
    m_connection->write(writeHead(head), true);
    if (m_connection) {
        m_connection->becomeTunnel();
    }
}

void ServerExchange::sendBody(QByteArrayView bytes)
{
    if (!m_connection || !m_hasSentHead || bytes.isEmpty()) {
        return;
    }
    switch (m_framing) {
    case Framing::NoBody:
        return;
    case Framing::Length: {
        const QByteArrayView fitting = bytes.first(std::min<qint64>(bytes.size(), m_left));
        m_left -= fitting.size();
        m_connection->write(fitting, false);
        return;
    }
    case Framing::Chunked:
        m_connection->write(writeChunk(bytes), false);
        return;
    case Framing::UntilClose:
    case Framing::Tunnel:
        m_connection->write(bytes, false);
        return;
    }
}

void ServerExchange::finish(const Headers& trailers)
{
    if (!m_connection) {
        return;
    }
    if (!m_hasSentHead || (m_framing == Framing::Length && m_left > 0)) {
        cut();
        return;
    }
    m_connection->write(m_framing == Framing::Chunked ? writeLastChunk(trailers) : QByteArray(),
                        true);
    // The flush may have told us that the client is gone.
    if (ServerConnection* connection = std::exchange(m_connection, nullptr)) {
        connection->answered(!m_closesAfter);
    }
}

void ServerExchange::reply(int status, Headers headers, const QByteArray& body)
{
    if (status != 204 && status != 304) {
        setFraming(headers, BodyLength::known(body.size()));
    }
    sendHead(ResponseHead{status, reasonPhrase(status), 1, std::move(headers)});
    sendBody(body);
    finish();
}

void ServerExchange::cut()
{
    if (ServerConnection* connection = std::exchange(m_connection, nullptr)) {
        connection->cut();
    }
}

void ServerExchange::breakOff()
{
    const bool showsWhatIsMissing = m_hasSentHead
        && (m_framing == Framing::Chunked || (m_framing == Framing::Length && m_left > 0));
    if (!showsWhatIsMissing) {
        if (ServerConnection* connection = std::exchange(m_connection, nullptr)) {
            connection->reset();
        }
    } else if (ServerConnection* connection = std::exchange(m_connection, nullptr)) {
        connection->answered(false);
    }
}

qint64 ServerExchange::unsent() const
{
    return m_connection ? m_connection->unsent() : 0;
}

bool ServerExchange::hasClientHungUp() const
{
    return !m_connection || m_connection->hasPeerHungUp();
}

void ServerExchange::setBodyPaused(bool paused)
{
    if (m_connection) {
        m_connection->setBodyPaused(paused);
    }
}

} // namespace Pacewatch::Http
