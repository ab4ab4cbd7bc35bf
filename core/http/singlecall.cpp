#include "core/http/singlecall.h"

#include <utility>

namespace Pacewatch::Http {

using namespace Qt::StringLiterals;

SingleCall::SingleCall(Clock& clock, Client& client, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_client(client)
{ }

SingleCall::~SingleCall()
{
    abort();
}

void SingleCall::start(const Site& site, RequestHead head, const QByteArray& body, qint64 mostBody)
{
    // A method that usually carries a body states its length even when it is empty (RFC 9110, 8.6).
    const bool statesLength = !body.isEmpty() || head.method == "POST" || head.method == "PUT"
        || head.method == "PATCH";
    m_answer.sent = m_clock.now();
    m_call = m_client.start(site, std::move(head),
                            statesLength ? BodyLength::known(body.size()) : BodyLength::none());
    connect(m_call, &ClientCall::connected, this,
            [this](Duration connecting) { m_answer.connecting = connecting; });
    connect(m_call, &ClientCall::firstByteSent, this, [this] {
        m_answer.mayHaveBeenProcessed = true;
        emit firstByteSent();
    });
    connect(m_call, &ClientCall::headArrived, this, [this](const ResponseHead& arrived) {
        m_answer.firstByte = m_clock.now() - m_answer.sent;
        m_answer.response.head = arrived;
    });
    connect(m_call, &ClientCall::bodyArrived, this,
            [this, mostBody](const QByteArray& bytes) { takeBody(bytes, mostBody); });
    connect(m_call, &ClientCall::finished, this, [this](const Headers& trailers) {
        m_answer.response.trailers = trailers;
        end({});
    });
    connect(m_call, &ClientCall::failed, this, [this](const Error& error) { end(error); });
    m_call->sendBody(body);
    m_call->endBody();
}

void SingleCall::takeBody(const QByteArray& bytes, qint64 mostBody)
{
    m_answer.response.body += bytes;
    if (m_answer.response.body.size() > mostBody) {
        m_answer.response.body.truncate(mostBody);
        m_call->abort();
        end(Error{ErrorCode::TooLarge, u"the answer is too large"_s});
    }
}

void SingleCall::abort()
{
    m_isOver = true;
    if (m_call) {
        m_call->disconnect(this);
        m_call->abort();
    }
}

void SingleCall::end(std::optional<Error> error)
{
    if (std::exchange(m_isOver, true)) {
        return;
    }
    m_answer.took = m_clock.now() - m_answer.sent;
    m_answer.isIncomplete = error.has_value() && m_answer.response.head.status != 0;
    m_answer.error = std::move(error);
    emit done(m_answer);
}

} // namespace Pacewatch::Http
