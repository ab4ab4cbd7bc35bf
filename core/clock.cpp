#include "core/clock.h"

#include <QSocketNotifier>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <utility>

#ifdef Q_OS_LINUX
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>
#endif

namespace Pacewatch {

namespace {

#ifdef Q_OS_LINUX

/// timerfd on the boot clock: 0.05 ms late at the median where a QTimer is 0.7 ms late, and it
/// counts the time a laptop slept.
class TimerfdBell final : public Bell
{
public:
    TimerfdBell(int descriptor, std::function<void()> ring)
        : m_descriptor(descriptor)
        , m_notifier(descriptor, QSocketNotifier::Read)
        , m_ring(std::move(ring))
    {
        QObject::connect(&m_notifier, &QSocketNotifier::activated, &m_notifier, [this] {
            std::uint64_t expirations = 0;
            if (::read(m_descriptor, &expirations, sizeof expirations) > 0) {
                m_ring();
            }
        });
    }

    ~TimerfdBell() override
    {
        m_notifier.setEnabled(false);
        ::close(m_descriptor);
    }

    void armAt(Instant at) override
    {
        // A zero it_value would disarm the timer, so the past is one nanosecond after boot.
        const auto nanoseconds = std::max<Duration::rep>(at.time_since_epoch().count(), 1);
        setTime(nanoseconds);
    }

    void cancel() override { setTime(0); }

private:
    void setTime(Duration::rep nanoseconds)
    {
        constexpr Duration::rep PerSecond = 1'000'000'000;
        itimerspec spec{};
        spec.it_value.tv_sec = static_cast<time_t>(nanoseconds / PerSecond);
        spec.it_value.tv_nsec = static_cast<long>(nanoseconds % PerSecond);
        ::timerfd_settime(m_descriptor, TFD_TIMER_ABSTIME, &spec, nullptr);
    }

    int m_descriptor;
    QSocketNotifier m_notifier;
    std::function<void()> m_ring;
};

#endif

/// The portable bell: a precise single shot, rounded up so that it never rings early.
class TimerBell final : public Bell
{
public:
    TimerBell(const Clock& clock, std::function<void()> ring)
        : m_clock(clock)
        , m_ring(std::move(ring))
    {
        m_timer.setSingleShot(true);
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            if (m_clock.now() < m_at) {
                armAt(m_at);
            } else {
                m_ring();
            }
        });
    }

    void armAt(Instant at) override
    {
        // A longer wait than a QTimer can count is taken in pieces.
        constexpr std::chrono::milliseconds Longest = std::chrono::hours(24);
        m_at = at;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(at - m_clock.now());
        m_timer.start(std::clamp(left, std::chrono::milliseconds(0), Longest));
    }

    void cancel() override { m_timer.stop(); }

private:
    const Clock& m_clock;
    std::function<void()> m_ring;
    QTimer m_timer;
    Instant m_at{};
};

class ScaledBell final : public Bell
{
public:
    ScaledBell(const ScaledClock& clock, std::unique_ptr<Bell> bell)
        : m_clock(clock)
        , m_bell(std::move(bell))
    { }

    void armAt(Instant at) override { m_bell->armAt(m_clock.sourceInstant(at)); }
    void cancel() override { m_bell->cancel(); }

private:
    const ScaledClock& m_clock;
    std::unique_ptr<Bell> m_bell;
};

} // namespace

Instant SystemClock::now() const
{
#ifdef Q_OS_LINUX
    timespec time{};
    ::clock_gettime(CLOCK_BOOTTIME, &time);
    return Instant(std::chrono::seconds(time.tv_sec) + Duration(time.tv_nsec));
#else
    return Instant(std::chrono::steady_clock::now().time_since_epoch());
#endif
}

WallTime SystemClock::wallNow() const
{
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

std::unique_ptr<Bell> SystemClock::makeBell(std::function<void()> ring)
{
#ifdef Q_OS_LINUX
    const int descriptor = ::timerfd_create(CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
    if (descriptor >= 0) {
        return std::make_unique<TimerfdBell>(descriptor, std::move(ring));
    }
#endif
    return std::make_unique<TimerBell>(*this, std::move(ring));
}

ScaledClock::ScaledClock(Clock& source, double factor)
    : m_source(source)
    , m_factor(factor)
    , m_start(source.now())
    , m_wallStart(source.wallNow())
{ }

Instant ScaledClock::now() const
{
    const auto passed = static_cast<double>((m_source.now() - m_start).count());
    return m_start + Duration(static_cast<Duration::rep>(std::floor(passed * m_factor)));
}

WallTime ScaledClock::wallNow() const
{
    return m_wallStart + (now() - m_start);
}

Instant ScaledClock::sourceInstant(Instant at) const
{
    const auto passed = static_cast<double>((at - m_start).count());
    return m_start + Duration(static_cast<Duration::rep>(std::ceil(passed / m_factor)));
}

std::unique_ptr<Bell> ScaledClock::makeBell(std::function<void()> ring)
{
    return std::make_unique<ScaledBell>(*this, m_source.makeBell(std::move(ring)));
}

} // namespace Pacewatch
