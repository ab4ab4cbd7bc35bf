#include "core/queue/dispatcher.h"

#include "core/queue/answertext.h"
#include "core/queue/bulkbody.h"

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
    if (m_callsInTheAir >= mostInTheAir()) {
        return false;
    }
    const Instant now = m_clock.now();
    if (hasSleptLong(now)) {
        disarm();
        return false;
    }
    const bool isFull = isCapReached();
    const auto mayGo = [&](const SendItem& item) {
        return !isHeld(item, now) && !(isFull && item.attempts == 0);
    };
    const SendItem* next = m_queue.nextReady(mayGo);
    if (!next) {
        m_waitsForRoom = false;
        waitForNext(isFull);
        return false;
    }
    if (m_rules.bodyLimit > 0 && next->draft.body.size() > m_rules.bodyLimit) {
        rejectTooLarge(next->id);
        return true;
    }
    const Instant due = pacerAt(now).nextDeparture(now);
    if (due > now) {
        m_waitsForRoom = false;
        waitFor(*next, due, Hold::because(HoldReason::Pace));
        return false;
    }
    m_waitsForRoom = true; // others who go now pass it
    if (m_othersGoFirst) {
        m_othersGoFirst();
    }
    const Instant asked = m_clock.now(); // not before what others may just have sent
    const Verdict verdict
        = m_limiter->ask(next->draft.path, 1, asked, Lane::TestSend, m_pace.keepFree);
    m_waitsForRoom = !verdict.isGo;
    if (!verdict.isGo) {
        waitFor(*next, verdict.until, m_limiter->explain(verdict));
        return false;
    }
    sendTogether(together(*next, mayGo), asked);
    return true;
}

void Dispatcher::waitForNext(bool isFull)
{
    waitForHeldItems();
    if (m_queue.inTheAir() > 0) {
        return;
    }
    const bool comesAgain
        = m_queue.nextReady([](const SendItem& item) { return item.attempts > 0; }) != nullptr;
    if (isFull && !comesAgain && m_queue.waiting() > 0) {
        pause(PauseReason::Cap.toString());
    } else if (m_queue.count(ItemState::Ready) == 0 && m_queue.count(ItemState::Paused) > 0) {
        pause(PauseReason::Confirm.toString());
    }
}

void Dispatcher::sendTogether(const QList<ItemId>& items, Instant now)
{
    auto load = std::make_shared<Load>();
    load->items = items;
    load->unkept = static_cast<int>(items.size());
    const SendItem call = callFor(*load);
    // The window is taken before the connection is made, so that two calls that wait for their
    // connections cannot share one place.
    load->ticket = m_limiter->departed(call.draft.path, 1, now);
    countForRecipient(*load, now);
    m_pacer->departed(now);
    if (m_departed) {
        m_departed();
    }
    ++m_callsInTheAir;
    for (const ItemId id : items) {
        m_itemHolds.remove(id);
        m_queue.move(id, ItemState::Sending, [this](SendItem& moved) {
            m_sentInRun += moved.attempts++ == 0 ? 1 : 0;
            moved.due.reset();
            moved.error.reset();
        });
    }
    changed();
    if (!m_log) {
        launch(load);
        return;
    }
    // Whoever finds the journal after a crash must know that these items may have left.
    for (const ItemId id : items) {
        m_log->keepThen(*m_queue.find(id),
                        [guard = QPointer<Dispatcher>(this), load](const Result<void>& kept) {
                            if (guard) {
                                guard->noteKept(load, kept.has_value());
                            }
                        });
    }
}

void Dispatcher::noteKept(const LoadPtr& load, bool isKept)
{
    load->isLost = load->isLost || !isKept;
    if (--load->unkept == 0) {
        load->isLost ? takeBack(load) : launch(load);
    }
}

void Dispatcher::launch(const LoadPtr& load)
{
    if (!firstSending(*load)) {
        return; // cut off while it was written
    }
    const QPointer<Dispatcher> guard(this);
    SendCallbacks callbacks;
    callbacks.firstByteSent = [guard, load] {
        if (guard) {
            for (const ItemId id : load->items) {
                guard->m_queue.touch(
                    id, [&](SendItem& sent) { sent.sentAt = guard->m_clock.wallNow(); });
            }
        }
    };
    callbacks.answered = [guard, load](const SendAnswer& answer) {
        if (guard) {
            guard->takeAnswer(load, answer);
        }
    };
    callbacks.failed = [guard, load](const SendFailure& failure) {
        if (guard) {
            guard->takeFailure(load, failure);
        }
    };
    const SendItem call = callFor(*load);
    m_port->send(call, call.attempts, std::move(callbacks));
}

