#include "core/proxy/proxy.h"

#include "core/proxy/proxycall.h"

#include <QRandomGenerator>

#include <algorithm>
#include <utility>

namespace Pacewatch {

namespace {

Http::ClientOptions guarded(Http::ClientOptions options, bool allowsPrivate)
{
    options.mayConnectTo = [allowsPrivate](const QHostAddress& address) {
        return mayConnectTo(address, allowsPrivate);
    };
    return options;
}

} // namespace

Proxy::Proxy(Clock& clock, ProxyHost& host, ProxySettings settings, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_host(host)
    , m_settings(std::move(settings))
    , m_v4(clock)
    , m_v6(clock)
    , m_client(clock, guarded(m_settings.upstream, m_settings.allowPrivateHosts))
    , m_bell(clock.makeBell([this] { letGo(); }))
{
    m_self.isOpenToNetwork = m_settings.openToNetwork;
    m_self.viaName = "pacewatch-" + QByteArray::number(QRandomGenerator::global()->generate(), 16);
    for (Http::Server* server : {&m_v4, &m_v6}) {
        connect(server, &Http::Server::requestArrived, this, &Proxy::take);
        connect(server, &Http::Server::connectionCountChanged, this,
                [this] { emit clientCountChanged(clientCount()); });
        connect(server, &Http::Server::requestRefused, this, &Proxy::requestRefused);
    }
}

Proxy::~Proxy()
{
    blockSignals(true);
    // The calls go first: each holds on to the servers and the client.
    const QList<ProxyCall*> calls = findChildren<ProxyCall*>(Qt::FindDirectChildrenOnly);
    qDeleteAll(calls);
}

Result<void> Proxy::listen()
{
    Result<void> listening = m_settings.openToNetwork
        ? m_v4.listen(QHostAddress::Any, m_settings.port)
        : Http::tryListenBoth(m_v4, m_v6, m_settings.port);
    if (listening) {
        m_self.port = m_v4.port();
    }
    return listening;
}

void Proxy::close()
{
    m_v4.close();
    m_v6.close();
    m_client.dropIdle();
}

QByteArray Proxy::address() const
{
    if (!m_v4.isListening()) {
        return {};
    }
    const QByteArray& path = m_settings.gateway.path;
    return "http://127.0.0.1:" + QByteArray::number(port()) + (path == "/" ? QByteArray() : path);
}

int Proxy::clientCount() const
{
    return m_v4.connectionCount() + m_v6.connectionCount();
}

ProxyMode Proxy::modeInForce() const
{
    return m_records ? m_settings.mode : ProxyMode::Watch;
}

void Proxy::setMode(ProxyMode mode)
{
    m_settings.mode = mode;
    letGo();
}

void Proxy::setRecording(bool records)
{
    m_records = records;
    letGo();
}

void Proxy::take(Http::ServerExchange* exchange)
{
    auto* call = new ProxyCall(*this, exchange);
    call->start();
}

void Proxy::hold(ProxyCall* call)
{
    m_held.append(call);
    emit heldCountChanged(heldCount());
    letGo();
}

void Proxy::release(ProxyCall* call)
{
    if (m_held.removeOne(call)) {
        emit heldCountChanged(heldCount());
    }
}

void Proxy::letGo()
{
    if (std::exchange(m_isLettingGo, true)) {
        return;
    }
    while (!m_held.isEmpty()) {
        const Instant now = m_clock.now();
        ProxyCall* first = m_held.first();
        const Verdict verdict
            = modeInForce() == ProxyMode::Pace ? m_host.ask(first->request(), now) : Verdict::go();
        // They go in the order they came, so the first one's wait is everybody's.
        if (!verdict.isGo && first->mostHeld() > now) {
            armBell(std::min(verdict.until, first->mostHeld()));
            break;
        }
        release(first);
        if (verdict.isGo) {
            first->depart();
        } else {
            first->giveUpHolding(verdict);
        }
    }
    m_isLettingGo = false;
}

void Proxy::armBell(Instant at)
{
    // A verdict whose moment has come and that still holds must not spin.
    constexpr Duration Shortest = std::chrono::milliseconds(1);
    m_bell->armAt(std::max(at, m_clock.now() + Shortest));
}

} // namespace Pacewatch
