#include "core/proxy/proxy.h"

#include "core/http/serializer.h"
#include "core/proxy/proxycall.h"

#include <QRandomGenerator>
#include <QSet>

#include <algorithm>
#include <iterator>
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

Http::ServerLimits marked(Http::ServerLimits limits)
{
    limits.ownFields = {{"Proxy-Status", "pacewatch; error=http_request_error"}};
    return limits;
}

/// 128 bits nobody can guess, as the first part of a path.
QByteArray secretPath()
{
    QByteArray path = "/pw-";
    for (int part = 0; part < 4; ++part) {
        const quint32 bits = QRandomGenerator::system()->generate();
        path += QByteArray::number(bits, 16).rightJustified(8, '0');
    }
    return path;
}

ErrorCode codeOf(int status)
{
    switch (status) {
    case 408:
        return ErrorCode::TimedOut;
    case 414:
    case 431:
        return ErrorCode::TooLarge;
    case 501:
    case 505:
        return ErrorCode::Unsupported;
    case 503:
        return ErrorCode::Busy;
    default:
        return ErrorCode::Corrupt;
    }
}

} // namespace

Proxy::Proxy(Clock& clock, ProxyHost& host, ProxySettings settings, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_host(host)
    , m_settings(std::move(settings))
    , m_v4(clock, marked(m_settings.clients))
    , m_v6(clock, marked(m_settings.clients))
    , m_client(clock, guarded(m_settings.upstream, m_settings.allowPrivateHosts))
    , m_bell(clock.makeBell([this] { letGo(); }))
{
    m_self.isOpenToNetwork = m_settings.openToNetwork;
    m_self.viaName = "pacewatch-" + QByteArray::number(QRandomGenerator::global()->generate(), 16);
    m_rules.gateway = m_settings.gateway.site;
    m_rules.viaName = m_self.viaName;
    m_rules.relaysWebSocket = m_settings.allowWebSocket;
    m_rules.rewritesRedirects = m_settings.rewritesRedirects;
    for (Http::Server* server : {&m_v4, &m_v6}) {
        connect(server, &Http::Server::requestArrived, this, &Proxy::take);
        connect(server, &Http::Server::connectionCountChanged, this,
                [this] { emit clientCountChanged(clientCount()); });
        connect(server, &Http::Server::requestRefused, this, &Proxy::recordRefused);
    }
}

Proxy::~Proxy()
{
    blockSignals(true);
    // The calls go first: each holds on to the servers and the client.
    m_calls.clear();
    m_retired.clear();
}

void Proxy::injectKey(QByteArray header, Secret value)
{
    m_rules.keyHeader = std::move(header);
    m_rules.keyValue = std::move(value);
    if (m_rules.tokenPath.isEmpty()) {
        m_rules.tokenPath = secretPath();
        m_self.tokenPath = m_rules.tokenPath;
    }
}

Result<void> Proxy::listen()
{
    Result<void> listening = m_settings.openToNetwork
        ? m_v4.listen(QHostAddress::Any, m_settings.port)
        : Http::tryListenBoth(m_v4, m_v6, m_settings.port);
    if (listening) {
        m_self.port = m_v4.port();
        m_rules.port = m_v4.port();
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
    return "http://127.0.0.1:" + QByteArray::number(port()) + m_self.tokenPath
        + (path == "/" ? QByteArray() : path);
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

void Proxy::take(const std::shared_ptr<Http::ServerExchange>& exchange)
{
    m_calls.emplace_back(*this, exchange);
    const auto place = std::prev(m_calls.end());
    place->setPlace(place);
    place->start();
}

/// Not at once: the call may be the one that asks for it.
void Proxy::retire(ProxyCall& call)
{
    if (m_retired.empty()) {
        QMetaObject::invokeMethod(
            this, [this] { m_retired.clear(); }, Qt::QueuedConnection);
    }
    m_retired.splice(m_retired.end(), m_calls, call.place());
}

/// A request that never became a call: malformed, too large, too slow, or one too many.
void Proxy::recordRefused(const Http::RefusedRequest& refused)
{
    if (!m_records || refused.wasHandedOut) {
        return; // the record of its call tells
    }
    Exchange exchange;
    exchange.id = m_host.nextExchangeId();
    exchange.connection = m_settings.connection;
    exchange.client = clientName(refused.head, refused.peer);
    exchange.request = refused.head;
    exchange.request.target = maskedTarget(refused.head.target);
    maskKeys(exchange.request.headers, m_settings.authHeader);
    exchange.response
        = {refused.status, Http::reasonPhrase(refused.status), 1, m_v4.limits().ownFields};
    exchange.outcome = Outcome::RefusedByUs;
    exchange.error = Error{codeOf(refused.status), QString::fromLatin1(refused.reason)};
    exchange.arrived = m_clock.now();
    exchange.arrivedWall = m_clock.wallNow();
    m_host.answered(exchange);
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
    QSet<QByteArray> waiting; // lanes whose first call may not go yet
    std::optional<Instant> next;
    m_heldBy = {};
    for (qsizetype at = 0; at < m_held.size();) {
        ProxyCall* call = m_held[at];
        if (waiting.contains(call->lane())) {
            ++at;
            continue;
        }
        const Instant now = m_clock.now();
        const Verdict verdict
            = modeInForce() == ProxyMode::Pace ? m_host.ask(call->request(), now) : Verdict::go();
        if (!verdict.isGo && call->mostHeld() > now) {
            // They go in the order they came, so the first one's wait is its lane's.
            const Instant again = std::min(verdict.until, call->mostHeld());
            m_heldBy = next ? m_heldBy : verdict;
            next = std::min(next.value_or(again), again);
            waiting.insert(call->lane());
            ++at;
            continue;
        }
        release(call);
        if (!verdict.isGo) {
            call->giveUpHolding(verdict);
        } else {
            call->departIfWanted();
        }
    }
    if (next) {
        armBell(*next);
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
