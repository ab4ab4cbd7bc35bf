#pragma once

#include "core/instant.h"

#include <optional>

namespace Pacewatch {

/// The wait after a refusal: nothing goes until it is over, then one call goes ahead as a probe,
/// and only its success opens the lane. On a gateway that counts refused calls anything else would
/// never end.
class LaneHold final
{
public:
    enum class State
    {
        Open,
        Waiting,
        ProbeDue,
        ProbeInTheAir
    };

    [[nodiscard]] State state(Instant now) const;
    [[nodiscard]] std::optional<Instant> until() const { return m_until; }

    /// Holds until @p until, or longer when a longer wait runs.
    void refused(Instant until);
    void departed(Instant now);
    /// A call that left at @p departed ended; only one that left after the wait says anything.
    /// Returns true when that opened the lane.
    bool finished(Instant departed, bool wasAccepted);

private:
    std::optional<Instant> m_until;
    bool m_isProbing = false;
};

} // namespace Pacewatch
