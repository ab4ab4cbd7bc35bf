#include "core/queue/dispatcher.h"

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr Duration LongSleep = std::chrono::minutes(1); // ticks come several times a second

} // namespace

// What a dispatcher is told to do.

void Dispatcher::setLog(ItemLog* log, std::vector<SendItem> kept)
{
    m_log = nullptr; // they are on disk already
    m_queue.restore(std::move(kept));
    m_log = log;
    changed();
}

void Dispatcher::changeLog(ItemLog* log)
{
    m_log = log;
    for (const SendItem& item : m_queue.items()) {
        m_log->keep(item);
    }
}

void Dispatcher::itemChanged(const SendItem& item)
{
    // One that leaves is kept by sendTogether(), which waits for it. A plan is not worth a write.
    const bool isPlan = m_dropsPlan || item.state == ItemState::WouldSend
        || (item.state == ItemState::Ready && item.due);
    if (m_log && item.state != ItemState::Sending && !isPlan) {
        m_log->keep(item);
    }
    if (m_itemChanged) {
        m_itemChanged(item);
    }
}

ItemState Dispatcher::stateOfNews() const
{
    return m_isRunning && m_target == SendTarget::Live ? ItemState::Paused : ItemState::Ready;
}

void Dispatcher::enqueue(const QList<SendDraft>& drafts)
{
    m_forecastAt.reset();
    QStringList recipients;
    for (const SendDraft& draft : drafts) {
        recipients.append(draft.recipient);
    }
    m_notAllowed = m_guard.notAllowed(recipients);
    if (m_notAllowed > 0) {
        changed();
        return;
    }
    m_queue.append(drafts, stateOfNews());
    if (m_isRunning) {
        m_pacer = Pacer(m_pace, m_clock.now(), callsAhead());
    }
    changed();
    pump();
}

void Dispatcher::setPace(const Pace& pace)
{
    m_forecastAt.reset();
    m_pace = pace;
    if (m_isRunning) {
        m_pacer = Pacer(m_pace, m_clock.now(), callsAhead());
    }
    changed();
    pump();
}

bool Dispatcher::setTarget(SendTarget target)
{
    if (m_queue.inTheAir() > 0 || (m_isRunning && !m_isPaused)) {
        return false;
    }
    m_target = target;
    m_guard = {};
    m_notAllowed = 0;
    if (target != SendTarget::DryRun) {
        dropPlan();
    }
    changed();
    return true;
}

/// What would have been sent waits again; on disk it never did anything else.
void Dispatcher::dropPlan()
{
    m_dropsPlan = true;
    m_queue.moveAll(ItemState::WouldSend, ItemState::Ready);
    m_dropsPlan = false;
}

void Dispatcher::setGuard(const LiveGuard& guard)
{
    m_guard = guard;
    m_notAllowed = 0;
    changed();
}

void Dispatcher::setBulk(bool isBulk)
{
    m_forecastAt.reset();
    m_isBulk = isBulk;
    if (m_isRunning) {
        m_pacer = Pacer(m_pace, m_clock.now(), callsAhead());
    }
    changed();
    pump();
}

bool Dispatcher::isCapReached() const
{
    return m_guard.cap && m_sentInRun >= *m_guard.cap;
}

bool Dispatcher::hasSleptLong(Instant now) const
{
    return m_target == SendTarget::Live && m_lastTick && now - *m_lastTick > LongSleep;
}

void Dispatcher::disarm()
{
    if (m_isRunning) {
        hold(PauseReason::Sleep.toString());
    }
}

void Dispatcher::tick(Instant now)
{
    // The bell of a send may ring before this does, so pumpOne() looks too.
    if (hasSleptLong(now)) {
        disarm();
    }
    m_lastTick = now;
}

void Dispatcher::setRoute(Limiter& limiter, SendPort* port)
{
    m_limiter = &limiter;
    m_port = port;
}

void Dispatcher::setRules(DispatchRules rules)
{
    m_rules = std::move(rules);
    m_retry = RetryPolicy(m_rules.retry);
}

void Dispatcher::setOthers(std::function<void()> goFirst, std::function<void()> departed)
{
    m_othersGoFirst = std::move(goFirst);
    m_departed = std::move(departed);
}

