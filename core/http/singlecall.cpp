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
    m_mostBody = mostBody;
    m_call
        = m_client.start(site, std::move(head),
                         statesLength ? BodyLength::known(body.size()) : BodyLength::none(), *this);
    m_call->sendBody(body);
    m_call->endBody();
}

void SingleCall::connected(Duration connecting)
{
    m_answer.connecting = connecting;
}

void SingleCall::firstByteSent()
{
    m_answer.mayHaveBeenProcessed = true;
    emit departed();
}

void SingleCall::headArrived(const ResponseHead& head)
{
    m_answer.firstByte = m_clock.now() - m_answer.sent;
    m_answer.response.head = head;
}

void SingleCall::bodyArrived(const QByteArray& bytes)
{
    m_answer.response.body += bytes;
    if (m_answer.response.body.size() > m_mostBody) {
        m_answer.response.body.truncate(m_mostBody);
        m_call->abort();
        end(Error{ErrorCode::TooLarge, u"the answer is too large"_s});
    }
}

void SingleCall::finished(const Headers& trailers)
{
    m_answer.response.trailers = trailers;
    end({});
}

void SingleCall::failed(const Error& error, bool)
{
    end(error);
}

void SingleCall::abort()
{
    m_isOver = true;
    if (m_call) {
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
