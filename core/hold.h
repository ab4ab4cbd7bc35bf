#pragma once

#include "core/instant.h"
#include "core/quota/policy.h"

#include <QString>

#include <optional>

namespace Pacewatch {

/// Why a call may not go yet.
enum class HoldReason
{
    None,
    WindowFull, ///< our own calls fill the window
    AskedToWait, ///< the gateway refused a call and named a wait, which runs
    KeptFree, ///< there is room, but it is kept for the customer
    ProbeInTheAir, ///< one call went ahead to see whether the gateway accepts again
    Recovering, ///< after a refusal a window goes at half its rate for one period
    ForeignUse, ///< somebody else who has the same key uses the room up
    Recipient, ///< the gateway wants to wait with this recipient only
    Pace, ///< the chosen pace is slower than the windows
    BackOff, ///< its last attempt did not get through
};

/// Why a call waits and on what evidence. Until when stands beside it.
struct Hold
{
    HoldReason reason = HoldReason::None;
    QString window; ///< its name; empty when no window has a part in it
    Duration period{}; ///< of that window
    qint64 limit = 0; ///< units in each such period; 0 without a window
    Source source = Source::Unknown; ///< who says so
    /// When a refusal proved a window that no answer shows.
    std::optional<WallTime> seen;

    /// A hold that no window has a part in.
    [[nodiscard]] static Hold because(HoldReason reason)
    {
        Hold hold;
        hold.reason = reason;
        return hold;
    }
    friend bool operator==(const Hold&, const Hold&) = default;
};

} // namespace Pacewatch
