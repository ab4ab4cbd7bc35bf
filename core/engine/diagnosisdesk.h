#pragma once

#include "core/diagnosis/calllog.h"
#include "core/diagnosis/diagnosis.h"

#include <QThreadPool>

#include <atomic>
#include <functional>

namespace Pacewatch {

/// Works diagnoses out, one after the other, on a thread of its own. Lives on the engine's thread.
class DiagnosisDesk final
{
public:
    DiagnosisDesk();
    DiagnosisDesk(const DiagnosisDesk&) = delete;
    DiagnosisDesk& operator=(const DiagnosisDesk&) = delete;
    /// Cancels what is not done yet and waits for the thread.
    ~DiagnosisDesk();

    /// @p done is called on the desk's thread, unless the desk goes before.
    void ask(CallLog log, std::function<void(const Diagnosis&)> done);
    /// The same for calls that @p collect reads on the desk's thread; it stops when its flag is up.
    void ask(std::function<CallLog(const std::atomic<bool>& cancel)> collect,
             std::function<void(const Diagnosis&)> done);

private:
    std::atomic<bool> m_ends = false;
    QThreadPool m_pool;
};

} // namespace Pacewatch
