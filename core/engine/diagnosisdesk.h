#pragma once

#include "core/diagnosis/comparison.h"
#include "core/diagnosis/diagnose.h"
#include "core/engine/collectedcalls.h"
#include "core/engine/workdesk.h"

#include <functional>

namespace Pacewatch {

/// Works diagnoses and comparisons out, one after the other, on a thread of its own. Lives on the
/// engine's thread.
///
/// What is not done when it goes is cancelled.
class DiagnosisDesk final
{
public:
    /// Hands calls over, or reads them on the desk's thread and tells how far it is; stops when it
    /// is told to.
    using CollectCalls = std::function<CollectedCalls(const DiagnosisProgress& goesOn)>;
    using Progress = std::function<void(qint64 done, qint64 total)>;

    /// @p progress and @p done are called on the desk's thread: the first only when a hundredth
    /// more is done, the second once. Fails with Cancelled only.
    void ask(JobId job, CollectCalls collect, Progress progress,
             std::function<void(Result<Diagnosis>)> done);
    /// The same, but @p done is not called when it is cancelled.
    void askCompare(JobId job, CollectCalls before, CollectCalls after,
                    std::function<void(const Comparison&)> done);
    void cancel(JobId job) { m_work.cancel(job); }

private:
    WorkDesk m_work;
};

} // namespace Pacewatch
