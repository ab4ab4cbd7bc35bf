#pragma once

#include "core/instant.h"
#include "core/quota/reading.h"

#include <QList>
#include <QString>

#include <deque>
#include <random>
#include <vector>

namespace Pacewatch {

/// One rule of a modelled gateway.
struct ModelWindow
{
    QString name;
    qint64 limit = 0;
    Duration window{};
    bool showsCount = false; ///< limit and remaining are in the headers
    bool showsReset = false; ///< and the reset, in whole seconds
};

/// A gateway that counts by its own code, so that a mistake of the limiter cannot hide in both. It
/// is asked at the moments of arrival, in order.
class GatewayModel final
{
public:
    enum class Kind
    {
        Fixed, ///< aligned to the gateway's calendar
        Anchored,
        Sliding,
        SlidingCountsRefused,
        Bucket
    };

    struct Answer
    {
        bool isAccepted = false;
        Reading reading;
    };

    /// @p calendar is the gateway's wall clock at instant zero; @p roundsUp how it writes resets.
    GatewayModel(Kind kind, std::vector<ModelWindow> windows, WallTime calendar, bool roundsUp,
                 Duration refusalWait);

    [[nodiscard]] Answer arrive(Instant at);
    [[nodiscard]] qint64 accepted() const { return m_accepted; }
    [[nodiscard]] qint64 refused() const { return m_refused; }
    [[nodiscard]] Instant lastAccepted() const { return m_lastAccepted; }

private:
    struct Counter
    {
        std::deque<Instant> log; ///< of the sliding kinds
        qint64 count = 0; ///< of the epoch
        qint64 epoch = -1;
        Instant anchor{};
        bool hasAnchor = false;
        double tokens = 0;
        Instant filledAt{};
    };

    void advance(std::size_t window, Instant at);
    [[nodiscard]] double used(std::size_t window) const;
    void take(std::size_t window, Instant at);
    [[nodiscard]] Instant resetAt(std::size_t window, Instant at) const;
    [[nodiscard]] WallTime wall(Instant at) const { return m_calendar + at.time_since_epoch(); }

    Kind m_kind;
    std::vector<ModelWindow> m_windows;
    std::vector<Counter> m_counters;
    WallTime m_calendar;
    bool m_roundsUp;
    Duration m_refusalWait;
    qint64 m_accepted = 0;
    qint64 m_refused = 0;
    Instant m_lastAccepted{};
};

} // namespace Pacewatch
