#pragma once

#include "core/quota/inference/track.h"

#include <optional>
#include <utility>

namespace Pacewatch {

/// A window starts with the first call after the last one ended, as counters with an expiry do.
/// When the running one started is known to lie between two moments.
class AnchoredModel final
{
public:
    explicit AnchoredModel(Duration window);

    void weigh(const Observation& seen, const CallHistory& history, Duration since);
    [[nodiscard]] const Track& best() const { return m_track; }
    [[nodiscard]] double weight() const { return m_track.weight; }
    [[nodiscard]] std::optional<std::pair<Instant, Instant>> start() const;

private:
    void begin(const Observation& seen, const CallHistory& history);
    void rollOver(const Observation& seen, const CallHistory& history);
    void narrow(const Observation& seen, const CallHistory& history);
    void startAnew(Instant earliest, Instant latest, const Observation& seen,
                   const CallHistory& history);

    Duration m_window;
    Track m_track;
    Instant m_earliest{}; ///< the running window did not start before this
    Instant m_latest{}; ///< nor after this
    bool m_isSeen = false;
};

} // namespace Pacewatch
