#pragma once

#include "core/queue/itemlog.h"
#include "core/queue/sendport.h"

#include <QList>

#include <utility>

namespace Pacewatch {

/// A port whose calls stay in the air until the test says what became of them.
class ScriptedPort final : public SendPort
{
public:
    struct Call
    {
        SendItem item;
        int attempt = 0;
        SendCallbacks callbacks;
    };

    void send(const SendItem& item, int attempt, SendCallbacks callbacks) override;

    /// Ends the oldest open call with an answer.
    void answer(int status, const Reading& reading = {}, const QByteArray& body = {});
    /// Ends it without one.
    void lose(bool mayHaveBeenProcessed, ErrorCode code = ErrorCode::TimedOut);

    [[nodiscard]] qsizetype open() const { return m_open.size(); }
    [[nodiscard]] const QList<SendItem>& sent() const { return m_sent; }

private:
    QList<Call> m_open;
    QList<SendItem> m_sent;
};

/// A log whose disk the test plays.
class ScriptedLog final : public ItemLog
{
public:
    void keep(const SendItem& item) override { kept.append(item); }
    void keepThen(const SendItem& item, Kept then) override
    {
        kept.append(item);
        waiting.append(std::move(then));
    }
    void forget(const QList<ItemId>& items) override { forgotten += items; }

    /// The disk took, or did not take, everything so far.
    void tell(const Result<void>& result);

    QList<SendItem> kept;
    QList<Kept> waiting;
    QList<ItemId> forgotten;
};

} // namespace Pacewatch
