#pragma once

#include "core/instant.h"
#include "core/quota/policy.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace Pacewatch {

/// How the rehearsed gateway behaves. A value; a running gateway can be given a new one.
struct EmulatorSettings
{
    QString profileId = QStringLiteral("aisoule");
    quint16 port = 0; ///< 0 lets the system choose
    QList<Policy> windows; ///< overrides by name; a limit of 0 switches a window off
    Algorithm algorithm = Algorithm::Unknown; ///< of every window; Unknown: as the vendor says
    bool countsRefused = false; ///< a penalty limiter: refused calls count too
    bool sendsRetryAfter = true;
    bool sendsLimitHeaders = true;
    bool literalWait = false; ///< the vendor's literal 30 s in place of the computed wait
    Duration shortestWait{}; ///< a 429 never asks for less
    double realLimitShare = 1; ///< enforces this share of the stated limit
    Duration latency{}; ///< extra delay of each answer
    double errorShare = 0; ///< 0 to 1: answered with a 500
    double garbageShare = 0; ///< 0 to 1: the body is no JSON though its type says so
    double cutShare = 0; ///< 0 to 1: counted, then closed before the answer
    Duration clockOffset{}; ///< its calendar minus ours
    double timeScale = 1; ///< its time passes so much faster
    double otherPerMinute = 0; ///< a second, hidden consumer of the same key
    quint64 seed = 1;

    friend bool operator==(const EmulatorSettings&, const EmulatorSettings&) = default;
};

/// One answer of the rehearsed gateway, for its page.
struct EmulatorAnswer
{
    WallTime at{};
    Instant instant{};
    QByteArray method;
    QByteArray path;
    int status = 0;
    bool isOther = false; ///< asked by the hidden consumer
    QByteArray bodyDigest; ///< tells one body from another without saying what is in it
    std::optional<qint64> left; ///< in its longest window of calls
    std::optional<qint64> used;
};

/// How the rehearsed gateway stands. A value, published a few times a second.
struct EmulatorState
{
    bool isRunning = false;
    EmulatorSettings settings;
    QString address; ///< "http://127.0.0.1:8089" and the base path
    std::optional<QString> trouble; ///< why it could not start
    QString scenario; ///< id of the one that plays; empty when none does
    qint64 answers = 0;
    qint64 refused = 0;
    // The longest window of calls, as the gateway itself counts:
    qint64 limit = 0;
    qint64 usedByClient = 0;
    qint64 usedByOther = 0;
    Duration window{};
};

} // namespace Pacewatch
