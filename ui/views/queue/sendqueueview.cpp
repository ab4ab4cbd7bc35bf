#include "ui/views/queue/sendqueueview.h"

#include "core/engine.h"
#include "ui/controls/button.h"
#include "ui/controls/card.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/controls/textlabel.h"
#include "ui/models/feed.h"
#include "ui/models/queuemodel.h"
#include "ui/views/queue/livesenddialog.h"
#include "ui/views/queue/sendqueuecompose.h"
#include "ui/views/queue/sendqueuedelegate.h"
#include "ui/views/queue/sendqueuepace.h"
#include "ui/views/queue/sendqueueprogress.h"
#include "ui/wording/queue.h"

#include <QHBoxLayout>
#include <QStackedLayout>
#include <QTableView>
#include <QTimer>

#include <algorithm>
#include <cmath>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// The longest window that counts calls: the one the forecast is about.
const WindowState* longestWindow(const ConnectionState& connection)
{
    const WindowState* longest = nullptr;
    for (const WindowState& window : connection.windows) {
        // What was worked out from refusals is shown, but not planned with.
        const bool counts
            = window.policy.unit == Unit::Requests && window.policy.source != Source::WorkedOut;
        if (counts && (longest == nullptr || window.policy.window > longest->policy.window)) {
            longest = &window;
        }
    }
    return longest;
}

double mostPerSecond(const ConnectionState& connection)
{
    for (const WindowState& window : connection.windows) {
        if (window.policy.unit == Unit::Requests && window.policy.window == 1s) {
            return double(window.policy.limit);
        }
    }
    const WindowState* longest = longestWindow(connection);
    return longest == nullptr
        ? 10
        : std::max(1.0, double(longest->policy.limit) / toSeconds(longest->policy.window));
}

} // namespace

SendQueueView::SendQueueView(PageContext& context, QWidget* parent)
    : ConnectionView(parent)
    , m_context(context)
    , m_filter(new QueueFilter(this))
    , m_second(new QTimer(this))
{
    setObjectName(u"sendQueueView"_s);
    build();
    connect(&context.feed, &Feed::exchangesArrived, this, &SendQueueView::takeExchanges);
    connect(&context.feed, &Feed::itemsArrived, this, &SendQueueView::takeItems);
    connect(&context.feed, &Feed::stateArrived, this, &SendQueueView::takeState);
    connect(&context.privacy, &Privacy::changed, this, &SendQueueView::showState);
    connect(m_second, &QTimer::timeout, this, &SendQueueView::tick);
    m_second->start(1s);
}

SendQueueView::~SendQueueView() = default;

SendQueueView::Kept& SendQueueView::keptOf(ConnectionId id)
{
    Kept& kept = m_kept[id];
    if (!kept.model) {
        kept.model = std::make_unique<QueueModel>(m_context.privacy);
        kept.model->tick(m_context.engine.clock().wallNow(), std::nullopt);
    }
    return kept;
}

void SendQueueView::showConnection(ConnectionId id)
{
    m_connection = id;
    m_filter->setSourceModel(keptOf(id).model.get());
    m_asksCancel = false;
    if (m_dialog) {
        m_dialog->reject(); // it asked about another customer
    }
    showState();
    showCounts();
}

QueueState SendQueueView::queueState() const
{
    const QueueState* queue = m_context.feed.queue(m_connection);
    QueueState known;
    known.connection = m_connection;
    return queue != nullptr ? *queue : known;
}

void SendQueueView::takeExchanges(const QList<Exchange>& exchanges)
{
    const WallTime oldest = m_context.engine.clock().wallNow() - ShownPast;
    for (const Exchange& exchange : exchanges) {
        Kept& kept = keptOf(exchange.connection);
        for (auto left = exchange.left.crbegin(); left != exchange.left.crend(); ++left) {
            const ConnectionState* state = m_context.feed.connection(exchange.connection);
            const WindowState* window = state != nullptr ? longestWindow(*state) : nullptr;
            if (window == nullptr || left->window == window->policy.name) {
                addReading(kept.left,
                           {exchange.answeredWall(), double(left->remaining), double(left->limit)});
                break;
            }
        }
        if (exchange.origin == Origin::TestSend && exchange.isRefused()) {
            const double at = toSeconds(exchange.answeredWall().time_since_epoch());
            kept.marks.append({at, at, SendMark::Kind::Refused});
            if (exchange.reading.retryAfter) {
                kept.marks.append(
                    {at, at + toSeconds(*exchange.reading.retryAfter), SendMark::Kind::Wait});
            }
        }
    }
    for (auto& [id, kept] : m_kept) {
        kept.left.removeIf([oldest](const LeftReading& each) { return each.at < oldest; });
        kept.marks.removeIf([oldest](const SendMark& each) {
            return each.until < toSeconds(oldest.time_since_epoch());
        });
    }
}

