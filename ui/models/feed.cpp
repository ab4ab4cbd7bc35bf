#include "ui/models/feed.h"

#include <algorithm>
#include <utility>

namespace Pacewatch {

namespace {

// A page costs the window some milliseconds.
constexpr int WholeCallsAtOnce = 250;
constexpr int RowsAtOnce = 1'500;
/// A queue of a hundred thousand tells of all of them at once; the window takes them by and by.
constexpr qsizetype ItemsAtOnce = 10'000;

} // namespace

Feed::Feed(Engine& engine, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
{
    m_shot.setSingleShot(true);
    m_shot.setInterval(Pace);
    m_shot.setTimerType(Qt::PreciseTimer);
    connect(&m_shot, &QTimer::timeout, this, &Feed::drain);

    // Before any receiver is told.
    connect(this, &Feed::stateArrived, &m_histories, [this](const EngineState& state) {
        for (const ConnectionState& each : state.connections) {
            m_histories.takeState(each);
        }
    });
    connect(this, &Feed::exchangesArrived, &m_histories, &Histories::takeExchanges);
    connect(this, &Feed::rowsArrived, &m_histories, &Histories::takeExchanges);
    connect(this, &Feed::happeningsArrived, &m_histories, &Histories::takeHappenings);
    connect(this, &Feed::notesArrived, &m_histories, &Histories::takeNotes);

    // Called inside the locks of the boxes, so it only posts; see Outbox.
    setWake([this] { QMetaObject::invokeMethod(this, &Feed::wake, Qt::QueuedConnection); });
}

Feed::~Feed()
{
    setWake({});
}

void Feed::setWake(const std::function<void()>& wake)
{
    m_engine.exchanges().onArrival(wake);
    m_engine.happenings().onArrival(wake);
    m_engine.notes().onArrival(wake);
    m_engine.itemChanges().onArrival(wake);
    m_engine.emulatorAnswers().onArrival(wake);
    m_engine.states().onArrival(wake);
}

void Feed::setVisible(bool visible)
{
    m_isVisible = visible;
    if (!visible) {
        m_isWaiting = m_isWaiting || m_shot.isActive();
        m_shot.stop();
    } else if (m_isWaiting) {
        drain();
    }
}

void Feed::wake()
{
    if (!m_isVisible) {
        m_isWaiting = true;
    } else if (!m_shot.isActive()) {
        m_shot.start();
    }
}

void Feed::drain()
{
    m_shot.stop();
    m_isWaiting = false;
    // The state first: what follows may belong to a connection that is new in it.
    if (auto state = m_engine.states().take()) {
        m_state = std::move(*state);
        emit stateArrived(m_state);
        readNewRecordings();
    }
    if (const auto exchanges = m_engine.exchanges().takeAll(); !exchanges.isEmpty()) {
        emit exchangesArrived(exchanges);
    }
    if (const auto happenings = m_engine.happenings().takeAll(); !happenings.isEmpty()) {
        emit happeningsArrived(happenings);
    }
    if (const auto notes = m_engine.notes().takeAll(); !notes.isEmpty()) {
        emit notesArrived(notes);
    }
    drainItems();
    if (const auto answers = m_engine.emulatorAnswers().takeAll(); !answers.isEmpty()) {
        emit emulatorAnswersArrived(answers);
    }
}

void Feed::drainItems()
{
    QList<ItemChange> fresh = m_engine.itemChanges().takeAll();
    m_changes.isEmpty() ? m_changes.swap(fresh) : m_changes.append(std::move(fresh));
    if (m_changes.isEmpty()) {
        return;
    }
    const qsizetype count = std::min(m_changes.size(), ItemsAtOnce);
    const QList<ItemChange> now = m_changes.first(count);
    m_changes.remove(0, count);
    if (m_changes.isEmpty()) {
        m_changes = {}; // with its room, which may be large
    } else {
        m_shot.start();
    }
    emit itemsArrived(now);
}

void Feed::readNewRecordings()
{
    m_read.removeIf([this](const auto& each) { return recording(each.key()) == nullptr; });
    QList<ConnectionId> found;
    for (const Recording& each : m_state.recordings) {
        if (!m_read.contains(each.id)) {
            m_read.insert(each.id, {});
            found.append(each.id);
        }
    }
    for (const ConnectionId id : found) {
        readOn(id);
    }
}

void Feed::readOn(ConnectionId id)
{
    const Recording* const opened = recording(id);
    if (opened == nullptr) {
        return;
    }
    CallsWanted wanted;
    wanted.after = m_read.value(id);
    wanted.isWhole = !opened->isLarge;
    wanted.most = wanted.isWhole ? WholeCallsAtOnce : RowsAtOnce;
    m_engine.readRecorded(id, wanted, this, [this, id](const Result<QList<Exchange>>& calls) {
        if (!m_read.contains(id) || (calls && calls->isEmpty())) {
            return;
        }
        if (!calls) {
            emit readingFailed(id, calls.error());
            return;
        }
        m_read.insert(id, calls->last().id);
        const Recording* const read = recording(id);
        if (read != nullptr && read->isLarge) {
            emit rowsArrived(*calls);
        } else {
            emit exchangesArrived(*calls);
        }
        readOn(id);
    });
}

const ConnectionState* Feed::connection(ConnectionId id) const
{
    const auto found = std::ranges::find(m_state.connections, id, &ConnectionState::id);
    return found == m_state.connections.end() ? nullptr : &*found;
}

const QueueState* Feed::queue(ConnectionId id) const
{
    const auto found = std::ranges::find(m_state.queues, id, &QueueState::connection);
    return found == m_state.queues.end() ? nullptr : &*found;
}

quint64 Feed::dropped() const
{
    return m_engine.exchanges().dropped() + m_engine.happenings().dropped()
        + m_engine.itemChanges().dropped() + m_engine.emulatorAnswers().dropped();
}

} // namespace Pacewatch
