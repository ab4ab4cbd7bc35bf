#include "app/recordedextras.h"

#include "core/engine/replay.h"
#include "ui/models/history.h"
#include "ui/report/reportcalls.h"
#include "ui/report/reportexamples.h"
#include "ui/report/reporttimeline.h"

namespace Pacewatch {

using namespace std::chrono_literals;

ReportExtras recordedExtras(const RecordedCalls& calls, const Diagnosis& diagnosis,
                            const ReportWishes& wishes)
{
    const SessionFacts facts{{}, calls.profile.id, {}, calls.profile.baseUrl};
    const TimeSlice range{diagnosis.from, diagnosis.to + 1s};
    // Recorded instants count from 1970, as their wall time does.
    ConnectionState state;
    state.spec.gatewayUrl = facts.baseUrl;
    Replay(ConnectionId{}, facts, calls.shelf).describe(state, range.from);
    History history;
    history.takeState(state); // how each window counts
    Replay replay(ConnectionId{}, facts, calls.shelf);
    const QList<ExchangeId> wanted = exampleCalls(diagnosis);
    QList<Exchange> examples;
    for (const Exchange& call : calls.exchanges) {
        const Exchange completed = replay.add(call);
        history.take(completed);
        (void)replay.takeHappenings(); // their box is bounded
        if (wanted.contains(completed.id)) {
            examples.append(completed);
        }
    }
    replay.describe(state, range.to);
    history.takeState(state);
    ReportExtras extras;
    if (wishes.parts.timeline) {
        extras.pictures.append(
            timelinePicture(history, state.windows, reportSlice(history, range), range));
    }
    if (wishes.parts.examples) {
        extras.tables.append(examplesTable(diagnosis, examples, facts.baseUrl, wishes));
    }
    if (wishes.parts.calls) {
        extras.tables.append(
            callsTable(history.lastCalls(range), diagnosis.calls, facts.baseUrl, wishes.reader));
    }
    extras.tables.removeIf([](const ReportTable& table) { return table.rows.isEmpty(); });
    return extras;
}

} // namespace Pacewatch
