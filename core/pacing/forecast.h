#pragma once

#include "core/pacing/limiter.h"
#include "core/pacing/pace.h"
#include "core/pacing/pacer.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace Pacewatch {

/// What a forecast is made of.
struct ForecastInput
{
    const Limiter& limiter;
    Pacer pacer; ///< as far as it has come
    Pace pace;
    qint64 waiting = 0; ///< sends that lie ahead
    QByteArray path; ///< of those sends
    double customerPerSecond = 0;
    Instant now{};
};

/// Expected left in the longest window at one moment.
struct ForecastPoint
{
    Instant at{};
    double low = 0;
    double mid = 0;
    double high = 0;
};

/// What is to be expected of a queue. A value.
struct Forecast
{
    std::optional<Instant> doneAt; ///< when the last send leaves; empty when none waits
    std::optional<qint64> lowestLeft; ///< in the longest window of calls; empty without windows
    std::optional<Instant> lowestAt;
    qint64 refusalsExpected = 0; ///< of the customer's calls: our own wait for room
    std::optional<Instant> firstRefusalAt;
    double safePerSecond = 0; ///< fastest pace that leaves what is to be kept free; 0 = unlimited
    double overPerSecond = 0; ///< pace at which nothing is left free; 0 = unlimited
    QList<Instant> departures; ///< planned sends within the points' time
    QList<ForecastPoint> points; ///< one a second, from now on
};

/// Plays @p input ahead. Points reach @p ahead into the future. Sends beyond the first 5,000 are
/// reckoned at the pace of the last half of those.
[[nodiscard]] Forecast forecast(const ForecastInput& input,
                                Duration ahead = std::chrono::seconds(90));

} // namespace Pacewatch
