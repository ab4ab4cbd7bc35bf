#pragma once

#include "core/connection.h"
#include "core/diagnosis/chronicle.h"
#include "core/diagnosis/recentcalls.h"
#include "core/diagnosis/retrypairs.h"
#include "core/diagnosis/standingjudge.h"
#include "core/engine/gatewayaddress.h"
#include "core/engine/outboxes.h"
#include "core/profile/profile.h"
#include "core/quota/tracker.h"

#include <QList>

#include <optional>

namespace Pacewatch {

/// Keeps the books of one connection: reads each finished call, learns from it what is left, writes
/// what happened and hands the record on. Lives on the engine's thread; time is an argument.
class CallBook final
{
public:
    /// @p outboxes must outlive the book.
    CallBook(ConnectionId connection, Profile profile, QList<Policy> windows,
             GatewayAddress address, Outboxes& outboxes);

    /// A call leaves for the gateway. @p target is the request's.
    void departed(const QByteArray& target, Instant now);

    /// Fills in what only the whole connection knows (id, reading, what is left, too early) and
    /// publishes the call. Returns what was published.
    Exchange record(Exchange exchange);

    /// Writes what time alone decides.
    void tick(Instant now, WallTime wall);

    /// Fills in standing, windows and counts. @p isReachable is false while the proxy or
    /// the poller cannot work.
    void describe(ConnectionState& state, bool isReachable, Instant now, WallTime wall);

    [[nodiscard]] const Tracker& tracker() const { return m_tracker; }
    /// The customer's own calls a second over the last 15 s.
    [[nodiscard]] double customerPace(Instant now) const { return m_customerCalls.pace(now); }
    /// The last call got no answer, and none came since.
    [[nodiscard]] const std::optional<Error>& gatewayTrouble() const { return m_gatewayTrouble; }
    void forgetTrouble() { m_gatewayTrouble.reset(); }

private:
    void publish(QList<Happening> told);
    void notice(const Exchange& exchange);
    [[nodiscard]] StandingFacts standingFacts(const QList<WindowState>& windows, Instant now) const;

    ConnectionId m_connection;
    Profile m_profile;
    GatewayAddress m_address;
    Outboxes& m_outboxes;
    Tracker m_tracker;
    Chronicle m_chronicle;
    RetryPairs m_retries;
    RecentCalls m_calls;
    RecentCalls m_customerCalls;
    StandingJudge m_judge;
    std::optional<Error> m_gatewayTrouble;
    bool m_isReachable = true; ///< as it was last said
    bool m_keyWasRefused = false;
    std::optional<Instant> m_lastRefusal;
    std::optional<WallTime> m_lastRefusalWall;
    std::optional<Instant> m_lastCall;
    qint64 m_callCount = 0;
    qint64 m_refusedCount = 0;
};

} // namespace Pacewatch
