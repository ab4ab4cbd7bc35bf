#pragma once

#include "core/diagnosis/calllog.h"
#include "core/diagnosis/comparison.h"
#include "core/diagnosis/diagnosis.h"

#include <QThreadPool>

#include <atomic>
#include <functional>

namespace Pacewatch {

/// Works diagnoses and comparisons out, one after the other, on a thread of its own. Lives on the
/// engine's thread.
class DiagnosisDesk final
{
public:
    DiagnosisDesk();
    DiagnosisDesk(const DiagnosisDesk&) = delete;
    DiagnosisDesk& operator=(const DiagnosisDesk&) = delete;
    /// Cancels what is not done yet and waits for the thread.
    ~DiagnosisDesk();

    /// Hands calls over, or reads them on the desk's thread; stops when its flag is up.
    using CollectCalls = std::function<CallLog(const std::atomic<bool>& cancel)>;

    /// @p done is called on the desk's thread, unless the desk goes before.
    void ask(CollectCalls collect, std::function<void(const Diagnosis&)> done);
    /// The same.
    void askCompare(CollectCalls before, CollectCalls after,
                    std::function<void(const Comparison&)> done);

private:
    std::atomic<bool> m_ends = false;
    QThreadPool m_pool;
};

} // namespace Pacewatch
