#pragma once

#include "core/instant.h"
#include "core/quota/inferred.h"
#include "core/quota/policy.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace Pacewatch {

/// What is known of one window right now.
struct WindowState
{
    Policy policy; ///< with the limit in force
    std::optional<qint64> remaining; ///< empty when not known
    Source limitSource = Source::Unknown;
    Source remainingSource = Source::Unknown;
    QByteArray field; ///< header it came from, for the tooltip
    std::optional<Instant> asOf; ///< when a response last stated it
    std::optional<Instant> resetAt; ///< on our clock
    std::optional<WallTime> resetAtWall; ///< on the server's clock
    bool resetIsAbout = false; ///< worked out, not stated
    bool isRolling = false; ///< has no reset; resetAt is when the next unit returns
    Algorithm algorithm = Algorithm::Unknown; ///< as documented
    Inferred inferred; ///< how the gateway counts it, by its answers
    std::optional<WallTime> refusalSeen; ///< a refusal proved this window, which no header shows
    // For windows of 2 s or less, over the last 60 s:
    std::optional<qint64> lowest;
    qint64 busiest = 0; ///< most calls in one such window
    bool busiestWasRefused = false;
    qint64 foreign = 0; ///< calls from elsewhere in the current window, worked out
};

/// Left in one window just after this call, as far as it is known.
struct LeftAfter
{
    QString window;
    qint64 remaining = 0;
    qint64 limit = 0;

    friend bool operator==(const LeftAfter&, const LeftAfter&) = default;
};

} // namespace Pacewatch
