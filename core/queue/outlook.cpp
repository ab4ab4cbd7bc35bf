#include "core/pacing/rehearsal.h"
#include "core/queue/dispatcher.h"

#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

// What a dispatcher expects: the plan of a dry run, the forecast, the state it shows.

namespace {

constexpr Duration ForecastAge = std::chrono::seconds(1);
constexpr Duration ForecastSpan = std::chrono::seconds(90);

} // namespace

void Dispatcher::rehearse()
{
    dropPlan();
    const Instant now = m_clock.now();
    Rehearsal rehearsal(*m_limiter, Pacer(m_pace, now, callsAhead()), now, m_pace.keepFree,
                        {m_customerPerSecond, m_customerPath});
    m_started = m_clock.wallNow();
    m_ended = m_started;
    while (const SendItem* next = m_queue.nextReady()) {
        if (m_rules.bodyLimit > 0 && next->draft.body.size() > m_rules.bodyLimit) {
            rejectTooLarge(next->id);
            continue;
        }
        const std::optional<Instant> at = rehearsal.sendNext(next->draft.path);
        if (!at) {
            break; // Others leave no room at all; the rest stays queued.
        }
        m_ended = wallAt(*at);
        for (const ItemId id : together(*next, [](const SendItem&) { return true; })) {
            m_queue.move(id, ItemState::WouldSend, [&](SendItem& item) { item.due = m_ended; });
        }
    }
    changed();
}

const Forecast& Dispatcher::expected()
{
    const Instant now = m_clock.now();
    if (!m_forecastAt || now - *m_forecastAt >= ForecastAge) {
        const SendItem* next = m_queue.nextReady();
        const qint64 calls = callsAhead();
        const Pacer pacer = m_pacer && !m_isPaused ? *m_pacer : Pacer(m_pace, now, calls);
        // Playing a fast customer ahead takes a call's time for each of its calls: only for sends.
        const Duration ahead = calls > 0 ? ForecastSpan : Duration::zero();
        m_forecast = Pacewatch::forecast({*m_limiter, pacer, m_pace, calls,
                                          next ? next->draft.path : QByteArray(),
                                          m_customerPerSecond, now},
                                         ahead);
        m_bulkCalls = callsInBulk().value_or(0);
        m_forecastAt = now;
    }
    return m_forecast;
}

QueueState Dispatcher::state()
{
    const Forecast& forecast = expected();
    QueueState state;
    state.connection = m_rules.connection;
    state.target = m_target;
    state.pace = m_pace;
    state.guard = m_guard;
    state.notAllowed = m_notAllowed;
    state.isBulk = m_isBulk;
    state.bulkCalls = m_bulkCalls;
    state.isRunning = m_isRunning;
    state.isPaused = m_isPaused;
    state.pausedBecause = m_pausedBecause;
    state.total = m_queue.total();
    state.done = m_queue.done();
    state.waiting = m_queue.waiting();
    state.failed = m_queue.count(ItemState::Rejected);
    state.unknown = m_queue.count(ItemState::Unknown);
    state.refusedAndRetried = m_queue.refusals();
    state.started = m_started;
    state.doneAt = m_ended;
    if (m_queue.waiting() > 0) {
        state.doneAt.reset();
        if (forecast.doneAt) {
            state.doneAt = wallAt(*forecast.doneAt);
        }
    }
    state.waitUntil = m_limiter->heldUntil(m_clock.now());
    state.lowestLeft = forecast.lowestLeft;
    if (forecast.lowestAt) {
        state.lowestAt = wallAt(*forecast.lowestAt);
    }
    state.refusalsExpected = forecast.refusalsExpected;
    state.customerPerSecond = m_customerPerSecond;
    state.safePerSecond = forecast.safePerSecond;
    state.overPerSecond = forecast.overPerSecond;
    return state;
}

} // namespace Pacewatch
