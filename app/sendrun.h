#pragma once

#include "app/liveengine.h"
#include "app/sendreport.h"
#include "core/connection.h"
#include "core/pacing/pace.h"
#include "core/queue/item.h"
#include "core/secret.h"

#include <QHash>
#include <QList>
#include <QString>

namespace Pacewatch {

/// Everything the arguments of `send` say.
struct SendOrder
{
    ConnectionSpec spec;
    QList<SendDraft> drafts;
    Pace pace;
    SendTarget target = SendTarget::DryRun;
    LiveGuard guard;
    bool isBulk = false;
    Secret key;
    EngineFiles files; ///< what keeps the run and the limits
    bool asJson = false;
};

/// Queues an order and waits until every item came to an end, or nothing goes on. With a journal
/// that holds the same order already, it goes on where that one stopped and queues nothing: so a
/// command can be repeated after a crash without sending anything twice.
class SendRun final
{
public:
    /// @p shelf must outlive it.
    SendRun(const ProfileShelf& shelf, SendOrder order);

    /// Runs the event loop to the end and returns the exit code.
    [[nodiscard]] int exec();

private:
    void takeState(const EngineState& state);
    void begin(const QueueState& queue);
    void goOn(qint64 waiting);
    [[nodiscard]] bool isSameOrder() const;
    void stop(const QString& because, int code);
    [[nodiscard]] int finish();

    SendOrder m_order;
    LiveEngine m_live;
    SendReport m_report;
    ConnectionId m_id{};
    QList<SendItem> m_kept; ///< what the journal held, by id
    bool m_isBegun = false;
    bool m_saysDiskIsFull = false;
    QString m_because; ///< why it stopped before its end
    int m_code = 0; ///< of a run that never began
};

} // namespace Pacewatch