void Dispatcher::setCustomer(double perSecond, const QByteArray& path)
{
    m_customerPerSecond = perSecond;
    m_customerPath = path;
}

Result<void> Dispatcher::start(qint64 confirmedCount)
{
    if (m_target == SendTarget::DryRun) {
        rehearse();
        return {};
    }
    if (!m_port) {
        return fail(ErrorCode::Unsupported, u"there is no gateway to send to"_s);
    }
    if (m_target == SendTarget::Live && confirmedCount != m_queue.waiting()) {
        return fail(ErrorCode::Invalid, u"the confirmed number is not the number that waits"_s);
    }
    if (!isEverybodyAllowed()) {
        return fail(ErrorCode::Refused, PauseReason::NotAllowed.toString());
    }
    m_queue.moveAll(ItemState::Paused, ItemState::Ready);
    if (!m_isRunning || m_isPaused) {
        m_pacer = Pacer(m_pace, m_clock.now(), callsAhead());
    }
    if (!m_isRunning) {
        m_started = m_clock.wallNow();
        m_sentInRun = 0;
    }
    m_ended.reset();
    m_isRunning = true;
    m_isPaused = false;
    m_pausedBecause.clear();
    m_failuresInARow = 0;
    changed();
    pump();
    return {};
}

/// Items of an earlier run, or from before there was a list.
bool Dispatcher::isEverybodyAllowed() const
{
    QStringList waiting;
    for (const SendItem& item : m_queue.items()) {
        if (item.state == ItemState::Ready || item.state == ItemState::Paused) {
            waiting.append(item.draft.recipient);
        }
    }
    return m_guard.notAllowed(waiting) == 0;
}

void Dispatcher::pause(const QString& because)
{
    if (m_isRunning && !m_isPaused) {
        hold(because);
    }
}

void Dispatcher::hold(const QString& because)
{
    m_isPaused = true;
    m_pausedBecause = because;
    m_bell->cancel();
    changed();
}

void Dispatcher::resumeAfter(QStringView reason)
{
    if (!m_isRunning || !m_isPaused || m_pausedBecause != reason) {
        return;
    }
    m_pacer = Pacer(m_pace, m_clock.now(), callsAhead());
    m_isPaused = false;
    m_pausedBecause.clear();
    changed();
    pump();
}

void Dispatcher::cutOff()
{
    pause(PauseReason::Changed.toString());
    m_queue.moveAll(ItemState::Sending, ItemState::Unknown);
    m_callsInTheAir = 0;
    m_recipientHolds.clear();
    m_itemHolds.clear();
    m_target = SendTarget::DryRun;
    m_port = nullptr;
    endIfDone();
    changed();
}

void Dispatcher::cancelWaiting()
{
    m_queue.cancelWaiting();
    m_itemHolds.clear();
    endIfDone();
    changed();
}

bool Dispatcher::cancel(ItemId item)
{
    const SendItem* found = m_queue.find(item);
    if (!found || (found->state != ItemState::Ready && found->state != ItemState::Paused)) {
        return false;
    }
    m_queue.move(item, ItemState::Cancelled, [](SendItem& cancelled) { cancelled.due.reset(); });
    m_itemHolds.remove(item);
    changed();
    pump(); // the one it made wait may be due
    endIfDone();
    return true;
}

bool Dispatcher::reorder(ItemId item, ItemId before)
{
    const bool isMoved = m_queue.reorder(item, before);
    changed();
    pump();
    return isMoved;
}

void Dispatcher::clearDone()
{
    const QList<ItemId> cleared = m_queue.clearDone();
    if (m_log && !cleared.isEmpty()) {
        m_log->forget(cleared);
    }
    changed();
}

bool Dispatcher::sendAgain(ItemId item)
{
    const bool isAppended = m_queue.appendAgain(item, stateOfNews());
    changed();
    pump();
    return isAppended;
}

bool Dispatcher::confirmUnknown(ItemId item, bool wasSent)
{
    const bool isMoved
        = m_queue.move(item, wasSent ? ItemState::ConfirmedSent : ItemState::ConfirmedNotSent);
    changed();
    return isMoved;
}

void Dispatcher::reconsider()
{
    pump();
}

} // namespace Pacewatch