void SendQueueView::takeItems(const QList<ItemChange>& changes)
{
    std::map<ConnectionId, QList<SendItem>> sorted;
    for (const ItemChange& change : changes) {
        sorted[change.connection].append(change.item);
    }
    for (const auto& [id, items] : sorted) {
        QueueModel& model = *keptOf(id).model;
        model.apply(items);
        noteSends(keptOf(id), items);
        if (id == m_connection && queueState().isRunning) {
            if (const std::optional<int> row = model.tally().current()) {
                const QModelIndex index = m_filter->mapFromSource(model.index(*row, 0));
                if (index.isValid() && !m_table->hasFocus()) {
                    m_table->scrollTo(index);
                }
            }
        }
    }
    showCounts();
}

void SendQueueView::takeState()
{
    const EngineState& state = m_context.feed.state();
    std::erase_if(m_kept, [this, &state](const auto& each) {
        return each.first != m_connection
            && std::none_of(state.connections.begin(), state.connections.end(),
                            [&each](const ConnectionState& one) { return one.id == each.first; });
    });
    if (isVisible()) {
        showState();
    }
}

void SendQueueView::showState()
{
    const ConnectionState* connection = m_context.feed.connection(m_connection);
    if (connection == nullptr) {
        return;
    }
    const QueueState queue = queueState();
    m_compose->setProfile(connection->spec.profileId);
    if (const WindowState* window = longestWindow(*connection)) {
        m_pace->setLimits(mostPerSecond(*connection), Wording::windowNoun(window->policy),
                          window->policy.limit);
    } else {
        m_pace->setUnlimited();
    }
    showNotice(queue);
    showStrip(*connection, queue);
    showButtons(queue);
    // The words beside the chart say what it shows.
    const WallTime now = m_context.engine.clock().wallNow();
    QueueState charted = queue;
    if (const std::optional<Lowest> lowest = showChart(*connection, queue)) {
        charted.lowestLeft = lowest->left;
        charted.lowestAt = lowest->at;
    }
    m_pace->showState(charted, now);
}

void SendQueueView::showStrip(const ConnectionState& connection, const QueueState& queue)
{
    const auto profile = m_context.engine.profiles().find(connection.spec.profileId);
    QList<SendTarget> targets{SendTarget::DryRun, SendTarget::Practice};
    if (profile && !profile->sandboxQuery.isEmpty()) {
        targets += SendTarget::TestMode;
    }
    targets += SendTarget::Live;
    if (targets != m_targets) {
        m_targets = targets;
        m_target->clearSegments();
        for (const SendTarget target : targets) {
            m_target->addSegment(Wording::target(target),
                                 target == SendTarget::DryRun         ? Icon::Eye
                                     : target == SendTarget::Practice ? Icon::Flask
                                     : target == SendTarget::TestMode ? Icon::Shield
                                                                      : Icon::Server);
        }
    }
    m_target->setCurrent(int(std::max<qsizetype>(m_targets.indexOf(queue.target), 0)));
    for (int index = 0; index < m_target->count(); ++index) {
        const bool isReachable
            = !connection.spec.isPractice || m_targets.at(index) != SendTarget::Live;
        const bool isChosen = m_targets.at(index) == queue.target;
        m_target->setSegmentEnabled(index, isReachable && (!queue.isRunning || isChosen));
    }
    m_target->setToolTip(connection.spec.isPractice ? Wording::noLiveHost()
                             : queue.isRunning      ? Wording::targetIsFixed()
                                                    : QString());
    const bool isLive = queue.target == SendTarget::Live;
    m_strip->setTone(isLive ? std::optional(Standing::Limited) : std::nullopt);
    m_targetLine->setSentence(Wording::targetLine(
        queue.target, connection.host,
        isLive && queue.isRunning ? keptOf(m_connection).confirmed : std::nullopt));
    m_targetLine->setStrongColor(isLive ? Color::StateLimitedFg : Color::TextPrimary);
    m_key->setText(connection.maskedKey);
    m_key->parentWidget()->setVisible(!connection.maskedKey.isEmpty());
}

