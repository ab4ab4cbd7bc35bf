#pragma once

#include <QObject>

#include <atomic>
#include <chrono>
#include <thread>
#include <time.h>
#include <utility>

namespace Pacewatch {

/// CPU time of the thread that @p clock belongs to.
[[nodiscard]] std::chrono::nanoseconds threadTime(clockid_t clock = CLOCK_THREAD_CPUTIME_ID);

/// Memory of this process that is in use, and the most that ever was, in MiB.
[[nodiscard]] double residentMiB();
[[nodiscard]] double peakMiB();

/// The longest time the window left a knock waiting.
struct Knock
{
    std::chrono::nanoseconds lasted{};
    /// By the window's thread meanwhile; the rest others had the core.
    std::chrono::nanoseconds worked{};
};

/// Knocks on the window thread every 5 ms and notes how long it took to open. Belongs to the window
/// thread, which alone touches what was noted.
class Heartbeat final
{
public:
    explicit Heartbeat(QObject& window);
    ~Heartbeat();
    Heartbeat(const Heartbeat&) = delete;
    Heartbeat& operator=(const Heartbeat&) = delete;

    /// The longest wait since the last question.
    [[nodiscard]] Knock takeLongest() { return std::exchange(m_longest, {}); }
    /// The most that the window's thread worked during one wait since the last question: what the
    /// wait would have been at least, had nobody else had the core.
    [[nodiscard]] std::chrono::nanoseconds takeMostWorked()
    {
        return std::exchange(m_mostWorked, {});
    }

private:
    void run(QObject& window);

    std::atomic<bool> m_ends = false;
    std::atomic<bool> m_isOut = false;
    Knock m_longest;
    std::chrono::nanoseconds m_mostWorked{};
    clockid_t m_windowClock;
    std::thread m_thread; ///< last: it uses the others
};

} // namespace Pacewatch
