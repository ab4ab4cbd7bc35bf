#pragma once

#include <chrono>
#include <cstdint>

namespace Pacewatch {

/// The span between two instants. Every wait and period in the program has this type.
using Duration = std::chrono::nanoseconds;

/// The clock of the intervals: time since boot, which runs on while the laptop sleeps.
/// It has no now() on purpose; the present comes from a Clock that is handed in.
struct BootTime
{
    using duration = Duration;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<BootTime>;
    static constexpr bool is_steady = true;
};

/// A moment for arithmetic: deadlines, ages, rates. Never shown to people.
using Instant = BootTime::time_point;

/// A moment of the calendar, for people, `Date` and `X-RateLimit-Reset`.
using WallTime = std::chrono::time_point<std::chrono::system_clock, Duration>;

/// Whole seconds since 1970 of @p time, rounded down, as HTTP and gateways write them.
[[nodiscard]] constexpr std::int64_t unixSeconds(WallTime time) noexcept
{
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

/// Whole milliseconds since 1970 of @p time, rounded down.
[[nodiscard]] constexpr std::int64_t unixMilliseconds(WallTime time) noexcept
{
    return std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
}

/// The span in seconds, for rates and for JSON.
[[nodiscard]] constexpr double toSeconds(Duration span) noexcept
{
    return std::chrono::duration<double>(span).count();
}

/// A span of @p seconds, which may have a fraction.
[[nodiscard]] constexpr Duration fromSeconds(double seconds) noexcept
{
    return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

} // namespace Pacewatch
