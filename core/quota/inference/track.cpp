#include "core/quota/inference/track.h"

#include <algorithm>
#include <cmath>

namespace Pacewatch {

namespace {

/// A key is somebody's alone more often than not.
constexpr double FewForeign = 0.3;
constexpr double BunchShare = 0.01;
constexpr double CostOfAForgottenUnit = 2;

/// That @p units of others came in @p since, after @p ever came in @p watched.
double logOfForeign(double units, double ever, double watched, double since)
{
    const double shape = ever + FewForeign;
    return std::lgamma(shape + units) - std::lgamma(shape) - std::lgamma(units + 1)
        + shape * std::log(watched / (watched + since))
        + (units > 0 ? units * std::log(since / (watched + since)) : 0);
}

} // namespace

double logOfSum(double left, double right)
{
    const double high = std::max(left, right);
    const double low = std::min(left, right);
    return high - low > 40 ? high : high + std::log1p(std::exp(low - high));
}

double Track::take(qint64 used, const Span& own, Duration since, qint64 limit, Duration window)
{
    const double before = toSeconds(watched + window);
    const double passed = std::max(toSeconds(since), 1e-6 * toSeconds(window));
    watched += since;
    const qint64 low = own.low + foreign;
    const qint64 high = own.high + foreign;
    expected = {low, high};
    // Vagueness costs nothing: what one answer leaves open the next ones leave open as well, so it
    // is no new evidence.
    double gain = 0;
    if (used > high) {
        const auto more = static_cast<double>(used - high);
        const double bunch = std::log(BunchShare / static_cast<double>(limit + 1));
        gain += logOfSum(logOfForeign(more, foreignEver, before, passed), bunch);
        foreign += used - high;
        foreignEver += more;
    } else if (used >= low) {
        gain += logOfForeign(0, foreignEver, before, passed);
    } else if (low - used <= foreign) {
        foreign -= low - used; // Somebody's calls were laid to this window that were not in it.
        gain -= CostOfAForgottenUnit;
    } else {
        foreign = 0;
        gain = -ContradictionCost;
    }
    gain = std::max(gain, -ContradictionCost);
    surprises += gain < -SurpriseCost ? 1 : 0;
    weight += gain;
    return gain;
}

} // namespace Pacewatch
