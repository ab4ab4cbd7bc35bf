#include "core/proxy/proxycall.h"

#include "core/http/serializer.h"
#include "core/proxy/proxy.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

/// One side stops reading when so much waits on the other.
constexpr qint64 HighMark = 256 * 1024;

/// Trailers that would change how the message is framed, routed or trusted are not passed on
/// (RFC 9110, 6.5.1).
Http::Headers passableTrailers(const Http::Headers& trailers)
{
    Http::Headers passable = trailers;
    for (const char* name : {"Content-Length", "Transfer-Encoding", "Host", "Authorization",
                             "Content-Encoding", "Content-Type", "Content-Range", "Cookie",
                             "Set-Cookie", "Location", "Retry-After", "Via"}) {
        passable.remove(name);
    }
    Http::removeHopByHop(passable);
    return passable;
}

QByteArray waitInSeconds(Duration wait)
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    return QByteArray::number(std::max<qint64>(seconds, 1));
}

} // namespace

ProxyCall::ProxyCall(Proxy& proxy, Http::ServerExchange* exchange)
    : QObject(&proxy)
    , m_proxy(proxy)
    , m_client(exchange)
    , m_request(exchange->head())
    , m_isRecorded(proxy.m_records)
{
    m_exchange.id = proxy.m_host.nextExchangeId();
    m_exchange.connection = proxy.m_settings.connection;
    m_exchange.client = clientName(m_request, exchange->peer().toString());
    m_exchange.arrived = proxy.m_clock.now();
    m_exchange.arrivedWall = proxy.m_clock.wallNow();
    followClient();
}

ProxyCall::~ProxyCall()
{
    m_isOver = true;
    if (m_upstream) {
        m_upstream->disconnect(this);
        m_upstream->abort();
    }
}

Instant ProxyCall::mostHeld() const
{
    return m_exchange.arrived + m_proxy.m_settings.longestHold;
}

void ProxyCall::followClient()
{
    connect(m_client, &Http::ServerExchange::bodyArrived, this, &ProxyCall::takeRequestBody);
    connect(m_client, &Http::ServerExchange::bodyEnded, this,
            [this](const Http::Headers& trailers) {
                if (m_upstream) {
                    m_upstream->endBody(passableTrailers(trailers));
                }
            });
    connect(m_client, &Http::ServerExchange::drained, this, [this] {
        if (m_upstream) {
            m_upstream->setBodyPaused(false);
        }
    });
    connect(m_client, &Http::ServerExchange::clientLeft, this, &ProxyCall::loseClient);
}

void ProxyCall::start()
{
    if (const std::optional<Denial> denial = findDenial(m_request, m_proxy.m_self)) {
        deny(*denial,
             denial->status == 405 ? Http::Headers{{"Allow",
                                                    "GET, HEAD, POST, PUT, PATCH, DELETE, "
                                                    "OPTIONS"}}
                                   : Http::Headers());
        return;
    }
    if (answersMaxForwards()) {
        return;
    }
    switch (m_proxy.modeInForce()) {
    case ProxyMode::Watch:
        depart();
        return;
    case ProxyMode::Pace:
        // Nothing of the body is read while it waits: the client's own buffers hold it.
        m_client->setBodyPaused(true);
        m_proxy.hold(this);
        return;
    case ProxyMode::Enforce: {
        const Instant now = m_proxy.m_clock.now();
        const Verdict verdict = m_proxy.m_host.ask(m_request, now);
        if (verdict.isGo) {
            depart();
        } else {
            refuse(m_proxy.m_host.refusal(m_request, verdict, now));
        }
        return;
    }
    }
}

/// RFC 9110, 7.6.2: an OPTIONS that may go no further is answered here, else the count goes down.
bool ProxyCall::answersMaxForwards()
{
    if (m_request.method != "OPTIONS" || m_request.headers.count("Max-Forwards") != 1) {
        return false;
    }
    bool isNumber = false;
    const qint64 left = m_request.headers.value("Max-Forwards").toLongLong(&isNumber);
    if (!isNumber || left < 0) {
        return false;
    }
    if (left > 0) {
        m_request.headers.set("Max-Forwards", QByteArray::number(left - 1));
        return false;
    }
    refuse({204, {{"Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"}}, {}});
    return true;
}

