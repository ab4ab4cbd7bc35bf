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
constexpr qint64 HighMark = 32 * 1024;

constexpr char Allowed[] = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

QByteArray waitInSeconds(Duration wait)
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    return QByteArray::number(std::max<qint64>(seconds, 1));
}

} // namespace

ProxyCall::ProxyCall(Proxy& proxy, std::shared_ptr<Http::ServerExchange> exchange)
    : m_proxy(proxy)
    , m_client(std::move(exchange))
    , m_request(m_client->head())
    , m_isRecorded(proxy.m_records)
{
    m_exchange.id = proxy.m_host.nextExchangeId();
    m_exchange.connection = proxy.m_settings.connection;
    m_exchange.client = clientName(m_request, m_client->peer());
    m_exchange.arrived = proxy.m_clock.now();
    m_exchange.arrivedWall = proxy.m_clock.wallNow();
    m_client->setListener(this);
}

ProxyCall::~ProxyCall()
{
    leaveUpstream();
    if (m_client) {
        m_client->setListener(nullptr);
    }
}

/// From here on the client's side tells nothing.
std::shared_ptr<Http::ServerExchange> ProxyCall::releaseClient()
{
    if (m_client) {
        m_client->setListener(nullptr);
    }
    return std::exchange(m_client, nullptr);
}

void ProxyCall::leaveUpstream()
{
    if (const std::shared_ptr<Http::ClientCall> upstream = std::exchange(m_upstream, nullptr)) {
        upstream->abort();
    }
}

void ProxyCall::retire()
{
    if (!std::exchange(m_isRetired, true)) {
        m_proxy.retire(*this);
    }
}

Instant ProxyCall::mostHeld() const
{
    return m_exchange.arrived + m_proxy.m_settings.longestHold;
}

