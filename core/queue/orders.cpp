#include "core/queue/dispatcher.h"

#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

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
    // One that leaves is kept by sendOne(), which waits for it. A plan is not worth a write.
    const bool isPlan
        = item.state == ItemState::WouldSend || (item.state == ItemState::Ready && item.due);
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
    m_queue.append(drafts, stateOfNews());
    if (m_isRunning) {
        m_pacer = Pacer(m_pace, m_clock.now(), m_queue.waiting());
    }
    changed();
    pump();
}

void Dispatcher::setPace(const Pace& pace)
{
    m_forecastAt.reset();
    m_pace = pace;
    if (m_isRunning) {
        m_pacer = Pacer(m_pace, m_clock.now(), m_queue.waiting());
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
    if (target != SendTarget::DryRun) {
        m_queue.moveAll(ItemState::WouldSend, ItemState::Ready);
    }
    changed();
    return true;
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
    m_queue.moveAll(ItemState::Paused, ItemState::Ready);
    if (!m_isRunning || m_isPaused) {
        m_pacer = Pacer(m_pace, m_clock.now(), m_queue.waiting());
    }
    if (!m_isRunning) {
        m_started = m_clock.wallNow();
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
    m_pacer = Pacer(m_pace, m_clock.now(), m_queue.waiting());
    m_isPaused = false;
    m_pausedBecause.clear();
    changed();
    pump();
}

void Dispatcher::cutOff()
{
    pause(PauseReason::Changed.toString());
    m_queue.moveAll(ItemState::Sending, ItemState::Unknown);
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