Http::RequestHead ProxyCall::upstreamHead() const
{
    Http::RequestHead head = m_request;
    Http::removeHopByHop(head.headers);
    if (!head.target.startsWith('/') && head.target != "*") {
        head.target = Http::readUrl(head.target)->target(); // absolute, checked by the guard
    }
    head.headers.set("Host", m_proxy.m_settings.gateway.site.authority());
    // Ours come last, so that no Connection field can name them away.
    head.headers.append("Via", "1.1 " + m_proxy.m_self.viaName);
    return head;
}

Http::BodyLength ProxyCall::bodyLength() const
{
    const qint64 size = m_client->bodySize();
    if (size < 0) {
        return Http::BodyLength::chunked();
    }
    return size > 0 || m_request.headers.contains("Content-Length") ? Http::BodyLength::known(size)
                                                                    : Http::BodyLength::none();
}

void ProxyCall::depart()
{
    if (m_isOver || !m_client) {
        return;
    }
    const Instant now = m_proxy.m_clock.now();
    m_exchange.held = now - m_exchange.arrived;
    m_hasDeparted = true;
    if (m_isRecorded) {
        m_proxy.m_host.departed(m_exchange.id, m_request, now);
    }
    m_upstream
        = m_proxy.m_client.start(m_proxy.m_settings.gateway.site, upstreamHead(), bodyLength());
    followUpstream();
    if (m_client->isBodyWhole()) {
        m_upstream->endBody();
    } else {
        m_client->setBodyPaused(false);
    }
}

void ProxyCall::followUpstream()
{
    connect(m_upstream, &Http::ClientCall::connected, this,
            [this](Duration connecting) { m_exchange.connecting = connecting; });
    connect(m_upstream, &Http::ClientCall::informational, this,
            [this](const Http::ResponseHead& head) {
                if (m_client) {
                    m_client->sendInformational(head);
                }
            });
    connect(m_upstream, &Http::ClientCall::headArrived, this, &ProxyCall::takeAnswerHead);
    connect(m_upstream, &Http::ClientCall::bodyArrived, this, &ProxyCall::takeAnswerBody);
    connect(m_upstream, &Http::ClientCall::drained, this, [this] {
        if (m_client && !m_client->isBodyWhole()) {
            m_client->setBodyPaused(false);
        }
    });
    connect(m_upstream, &Http::ClientCall::finished, this, &ProxyCall::takeEnd);
    connect(m_upstream, &Http::ClientCall::failed, this, &ProxyCall::takeFailure);
}

void ProxyCall::takeRequestBody(const QByteArray& bytes)
{
    m_requestBody.add(bytes);
    if (!m_upstream) {
        return;
    }
    m_upstream->sendBody(bytes);
    if (m_upstream && m_client && m_upstream->unsent() > HighMark) {
        m_client->setBodyPaused(true);
    }
}

void ProxyCall::takeAnswerHead(const Http::ResponseHead& head)
{
    m_exchange.response = head;
    m_exchange.firstByte = m_proxy.m_clock.now() - m_exchange.sent();
    if (!m_client) {
        return;
    }
    Http::ResponseHead sent = head;
    Http::removeHopByHop(sent.headers);
    sent.headers.remove("Transfer-Encoding");
    if (sent.headers.contains("Location")) {
        sent.headers.set("Location", localLocation(sent.headers.value("Location")));
    }
    sent.headers.append("Via", "1.1 " + m_proxy.m_self.viaName);
    m_client->sendHead(std::move(sent));
}

/// A redirect within the gateway comes back through the proxy; any other stays as it is.
QByteArray ProxyCall::localLocation(const QByteArray& location) const
{
    const Result<Http::Url> url = Http::readUrl(location);
    if (!url || url->site != m_proxy.m_settings.gateway.site) {
        return location;
    }
    const QByteArray host = m_request.headers.contains("Host")
        ? m_request.headers.value("Host")
        : QByteArray("127.0.0.1:" + QByteArray::number(m_proxy.port()));
    const qsizetype afterScheme = location.indexOf("://") + 3;
    const auto pathStart = std::find_if(location.begin() + afterScheme, location.end(),
                                        [](char c) { return c == '/' || c == '?' || c == '#'; });
    return "http://" + host + location.sliced(pathStart - location.begin());
}

