#include "core/diagnosis/callreplay.h"

#include "core/diagnosis/excerpt.h"
#include "core/diagnosis/replayrun.h"

#include <algorithm>
#include <utility>

namespace Pacewatch {

namespace {

/// The windows with the limits in force: as stated, or as the refusals show where that differs.
QList<Policy> windowsInForce(const Diagnosis& diagnosis)
{
    QList<Policy> windows = diagnosis.windows;
    for (const Finding& finding : diagnosis.findings) {
        if (finding.kind != FindingKind::LimitDiffers || !finding.window
            || finding.sure == Cause::Sure::Possible) {
            continue;
        }
        for (Policy& window : windows) {
            if (window.name == finding.window->name && finding.advice.limit > 0) {
                window.limit = finding.window->limit;
            }
        }
    }
    return windows;
}

int bulkMost(const DiagnosisSubject& subject, const QByteArray& path)
{
    constexpr int Cautious = 100;
    for (const Endpoint& endpoint : subject.profile.endpoints) {
        if (endpoint.path == path && endpoint.bulk.isThere() && endpoint.bulk.most > 0) {
            return endpoint.bulk.most;
        }
    }
    return Cautious;
}

} // namespace

CallReplay::CallReplay(RecordedLoad load, const QList<Policy>& windows, int mostRetries)
    : m_load(std::move(load))
    , m_windows(windows)
    , m_mostRetries(mostRetries)
{
    for (const RecordedTask& task : m_load.tasks) {
        if (task.isGet && task.isClient) {
            ++m_asked[task.identity];
        }
    }
}

Result<CallReplay> CallReplay::of(const CallLog& log, const DiagnosisProgress& progress)
{
    const auto goesOn = [&](double done) { return !progress || progress(done); };
    const Survey survey(log, [&](double done) { return goesOn(0.3 * done); });
    if (!survey.isWhole()) {
        return fail(ErrorCode::Cancelled);
    }
    const Result<Diagnosis> diagnosis
        = diagnose(survey, [&](double done) { return goesOn(0.3 + 0.2 * done); });
    if (!diagnosis) {
        return fail(diagnosis.error());
    }
    CallReplay replay(RecordedLoad(survey, [&] { return goesOn(0.5); }), windowsInForce(*diagnosis),
                      survey.subject().profile.retry.maxRetries);
    for (const CallRoute& route : log.routes()) {
        const QByteArray path
            = route.method == "POST" ? bulkPathFor(log.subject(), route.raw) : QByteArray();
        replay.m_hasBulk.push_back(!path.isEmpty());
        replay.m_bulkMost.push_back(bulkMost(log.subject(), route.raw));
    }
    replay.m_gateway
        = fitGateway(survey, replay.m_windows, replay.m_load, [&] { return goesOn(0.6); });
    const Result<WhatIfOutcome> unchanged
        = replay.play({}, [&](double done) { return goesOn(0.8 + 0.2 * done); });
    if (!unchanged || !goesOn(1)) {
        return fail(ErrorCode::Cancelled);
    }
    replay.m_unchanged = *unchanged;
    return replay;
}

Result<WhatIfOutcome> CallReplay::play(const WhatIf& what, const DiagnosisProgress& progress,
                                       qint64 mostRefusals) const
{
    return ReplayRun(*this, what).play(progress, mostRefusals);
}

Result<WhatIfAnswer> CallReplay::answer(const WhatIf& what, const DiagnosisProgress& progress) const
{
    const Result<WhatIfOutcome> changed
        = what.changesNothing() ? Result<WhatIfOutcome>(m_unchanged) : play(what, progress);
    if (!changed) {
        return fail(changed.error());
    }
    WhatIfAnswer answer;
    answer.recordedCalls = m_load.calls;
    answer.recordedRefusals = m_load.refusals;
    answer.otherRefusals = m_load.otherRefusals;
    answer.foreignCalls = static_cast<qint64>(m_gateway.foreign.size());
    answer.server = m_gateway.rules.algorithm;
    answer.countsRefused = m_gateway.rules.countsRefused;
    answer.windows = m_windows;
    answer.hasBulk
        = std::any_of(m_load.tasks.begin(), m_load.tasks.end(), [this](const RecordedTask& task) {
              return task.isClient && m_hasBulk[task.route];
          });
    answer.unchanged = m_unchanged;
    answer.changed = *changed;
    return answer;
}

bool WhatIfAnswer::fits() const
{
    constexpr qint64 Few = 3;
    constexpr qint64 OneIn = 10;
    const qint64 off = std::abs(unchanged.refusals - recordedRefusals);
    return off <= std::max(Few, recordedRefusals / OneIn);
}

} // namespace Pacewatch
