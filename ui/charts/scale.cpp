#include "ui/charts/scale.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace Pacewatch {

namespace {

struct TickStep
{
    std::chrono::seconds label;
    std::chrono::seconds minor;
};

using namespace std::chrono_literals;

constexpr std::array TickSteps{
    TickStep{1s, 1s},       TickStep{2s, 1s},     TickStep{5s, 1s},      TickStep{10s, 5s},
    TickStep{15s, 5s},      TickStep{30s, 10s},   TickStep{1min, 15s},   TickStep{2min, 30s},
    TickStep{3min, 1min},   TickStep{5min, 1min}, TickStep{10min, 5min}, TickStep{15min, 5min},
    TickStep{30min, 10min}, TickStep{1h, 15min},  TickStep{2h, 30min},   TickStep{3h, 1h},
    TickStep{6h, 1h},       TickStep{12h, 3h},    TickStep{24h, 6h},     TickStep{48h, 12h},
    TickStep{168h, 24h},
};

const TickStep& tickStep(const TimeScale& scale, double labelGap) noexcept
{
    const double secondsPerPixel
        = toSeconds(scale.slice.length()) / std::max(1.0, scale.right - scale.left);
    const auto wide = std::find_if(TickSteps.begin(), TickSteps.end(), [&](const TickStep& step) {
        return static_cast<double>(step.label.count()) >= labelGap * secondsPerPixel;
    });
    return wide == TickSteps.end() ? TickSteps.back() : *wide;
}

} // namespace

double TimeScale::map(WallTime at) const noexcept
{
    const Duration length = std::max(slice.length(), Duration(1));
    return left + (right - left) * toSeconds(at - slice.from) / toSeconds(length);
}

WallTime TimeScale::unmap(double x) const noexcept
{
    const double share = right > left ? (x - left) / (right - left) : 0;
    return slice.from + fromSeconds(share * toSeconds(slice.length()));
}

Duration TimeScale::perPixel() const noexcept
{
    const double pixels = std::max(1.0, right - left);
    return std::max(fromSeconds(toSeconds(slice.length()) / pixels), Duration(1));
}

std::chrono::seconds TimeScale::labelStep(double labelGap) const noexcept
{
    return tickStep(*this, labelGap).label;
}

QList<TimeTick> TimeScale::ticks(double labelGap, std::chrono::seconds utcOffset) const
{
    QList<TimeTick> ticks;
    if (slice.length() <= Duration::zero()) {
        return ticks;
    }
    const TickStep& step = tickStep(*this, labelGap);
    // Counted in local time, so that hours and days begin where people expect them.
    const std::int64_t from = unixSeconds(slice.from) + utcOffset.count();
    const std::int64_t minor = step.minor.count();
    std::int64_t local = (from / minor) * minor;
    while (true) {
        const WallTime at(std::chrono::seconds(local) - utcOffset);
        if (at > slice.to) {
            return ticks;
        }
        if (at >= slice.from) {
            ticks.append({at, local % step.label.count() == 0});
        }
        local += minor;
    }
}

double ValueScale::map(double value) const noexcept
{
    const double span = high > low ? high - low : 1;
    return bottom - (bottom - top) * (value - low) / span;
}

double ValueScale::unmap(double y) const noexcept
{
    const double span = bottom - top;
    return span == 0 ? low : low + (bottom - y) / span * (high - low);
}

QList<double> ValueScale::ticks(int most) const
{
    QList<double> ticks;
    if (most < 1 || !(high > low)) {
        return ticks;
    }
    const double rough = (high - low) / most;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = power;
    for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
        step = factor * power;
        if (step >= rough * (1 - 1e-9)) {
            break;
        }
    }
    const double first = std::ceil(low / step - 1e-9);
    for (double n = first; n * step <= high + step * 1e-9; ++n) {
        ticks.append(n * step);
    }
    return ticks;
}

TimeSlice snapToPixels(const TimeSlice& slice, double pixels) noexcept
{
    const Duration perPixel
        = std::max(fromSeconds(toSeconds(slice.length()) / std::max(1.0, pixels)), Duration(1));
    const WallTime to(slice.to.time_since_epoch() / perPixel * perPixel);
    return {to - slice.length(), to};
}

} // namespace Pacewatch
