#pragma once

#include "core/clock.h"
#include "core/pacing/forecast.h"
#include "core/pacing/limiter.h"
#include "core/pacing/pacer.h"
#include "core/pacing/retrypolicy.h"
#include "core/queue/item.h"
#include "core/queue/itemlog.h"
#include "core/queue/sendport.h"
#include "core/queue/sendqueue.h"

#include <QHash>
#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace Pacewatch {

/// What a dispatcher knows of the gateway it sends to.
struct DispatchRules
{
    ConnectionId connection{};
    RetryHints retry; ///< the profile's
    qint64 bodyLimit = 0; ///< the profile's, in bytes; 0 for none
    QList<Endpoint> endpoints; ///< the profile's: which calls may be repeated
};

/// Takes due items from its queue, asks the limiter and sends them through a port.
///
/// Lives on the engine's thread. It owns the queue; clock, limiter and port are shared and outlive
/// it. Every departure and answer of its own is told to the limiter here; whoever else uses the
/// same limiter calls reconsider() after an answer of theirs. An item is Sending, and its change
/// on disk if there is a log, before its first byte leaves.
///
/// A live run sends what was confirmed: items that are added while it runs are Paused until it is
/// confirmed again.
class Dispatcher final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Dispatcher)

public:
    /// At most so many calls in the air when the pace says 0, "as many as needed".
    static constexpr int MostInTheAir = 64;

    /// Without a port only dry runs work. @p itemChanged is told of each change; it must not call
    /// back.
    Dispatcher(Clock& clock, Limiter& limiter, SendPort* port, DispatchRules rules,
               std::function<ItemId()> nextId, SendQueue::Changed itemChanged);
    ~Dispatcher() override;

    /// Keeps the items in @p log, which outlives it, from now on. @p kept are those of an earlier
    /// run. Before anything is queued.
    void setLog(ItemLog* log, std::vector<SendItem> kept);
    /// Keeps all items in another log from now on.
    void changeLog(ItemLog* log);
    void enqueue(const QList<SendDraft>& drafts);
    void setPace(const Pace& pace);
    /// Returns false, and changes nothing, while items are being sent.
    bool setTarget(SendTarget target);
    void setRules(DispatchRules rules);
    /// Another gateway, with a limiter of its own. Not while a call is in the air.
    void setRoute(Limiter& limiter, SendPort* port);
    /// The customer's own calls a second and their path, for the forecast.
    void setCustomer(double perSecond, const QByteArray& path = {});

    /// Starts or resumes. For a live target @p confirmedCount must be the number of items waiting.
    Result<void> start(qint64 confirmedCount = 0);
    /// Finishes the calls in the air, sends no more. @p because is empty when the user did it, or
    /// a PauseReason.
    void pause(const QString& because = {});
    /// Shows as paused, running or not, until it is started.
    void hold(const QString& because);
    /// Goes on if that was the reason of the pause; what was confirmed stays so.
    void resumeAfter(QStringView reason);
    /// The port is about to go: what is in the air is Unknown from now on, and nothing is sent
    /// before somebody chooses a target again.
    void cutOff();
    void cancelWaiting();
    bool cancel(ItemId item);
    /// Lets a ready item leave right before @p before; 0 puts it last.
    bool reorder(ItemId item, ItemId before);
    void clearDone();
    bool sendAgain(ItemId item);
    bool confirmUnknown(ItemId item, bool wasSent);
    /// The limiter learned something from a call of somebody else.
    void reconsider();

    /// How the queue stands; the forecast in it is at most a second old.
    [[nodiscard]] QueueState state();
    [[nodiscard]] const Forecast& expected();
    [[nodiscard]] const SendQueue& queue() const { return m_queue; }

signals:
    /// Something in state() is another than before.
    void stateChanged();

private:
    void pump();
    bool pumpOne();
    void sendOne(const SendItem& item, Instant now);
    void launch(ItemId id, CallTicket ticket);
    void takeBack(ItemId id, CallTicket ticket);
    void itemChanged(const SendItem& item);
    [[nodiscard]] ItemState stateOfNews() const;
    void waitFor(const SendItem& item, Instant until, const QString& window);
    void waitForHeldItems();
    void rejectTooLarge(ItemId id);
    void rehearse();
    void takeAnswer(ItemId id, CallTicket ticket, const SendAnswer& answer);
    void takeFailure(ItemId id, CallTicket ticket, const SendFailure& failure);
    void settle(ItemId id, const NextStep& step, const std::function<void(SendItem&)>& edit);
    void countFailure();
    void endIfDone();
    void changed();
    [[nodiscard]] const Pacer& pacerAt(Instant now);
    [[nodiscard]] bool isHeld(const SendItem& item, Instant now) const;
    [[nodiscard]] bool isRepeatable(const SendDraft& draft) const;
    [[nodiscard]] WallTime wallAt(Instant at) const;
    [[nodiscard]] int mostInTheAir() const;

    Clock& m_clock;
    Limiter* m_limiter; ///< never null
    SendPort* m_port;
    DispatchRules m_rules;
    RetryPolicy m_retry;
    SendQueue::Changed m_itemChanged;
    ItemLog* m_log = nullptr;
    SendQueue m_queue;
    Pace m_pace;
    std::optional<Pacer> m_pacer; ///< while it runs
    SendTarget m_target = SendTarget::DryRun;
    std::unique_ptr<Bell> m_bell;
    QHash<QString, Instant> m_recipientHolds;
    QHash<ItemId, Instant> m_itemHolds; ///< back-off of items that come back
    Forecast m_forecast;
    std::optional<Instant> m_forecastAt;
    std::optional<WallTime> m_started;
    std::optional<WallTime> m_ended;
    double m_customerPerSecond = 0;
    QByteArray m_customerPath;
    int m_failuresInARow = 0;
    bool m_isRunning = false;
    bool m_isPaused = false;
    bool m_isPumping = false;
    QString m_pausedBecause;
};

} // namespace Pacewatch
