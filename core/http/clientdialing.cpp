// How a ClientConnection comes about: the name, the address that is allowed, TCP, TLS.
#include "core/http/client.h"
#include "core/http/clientconnection.h"

#include <QSslSocket>

#include <algorithm>
#include <utility>

namespace Pacewatch::Http {

using namespace Qt::StringLiterals;

void ClientConnection::connectToSite()
{
    m_state = State::Connecting;
    m_started = m_client.m_clock.now();
    waitFor(timeToConnect());
    m_proxy = m_client.proxyFor(m_site);
    const QString host = QString::fromLatin1(m_site.host);
    if (const QHostAddress literal(host); !literal.isNull()) {
        m_addresses = {literal};
        tryNextAddress();
        return;
    }
    if (m_proxy.type() != QNetworkProxy::NoProxy) {
        // Whoever stands between looks the name up.
        m_socket->setProxy(m_proxy);
        if (auto* socket = qobject_cast<QSslSocket*>(m_socket)) {
            socket->connectToHostEncrypted(host, m_site.port);
        } else {
            m_socket->connectToHost(host, m_site.port);
        }
        return;
    }
    const auto known = m_client.options().names.constFind(m_site.host);
    if (known != m_client.options().names.cend() && !known->isEmpty()) {
        m_addresses = *known;
        tryNextAddress();
        return;
    }
    // Given a function, Qt 6.4 frees what calls it while the thread that looked the name up may
    // still use it, which damages the heap.
    m_lookup = QHostInfo::lookupHost(host, this, SLOT(takeAddresses(QHostInfo)));
}

void ClientConnection::takeAddresses(const QHostInfo& found)
{
    m_lookup = -1;
    if (m_state != State::Connecting) {
        return;
    }
    if (found.error() != QHostInfo::NoError || found.addresses().isEmpty()) {
        failCall({found.error() == QHostInfo::HostNotFound ? ErrorCode::NotFound
                                                           : ErrorCode::Unreachable,
                  found.errorString()});
        return;
    }
    m_addresses = found.addresses();
    tryNextAddress();
}

Duration ClientConnection::timeToConnect() const
{
    const Duration gone = m_client.m_clock.now() - m_started;
    return std::max(m_client.options().connectTime - gone, Duration::zero());
}

void ClientConnection::tryNextAddress()
{
    const QHostAddress address = m_addresses.takeFirst();
    if (!m_addresses.isEmpty()) {
        waitFor(std::min(m_client.options().addressTime, timeToConnect()));
    } else {
        waitFor(timeToConnect());
    }
    const auto& mayConnectTo = m_client.options().mayConnectTo;
    // One forbidden address condemns the name: else its owner could choose the order.
    if (mayConnectTo && !mayConnectTo(address)) {
        failCall({ErrorCode::Refused, u"this address is not allowed: "_s + address.toString()});
        return;
    }
    m_certificateFault.clear();
    m_socket->setProxy(m_proxy);
    if (auto* socket = qobject_cast<QSslSocket*>(m_socket)) {
        socket->connectToHostEncrypted(address.toString(), m_site.port,
                                       QString::fromLatin1(m_site.host));
    } else {
        m_socket->connectToHost(address, m_site.port);
    }
}

/// Nobody answers at the address that is tried: the next one may (RFC 8305, 5). False when there is
/// none, or when there is an answer and only TLS takes its time.
bool ClientConnection::giveAddressUp()
{
    if (m_addresses.isEmpty() || timeToConnect() == Duration::zero()) {
        return false;
    }
    if (m_socket->state() == QAbstractSocket::ConnectedState) {
        m_addresses.clear();
        waitFor(timeToConnect());
        return true;
    }
    m_socket->abort();
    tryNextAddress();
    return true;
}

void ClientConnection::noteReady()
{
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    m_made = m_client.m_clock.now();
    if (m_probed) {
        const auto done = std::exchange(m_probed, {});
        drop();
        done({});
        return;
    }
    m_state = State::Busy;
    m_call->m_listener.connected(m_client.m_clock.now() - m_started);
    sendRequest();
}

Error ClientConnection::errorOf(QAbstractSocket::SocketError error) const
{
    const QString text = m_socket->errorString();
    switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
        return {ErrorCode::Refused, text};
    case QAbstractSocket::HostNotFoundError:
        return {ErrorCode::NotFound, text};
    case QAbstractSocket::SocketTimeoutError:
        return {ErrorCode::TimedOut, text};
    case QAbstractSocket::SslHandshakeFailedError:
        return m_certificateFault.isEmpty() ? Error{ErrorCode::Corrupt, text}
                                            : Error{ErrorCode::Untrusted, m_certificateFault};
    default:
        return {ErrorCode::Unreachable, text};
    }
}

} // namespace Pacewatch::Http
