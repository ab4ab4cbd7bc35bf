#include "core/engine/diagnosisdesk.h"

#include "core/diagnosis/comparecalls.h"

#include <utility>

namespace Pacewatch {

namespace {

/// Reading calls from a file takes about twice as long as diagnosing them.
constexpr double CollectShare = 2.0 / 3;
constexpr double DeskSteps = 1000;

} // namespace

void DiagnosisDesk::ask(JobId job, CollectCalls collect, Progress progress,
                        std::function<void(Result<Diagnosis>)> done)
{
    m_work.start(job,
                 [collect = std::move(collect), done = std::move(done),
                  tell = inHundredths(std::move(progress))](const WorkDesk::Cancel& cancel) {
                     double begun = 0; // calls that are handed over take no time
                     const auto goesOn = [&](double part) {
                         tell(qRound64(DeskSteps * part), qint64(DeskSteps));
                         return !cancel;
                     };
                     const CollectedCalls calls = collect([&](double part) {
                         begun = CollectShare;
                         return goesOn(CollectShare * part);
                     });
                     Result<Diagnosis> diagnosis = diagnose(calls.log, [&](double part) {
                         return goesOn(begun + (1 - begun) * part);
                     });
                     if (diagnosis && !calls.isWhole) {
                         diagnosis->unseen.prepend(Unseen::DamagedFile);
                     }
                     done(std::move(diagnosis));
                 });
}

void DiagnosisDesk::askCompare(JobId job, CollectCalls before, CollectCalls after,
                               std::function<void(const Comparison&)> done)
{
    m_work.start(job,
                 [before = std::move(before), after = std::move(after),
                  done = std::move(done)](const WorkDesk::Cancel& cancel) {
                     const auto goesOn = [&](double) { return !cancel; };
                     const CollectedCalls was = before(goesOn);
                     const CollectedCalls is = after(goesOn);
                     Result<Comparison> comparison = compareCalls(was.log, is.log, goesOn);
                     if (comparison && (!was.isWhole || !is.isWhole)) {
                         comparison->caveats.prepend(CompareCaveat::DamagedFile);
                     }
                     if (comparison) {
                         done(*comparison);
                     }
                 });
}

} // namespace Pacewatch
