#pragma once

#include "core/exchange.h"
#include "ui/charts/scale.h"

#include <QList>

#include <optional>

namespace Pacewatch {

class ExchangeModel;

/// What went on two seconds before and after a call.
struct CallSurroundings
{
    static constexpr Duration Reach = std::chrono::seconds(2);

    struct Neighbour
    {
        WallTime at{};
        bool isRefused = false;

        friend bool operator==(const Neighbour&, const Neighbour&) = default;
    };
    /// What was left of the shortest window when an answer came.
    struct Level
    {
        WallTime at{};
        double share = 0; ///< 0 to 1

        friend bool operator==(const Level&, const Level&) = default;
    };

    WallTime at{}; ///< when the call itself arrived
    QList<Neighbour> calls; ///< by arrival, the call among them
    QList<Level> levels; ///< by time
    /// The wait that was on when the call came, else the one its own answer asks for; the oldest
    /// refusal that was still in force began it.
    std::optional<TimeSlice> wait;
    Duration asked{}; ///< how long that wait was

    [[nodiscard]] TimeSlice slice() const { return {at - Reach, at + Reach}; }
};

/// Looks at the rows around @p row: as many as may matter, never more than some thousands.
[[nodiscard]] CallSurroundings surroundingsOf(const ExchangeModel& model, int row);

/// The same among @p near, in any order, the call itself among them or not.
[[nodiscard]] CallSurroundings surroundingsOf(const Exchange& call, const QList<Exchange>& near);

} // namespace Pacewatch
