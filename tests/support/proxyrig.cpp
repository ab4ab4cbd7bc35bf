#include "tests/support/proxyrig.h"

#include <QSslSocket>

#include <algorithm>
#include <sys/socket.h>
#include <utility>

namespace Pacewatch {

Http::ParserLimits roomy()
{
    return {16 * 1024, 128 * 1024, 400, 2048};
}

RawOrigin::RawOrigin()
{
    setListenBacklogSize(128);
    listen(QHostAddress::LocalHost);
}

void RawOrigin::useTls(const QSslConfiguration& tls)
{
    m_isTls = true;
    m_tls = tls;
}

int RawOrigin::openConnections() const
{
    return static_cast<int>(
        std::count_if(m_peers.begin(), m_peers.end(), [](const std::unique_ptr<Peer>& peer) {
            return peer->socket && peer->socket->state() == QAbstractSocket::ConnectedState;
        }));
}

void RawOrigin::incomingConnection(qintptr descriptor)
{
    ++m_connections;
    QTcpSocket* socket = m_isTls ? new QSslSocket(this) : new QTcpSocket(this);
    socket->setSocketDescriptor(descriptor);
    if (auto* encrypted = qobject_cast<QSslSocket*>(socket)) {
        encrypted->setSslConfiguration(m_tls);
        encrypted->startServerEncryption();
    }
    if (cutsAfter == 0) {
        socket->abort();
        socket->deleteLater();
        return;
    }
    socket->setReadBufferSize(m_reads ? 0 : 1);
    m_peers.push_back(std::make_unique<Peer>());
    Peer* peer = m_peers.back().get();
    peer->socket = socket;
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    connect(socket, &QTcpSocket::readyRead, this, [this, peer] { take(*peer); });
}

void RawOrigin::setReading(bool reads)
{
    m_reads = reads;
    for (const auto& peer : m_peers) {
        if (peer->socket) {
            peer->socket->setReadBufferSize(reads ? 0 : 1);
            take(*peer);
        }
    }
}

void RawOrigin::take(Peer& peer)
{
    if (!m_reads || !peer.socket) {
        return;
    }
    QByteArray bytes = peer.socket->readAll();
    m_received += bytes;
    if (cutsAfter > 0 && m_received.size() >= cutsAfter) {
        peer.socket->abort();
        return;
    }
    if (peer.isTunnel) {
        peer.socket->write("<" + bytes + ">");
        return;
    }
    peer.parser.feed(bytes);
    step(peer);
}

void RawOrigin::step(Peer& peer)
{
    for (;;) {
        switch (peer.parser.next()) {
        case Http::Parser::Step::NeedMore:
            return;
        case Http::Parser::Step::Head:
            peer.current = m_seen.size();
            m_seen.append(SeenRequest{peer.parser.requestHead(), {}, {}, false});
            if (earlyAnswer) {
                peer.socket->write(earlyAnswer(peer.parser.requestHead()));
            }
            continue;
        case Http::Parser::Step::Body:
            m_seen[peer.current].body += peer.parser.body();
            continue;
        case Http::Parser::Step::End: {
            SeenRequest& request = m_seen[peer.current];
            request.trailers = peer.parser.trailers();
            request.isWhole = true;
            peer.parser.restart();
            const QByteArray bytes = answer ? answer(request) : QByteArray();
            peer.isTunnel = bytes.startsWith("HTTP/1.1 101");
            peer.socket->write(bytes);
            if (closesAfterAnswer && !bytes.isEmpty()) {
                peer.socket->disconnectFromHost();
            }
            if (peer.isTunnel) {
                return;
            }
            continue;
        }
        case Http::Parser::Step::Failed:
            m_wasConfused = true;
            return;
        }
    }
}

void RawOrigin::send(const QByteArray& bytes)
{
    for (const auto& peer : m_peers) {
        if (peer->socket) {
            peer->socket->write(bytes);
        }
    }
}

void RawOrigin::flush()
{
    for (const auto& peer : m_peers) {
        if (peer->socket) {
            peer->socket->flush();
        }
    }
}

void RawOrigin::finish()
{
    for (const auto& peer : m_peers) {
        if (peer->socket) {
            peer->socket->disconnectFromHost();
        }
    }
}

void RawOrigin::cut()
{
    for (const auto& peer : m_peers) {
        if (peer->socket) {
            const linger atOnce{1, 0};
            ::setsockopt(static_cast<int>(peer->socket->socketDescriptor()), SOL_SOCKET, SO_LINGER,
                         &atOnce, sizeof atOnce);
            peer->socket->abort();
        }
    }
}

void RawOrigin::closePlainly()
{
    for (const auto& peer : m_peers) {
        if (peer->socket) {
            ::shutdown(static_cast<int>(peer->socket->socketDescriptor()), SHUT_WR);
        }
    }
}

RawClient::RawClient(quint16 port, const QHostAddress& address)
{
    QObject::connect(&m_socket, &QTcpSocket::readyRead, this,
                     [this] { m_received += m_socket.readAll(); });
    m_socket.setProxy(QNetworkProxy::NoProxy);
    m_socket.connectToHost(address, port);
}

void RawClient::setReading(bool reads)
{
    m_socket.setReadBufferSize(reads ? 0 : 1);
    if (reads) {
        m_received += m_socket.readAll();
    }
}

QList<Http::WholeResponse> RawClient::answers(const QList<QByteArray>& methods) const
{
    QList<Http::WholeResponse> answers;
    Http::Parser parser(Http::Parser::Kind::Responses, roomy());
    parser.feed(m_received);
    Http::WholeResponse current;
    const auto expectNext = [&] {
        if (methods.value(answers.size()) == "HEAD") {
            parser.expectNoBody();
        }
    };
    expectNext();
    for (;;) {
        switch (parser.next()) {
        case Http::Parser::Step::NeedMore:
        case Http::Parser::Step::Failed:
            return answers;
        case Http::Parser::Step::Head:
            current.head = parser.responseHead();
            continue;
        case Http::Parser::Step::Body:
            current.body += parser.body();
            continue;
        case Http::Parser::Step::End:
            current.trailers = parser.trailers();
            if (current.head.status >= 200) {
                answers.append(current);
            }
            current = {};
            parser.restart();
            expectNext();
            continue;
        }
    }
}

ProxyRig::ProxyRig(ProxySettings settings)
{
    if (settings.gateway.site.host.isEmpty()) {
        settings.gateway = {{false, "127.0.0.1", origin.serverPort()}, "/api", {}};
    }
    settings.gateway.site.port = origin.serverPort();
    proxy = std::make_unique<Proxy>(clock, host, std::move(settings));
    if (!proxy->listen()) {
        qFatal("the proxy found no free port");
    }
}

ProxyRig::~ProxyRig()
{
    proxy.reset(); // its bells go before the clock they hang on
}

std::unique_ptr<RawClient> ProxyRig::connect() const
{
    return std::make_unique<RawClient>(proxy->port());
}

std::unique_ptr<RawClient> ProxyRig::send(QByteArray bytes) const
{
    std::unique_ptr<RawClient> client = connect();
    client->send(fill(std::move(bytes)));
    return client;
}

QByteArray ProxyRig::fill(QByteArray bytes) const
{
    return bytes.replace("{host}", authority());
}

QByteArray ProxyRig::authority() const
{
    return "127.0.0.1:" + QByteArray::number(proxy->port());
}

QByteArray okAnswer(const QByteArray& body, const QByteArray& fields)
{
    return "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + QByteArray::number(body.size())
        + "\r\n\r\n" + body;
}

} // namespace Pacewatch
