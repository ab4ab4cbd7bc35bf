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
    m_pool.start([this, log = std::move(log), done = std::move(done)] {
        if (const Result<Diagnosis> diagnosis = diagnose(log, [this](double) { return !m_ends; })) {
            done(*diagnosis);
        }
    });
}

} // namespace Pacewatch
