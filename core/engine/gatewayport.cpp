#include "core/engine/gatewayport.h"

#include "core/digest.h"
#include "core/http/contentcoding.h"
#include "core/http/singlecall.h"
#include "core/quota/reader.h"

#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

KeptBody keep(const QByteArray& body)
{
    KeptBody kept;
    kept.head = body.first(std::min(body.size(), KeptBody::MostKept));
    kept.size = body.size();
    if (!body.isEmpty()) {
        kept.sha256 = Digest::of(body);
    }
    return kept;
}

} // namespace

GatewayPort::GatewayPort(Clock& clock, Http::Client& client, const AuthScheme& auth,
                         GatewayAddress own, Record record, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_client(client)
    , m_auth(auth)
    , m_own(std::move(own))
    , m_record(std::move(record))
{ }

Http::RequestHead GatewayPort::headOf(const Parcel& parcel) const
{
    Http::RequestHead head;
    head.method = parcel.method;
    head.target = parcel.destination.address.target(parcel.path, parcel.destination.query);
    head.headers.append("Host", parcel.destination.address.site.authority());
    head.headers.append("User-Agent", "Pacewatch/" PACEWATCH_VERSION);
    head.headers.append("Accept", "application/json");
    if (!m_auth.header.isEmpty() && !m_key.isEmpty()) {
        head.headers.append(m_auth.header, m_auth.prefix + m_key.reveal());
    }
    if (!parcel.body.isEmpty()) {
        head.headers.append("Content-Type", "application/json");
    }
    return head;
}

Http::RequestHead GatewayPort::withoutKey(Http::RequestHead head) const
{
    if (!m_auth.header.isEmpty() && head.headers.contains(m_auth.header)) {
        head.headers.set(m_auth.header, m_auth.prefix + m_key.masked().toUtf8());
    }
    return head;
}

void GatewayPort::carry(const Parcel& parcel, std::function<void()> firstByteSent, Done done)
{
    const Http::RequestHead head = headOf(parcel);
    Exchange exchange;
    exchange.origin = parcel.origin;
    exchange.client = u"Pacewatch"_s;
    exchange.request = withoutKey(head);
    exchange.requestBody = keep(parcel.body);
    exchange.attempt = parcel.attempt;
    exchange.arrived = m_clock.now();
    exchange.arrivedWall = m_clock.wallNow();

    auto* call = new Http::SingleCall(m_clock, m_client, this);
    if (firstByteSent) {
        connect(call, &Http::SingleCall::departed, this, std::move(firstByteSent));
    }
    connect(call, &Http::SingleCall::done, this,
            [this, call, exchange, isRecorded = parcel.destination.isRecorded,
             done = std::move(done)](const Http::SingleAnswer& answer) {
                call->deleteLater();
                done(finished(exchange, answer, isRecorded), answer.mayHaveBeenProcessed);
            });
    call->start(parcel.destination.address.site, head, parcel.body);
}

Exchange GatewayPort::finished(Exchange exchange, const Http::SingleAnswer& answer,
                               bool isRecorded) const
{
    exchange.response = answer.response.head;
    exchange.responseBody = keep(answer.response.body);
    exchange.connecting = answer.connecting;
    exchange.firstByte = answer.firstByte;
    exchange.took = answer.took;
    exchange.error = answer.error;
    if (answer.error) {
        exchange.outcome = answer.isIncomplete ? Outcome::Incomplete : Outcome::Failed;
    }
    if (isRecorded) {
        return m_record(std::move(exchange));
    }
    if (exchange.response.status > 0) {
        exchange.reading = read({exchange.response.status, exchange.response.headers,
                                 exchange.responseBody.head, exchange.answeredWall()});
    }
    return exchange;
}

void GatewayPort::send(const SendItem& item, int attempt, SendCallbacks callbacks)
{
    const Parcel parcel{m_destination,           item.draft.method, item.draft.path,
                        item.draft.body.bytes(), Origin::TestSend,  attempt};
    carry(parcel, callbacks.firstByteSent,
          [callbacks](const Exchange& exchange, bool mayHaveBeenProcessed) {
              if (exchange.outcome == Outcome::Answered) {
                  const auto content = Http::contentOf(
                      exchange.responseBody.head,
                      exchange.response.headers.value("Content-Encoding"), KeptBody::MostKept);
                  callbacks.answered({exchange.response.status, exchange.reading,
                                      content ? content->bytes : QByteArray(), exchange.took});
              } else {
                  callbacks.failed({exchange.error.value_or(Error{ErrorCode::Unreachable, {}}),
                                    mayHaveBeenProcessed});
              }
          });
}

void GatewayPort::call(const Endpoint& endpoint, Origin origin,
                       std::function<void(const Exchange&)> done)
{
    const Parcel parcel{{m_own, {}, true},   endpoint.method, endpoint.path,
                        endpoint.sampleBody, origin,          1};
    carry(parcel, {}, [done = std::move(done)](const Exchange& exchange, bool) { done(exchange); });
}

} // namespace Pacewatch
