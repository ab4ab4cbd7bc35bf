#pragma once

#include "core/clock.h"
#include "core/connection.h"
#include "core/diagnosis/calllog.h"
#include "core/engine/callbook.h"
#include "core/engine/gatewayport.h"
#include "core/engine/keptlimits.h"
#include "core/engine/outboxes.h"
#include "core/engine/sessionkeeper.h"
#include "core/http/client.h"
#include "core/pacing/limiter.h"
#include "core/pacing/rightofway.h"
#include "core/poller/poller.h"
#include "core/profile/profile.h"
#include "core/proxy/proxy.h"
#include "core/proxy/proxyhost.h"
#include "core/queue/dispatcher.h"
#include "core/queue/journal.h"
#include "core/secret.h"

#include <QHash>
#include <QObject>

#include <deque>
#include <functional>
#include <memory>
#include <optional>

namespace Pacewatch {

/// Where the send queues are kept.
struct QueueKeeping
{
    std::unique_ptr<Journal> journal; ///< null when there is none
    std::optional<Error> trouble; ///< why there is none, though one was wanted
};

/// One connection at work: its proxy or poller, its limiter, its send queue and its book. Lives on
/// the engine's thread.
///
/// The limiter is one for all that use the key, so the customer's calls, the polls and the test
/// sends count together, whatever the proxy's mode.
class WatchedConnection final : public QObject, public ProxyHost
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WatchedConnection)

public:
    /// Clock, profiles and outboxes must outlive it.
    WatchedConnection(ConnectionId id, Clock& clock, const ProfileShelf& profiles,
                      Outboxes& outboxes);
    ~WatchedConnection() override;

    /// Takes a new spec and starts to watch by it. The history is kept unless the gateway, the
    /// profile or its windows are others. An empty @p key leaves the old one.
    void apply(const ConnectionSpec& spec, Secret key);
    /// Before the first apply(). @p keeping must outlive it.
    void setKeeping(const QueueKeeping& keeping) { m_keeping = &keeping; }
    /// What the limits have used up is kept there. Before the first apply(); it must outlive this.
    void setKeptLimits(KeptLimits& kept) { m_keptLimits = &kept; }
    /// Its calls are recorded there. Before the first apply(); it must outlive this.
    void setSessions(SessionKeeper& sessions) { m_sessions = &sessions; }
    void setWatching(bool watching);
    void retry();
    void testCall(std::function<void(Result<Exchange>)> done);
    void tick(Instant now);

    void setTarget(SendTarget target);
    /// Where practice sends of a real connection go; empty while the practice gateway is off.
    void setPracticeAddress(const QByteArray& address);
    /// The queue is set to the practice gateway, which does not run.
    [[nodiscard]] bool needsPracticeGateway() const;
    void startQueue(qint64 confirmedCount);
    /// Asks the gateway what became of the unknown items, one after the other.
    void askUnknown();
    [[nodiscard]] Dispatcher& queue() { return *m_queue; }

    [[nodiscard]] ConnectionId id() const { return m_id; }
    [[nodiscard]] const Secret& key() const { return m_key; }
    [[nodiscard]] QString profileId() const { return m_profile.id; }
    [[nodiscard]] bool isPracticeNamed(const QString& customer) const
    {
        return m_spec.isPractice && m_spec.customer == customer;
    }
    /// Where a damaged memory of the limits went; empty when none was found.
    [[nodiscard]] const QString& limitsSetAside() const { return m_limitsSetAside; }
    [[nodiscard]] ConnectionState state(Instant now);
    /// The last calls, for the diagnosis; null until a spec could be followed.
    [[nodiscard]] const CallLog* calls() const { return m_calls ? &*m_calls : nullptr; }
    [[nodiscard]] QueueState queueState();

private:
    void rebuild();
    void startWatching();
    void stopWatching();
    void startProxy();
    [[nodiscard]] Result<void> readAuthorities();
    void injectKey();
    void describeSession();
    void startPoller();
    void poll();
    using Asked = std::function<void(Result<Exchange>)>;
    /// A call that a person waits for.
    struct Question
    {
        Endpoint endpoint;
        Asked done;
    };

    /// One call to the connection's own gateway, wherever the queue points.
    void ask(const Endpoint& endpoint, Origin origin, const Asked& done);
    /// The same to the profile's harmless endpoint.
    void askStatus(Origin origin, const Asked& done);
    /// Makes the calls that people wait for, as far as there is room.
    void askWaiting();
    void takeConfirmation(ItemId id, const Result<Exchange>& answer);
    void letOthersGoFirst();
    void makeQueue();
    void pointQueue();
    void keepQueue();
    void recallLimits();
    void keepLimits(Duration ahead);
    void keepLimitsNowAndThen(Instant now);
    void addWhatTheLimiterKnows(QList<WindowState>& windows, Instant now) const;
    [[nodiscard]] Hold seen(Hold hold) const;
    [[nodiscard]] bool isRehearsal() const;
    Exchange record(Exchange exchange);
    Exchange enter(Exchange exchange);

    [[nodiscard]] ExchangeId nextExchangeId() override;
    [[nodiscard]] Verdict ask(const Http::RequestHead& request, Instant now) override;
    [[nodiscard]] QByteArray laneOf(const Http::RequestHead& request) const override;
    void departed(ExchangeId id, const Http::RequestHead& request, Instant now) override;
    void answered(const Exchange& exchange) override;
    [[nodiscard]] OwnAnswer refusal(const Http::RequestHead& request, const Verdict& verdict,
                                    Instant now) override;

    ConnectionId m_id;
    Clock& m_clock;
    const ProfileShelf& m_profiles;
    Outboxes& m_outboxes;

    ConnectionSpec m_spec;
    Secret m_key;
    Profile m_profile;
    QList<Policy> m_windows;
    GatewayAddress m_address;
    QByteArray m_practiceAddress;
    SendTarget m_target = SendTarget::DryRun;
    const QueueKeeping* m_keeping = nullptr;
    QByteArray m_keptAs; // the queue's name in the journal; empty before the first apply()
    std::unique_ptr<ItemLog> m_log;
    KeptLimits* m_keptLimits = nullptr;
    SessionKeeper* m_sessions = nullptr;
    QString m_limitsName; // of its limits in the folder; empty while they are not kept
    QString m_limitsSetAside;
    quint64 m_limitsKept = 0; // Limiter::changes() when they were kept last
    Instant m_limitsKeptAt{};
    std::optional<Error> m_trouble; // of this side: spec, profile, port
    bool m_isWatching = true;
    Instant m_started{};
    WallTime m_startedWall{};

    QList<QSslCertificate> m_authorities; // of the spec's own file
    std::unique_ptr<Http::Client> m_client;
    Limiter m_limiter;
    Limiter
        m_practiceLimiter; // for practice sends of a real connection: another key, another count
    QHash<ExchangeId, CallTicket> m_tickets; // of the customer's calls in the air
    std::unique_ptr<CallBook> m_book;
    std::optional<CallLog> m_calls; // set together with the book
    std::unique_ptr<GatewayPort> m_port;
    std::unique_ptr<Proxy> m_proxy;
    std::unique_ptr<Poller> m_poller;
    std::unique_ptr<Dispatcher> m_queue;
    RightOfWay m_way;
    std::deque<Question> m_waiting; // they found no room yet, in their order
    std::unique_ptr<Bell> m_waitingBell;
};

} // namespace Pacewatch
