#include "core/queue/dispatcher.h"

#include "core/queue/answertext.h"

#include <QPointer>

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int FailuresThatPause = 3;
constexpr int TooManyRequests = 429; // RFC 6585, 4

} // namespace

Dispatcher::Dispatcher(Clock& clock, Limiter& limiter, SendPort* port, DispatchRules rules,
                       std::function<ItemId()> nextId, SendQueue::Changed itemChanged)
    : m_clock(clock)
    , m_limiter(&limiter)
    , m_port(port)
    , m_rules(std::move(rules))
    , m_retry(m_rules.retry)
    , m_itemChanged(std::move(itemChanged))
    , m_queue(std::move(nextId), [this](const SendItem& item) { this->itemChanged(item); })
    , m_bell(clock.makeBell([this] { pump(); }))
{ }

Dispatcher::~Dispatcher() = default;

// Sending --------------------------------------------------------------------------------------

void Dispatcher::pump()
{
    // A port may answer from within send(); the loop below then simply goes on.
    if (m_isPumping || !m_isRunning || m_isPaused) {
        return;
    }
    m_isPumping = true;
    m_bell->cancel();
    while (m_isRunning && !m_isPaused && pumpOne()) { }
    m_isPumping = false;
    endIfDone();
}

bool Dispatcher::pumpOne()
{
    if (m_queue.inTheAir() >= mostInTheAir()) {
        return false;
    }
    const Instant now = m_clock.now();
    const SendItem* next
        = m_queue.nextReady([&](const SendItem& item) { return !isHeld(item, now); });
    if (!next) {
        waitForHeldItems();
        if (m_queue.inTheAir() == 0 && m_queue.count(ItemState::Ready) == 0
            && m_queue.count(ItemState::Paused) > 0) {
            pause(PauseReason::Confirm.toString());
        }
        return false;
    }
    if (m_rules.bodyLimit > 0 && next->draft.body.size() > m_rules.bodyLimit) {
        rejectTooLarge(next->id);
        return true;
    }
    const Instant due = pacerAt(now).nextDeparture(now);
    if (due > now) {
        waitFor(*next, due, {});
        return false;
    }
    const Verdict verdict
        = m_limiter->ask(next->draft.path, 1, now, Lane::TestSend, m_pace.keepFree);
    if (!verdict.isGo) {
        waitFor(*next, verdict.until, verdict.window);
        return false;
    }
    sendOne(*next, now);
    return true;
}

void Dispatcher::sendOne(const SendItem& item, Instant now)
{
    const ItemId id = item.id;
    // The window is taken before the connection is made, so that two calls that wait for their
    // connections cannot share one place.
    const CallTicket ticket = m_limiter->departed(item.draft.path, 1, now);
    m_pacer->departed(now);
    m_itemHolds.remove(id);
    m_queue.move(id, ItemState::Sending, [](SendItem& moved) {
        ++moved.attempts;
        moved.due.reset();
        moved.holdWindow.clear();
        moved.error.reset();
    });
    changed();
    if (!m_log) {
        launch(id, ticket);
        return;
    }
    // Whoever finds the journal after a crash must know that this item may have left.
    m_log->keepThen(*m_queue.find(id),
                    [guard = QPointer<Dispatcher>(this), id, ticket](const Result<void>& kept) {
                        if (guard) {
                            kept ? guard->launch(id, ticket) : guard->takeBack(id, ticket);
                        }
                    });
}

void Dispatcher::launch(ItemId id, CallTicket ticket)
{
    const SendItem* item = m_queue.find(id);
    if (!item || item->state != ItemState::Sending) {
        return; // cut off while it was written
    }
    const QPointer<Dispatcher> guard(this);
    SendCallbacks callbacks;
    callbacks.firstByteSent = [guard, id] {
        if (guard) {
            guard->m_queue.touch(id,
                                 [&](SendItem& sent) { sent.sentAt = guard->m_clock.wallNow(); });
        }
    };
    callbacks.answered = [guard, id, ticket](const SendAnswer& answer) {
        if (guard) {
            guard->takeAnswer(id, ticket, answer);
        }
    };
    callbacks.failed = [guard, id, ticket](const SendFailure& failure) {
        if (guard) {
            guard->takeFailure(id, ticket, failure);
        }
    };
    const SendItem copy = *item;
    m_port->send(copy, copy.attempts, std::move(callbacks));
}

/// It could not be written that the item leaves, so it does not.
void Dispatcher::takeBack(ItemId id, CallTicket ticket)
{
    const SendItem* found = m_queue.find(id);
    if (!found || found->state != ItemState::Sending) {
        return;
    }
    m_limiter->failed(ticket, m_clock.now(), false);
    pause(PauseReason::Disk.toString());
    m_queue.move(id, ItemState::Ready, [](SendItem& item) { --item.attempts; });
    changed();
}

void Dispatcher::waitFor(const SendItem& item, Instant until, const QString& window)
{
    m_bell->armAt(until);
    const WallTime due = wallAt(until);
    const bool isNews = item.holdWindow != window || !item.due
        || std::chrono::abs(*item.due - due) > std::chrono::milliseconds(500);
    if (isNews) {
        m_queue.touch(item.id, [&](SendItem& held) {
            held.due = due;
            held.holdWindow = window;
        });
        changed();
    }
}

void Dispatcher::waitForHeldItems()
{
    const Instant now = m_clock.now();
    std::optional<Instant> first;
    const auto consider = [&](Instant until) {
        if (until > now && (!first || until < *first)) {
            first = until;
        }
    };
    std::for_each(m_itemHolds.cbegin(), m_itemHolds.cend(), consider);
    std::for_each(m_recipientHolds.cbegin(), m_recipientHolds.cend(), consider);
    if (first && m_queue.waiting() > 0) {
        m_bell->armAt(*first);
    }
}