void ProxyCall::takeAnswerBody(const QByteArray& bytes)
{
    m_responseBody.add(bytes);
    if (!m_client) {
        return;
    }
    m_client->sendBody(bytes);
    if (m_client && m_upstream && m_client->unsent() > HighMark) {
        m_upstream->setBodyPaused(true);
    }
}

void ProxyCall::takeEnd(const Http::Headers& trailers)
{
    // Recorded first: answering may bring in the client's next call at once.
    const QPointer<Http::ServerExchange> client = std::exchange(m_client, nullptr);
    record(Outcome::Answered);
    if (client) {
        client->disconnect(this);
        client->finish(passableTrailers(trailers));
    }
}

void ProxyCall::takeFailure(const Error& error)
{
    if (m_client && !m_client->hasSentHead()) {
        const Denial denial = denialFor(error);
        const QPointer<Http::ServerExchange> client = m_client;
        client->disconnect(this);
        record(Outcome::Failed, error);
        m_client = client;
        deny(denial);
        return;
    }
    // Never completed politely: the client must see that the answer is not whole (RFC 9112, 8).
    const QPointer<Http::ServerExchange> client = std::exchange(m_client, nullptr);
    record(m_exchange.response.status != 0 ? Outcome::Incomplete : Outcome::Failed, error);
    if (client) {
        client->disconnect(this);
        client->cut();
    }
}

void ProxyCall::loseClient()
{
    m_proxy.release(this);
    if (m_upstream) {
        m_upstream->disconnect(this);
        m_upstream->abort();
    }
    record(Outcome::ClientLeft);
}

void ProxyCall::giveUpHolding(const Verdict& verdict)
{
    const Instant now = m_proxy.m_clock.now();
    deny({429, "http_request_denied", "held as long as it may be"},
         {{"Retry-After", waitInSeconds(verdict.until - now)}});
}

void ProxyCall::deny(const Denial& denial, Http::Headers headers)
{
    const QJsonObject body{{u"by"_s, u"pacewatch"_s},
                           {u"error"_s, QString::fromLatin1(denial.proxyError)},
                           {u"message"_s, QString::fromUtf8(denial.message)}};
    headers.append("Content-Type", "application/json");
    headers.append("Proxy-Status", "pacewatch; error=" + denial.proxyError);
    refuse({denial.status, headers,
            QByteArray(QJsonDocument(body).toJson(QJsonDocument::Compact) + '\n')});
}

/// Answers by itself; recorded unless a failure was recorded before.
void ProxyCall::refuse(const OwnAnswer& refusal)
{
    OwnAnswer answer = refusal;
    if (!answer.headers.contains("Proxy-Status")) {
        answer.headers.append("Proxy-Status", "pacewatch");
    }
    const QPointer<Http::ServerExchange> client = std::exchange(m_client, nullptr);
    if (!m_isOver) {
        m_exchange.held = m_proxy.m_clock.now() - m_exchange.arrived;
        m_exchange.response = {answer.status, Http::reasonPhrase(answer.status), 1, answer.headers};
        m_responseBody.add(answer.body);
        record(Outcome::RefusedByUs);
    }
    if (client) {
        client->disconnect(this);
        client->reply(answer.status, answer.headers, answer.body);
    }
}

void ProxyCall::record(Outcome outcome, std::optional<Error> error)
{
    if (std::exchange(m_isOver, true)) {
        return;
    }
    const Instant now = m_proxy.m_clock.now();
    if (!m_hasDeparted) {
        m_exchange.held = now - m_exchange.arrived;
    }
    m_exchange.took = now - m_exchange.sent();
    m_exchange.outcome = outcome;
    m_exchange.error = std::move(error);
    m_exchange.request = m_request;
    m_exchange.request.target = maskedTarget(m_request.target);
    maskKeys(m_exchange.request.headers, m_proxy.m_settings.authHeader);
    maskKeys(m_exchange.response.headers, m_proxy.m_settings.authHeader);
    m_exchange.requestBody = m_requestBody.kept();
    m_exchange.responseBody = m_responseBody.kept();
    if (m_isRecorded) {
        m_proxy.m_host.answered(m_exchange);
    }
    m_proxy.letGo();
    deleteLater();
}

} // namespace Pacewatch
