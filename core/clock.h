#pragma once

#include "core/instant.h"

#include <functional>
#include <memory>

namespace Pacewatch {

/// Rings once at an instant. It lives on the thread that made it; destroying it disarms it.
class Bell
{
public:
    Bell() = default;
    Bell(const Bell&) = delete;
    Bell& operator=(const Bell&) = delete;
    virtual ~Bell() = default;

    /// Rings at @p at, or as soon as the event loop runs when that has passed. Never early.
    /// A second call replaces the first.
    virtual void armAt(Instant at) = 0;
    virtual void cancel() = 0;
};

/// Tells the two times and makes bells. The one source of the present: nothing else reads a clock.
/// now() and wallNow() may be called from any thread.
class Clock
{
public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;

    [[nodiscard]] virtual Instant now() const = 0;
    [[nodiscard]] virtual WallTime wallNow() const = 0;

    /// A bell on the calling thread, which calls @p ring from that thread's event loop.
    [[nodiscard]] virtual std::unique_ptr<Bell> makeBell(std::function<void()> ring) = 0;
};

/// The clock of this computer: CLOCK_BOOTTIME and the calendar.
class SystemClock final : public Clock
{
public:
    [[nodiscard]] Instant now() const override;
    [[nodiscard]] WallTime wallNow() const override;
    [[nodiscard]] std::unique_ptr<Bell> makeBell(std::function<void()> ring) override;
};

/// Another clock sped up, for rehearsals: an hour passes in an hour divided by the factor.
/// Both times start where @p source stands when the ScaledClock is made.
class ScaledClock final : public Clock
{
public:
    /// @p source must outlive this clock; @p factor is above zero.
    ScaledClock(Clock& source, double factor);

    [[nodiscard]] Instant now() const override;
    [[nodiscard]] WallTime wallNow() const override;
    [[nodiscard]] std::unique_ptr<Bell> makeBell(std::function<void()> ring) override;

    /// The moment of the source clock at which this clock shows @p at, rounded up.
    [[nodiscard]] Instant sourceInstant(Instant at) const;

private:
    Clock& m_source;
    double m_factor;
    Instant m_start;
    WallTime m_wallStart;
};

} // namespace Pacewatch
