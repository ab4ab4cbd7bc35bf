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
    QList<Endpoint> endpoints; ///< the profile's: which calls may be repeated, or share one
    std::optional<Policy> recipientLimit; ///< the profile's
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
    /// Adds all of @p drafts, or none when the guard does not allow one of their recipients.
    void enqueue(const QList<SendDraft>& drafts);
    void setPace(const Pace& pace);
    /// What a run may not go beyond, whatever its target; another target takes it back.
    void setGuard(const LiveGuard& guard);
    /// Whether items go together where the rules know a call that takes many.
    void setBulk(bool isBulk);
    /// Returns false, and changes nothing, while items are being sent.
    bool setTarget(SendTarget target);
    void setRules(DispatchRules rules);
    /// Another gateway, with a limiter of its own. Not while a call is in the air.
    void setRoute(Limiter& limiter, SendPort* port);
    /// Others have the same key: @p goFirst is called before each send, and may let them go.
    void setOthers(std::function<void()> goFirst, std::function<void()> departed);
    /// Whether the next item is due and finds no room in the windows.
    [[nodiscard]] bool waitsForRoom() const { return m_waitsForRoom && m_isRunning && !m_isPaused; }
    /// It is at the point of asking for a place itself: whoever is asked meanwhile goes before it.
    [[nodiscard]] bool isAsking() const { return m_isPumping; }
    /// The customer's own calls a second and their path, for the forecast.
    void setCustomer(double perSecond, const QByteArray& path = {});

    /// Starts or resumes. For a live target @p confirmedCount must be the number of items waiting.
    Result<void> start(qint64 confirmedCount = 0);
    /// Finishes the calls in the air, sends no more. @p because is empty when the user did it, or
    /// a PauseReason.
    void pause(const QString& because = {});
    /// Shows as paused, running or not, until it is started.
    void hold(const QString& because);
    /// Called several times a second. After a long sleep a live run is held until it is confirmed
    /// again: whoever confirmed it may not want it any more.
    void tick(Instant now);
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
    /// One call, for one item or for several that share it.
    struct Load
    {
        QList<ItemId> items; ///< in their order, never empty
        CallTicket ticket;
        int unkept = 0; ///< items the journal has not told about yet
        bool isLost = false; ///< the journal did not take one of them
        std::optional<Instant> recipientEnd; ///< until when it counts for its recipient
    };
    using LoadPtr = std::shared_ptr<Load>;

    void pump();
    bool pumpOne();
    void waitForNext(bool isFull);
    void sendTogether(const QList<ItemId>& items, Instant now);
    void noteKept(const LoadPtr& load, bool isKept);
    void launch(const LoadPtr& load);
    void takeBack(const LoadPtr& load);
    [[nodiscard]] SendItem callFor(const Load& load) const;
    /// @p first and the ready items that share its call.
    [[nodiscard]] QList<ItemId> together(const SendItem& first,
                                         const std::function<bool(const SendItem&)>& mayGo) const;
    [[nodiscard]] const BulkCall* bulkOf(const SendDraft& draft) const;
    [[nodiscard]] qint64 callsAhead() const;
    [[nodiscard]] std::optional<qint64> callsInBulk() const;
    [[nodiscard]] bool isCapReached() const;
    [[nodiscard]] bool isEverybodyAllowed() const;
    [[nodiscard]] bool hasSleptLong(Instant now) const;
    void disarm();
    void itemChanged(const SendItem& item);
    [[nodiscard]] ItemState stateOfNews() const;
    void waitFor(const SendItem& item, Instant until, const Hold& hold);
    void waitForHeldItems();
    void showHold(const SendItem& item, Instant until, const Hold& hold);
    void forgetOldHolds();
    void countForRecipient(Load& load, Instant now);
    [[nodiscard]] Hold recipientHold() const;
    void showOwnHold(const SendItem& item);
    void holdItems(const Load& load, Instant until);
    void holdRecipient(const QString& recipient, Instant until);
    void rejectTooLarge(ItemId id);
    void rehearse();
    void dropPlan();
    void takeAnswer(const LoadPtr& load, const SendAnswer& answer);
    void takeFailure(const LoadPtr& load, const SendFailure& failure);
    [[nodiscard]] const SendItem* firstSending(const Load& load) const;
    [[nodiscard]] NextStep stepAfter(const Load& load, const SendItem& item,
                                     const SendAnswer& answer, const Reading& reading) const;
    void settle(const LoadPtr& load, const NextStep& step,
                const std::function<void(SendItem&)>& edit);
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
    std::function<void()> m_othersGoFirst;
    std::function<void()> m_departed;
    QHash<QString, Instant> m_recipientHolds;
    QHash<QString, QList<Instant>> m_recipientEnds; ///< of their calls, in their order
    QHash<ItemId, Instant> m_itemHolds; ///< back-off of items that come back
    Forecast m_forecast;
    qint64 m_bulkCalls = 0; ///< as old as the forecast
    std::optional<Instant> m_forecastAt;
    std::optional<WallTime> m_started;
    std::optional<WallTime> m_ended;
    double m_customerPerSecond = 0;
    QByteArray m_customerPath;
    LiveGuard m_guard;
    qint64 m_notAllowed = 0;
    qint64 m_sentInRun = 0; ///< items that left for the first time in this run
    bool m_isBulk = false;
    int m_callsInTheAir = 0;
    std::optional<Instant> m_lastTick;
    QString m_lastAnswer; ///< most say the same, and share it
    int m_failuresInARow = 0;
    bool m_isRunning = false;
    bool m_isPaused = false;
    bool m_isPumping = false;
    bool m_dropsPlan = false;
    bool m_waitsForRoom = false;
    QString m_pausedBecause;
};

} // namespace Pacewatch
