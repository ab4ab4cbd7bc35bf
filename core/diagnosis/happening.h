#pragma once

#include "core/diagnosis/standing.h"
#include "core/exchange.h"
#include "core/instant.h"

#include <QString>

#include <optional>

namespace Pacewatch {

/// One entry of "What happened". Numbers only; ui/wording makes the sentence.
struct Happening
{
    enum class Kind
    {
        BusySecond, ///< more calls in a second than the limit; count, allowed, refused
        WindowUsedUp, ///< a window reached zero; window, before = time to its reset, foreign
        RanLow, ///< a window went below 10 % and reset without a refusal; window, count = lowest
        CallsRefused, ///< refusals that no other kind explains; count, path of the first
        AskedToWait, ///< a Retry-After arrived; wait, until
        RetriedEarly, ///< calls sent inside a wait; count, refused, wait
        SendingAgain, ///< the first call after a wait that was kept; wait
        LimitChanged, ///< the headers state another limit than before; count = new, before2 = old
        LimitDiffers, ///< the headers' limit is not the documented one; count, allowed = documented
        KeyRefused, ///< 401 or 403
        GatewayLost, ///< no answer: error
        GatewayBack, ///< the first answer after that
        ClockOff, ///< the server's clock is far from ours: wait = by how much
    };

    Kind kind{};
    Standing tone = Standing::Clear; ///< whose shape and colour it carries
    ConnectionId connection{};
    WallTime at{};
    Instant instant{};
    QString window; ///< name of the window it is about
    qint64 count = 0;
    qint64 allowed = 0;
    qint64 refused = 0;
    qint64 foreign = 0; ///< calls that came from elsewhere
    Duration wait{};
    std::optional<WallTime> until;
    QByteArray path;
    std::optional<Error> error;
    int repeats = 0; ///< how often the same pattern was seen before
    Duration repeatEvery{}; ///< its distance, when it is regular
    std::optional<WallTime> repeatsSince;
};

} // namespace Pacewatch
