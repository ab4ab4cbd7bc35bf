#include "tests/bench/heartbeat.h"

#include <QFile>

#include <algorithm>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

namespace Pacewatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Steady = std::chrono::steady_clock;

/// The clock of the calling thread, for others to read.
clockid_t clockOfThisThread()
{
    clockid_t clock{};
    ::pthread_getcpuclockid(::pthread_self(), &clock);
    return clock;
}

} // namespace

std::chrono::nanoseconds threadTime(clockid_t clock)
{
    timespec time{};
    ::clock_gettime(clock, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

double residentMiB()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly)) {
        return 0;
    }
    const QList<QByteArray> words = file.readAll().split(' ');
    return words.size() < 2
        ? 0
        : words[1].toDouble() * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1024.0 * 1024.0);
}

double peakMiB()
{
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    return static_cast<double>(used.ru_maxrss) / 1024.0;
}

Heartbeat::Heartbeat(QObject& window)
    : m_windowClock(clockOfThisThread())
    , m_thread([this, &window] { run(window); })
{ }

Heartbeat::~Heartbeat()
{
    m_ends = true;
    m_thread.join();
}

void Heartbeat::run(QObject& window)
{
    while (!m_ends) {
        if (!m_isOut.exchange(true)) {
            const Steady::time_point knocked = Steady::now();
            const std::chrono::nanoseconds before = threadTime(m_windowClock);
            QMetaObject::invokeMethod(
                &window,
                [this, knocked, before] {
                    const std::chrono::nanoseconds lasted = Steady::now() - knocked;
                    const std::chrono::nanoseconds worked = threadTime() - before;
                    if (lasted > m_longest.lasted) {
                        m_longest = {lasted, worked};
                    }
                    m_mostWorked = std::max(m_mostWorked, worked);
                    m_isOut = false;
                },
                Qt::QueuedConnection);
        }
        std::this_thread::sleep_for(5ms);
    }
}

} // namespace Pacewatch
