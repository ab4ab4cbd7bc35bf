#pragma once

#include "core/http/message.h"
#include "core/instant.h"
#include "core/quota/reading.h"
#include "core/quota/windowstate.h"
#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace Pacewatch {

/// Names a connection for the life of the program.
enum class ConnectionId : quint32
{
};
/// Names an exchange; they grow in the order the calls arrived.
enum class ExchangeId : quint64
{
};

/// Who made a call.
enum class Origin
{
    Client, ///< the customer's program, through the proxy
    Poll, ///< Pacewatch asking how much is left
    TestSend, ///< the send queue, or "Test with one call"
};

/// How a call ended.
enum class Outcome
{
    Answered, ///< a whole response came back
    Incomplete, ///< the response was cut short
    ClientLeft, ///< the client went away before the end
    Failed, ///< no response: see the error
    RefusedByUs, ///< Pacewatch answered by itself (enforce, guard rails)
};

/// What is kept of a body: the first part, the whole length, a hash of the whole.
struct KeptBody
{
    static constexpr qsizetype MostKept = 64 * 1024;

    QByteArray head; ///< at most MostKept bytes
    qint64 size = 0; ///< of the whole
    QByteArray sha256; ///< of the whole, raw; empty when the body was empty

    friend bool operator==(const KeptBody&, const KeptBody&) = default;
};

/// The record of one call: who, what, when it was queued, sent and answered, and what it said.
/// A value; it crosses threads and is never changed after it was published.
///
/// Keys and tokens are already replaced in the heads when it leaves the engine.
struct Exchange
{
    ExchangeId id{};
    ConnectionId connection{};
    Origin origin = Origin::Client;
    QString client; ///< User-Agent's first product, else the peer's address
    Http::RequestHead request;
    KeptBody requestBody;
    Http::ResponseHead response; ///< status 0 when there was none
    KeptBody responseBody;
    Outcome outcome = Outcome::Answered;
    std::optional<Error> error;

    WallTime arrivedWall{}; ///< when the call reached us, on this computer's calendar
    Instant arrived{};
    Duration held{}; ///< kept back by us before it was sent
    Duration connecting{}; ///< DNS, TCP and TLS when a new connection was needed
    Duration firstByte{}; ///< from sent to the first byte of the answer
    Duration took{}; ///< from sent to the last byte of the answer; zero where nobody told it

    int attempt = 1; ///< 2 for the first retry of the same send item
    Reading reading;
    QList<LeftAfter> left; ///< shortest window first
    /// How much earlier this call came than the wait of its own previous refusal allowed.
    std::optional<Duration> tooEarlyBy;

    [[nodiscard]] bool isRefused() const { return reading.isRateLimited; }
    [[nodiscard]] Instant sent() const { return arrived + held; }
    [[nodiscard]] Instant answered() const { return arrived + held + took; }
    [[nodiscard]] WallTime answeredWall() const { return arrivedWall + held + took; }
};

} // namespace Pacewatch
