#include "app/stopsignal.h"

#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace Pacewatch {

namespace {

// A signal handler may touch nothing but lock-free atomics and write(2).
std::atomic<int> writeEnd = -1;

void handle(int number)
{
    const char byte = 0;
    if (::write(writeEnd.load(), &byte, 1) != 1) {
        ::_exit(128 + number);
    }
}

void install(void (*handler)(int), int flags)
{
    struct sigaction action
    { };
    action.sa_handler = handler;
    action.sa_flags = flags;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

} // namespace

StopSignal::StopSignal(std::function<void()> stop)
{
    if (::pipe2(m_pipe, O_CLOEXEC | O_NONBLOCK) != 0) {
        return; // without a pipe the signals end the process as they always did
    }
    m_notifier = std::make_unique<QSocketNotifier>(m_pipe[0], QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(),
                     [this, stop = std::move(stop)] {
                         m_notifier->setEnabled(false);
                         stop();
                     });
    writeEnd = m_pipe[1];
    install(&handle, static_cast<int>(SA_RESETHAND) | SA_RESTART);
}

StopSignal::~StopSignal()
{
    install(SIG_DFL, 0);
    m_notifier.reset();
    for (const int end : m_pipe) {
        if (end >= 0) {
            ::close(end);
        }
    }
}

} // namespace Pacewatch