void SendQueueView::showButtons(const QueueState& queue)
{
    const int waiting = keptOf(m_connection).model->tally().waiting();
    m_progress->setText(Wording::progress(queue));
    m_progressAside->setText(Wording::progressAside(queue));
    m_progressAside->setToolTip(m_progressAside->text());
    m_bar->setProgress(keptOf(m_connection).model->rowCount(), keptOf(m_connection).model->tally());

    const bool runs = queue.isRunning && !queue.isPaused;
    const bool canStart = !runs && waiting > 0;
    m_run->setVisible(runs || waiting > 0);
    m_run->setKind(canStart ? Button::Kind::Primary : Button::Kind::Default);
    m_run->setText(runs                 ? Wording::pauseQueue()
                       : queue.isPaused ? Wording::resumeQueue()
                                        : Wording::startSends(queue.target, waiting));
    m_run->setIcon(m_context.icons.icon(runs ? Icon::Pause : Icon::Play,
                                        canStart ? Color::TextOnAccent : Color::TextSecondary));
    m_cancel->setVisible(waiting > 0);
    m_asksCancel = m_asksCancel && waiting > 0;
    m_cancel->setText(m_asksCancel ? Wording::cancelAsk(waiting) : Wording::cancelOthers(waiting));
    m_keepThem->setVisible(m_asksCancel);
}

std::optional<SendQueueView::Lowest> SendQueueView::showChart(const ConnectionState& connection,
                                                              const QueueState& queue)
{
    const WindowState* window = longestWindow(connection);
    if (window == nullptr || window->policy.limit <= 0) {
        ForecastPicture nothing;
        nothing.now = m_context.engine.clock().wallNow();
        m_chart->setPicture(nothing);
        return std::nullopt;
    }
    const Kept& kept = keptOf(m_connection);
    const WallTime now = m_context.engine.clock().wallNow();
    const Instant instant = m_context.engine.clock().now();
    std::optional<WallTime> reset;
    if (window->resetAt && !window->isRolling) {
        reset = now + (*window->resetAt - instant);
    }
    const auto limit = double(window->policy.limit);
    SendForecastInput input;
    input.now = now;
    input.left = double(window->remaining.value_or(window->policy.limit));
    input.limit = limit;
    input.window = window->policy.window;
    input.resetAt = reset;
    input.customerPerSecond = queue.customerPerSecond;
    input.waiting = queue.waiting;
    if (queue.isRunning && !queue.isPaused) {
        input.doneAt = queue.doneAt;
        if (queue.waitUntil) {
            input.holdUntil = now + (*queue.waitUntil - instant);
        }
    }
    input.isRolling = window->isRolling;
    const SendForecast forecast = sendForecast(input);
    ForecastPicture picture{.now = now,
                            .past = leftLine(kept.left, now, reset, window->policy.window, 90s),
                            .forecast = forecast,
                            .sends = sendMarks(kept, now),
                            .window = window->policy.window,
                            .windowLabel = Wording::thisWindow(Wording::windowNoun(window->policy)),
                            .keepShare = double(queue.pace.keepFree) / limit,
                            .keepLabel = Wording::keepLabel(queue.pace.keepFree),
                            .limit = window->policy.limit,
                            .lowest = std::nullopt,
                            .doneAt = queue.doneAt};
    std::optional<Lowest> lowest;
    if (forecast.lowest) {
        lowest = Lowest{std::llround(forecast.lowest->y() * limit),
                        now
                            + std::chrono::duration_cast<Duration>(
                                std::chrono::duration<double>(forecast.lowest->x()))};
        picture.lowest = Wording::lowestLabel(lowest->left);
    }
    m_chart->setPicture(picture);
    return lowest;
}

