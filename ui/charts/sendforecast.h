#pragma once

#include "core/instant.h"

#include <QList>
#include <QPointF>

#include <optional>

namespace Pacewatch {

/// What is known when a forecast is drawn up. Units are calls of one window.
struct SendForecastInput
{
    WallTime now{};
    double left = 0;
    double limit = 0; ///< above zero
    Duration window{};
    std::optional<WallTime> resetAt;
    bool isRolling = false; ///< a call counts for one window from its own moment
    double customerPerSecond = 0;
    qint64 waiting = 0; ///< items still to be sent
    std::optional<WallTime> holdUntil; ///< nothing is sent before
    std::optional<WallTime> doneAt; ///< when the last one leaves; empty while the queue stands
    Duration ahead = std::chrono::seconds(90);
};

/// What is expected: seconds from now against the share of the limit that is left.
struct SendForecast
{
    QList<QPointF> expected;
    QList<QPointF> upper; ///< same x as expected
    QList<QPointF> lower;
    QList<double> sends; ///< seconds from now of the planned sends
    std::optional<QPointF> lowest;
    std::optional<double> done; ///< seconds from now
};

/// Runs the next @p input.ahead through: the customer's own calls and the queue's, each window
/// ending when it should. The band is two standard deviations of a Poisson count of the customer's
/// calls, because the queue's own are planned.
[[nodiscard]] SendForecast sendForecast(const SendForecastInput& input);

/// One answer as the past half of the chart needs it.
struct LeftReading
{
    WallTime at{};
    double left = 0;
    double limit = 0;
};

/// Adds @p reading, unless one of the same tenth of a second is there: then that one keeps the less
/// of both. More than that cannot be seen, and a busy gateway answers a thousand times a second.
void addReading(QList<LeftReading>& samples, const LeftReading& reading);

/// The samples as a step line: seconds from @p now (negative) against the share that is left.
/// Answers may arrive out of order; inside one window only the running minimum is drawn, or the
/// line would zigzag. @p resetAt is any end of a @p window, past or future, for its phase; without
/// it the samples are taken as they are.
[[nodiscard]] QList<QPointF> leftLine(const QList<LeftReading>& samples, WallTime now,
                                      std::optional<WallTime> resetAt, Duration window,
                                      Duration back);

} // namespace Pacewatch
