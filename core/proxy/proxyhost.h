#pragma once

#include "core/exchange.h"
#include "core/http/message.h"
#include "core/instant.h"
#include "core/pacing/verdict.h"

#include <QByteArray>

namespace Pacewatch {

/// An answer that Pacewatch gives by itself.
struct OwnAnswer
{
    int status = 429;
    Http::Headers headers; ///< Retry-After and the like; the framing is added
    QByteArray body;
};

/// Whom a proxy asks and tells: the engine. Everything is called on the proxy's thread.
class ProxyHost
{
public:
    ProxyHost() = default;
    ProxyHost(const ProxyHost&) = delete;
    ProxyHost& operator=(const ProxyHost&) = delete;
    virtual ~ProxyHost() = default;

    [[nodiscard]] virtual ExchangeId nextExchangeId() = 0;
    /// Whether a call may go now; asked in the modes pace and enforce, also again after a hold.
    [[nodiscard]] virtual Verdict ask(const Http::RequestHead& request, Instant now) = 0;
    /// Names the line a held call waits in: calls of one lane go in their order, and those of
    /// another do not wait for them.
    [[nodiscard]] virtual QByteArray laneOf(const Http::RequestHead& request) const = 0;
    /// The call leaves now. Exactly one answered() follows for the same id.
    virtual void departed(ExchangeId id, const Http::RequestHead& request, Instant now) = 0;
    /// The record of a call, however it ended; for one that never departed too. Keys are replaced
    /// in its heads, the reading is empty.
    virtual void answered(const Exchange& exchange) = 0;
    /// What the gateway itself would say to a call that is over the limit (enforce).
    [[nodiscard]] virtual OwnAnswer refusal(const Http::RequestHead& request,
                                            const Verdict& verdict, Instant now)
        = 0;
};

} // namespace Pacewatch