void Dispatcher::rejectTooLarge(ItemId id)
{
    m_queue.move(id, ItemState::Rejected, [this](SendItem& item) {
        item.due.reset();
        item.error
            = Error{ErrorCode::TooLarge,
                    u"%1 bytes, %2 allowed"_s.arg(item.draft.body.size()).arg(m_rules.bodyLimit)};
    });
    changed();
}

// Answers --------------------------------------------------------------------------------------

void Dispatcher::takeAnswer(ItemId id, CallTicket ticket, const SendAnswer& answer)
{
    const Instant now = m_clock.now();
    Reading reading = answer.reading;
    reading.isRateLimited = reading.isRateLimited || answer.status == TooManyRequests;
    m_limiter->answered(ticket, reading, now);

    const SendItem* item = m_queue.find(id);
    if (!item || item->state != ItemState::Sending) {
        return;
    }
    const NextStep step
        = m_retry.afterAnswer(answer.status, reading, item->attempts, isRepeatable(item->draft));
    const bool isRefused = answer.status == TooManyRequests;
    if (step.kind == NextStep::Kind::SendAgain) {
        if (!isRefused) {
            m_itemHolds.insert(id, now + step.wait);
        } else if (reading.scope == "pair"_L1 || reading.scope == "recipient"_L1) {
            m_recipientHolds.insert(item->draft.recipient, now + step.wait);
        }
    }
    if (step.kind == NextStep::Kind::Done) {
        m_failuresInARow = 0;
    } else if (!isRefused || step.kind == NextStep::Kind::GiveUp) {
        countFailure();
    }
    settle(id, step, [&](SendItem& settled) {
        settled.status = answer.status;
        settled.took = answer.took;
        settled.answer = answerText(answer.bodyHead);
        if (isRefused) {
            ++settled.refusals;
            settled.lastWait = reading.retryAfter.value_or(m_rules.retry.fallbackWait);
        }
    });
}

void Dispatcher::takeFailure(ItemId id, CallTicket ticket, const SendFailure& failure)
{
    const Instant now = m_clock.now();
    m_limiter->failed(ticket, now, failure.mayHaveBeenProcessed);
    const SendItem* item = m_queue.find(id);
    if (!item || item->state != ItemState::Sending) {
        return;
    }
    const NextStep step = m_retry.afterFailure(failure.mayHaveBeenProcessed, item->attempts,
                                               isRepeatable(item->draft));
    if (step.kind == NextStep::Kind::SendAgain) {
        m_itemHolds.insert(id, now + step.wait);
    }
    countFailure();
    settle(id, step, [&](SendItem& settled) { settled.error = failure.error; });
}

void Dispatcher::settle(ItemId id, const NextStep& step, const std::function<void(SendItem&)>& edit)
{
    ItemState to = ItemState::Unknown;
    switch (step.kind) {
    case NextStep::Kind::Done:
        to = ItemState::Sent;
        break;
    case NextStep::Kind::SendAgain:
        to = ItemState::Ready;
        break;
    case NextStep::Kind::GiveUp:
        to = ItemState::Rejected;
        break;
    case NextStep::Kind::Unknown:
        to = ItemState::Unknown;
        break;
    }
    m_queue.move(id, to, edit);
    changed();
    pump();
    endIfDone();
}

void Dispatcher::countFailure()
{
    ++m_failuresInARow;
    const bool isReal = m_target == SendTarget::Live || m_target == SendTarget::TestMode;
    if (isReal && m_failuresInARow >= FailuresThatPause) {
        pause(PauseReason::Failures.toString());
    }
}

void Dispatcher::endIfDone()
{
    if (m_isRunning && m_queue.waiting() == 0 && m_queue.inTheAir() == 0) {
        m_isRunning = false;
        m_isPaused = false;
        m_pausedBecause.clear();
        m_pacer.reset();
        m_recipientHolds.clear();
        m_itemHolds.clear();
        m_bell->cancel();
        m_ended = m_clock.wallNow();
        changed();
    }
}

// Questions ------------------------------------------------------------------------------------

void Dispatcher::changed()
{
    emit stateChanged();
}

const Pacer& Dispatcher::pacerAt(Instant now)
{
    if (!m_pacer) {
        m_pacer = Pacer(m_pace, now, m_queue.waiting());
    }
    return *m_pacer;
}

bool Dispatcher::isHeld(const SendItem& item, Instant now) const
{
    const auto until = m_itemHolds.constFind(item.id);
    if (until != m_itemHolds.cend() && *until > now) {
        return true;
    }
    const auto recipient = m_recipientHolds.constFind(item.draft.recipient);
    return recipient != m_recipientHolds.cend() && *recipient > now;
}

bool Dispatcher::isRepeatable(const SendDraft& draft) const
{
    // The longest endpoint that fits: "/contacts/bulk" is not "/contacts".
    const Endpoint* best = nullptr;
    for (const Endpoint& endpoint : m_rules.endpoints) {
        Policy route;
        route.routes = {endpoint.path};
        if (endpoint.method == draft.method && appliesTo(route, draft.path)
            && (!best || endpoint.path.size() > best->path.size())) {
            best = &endpoint;
        }
    }
    return best && best->repeatable;
}

WallTime Dispatcher::wallAt(Instant at) const
{
    return m_clock.wallNow() + (at - m_clock.now());
}

int Dispatcher::mostInTheAir() const
{
    return m_pace.concurrency > 0 ? m_pace.concurrency : MostInTheAir;
}

} // namespace Pacewatch
