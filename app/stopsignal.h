#pragma once

#include <QSocketNotifier>

#include <functional>
#include <memory>

namespace Pacewatch {

/// Turns SIGINT and SIGTERM into a call on the thread that made it, so that a command can end its
/// work in order. One at a time; a second signal ends the process as usual.
class StopSignal final
{
public:
    explicit StopSignal(std::function<void()> stop);
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;
    ~StopSignal();

private:
    int m_pipe[2] = {-1, -1};
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace Pacewatch