/// It could not be written that the items leave, so they do not.
void Dispatcher::takeBack(const LoadPtr& load)
{
    if (!firstSending(*load)) {
        return;
    }
    --m_callsInTheAir;
    m_limiter->failed(load->ticket, m_clock.now(), false);
    pause(PauseReason::Disk.toString());
    for (const ItemId id : load->items) {
        m_queue.move(id, ItemState::Ready,
                     [this](SendItem& item) { m_sentInRun -= --item.attempts == 0 ? 1 : 0; });
    }
    changed();
}

/// The first of the items, unless the whole call was cut off meanwhile.
const SendItem* Dispatcher::firstSending(const Load& load) const
{
    const SendItem* item = m_queue.find(load.items.first());
    return item && item->state == ItemState::Sending ? item : nullptr;
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

NextStep Dispatcher::stepAfter(const Load& load, const SendItem& item, const SendAnswer& answer,
                               const Reading& reading) const
{
    const bool isShared = load.items.size() > 1;
    const NextStep step = m_retry.afterAnswer(answer.status, reading, item.attempts,
                                              isRepeatable(callFor(load).draft));
    const BulkCall* bulk = isShared ? bulkOf(item.draft) : nullptr;
    if (step.kind == NextStep::Kind::Done && bulk) {
        // It took some of them, and does not say which.
        const std::optional<qint64> taken = countIn(*bulk, answer.bodyHead);
        if (taken && *taken != load.items.size()) {
            return {NextStep::Kind::Unknown, {}};
        }
    }
    return step;
}

void Dispatcher::takeAnswer(const LoadPtr& load, const SendAnswer& answer)
{
    const Instant now = m_clock.now();
    Reading reading = answer.reading;
    reading.isRateLimited = reading.isRateLimited || answer.status == TooManyRequests;
    m_limiter->answered(load->ticket, reading, now);
    countForRecipient(*load, now);

    const SendItem* item = firstSending(*load);
    if (!item) {
        return;
    }
    const NextStep step = stepAfter(*load, *item, answer, reading);
    const bool isRefused = answer.status == TooManyRequests;
    if (step.kind == NextStep::Kind::SendAgain) {
        if (!isRefused) {
            holdItems(*load, now + step.wait);
        } else if (reading.scope == "pair"_L1 || reading.scope == "recipient"_L1) {
            holdRecipient(item->draft.recipient, now + step.wait);
        }
    }
    if (step.kind == NextStep::Kind::Done) {
        m_failuresInARow = 0;
    } else if (!isRefused || step.kind == NextStep::Kind::GiveUp) {
        countFailure();
    }
    if (QString said = answerText(answer.bodyHead); said != m_lastAnswer) {
        m_lastAnswer = std::move(said);
    }
    settle(load, step, [&](SendItem& settled) {
        settled.status = answer.status;
        settled.took = answer.took;
        settled.answer = m_lastAnswer;
        if (isRefused) {
            ++settled.refusals;
            settled.lastWait = reading.retryAfter.value_or(m_rules.retry.fallbackWait);
        }
    });
}

void Dispatcher::takeFailure(const LoadPtr& load, const SendFailure& failure)
{
    const Instant now = m_clock.now();
    m_limiter->failed(load->ticket, now, failure.mayHaveBeenProcessed);
    countForRecipient(*load, now);
    const SendItem* item = firstSending(*load);
    if (!item) {
        return;
    }
    const NextStep step = m_retry.afterFailure(failure.mayHaveBeenProcessed, item->attempts,
                                               isRepeatable(callFor(*load).draft));
    if (step.kind == NextStep::Kind::SendAgain) {
        holdItems(*load, now + step.wait);
    }
    countFailure();
    settle(load, step, [&](SendItem& settled) { settled.error = failure.error; });
}

void Dispatcher::settle(const LoadPtr& load, const NextStep& step,
                        const std::function<void(SendItem&)>& edit)
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
    --m_callsInTheAir;
    for (const ItemId id : load->items) {
        m_queue.move(id, to, edit);
        if (to == ItemState::Ready) {
            showOwnHold(*m_queue.find(id));
        }
    }
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
        forgetOldHolds();
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
        m_pacer = Pacer(m_pace, now, callsAhead());
    }
    return *m_pacer;
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
