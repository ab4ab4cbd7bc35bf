#include "core/engine/causewatch.h"

#include <algorithm>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr Duration CauseAtMostEvery = 1500ms;
/// Without a new refusal only the oldest leave the range.
constexpr Duration CauseWithoutNews = 10s;
/// A diagnosis is followed by a rest so many times as long as it took.
constexpr int RestAfterADiagnosis = 10;

} // namespace

CauseWatch::CauseWatch(Clock& clock)
    : m_clock(clock)
{ }

void CauseWatch::describe(ConnectionState& state, const CallLog* calls)
{
    const Instant now = m_clock.now();
    Watch& watch = m_watches[state.id];
    notice(watch, state.refused, now);
    if (calls == nullptr || !watch.lastRefusal || now - *watch.lastRefusal > Memory) {
        watch.cause = {};
    } else if (watch.question == 0 && now >= watch.next
               && (watch.isNews || now >= watch.asked + CauseWithoutNews)) {
        ask(state.id, watch, *calls, now);
    }
    state.cause = watch.cause;
}

void CauseWatch::notice(Watch& watch, qint64 refused, Instant now)
{
    if (refused < watch.refused) {
        watch = {}; // another gateway, another history
    }
    if (refused > watch.refused) {
        watch.refused = refused;
        watch.lastRefusal = now;
        watch.isNews = true;
    }
}

void CauseWatch::ask(ConnectionId id, Watch& watch, const CallLog& calls, Instant now)
{
    watch.question = ++m_questions;
    watch.isNews = false;
    watch.asked = now;
    watch.next = now + CauseAtMostEvery;
    const WallTime to = m_clock.wallNow();
    m_desk.ask(
        JobId(static_cast<quint32>(watch.question)),
        [part = calls.between(to - Memory, to)](const DiagnosisProgress&) { return part; }, {},
        [this, id, question = watch.question](const Result<Diagnosis>& diagnosis) {
            if (!diagnosis) {
                return; // the watch goes
            }
            QMetaObject::invokeMethod(
                this,
                [this, id, question, cause = causeOf(*diagnosis)] { take(id, question, cause); },
                Qt::QueuedConnection);
        });
}

void CauseWatch::take(ConnectionId id, quint64 question, const Cause& cause)
{
    const auto watch = m_watches.find(id);
    if (watch == m_watches.end() || watch->question != question) {
        return; // of a history that is gone
    }
    const Instant now = m_clock.now();
    watch->question = 0;
    watch->cause = cause;
    watch->next = std::max(watch->next, now + RestAfterADiagnosis * (now - watch->asked));
}

} // namespace Pacewatch
