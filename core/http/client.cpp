#include "core/http/client.h"

#include "core/http/clientconnection.h"

#include <QNetworkProxyFactory>
#include <QPointer>
#include <QUrl>

#include <algorithm>
#include <utility>

namespace Pacewatch::Http {

using namespace Qt::StringLiterals;

Client::Client(Clock& clock, ClientOptions options, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_options(std::move(options))
    , m_tls(QSslConfiguration::defaultConfiguration())
    , m_sweepBell(clock.makeBell([this] { sweep(); }))
{
    m_tls.setAllowedNextProtocols({QByteArrayLiteral("http/1.1")});
    m_tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (!m_options.extraAuthorities.isEmpty()) {
        // Naming any authority ends that the system's are looked for as they are needed.
        m_tls.setCaCertificates(QSslConfiguration::systemCaCertificates()
                                + m_options.extraAuthorities);
    }
}

Client::~Client()
{
    blockSignals(true);
    const std::vector<ClientConnection*> open = m_connections;
    for (ClientConnection* connection : open) {
        connection->drop();
    }
}

std::shared_ptr<ClientCall> Client::start(const Site& site, RequestHead head, BodyLength length,
                                          ClientCall::Listener& listener)
{
    if (!head.headers.contains("Host")) {
        head.headers.append("Host", site.authority());
    }
    head.minorVersion = 1;
    setFraming(head.headers, length);
    std::shared_ptr<ClientCall> call(new ClientCall(std::move(head), length, listener));
    if (m_beginnings.empty()) {
        QMetaObject::invokeMethod(this, &Client::beginAll, Qt::QueuedConnection);
    }
    m_beginnings.push_back({call, site});
    return call;
}

void Client::beginAll()
{
    for (const Beginning& beginning : std::exchange(m_beginnings, {})) {
        if (!beginning.call->m_isOver) {
            begin(beginning);
        }
    }
}

void Client::begin(const Beginning& beginning)
{
    const Site& site = beginning.site;
    ClientConnection* connection = takeIdle(site);
    if (!connection) {
        connection = new ClientConnection(*this, site);
        m_connections.push_back(connection);
    }
    connection->carry(beginning.call);
}

void Client::probe(const Site& site, QObject* context, std::function<void(Result<void>)> done)
{
    auto* connection = new ClientConnection(*this, site);
    m_connections.push_back(connection);
    const QPointer<QObject> guard(context);
    QMetaObject::invokeMethod(
        connection,
        [connection, guard, done = std::move(done)] {
            connection->probe([guard, done](Result<void> answer) {
                if (guard) {
                    done(std::move(answer));
                }
            });
        },
        Qt::QueuedConnection);
}

ClientConnection* Client::takeIdle(const Site& site)
{
    // The one used last is the least likely to be closed by the server meanwhile.
    const auto found = std::find_if(m_connections.rbegin(), m_connections.rend(),
                                    [&](const ClientConnection* connection) {
                                        return connection->isIdle() && connection->site() == site;
                                    });
    return found == m_connections.rend() ? nullptr : *found;
}

bool Client::mayKeep(const Site& site) const
{
    return std::count_if(m_connections.begin(), m_connections.end(),
                         [&](const ClientConnection* connection) {
                             return connection->isIdle() && connection->site() == site;
                         })
        < m_options.idlePerSite;
}

void Client::forget(ClientConnection* connection)
{
    std::erase(m_connections, connection);
}

QNetworkProxy Client::proxyFor(const Site& site)
{
    if (!m_options.usesSystemProxy || site.isLoopback()) {
        return QNetworkProxy(QNetworkProxy::NoProxy);
    }
    const QByteArray address = (site.isTls ? "https://" : "http://") + site.authority() + '/';
    const auto known = m_proxies.constFind(address);
    if (known != m_proxies.cend()) {
        return *known;
    }
    const QList<QNetworkProxy> proxies = QNetworkProxyFactory::systemProxyForQuery(
        QNetworkProxyQuery(QUrl(QString::fromLatin1(address))));
    const auto isUsable = [](const QNetworkProxy& proxy) {
        return proxy.type() == QNetworkProxy::HttpProxy
            || proxy.type() == QNetworkProxy::Socks5Proxy || proxy.type() == QNetworkProxy::NoProxy;
    };
    const auto first = std::find_if(proxies.begin(), proxies.end(), isUsable);
    const QNetworkProxy chosen
        = first == proxies.end() ? QNetworkProxy(QNetworkProxy::NoProxy) : *first;
    m_proxies.insert(address, chosen);
    return chosen;
}

void Client::dropIdle()
{
    const std::vector<ClientConnection*> open = m_connections;
    for (ClientConnection* connection : open) {
        if (connection->isIdle()) {
            connection->drop();
        }
    }
}

int Client::idleCount() const
{
    return static_cast<int>(
        std::count_if(m_connections.begin(), m_connections.end(),
                      [](const ClientConnection* connection) { return connection->isIdle(); }));
}

int Client::openCount() const
{
    return static_cast<int>(m_connections.size());
}

void Client::armSweep(Instant at)
{
    if (!m_sweepAt || at < *m_sweepAt) {
        m_sweepAt = at;
        m_sweepBell->armAt(at);
    }
}

void Client::sweep()
{
    m_sweepAt.reset();
    const Instant now = m_clock.now();
    const std::vector<ClientConnection*> open = m_connections;
    for (ClientConnection* connection : open) {
        if (connection->deadline() && *connection->deadline() <= now) {
            connection->expire();
        }
    }
    for (const ClientConnection* connection : m_connections) {
        if (connection->deadline()) {
            armSweep(*connection->deadline());
        }
    }
}

} // namespace Pacewatch::Http
