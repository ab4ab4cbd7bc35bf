#pragma once

#include "core/recorded.h"

#include <QHash>
#include <QThreadPool>

#include <atomic>
#include <functional>
#include <memory>

namespace Pacewatch {

/// Does long jobs one after the other on the thread "work": importing, exporting, replaying. Lives
/// on the engine's thread.
class WorkDesk final
{
public:
    /// What a job is given: its own flag to look at now and then.
    using Cancel = std::atomic<bool>;
    using Work = std::function<void(const Cancel& cancel)>;

    WorkDesk();
    WorkDesk(const WorkDesk&) = delete;
    WorkDesk& operator=(const WorkDesk&) = delete;
    /// Cancels what is not done yet and waits for the thread.
    ~WorkDesk();

    /// Every job runs, a cancelled one with its flag up: so that whoever waits is answered.
    void start(JobId job, Work work);
    void cancel(JobId job);

private:
    QHash<JobId, std::weak_ptr<Cancel>> m_jobs;
    QThreadPool m_pool;
};

/// @p progress, called only when a hundredth more is done. One thread at a time.
[[nodiscard]] std::function<void(qint64 done, qint64 total)>
inHundredths(std::function<void(qint64 done, qint64 total)> progress);

} // namespace Pacewatch
