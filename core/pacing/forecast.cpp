#include "core/pacing/forecast.h"

#include "core/pacing/rehearsal.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace Pacewatch {

namespace {

constexpr qint64 MostPlayed = 5000;
constexpr Duration PointStep = std::chrono::seconds(1);

struct Edges
{
    double safe = 0;
    double over = 0;
};

/// The paces at which the strictest window the queue runs into keeps what is to be kept free, and
/// at which it keeps nothing. Zero when there is no window.
Edges edges(const QList<WindowUse>& windows, qint64 keepFree, qint64 waiting,
            double customerPerSecond)
{
    Edges found;
    bool isFirst = true;
    qint64 longestLimit = 1;
    Duration longest{};
    Duration shortest = Duration::max();
    for (const WindowUse& use : windows) {
        shortest = std::min(shortest, use.policy.window);
        if (use.policy.window > longest) {
            longest = use.policy.window;
            longestLimit = use.policy.limit;
        }
    }
    const double share = static_cast<double>(keepFree) / static_cast<double>(longestLimit);
    for (const WindowUse& use : windows) {
        if (waiting <= use.left() && use.policy.window != shortest) {
            continue;
        }
        const double seconds = toSeconds(use.policy.window);
        const auto limit = static_cast<double>(use.policy.limit);
        const double taken = customerPerSecond * seconds + static_cast<double>(use.foreign);
        const double kept = std::floor(std::min(share, 1.0) * limit + 1e-9);
        const double safe = std::max((limit - kept - taken) / seconds, 0.0);
        const double over = std::max((limit - taken) / seconds, 0.0);
        found.safe = isFirst ? safe : std::min(found.safe, safe);
        found.over = isFirst ? over : std::min(found.over, over);
        isFirst = false;
    }
    return found;
}

QList<ForecastPoint> bandOf(const std::vector<Rehearsal::Sample>& samples, Instant now,
                            double customerPerSecond, qint64 limit)
{
    QList<ForecastPoint> points;
    points.reserve(static_cast<qsizetype>(samples.size()));
    for (const Rehearsal::Sample& sample : samples) {
        // Calls that come at random scatter by the root of their number; twice that is 95 %.
        const double doubt = 2 * std::sqrt(customerPerSecond * toSeconds(sample.at - now));
        const auto mid = static_cast<double>(sample.left);
        points.append({sample.at, std::max(mid - doubt, 0.0), mid,
                       std::min(mid + doubt, static_cast<double>(limit))});
    }
    return points;
}

qint64 longestLimit(const QList<WindowUse>& windows)
{
    const auto longest = std::max_element(windows.begin(), windows.end(),
                                          [](const WindowUse& left, const WindowUse& right) {
                                              return left.policy.window < right.policy.window;
                                          });
    return longest == windows.end() ? 0 : longest->policy.limit;
}

} // namespace

Forecast forecast(const ForecastInput& input, Duration ahead)
{
    Forecast expected;
    const QList<WindowUse> windows = input.limiter.windows(input.now);
    const Edges zone = edges(windows, input.pace.keepFree, input.waiting, input.customerPerSecond);
    expected.safePerSecond = zone.safe;
    expected.overPerSecond = zone.over;

    Rehearsal rehearsal(input.limiter, input.pacer, input.now, input.pace.keepFree,
                        {input.customerPerSecond, input.path});
    const Instant horizon = input.now + ahead;
    rehearsal.sample(PointStep, horizon);
    const qint64 played = std::min(input.waiting, MostPlayed);
    for (qint64 number = 0; number < played; ++number) {
        expected.doneAt = rehearsal.sendNext(input.path);
        if (!expected.doneAt) {
            break;
        }
        if (*expected.doneAt <= horizon) {
            expected.departures.append(*expected.doneAt);
        }
    }
    rehearsal.playTo(horizon);
    if (expected.doneAt && input.waiting > played) {
        // In the long run the strictest window or the pace sets the rate.
        const Edges lasting = edges(windows, input.pace.keepFree,
                                    std::numeric_limits<qint64>::max(), input.customerPerSecond);
        const double slowest
            = std::max(lasting.safe > 0 ? 1 / lasting.safe : 0, toSeconds(input.pacer.period()));
        *expected.doneAt += fromSeconds(slowest * static_cast<double>(input.waiting - played));
    }
    if (rehearsal.lowest()) {
        expected.lowestLeft = rehearsal.lowest()->left;
        expected.lowestAt = rehearsal.lowest()->at;
    }
    expected.refusalsExpected = rehearsal.refused();
    expected.firstRefusalAt = rehearsal.firstRefused();
    expected.points
        = bandOf(rehearsal.samples(), input.now, input.customerPerSecond, longestLimit(windows));
    return expected;
}

} // namespace Pacewatch
