#include "core/engine/diagnosisdesk.h"

#include "core/diagnosis/comparecalls.h"

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

void DiagnosisDesk::ask(CollectCalls collect, std::function<void(const Diagnosis&)> done)
{
    m_pool.start([this, collect = std::move(collect), done = std::move(done)] {
        const CallLog log = collect(m_ends);
        if (const Result<Diagnosis> diagnosis = diagnose(log, [this](double) { return !m_ends; })) {
            done(*diagnosis);
        }
    });
}

void DiagnosisDesk::askCompare(CollectCalls before, CollectCalls after,
                               std::function<void(const Comparison&)> done)
{
    m_pool.start(
        [this, before = std::move(before), after = std::move(after), done = std::move(done)] {
            const CallLog was = before(m_ends);
            const CallLog is = after(m_ends);
            if (const Result<Comparison> comparison
                = compareCalls(was, is, [this](double) { return !m_ends; })) {
                done(*comparison);
            }
        });
}

} // namespace Pacewatch
