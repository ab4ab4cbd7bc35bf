#include "core/engine/workdesk.h"

#include "core/processsetup.h"

#include <algorithm>
#include <utility>

namespace Pacewatch {

WorkDesk::WorkDesk()
{
    m_pool.setMaxThreadCount(1);
}

WorkDesk::~WorkDesk()
{
    for (const std::weak_ptr<Cancel>& job : std::as_const(m_jobs)) {
        if (const std::shared_ptr<Cancel> cancel = job.lock()) {
            *cancel = true;
        }
    }
    m_pool.clear();
    m_pool.waitForDone();
}

void WorkDesk::start(JobId job, Work work)
{
    m_jobs.removeIf([](const auto& each) { return each.value().expired(); });
    auto cancel = std::make_shared<Cancel>(false); // shared by this thread and that of the work
    m_jobs.insert(job, cancel);
    m_pool.start([cancel = std::move(cancel), work = std::move(work)]() mutable {
        work(*cancel);
        work = {}; // with what it held
        giveBackMemory();
    });
}

void WorkDesk::cancel(JobId job)
{
    if (const std::shared_ptr<Cancel> cancel = m_jobs.value(job).lock()) {
        *cancel = true;
    }
}

std::function<void(qint64, qint64)> inHundredths(std::function<void(qint64, qint64)> progress)
{
    return [progress = std::move(progress), last = qint64(-1)](qint64 done, qint64 total) mutable {
        const qint64 now = total > 0 ? std::clamp<qint64>(100 * done / total, 0, 100) : 0;
        if (progress && now != last) {
            last = now;
            progress(done, total);
        }
    };
}

} // namespace Pacewatch
