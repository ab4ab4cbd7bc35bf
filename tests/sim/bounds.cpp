#include "tests/sim/bounds.h"

#include <algorithm>

namespace Pacewatch {

Duration slidingBound(qint64 count, const std::vector<ModelWindow>& windows, Duration guard)
{
    std::vector<Duration> arrivals(static_cast<std::size_t>(count));
    for (std::size_t k = 0; k < arrivals.size(); ++k) {
        arrivals[k] = k == 0 ? Duration::zero() : arrivals[k - 1];
        for (const ModelWindow& rule : windows) {
            const auto limit = static_cast<std::size_t>(rule.limit);
            if (k >= limit) {
                arrivals[k] = std::max(arrivals[k], arrivals[k - limit] + rule.window + guard);
            }
        }
    }
    return arrivals.back();
}

Duration fixedBound(qint64 count, const std::vector<ModelWindow>& windows, WallTime calendar)
{
    struct Epoch
    {
        qint64 number = -1;
        qint64 used = 0;
    };
    std::vector<Epoch> epochs(windows.size());
    const Duration start = calendar.time_since_epoch();
    Duration at = start;
    for (qint64 k = 0; k < count; ++k) {
        for (std::size_t i = 0; i < windows.size();) {
            const qint64 number = at / windows[i].window;
            if (number != epochs[i].number) {
                epochs[i] = {number, 0};
            }
            if (epochs[i].used >= windows[i].limit) {
                at = (number + 1) * windows[i].window;
                i = 0; // A later moment may lie in a new window of the others.
            } else {
                ++i;
            }
        }
        for (Epoch& epoch : epochs) {
            ++epoch.used;
        }
    }
    return at - start;
}

} // namespace Pacewatch
