#include "tests/core/queue/scriptedport.h"

namespace Pacewatch {

void ScriptedPort::send(const SendItem& item, int attempt, SendCallbacks callbacks)
{
    m_sent.append(item);
    m_open.append({item, attempt, std::move(callbacks)});
}

void ScriptedPort::answer(int status, const Reading& reading, const QByteArray& body)
{
    const Call call = m_open.takeFirst();
    call.callbacks.firstByteSent();
    call.callbacks.answered({status, reading, body, std::chrono::milliseconds(20)});
}

void ScriptedPort::lose(bool mayHaveBeenProcessed, ErrorCode code)
{
    const Call call = m_open.takeFirst();
    call.callbacks.failed({Error{code, {}}, mayHaveBeenProcessed});
}

void ScriptedLog::tell(const Result<void>& result)
{
    for (const Kept& then : std::exchange(waiting, {})) {
        then(result);
    }
}

} // namespace Pacewatch
