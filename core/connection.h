#pragma once

#include "core/diagnosis/cause.h"
#include "core/diagnosis/happening.h"
#include "core/diagnosis/standing.h"
#include "core/exchange.h"
#include "core/hold.h"
#include "core/quota/policy.h"
#include "core/quota/windowstate.h"
#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace Pacewatch {

/// What the proxy does to a call.
enum class ProxyMode
{
    Watch, ///< forwards at once and only looks
    Pace, ///< holds a call until the limiter lets it go
    Enforce, ///< answers 429 itself when the windows are used up
};

/// How a connection is watched.
enum class WatchWay
{
    Proxy,
    Poll
};

/// Everything a person sets for one connection: one customer, one gateway, one key. The key itself
/// travels beside it as a Secret.
struct ConnectionSpec
{
    QString customer;
    QString profileId;
    QByteArray gatewayUrl; ///< the base, "https://app.aisoule.com/api"
    QList<Policy> windows; ///< overrides by name; those not named stay as in the profile
    WatchWay way = WatchWay::Proxy;
    ProxyMode mode = ProxyMode::Watch;
    quint16 port = 0; ///< of the proxy; 0 lets the system choose
    bool openToNetwork = false;
    Duration pollEvery = std::chrono::seconds(5);
    bool isPractice = false; ///< its gateway is the built-in emulator
    bool allowPrivateHosts = false; ///< the gateway may be in a private network
    bool allowWebSocket = false; ///< clients may upgrade, though the profile says nothing of it
    bool injectKey = false; ///< the stored key goes into every call; the address gets a secret part
    bool keepRedirects = false; ///< redirects within the gateway are left as they are
    QString caFile; ///< certificates trusted beside the system's, as PEM; empty for none
    double timeScale = 1; ///< of the rehearsed gateway; 1 for real ones

    friend bool operator==(const ConnectionSpec&, const ConnectionSpec&) = default;
};

/// How one connection stands. A value, published a few times a second.
struct ConnectionState
{
    ConnectionId id{};
    ConnectionSpec spec;
    QString profileName; ///< "AIsoule"
    QString host; ///< of the gateway, for people
    QString maskedKey; ///< "••••••••7Q2f"; empty without a key
    QString proxyAddress; ///< what the customer's program is given; empty when not listening
    bool isWatching = true; ///< false while paused
    std::optional<Error> trouble; ///< why it is Off, or what the proxy could not do

    Standing standing = Standing::Quiet;
    Instant standingSince{};
    Cause cause; ///< of the refusals of the last five minutes
    std::optional<WallTime> lastRefusal;
    qint64 refusedLastMinute = 0;
    qint64 callsLastMinute = 0;
    std::optional<Instant> waitUntil; ///< a Retry-After that runs
    std::optional<WallTime> waitUntilWall;
    bool sentDuringWait = false;
    /// When the tightest window is expected to run empty at the pace of the last 15 s.
    std::optional<Duration> emptyIn;
    /// About how many calls are left at the reset, at that pace.
    std::optional<qint64> spareAtReset;

    QList<WindowState> windows; ///< calls first, shortest first, then further quotas
    qsizetype tightest = -1; ///< index of the window with the least share left

    int clients = 0; ///< connections of clients open now
    qint64 calls = 0; ///< since the start
    qint64 refused = 0;
    WallTime startedWall{};
    Instant started{};
    std::optional<Duration> serverClockAhead; ///< negative when it is behind
    std::optional<Instant> lastCall;
    int heldNow = 0; ///< calls the pacer keeps back at this moment
    std::optional<Hold> heldBy; ///< why the first of them waits
    std::optional<WallTime> heldUntil;
};

} // namespace Pacewatch