void ProxyCall::start()
{
    const std::optional<Denial> denial = findFault();
    if (!denial || !m_proxy.m_self.tokenPath.isEmpty()) {
        dropAddress();
    }
    if (denial) {
        deny(*denial, denial->status == 405 ? Http::Headers{{"Allow", Allowed}} : Http::Headers());
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
        m_lane = m_proxy.m_host.laneOf(m_request);
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

/// The secret part of the address is nobody's business from here on, the record's least of all.
void ProxyCall::dropAddress()
{
    const QByteArray target = originTarget(m_request);
    if (target == "*" || carriesToken(target, m_proxy.m_self.tokenPath)) {
        m_request.target = target.sliced(target == "*" ? 0 : m_proxy.m_self.tokenPath.size());
    }
    if (m_request.target.isEmpty() || m_request.target.startsWith('?')) {
        m_request.target.prepend('/');
    }
}

std::optional<Denial> ProxyCall::findFault() const
{
    if (std::optional<Denial> denial = findDenial(m_request, m_proxy.m_self)) {
        return denial;
    }
    // Passed on without Upgrade, it would get an answer that nobody understands.
    if (asksForWebSocket(m_request)
        && (!m_proxy.m_rules.relaysWebSocket || m_client->bodySize() != 0)) {
        return Denial{403, "http_request_denied",
                      "WebSocket is not passed on; it can be allowed for this connection"};
    }
    return {};
}

/// RFC 9110, 7.6.2: an OPTIONS that may go no further is answered here, else the count goes down.
bool ProxyCall::answersMaxForwards()
{
    if (m_request.method != "OPTIONS" || m_request.headers.count("Max-Forwards") != 1) {
        return false;
    }
    const QByteArray stated = m_request.headers.value("Max-Forwards");
    const bool isNumber = !stated.isEmpty() && stated.size() < 10
        && std::all_of(stated.begin(), stated.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!isNumber) {
        return false;
    }
    const int left = stated.toInt();
    if (left > 0) {
        m_request.headers.set("Max-Forwards", QByteArray::number(left - 1));
        return false;
    }
    refuse({204, {{"Allow", Allowed}}, {}});
    return true;
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

void ProxyCall::departIfWanted()
{
    if (m_client && !m_client->hasClientHungUp()) {
        depart();
    } else if (!m_isOver) {
        if (m_client) {
            m_client->cut();
        }
        clientLeft();
    }
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
    m_upstream = m_proxy.m_client.start(
        m_proxy.m_rules.gateway, relayedRequest(m_request, m_proxy.m_rules), bodyLength(), *this);
    if (m_proxy.m_rules.relaysWebSocket && asksForWebSocket(m_request)) {
        m_upstream->allowUpgrade();
    }
    if (m_client->isBodyWhole()) {
        m_upstream->endBody();
    }
    m_client->setBodyPaused(false);
}

void ProxyCall::requestBodyArrived(const QByteArray& bytes)
{
    if (m_isRecorded && !m_isTunnel) {
        m_requestBody.add(bytes);
    }
    if (!m_upstream) {
        return;
    }
    m_upstream->sendBody(bytes);
    if (m_upstream && m_client && m_upstream->unsent() > HighMark) {
        m_client->setBodyPaused(true); // until requestDrained()
    }
}

void ProxyCall::requestEnded(const Http::Headers& trailers)
{
    if (m_upstream) {
        m_upstream->endBody(passableTrailers(trailers, m_proxy.m_settings.authHeader));
    }
}

void ProxyCall::requestDrained()
{
    if (m_client) {
        m_client->setBodyPaused(false);
    }
}

void ProxyCall::connected(Duration connecting)
{
    m_exchange.connecting = connecting;
}

void ProxyCall::informational(const Http::ResponseHead& head)
{
    if (m_client) {
        m_client->sendInformational(relayedAnswer(head, m_request, m_proxy.m_rules));
        waitForClient();
    }
}

void ProxyCall::headArrived(const Http::ResponseHead& head)
{
    m_exchange.response = head;
    m_exchange.firstByte = m_proxy.m_clock.now() - m_exchange.sent();
    if (m_client) {
        m_client->sendHead(relayedAnswer(head, m_request, m_proxy.m_rules));
    }
}

/// The call ends here for the record and for the windows, however long the two go on talking.
void ProxyCall::upgraded(const Http::ResponseHead& head)
{
    m_exchange.response = head;
    m_exchange.firstByte = m_proxy.m_clock.now() - m_exchange.sent();
    m_isTunnel = true;
    if (m_client) {
        m_client->switchProtocols(relayedAnswer(head, m_request, m_proxy.m_rules));
    }
    record(Outcome::Answered);
}

void ProxyCall::bodyArrived(const QByteArray& bytes)
{
    if (m_isRecorded && !m_isTunnel) {
        m_responseBody.add(bytes);
    }
    if (!m_client) {
        return;
    }
    m_client->sendBody(bytes);
    waitForClient();
}

/// Reads no more of the answer while much of it has not left.
void ProxyCall::waitForClient()
{
    if (m_client && m_upstream && m_client->unsent() > HighMark) {
        m_upstream->setBodyPaused(true); // until answerDrained()
    }
}

void ProxyCall::answerDrained()
{
    if (m_upstream) {
        m_upstream->setBodyPaused(false);
    }
}

void ProxyCall::finished(const Http::Headers& trailers)
{
    // The client comes first: what recording costs is no part of its wait. Its next call is read in
    // a later turn of the loop, when the windows know of this one.
    const Instant ended = m_proxy.m_clock.now();
    m_upstream.reset();
    if (const std::shared_ptr<Http::ServerExchange> client = releaseClient()) {
        client->finish(passableTrailers(trailers, m_proxy.m_settings.authHeader));
    }
    record(Outcome::Answered, {}, ended);
    retire();
}

void ProxyCall::failed(const Error& error, bool)
{
    m_upstream.reset();
    const std::shared_ptr<Http::ServerExchange> client = releaseClient();
    if (client && !client->hasSentHead()) {
        const Denial denial = denialFor(error);
        record(Outcome::Failed, error);
        m_client = client;
        deny(denial);
        return;
    }
    // Never completed politely: the client must see that the answer is not whole (RFC 9112, 8).
    record(m_exchange.response.status != 0 ? Outcome::Incomplete : Outcome::Failed, error);
    retire();
    if (client) {
        client->breakOff();
    }
}

void ProxyCall::clientLeft()
{
    m_proxy.release(this);
    leaveUpstream();
    const std::shared_ptr<Http::ServerExchange> client = releaseClient();
    const int refused = client ? client->refusedStatus() : 0;
    if (refused > 0) {
        m_exchange.response = {refused, Http::reasonPhrase(refused), 1, {}};
        record(Outcome::RefusedByUs,
               Error{ErrorCode::Corrupt, QString::fromLatin1(client->refusedReason())});
    } else {
        record(Outcome::ClientLeft);
    }
    retire();
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
    const std::shared_ptr<Http::ServerExchange> client = releaseClient();
    if (!m_isOver) {
        m_exchange.held = m_proxy.m_clock.now() - m_exchange.arrived;
        m_exchange.response = {answer.status, Http::reasonPhrase(answer.status), 1, answer.headers};
        m_responseBody.add(answer.body);
        record(Outcome::RefusedByUs);
    }
    if (client) {
        client->reply(answer.status, answer.headers, answer.body);
    }
    retire();
}

void ProxyCall::record(Outcome outcome, std::optional<Error> error, std::optional<Instant> ended)
{
    if (std::exchange(m_isOver, true)) {
        return;
    }
    const Instant now = ended.value_or(m_proxy.m_clock.now());
    if (!m_hasDeparted) {
        m_exchange.held = now - m_exchange.arrived;
    }
    m_exchange.took = now - m_exchange.sent();
    m_exchange.outcome = outcome;
    m_exchange.error = std::move(error);
    m_exchange.request = recordedRequest();
    maskKeys(m_exchange.response.headers, m_proxy.m_settings.authHeader);
    m_exchange.requestBody = m_requestBody.kept();
    m_exchange.responseBody = m_responseBody.kept();
    if (m_isRecorded) {
        m_proxy.m_host.answered(m_exchange);
    }
    m_proxy.letGo();
}

/// What the client asked, keys masked; a key of ours that was put in shows, masked too.
Http::RequestHead ProxyCall::recordedRequest() const
{
    Http::RequestHead head = m_request;
    const QByteArray& keyHeader = m_proxy.m_rules.keyHeader;
    if (m_hasDeparted && !keyHeader.isEmpty()) {
        head.headers.set(keyHeader, m_proxy.m_rules.keyValue.reveal());
    }
    head.target = maskedTarget(m_request.target);
    if (!m_proxy.m_self.tokenPath.isEmpty()) {
        // A guess may hold it at the wrong place, and a client may tell where it comes from.
        head.target.replace(m_proxy.m_self.tokenPath, "/pw-");
        head.headers.remove("Referer");
    }
    maskKeys(head.headers, keyHeader.isEmpty() ? m_proxy.m_settings.authHeader : keyHeader);
    return head;
}

} // namespace Pacewatch