void SendQueueView::showCounts()
{
    const auto found = m_kept.find(m_connection);
    if (found == m_kept.end()) {
        return;
    }
    const QueueModel& model = *found->second.model;
    m_choice->setSegmentText(0, Wording::itemChoice(0, model.rowCount()));
    m_choice->setSegmentText(1, Wording::itemChoice(1, model.tally().waiting()));
    m_choice->setSegmentText(2, Wording::itemChoice(2, model.tally().problems()));
    m_stack->setCurrentIndex(model.rowCount() > 0 ? 1 : 0);
    m_clearDone->setVisible(model.tally().ended() > 0);
    showButtons(queueState());
}

void SendQueueView::chooseTarget(int index)
{
    m_context.engine.setTarget(m_connection, m_targets.value(index));
}

void SendQueueView::startOrPause()
{
    const QueueState queue = queueState();
    const ConnectionState* connection = m_context.feed.connection(m_connection);
    if (connection == nullptr) {
        return;
    }
    if (queue.isRunning && !queue.isPaused) {
        m_context.engine.pauseQueue(m_connection);
    } else if (queue.target == SendTarget::Live) {
        askBeforeLive(*connection, queue);
    } else {
        m_context.engine.startQueue(m_connection);
    }
}

void SendQueueView::askBeforeLive(const ConnectionState& connection, const QueueState& queue)
{
    QList<SendItem> waiting = keptOf(m_connection).model->items();
    waiting.removeIf([](const SendItem& each) { return !isWaiting(each.state); });
    if (waiting.isEmpty() || m_dialog) {
        return;
    }
    Wording::LiveSend send{.host = connection.host,
                           .people = waiting.size(),
                           .customer = connection.spec.customer,
                           .templateName = m_compose->templateName(),
                           .first
                           = m_context.privacy.shownRecipient(waiting.first().draft.recipient),
                           .last = m_context.privacy.shownRecipient(waiting.last().draft.recipient),
                           .window = {},
                           .left = std::nullopt,
                           .takes = std::nullopt,
                           .pace = queue.pace,
                           .recipients = {}};
    for (const SendItem& each : std::as_const(waiting)) {
        send.recipients.append(each.draft.recipient);
    }
    if (const WindowState* window = longestWindow(connection)) {
        send.window = window->policy;
        send.left = window->remaining;
    }
    if (queue.pace.kind == Pace::Kind::Rate && queue.pace.perSecond > 0) {
        send.takes = fromSeconds(double(waiting.size()) / queue.pace.perSecond);
    }
    m_dialog = new LiveSendDialog(m_context.theme, m_context.engine.clock(), send, window());
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    const ConnectionId id = m_connection;
    const qint64 number = send.people;
    connect(m_dialog, &QDialog::accepted, this, [this, id, number] {
        keptOf(id).confirmed = m_context.engine.clock().wallNow();
        m_context.engine.setGuard(id, m_dialog->guard());
        m_context.engine.startQueue(id, number);
    });
    connect(m_dialog, &LiveSendDialog::dryRunChosen, this, [this, id] {
        m_context.engine.setTarget(id, SendTarget::DryRun);
        m_context.engine.startQueue(id);
    });
    m_dialog->open();
}

void SendQueueView::cancelWaiting()
{
    if (m_asksCancel) {
        m_context.engine.cancelQueued(m_connection);
    }
    m_asksCancel = !m_asksCancel;
    showButtons(queueState());
}

void SendQueueView::showEvent(QShowEvent*)
{
    showState();
}

void SendQueueView::tick()
{
    const QueueState* queue = m_context.feed.queue(m_connection);
    if (!isVisible() || queue == nullptr) {
        return;
    }
    std::optional<Duration> wait;
    if (queue->waitUntil) {
        wait = std::max(*queue->waitUntil - m_context.engine.clock().now(), Duration::zero());
    }
    keptOf(m_connection).model->tick(m_context.engine.clock().wallNow(), wait);
    showState();
}

} // namespace Pacewatch
