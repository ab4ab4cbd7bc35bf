#pragma once

#include "core/instant.h"

#include <QList>
#include <QString>

namespace Pacewatch {

/// A piece of absolute time, the end excluded.
struct TimeSlice
{
    WallTime from{};
    WallTime to{};

    [[nodiscard]] Duration length() const noexcept { return to - from; }
    [[nodiscard]] bool contains(WallTime at) const noexcept { return at >= from && at < to; }
    friend bool operator==(const TimeSlice&, const TimeSlice&) = default;
};

/// One tick of a time axis; only labelled ones carry a grid line.
struct TimeTick
{
    WallTime at{};
    bool isLabelled = false;

    friend bool operator==(const TimeTick&, const TimeTick&) = default;
};

/// Maps a slice of time onto pixels from left to right, and knows the round times in between.
struct TimeScale
{
    TimeSlice slice;
    double left = 0;
    double right = 1;

    [[nodiscard]] double map(WallTime at) const noexcept;
    [[nodiscard]] WallTime unmap(double x) const noexcept;
    /// How much time one pixel stands for, rounded up to at least a nanosecond.
    [[nodiscard]] Duration perPixel() const noexcept;
    /// Round local times whose labels are at least @p labelGap pixels apart, with smaller ticks
    /// between them. @p utcOffset is that of the place the labels are for.
    [[nodiscard]] QList<TimeTick> ticks(double labelGap, std::chrono::seconds utcOffset) const;
    /// The distance of the labelled ticks.
    [[nodiscard]] std::chrono::seconds labelStep(double labelGap) const noexcept;
};

/// Maps values onto pixels, @p bottom being the place of @p low.
struct ValueScale
{
    double low = 0;
    double high = 1;
    double top = 0;
    double bottom = 1;

    [[nodiscard]] double map(double value) const noexcept;
    [[nodiscard]] double unmap(double y) const noexcept;
    /// Multiples of 1, 2 or 5 times a power of ten inside the scale, at most @p most of them.
    [[nodiscard]] QList<double> ticks(int most) const;
};

/// The end of @p slice moved down to a whole number of pixels since 1970, its length kept: a chart
/// whose slice is snapped moves by whole pixels and does not shimmer.
[[nodiscard]] TimeSlice snapToPixels(const TimeSlice& slice, double pixels) noexcept;

} // namespace Pacewatch
