#include "core/engine/diagnosisdesk.h"

#include "core/diagnosis/diagnose.h"

#include <utility>

namespace Pacewatch {

DiagnosisDesk::DiagnosisDesk()
{
    m_pool.setMaxThreadCount(1);
}

DiagnosisDesk::~DiagnosisDesk()
{
    m_ends = true;
    m_pool.clear();
    m_pool.waitForDone();
}

void DiagnosisDesk::ask(CallLog log, std::function<void(const Diagnosis&)> done)
{
    ask([log = std::move(log)](const std::atomic<bool>&) { return log; }, std::move(done));
}

void DiagnosisDesk::ask(std::function<CallLog(const std::atomic<bool>& cancel)> collect,
                        std::function<void(const Diagnosis&)> done)
{
    m_pool.start([this, collect = std::move(collect), done = std::move(done)] {
        const CallLog log = collect(m_ends);
        if (const Result<Diagnosis> diagnosis = diagnose(log, [this](double) { return !m_ends; })) {
            done(*diagnosis);
        }
    });
}

} // namespace Pacewatch
