#include "core/engine.h"

#include "core/engine/engineroom.h"
#include "core/engine/outboxes.h"

#include <QPointer>
#include <QThread>

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

const Recording* EngineState::recordingOf(ConnectionId id) const
{
    const auto found = std::find_if(recordings.begin(), recordings.end(),
                                    [&](const Recording& each) { return each.id == id; });
    return found == recordings.end() ? nullptr : &*found;
}

/// The engine's thread, its room, and the place on the caller's thread where callbacks come home.
class Engine::Threads final
{
public:
    Threads(Clock& clock, const ProfileShelf& profiles, const EngineFiles& files)
        : m_clock(clock)
        , m_profiles(profiles)
    {
        m_thread.setObjectName(u"engine"_s);
        m_gate.moveToThread(&m_thread);
        m_thread.start();
        // Sockets and bells belong to the thread that makes them, so the room is built over there.
        QMetaObject::invokeMethod(
            &m_gate,
            [this, files] { m_room = new EngineRoom(m_clock, m_profiles, m_outboxes, files); },
            Qt::QueuedConnection);
    }

    ~Threads()
    {
        QMetaObject::invokeMethod(
            &m_gate,
            [this] {
                delete std::exchange(m_room, nullptr);
                m_gate.moveToThread(nullptr);
                m_thread.quit();
            },
            Qt::QueuedConnection);
        m_thread.wait();
    }

    void settle()
    {
        QMetaObject::invokeMethod(
            &m_gate, [] {}, Qt::BlockingQueuedConnection);
    }

    /// Queues @p command into the engine's thread, after every earlier one.
    template<typename Command>
    void post(Command command)
    {
        QMetaObject::invokeMethod(
            &m_gate, [this, command = std::move(command)]() mutable { command(*m_room); },
            Qt::QueuedConnection);
    }

    template<typename Command>
    void postTo(ConnectionId id, Command command)
    {
        post([id, command = std::move(command)](EngineRoom& room) mutable {
            if (WatchedConnection* connection = room.find(id)) {
                command(*connection);
            }
        });
    }

    /// A callback that the engine's thread may call: it runs @p done on the caller's thread, unless
    /// @p context is gone by then.
    template<typename... Values>
    std::function<void(Values...)> homeward(QObject* context, std::function<void(Values...)> done)
    {
        return
            [this, guard = QPointer<QObject>(context), done = std::move(done)](Values... values) {
                QMetaObject::invokeMethod(
                    &m_home,
                    [guard, done, values...] {
                        if (guard) {
                            done(values...);
                        }
                    },
                    Qt::QueuedConnection);
            };
    }

    [[nodiscard]] JobId nextJob() { return JobId(++m_outboxes.lastJob); }

    Clock& m_clock;
    const ProfileShelf& m_profiles;
    Outboxes m_outboxes;

private:
    QObject m_home; // lives on the thread that made the engine
    QObject m_gate; // lives on the engine's thread
    EngineRoom* m_room = nullptr; // touched on the engine's thread only
    QThread m_thread;
};

Engine::Engine(Clock& clock, const ProfileShelf& profiles, const EngineFiles& files)
    : m_threads(std::make_unique<Threads>(clock, profiles, files))
{ }

Engine::~Engine() = default;

void Engine::settle()
{
    m_threads->settle();
}

ConnectionId Engine::addConnection(const ConnectionSpec& spec, Secret key)
{
    const auto id = ConnectionId{++m_threads->m_outboxes.lastConnection};
    m_threads->post([id, spec, key = std::move(key)](EngineRoom& room) mutable {
        room.addConnection(id, spec, std::move(key));
    });
    return id;
}

void Engine::changeConnection(ConnectionId id, const ConnectionSpec& spec, Secret key)
{
    m_threads->post([id, spec, key = std::move(key)](EngineRoom& room) mutable {
        room.changeConnection(id, spec, std::move(key));
    });
}

void Engine::removeConnection(ConnectionId id)
{
    m_threads->post([id](EngineRoom& room) { room.removeConnection(id); });
}

void Engine::setWatching(ConnectionId id, bool watching)
{
    m_threads->postTo(
        id, [watching](WatchedConnection& connection) { connection.setWatching(watching); });
}

void Engine::retry(ConnectionId id)
{
    m_threads->postTo(id, [](WatchedConnection& connection) { connection.retry(); });
}

void Engine::testCall(ConnectionId id, QObject* context, std::function<void(Result<Exchange>)> done)
{
    auto reply = m_threads->homeward(context, std::move(done));
    m_threads->post([id, reply = std::move(reply)](EngineRoom& room) {
        if (WatchedConnection* connection = room.find(id)) {
            connection->testCall(reply);
        } else {
            reply(fail(ErrorCode::NotFound, u"connection"_s));
        }
    });
}

void Engine::checkReachable(const QByteArray& url, QObject* context,
                            std::function<void(Result<void>)> done)
{
    m_threads->post([url, reply = m_threads->homeward(context, std::move(done))](EngineRoom& room) {
        room.checkReachable(url, reply);
    });
}

void Engine::checkPort(quint16 port, QObject* context, std::function<void(bool, quint16)> done)
{
    m_threads->post([port, reply = m_threads->homeward(context, std::move(done))](
                        EngineRoom& room) { room.checkPort(port, reply); });
}

JobId Engine::diagnose(const CallRange& range, QObject* context, Progress progress,
                       std::function<void(Result<Diagnosis>)> done)
{
    const JobId job = m_threads->nextJob();
    m_threads->post([job, range, told = m_threads->homeward(context, std::move(progress)),
                     reply = m_threads->homeward(context, std::move(done))](EngineRoom& room) {
        room.diagnose(job, range, told, reply);
    });
    return job;
}

JobId Engine::compare(const CallRange& before, const CallRange& after, QObject* context,
                      std::function<void(const Comparison&)> done)
{
    const JobId job = m_threads->nextJob();
    m_threads->post([job, before, after, reply = m_threads->homeward(context, std::move(done))](
                        EngineRoom& room) { room.compare(job, before, after, reply); });
    return job;
}

JobId Engine::previewEvidence(const EvidencePart& part, const QString& alignTo, PreviewDepth depth,
                              QObject* context, Progress progress,
                              std::function<void(Result<EvidencePreview>)> done)
{
    const JobId job = m_threads->nextJob();
    m_threads->post([job, part, alignTo, depth,
                     told = m_threads->homeward(context, std::move(progress)),
                     reply = m_threads->homeward(context, std::move(done))](EngineRoom& room) {
        room.recorded().preview(job, part, alignTo, depth, told, reply);
    });
    return job;
}

void Engine::forgetEvidence()
{
    m_threads->post([](EngineRoom& room) { room.recorded().forgetEvidence(); });
}

JobId Engine::openRecorded(const EvidenceCase& evidence, QObject* context, Progress progress,
                           std::function<void(Result<ConnectionId>)> done)
{
    const JobId job = m_threads->nextJob();
    const auto id = ConnectionId{++m_threads->m_outboxes.lastConnection};
    m_threads->post([job, id, evidence, told = m_threads->homeward(context, std::move(progress)),
                     reply = m_threads->homeward(context, std::move(done))](EngineRoom& room) {
        room.recorded().open(job, id, evidence, told, reply);
    });
    return job;
}

void Engine::readRecorded(ConnectionId id, const CallsWanted& wanted, QObject* context,
                          std::function<void(Result<QList<Exchange>>)> done)
{
    m_threads->post([id, wanted, reply = m_threads->homeward(context, std::move(done))](
                        EngineRoom& room) { room.recorded().read(id, wanted, reply); });
}

void Engine::findRecorded(ConnectionId id, const CallFilter& filter, const CallOrder& order,
                          QObject* context, std::function<void(Result<QList<ExchangeId>>)> done)
{
    m_threads->post([id, filter, order, reply = m_threads->homeward(context, std::move(done))](
                        EngineRoom& room) { room.recorded().find(id, filter, order, reply); });
}

void Engine::tallyRecorded(ConnectionId id, const CallFilter& filter, QObject* context,
                           std::function<void(Result<CallTally>)> done)
{
    m_threads->post([id, filter, reply = m_threads->homeward(context, std::move(done))](
                        EngineRoom& room) { room.recorded().tally(id, filter, reply); });
}

void Engine::groupRecorded(ConnectionId id, QObject* context,
                           std::function<void(Result<std::shared_ptr<const CallGrouping>>)> done)
{
    m_threads->post([id, reply = m_threads->homeward(context, std::move(done))](EngineRoom& room) {
        room.recorded().group(id, reply);
    });
}

void Engine::readSeconds(ConnectionId id, WallTime from, int most, QObject* context,
                         std::function<void(Result<QList<SecondCount>>)> done)
{
    m_threads->post([id, from, most, reply = m_threads->homeward(context, std::move(done))](
                        EngineRoom& room) { room.recorded().seconds(id, from, most, reply); });
}

JobId Engine::exportCalls(ConnectionId id, const ExportOrder& order, QObject* context,
                          Progress progress, std::function<void(Result<qint64>)> done)
{
    const JobId job = m_threads->nextJob();
    m_threads->post([job, id, order, told = m_threads->homeward(context, std::move(progress)),
                     reply = m_threads->homeward(context, std::move(done))](EngineRoom& room) {
        room.exportCalls(job, id, order, told, reply);
    });
    return job;
}

void Engine::addNote(ConnectionId id, WallTime at, const QString& text, QObject* context,
                     std::function<void(Result<void>)> done)
{
    m_threads->post([id, at, text, reply = m_threads->homeward(context, std::move(done))](
                        EngineRoom& room) { room.addNote(id, at, text, reply); });
}

void Engine::recentSessions(int most, QObject* context,
                            std::function<void(QList<RecentSession>)> done)
{
    m_threads->post([most, reply = m_threads->homeward(context, std::move(done))](
                        EngineRoom& room) { room.recentSessions(most, reply); });
}

void Engine::cancelJob(JobId job)
{
    m_threads->post([job](EngineRoom& room) { room.cancelJob(job); });
}

void Engine::whatIf(ConnectionId id, WallTime from, WallTime to, const WhatIf& what,
                    WhatIfDepth depth, QObject* context,
                    std::function<void(const WhatIfAnswer&)> done)
{
    m_threads->post([id, from, to, what, depth,
                     reply = m_threads->homeward(context, std::move(done))](EngineRoom& room) {
        room.whatIf({id, from, to}, what, depth, reply);
    });
}

void Engine::enqueue(ConnectionId id, const QList<SendDraft>& drafts)
{
    m_threads->postTo(
        id, [drafts](WatchedConnection& connection) { connection.queue().enqueue(drafts); });
}

void Engine::setPace(ConnectionId id, const Pace& pace)
{
    m_threads->postTo(id,
                      [pace](WatchedConnection& connection) { connection.queue().setPace(pace); });
}

void Engine::setTarget(ConnectionId id, SendTarget target)
{
    m_threads->postTo(id,
                      [target](WatchedConnection& connection) { connection.setTarget(target); });
}

void Engine::setGuard(ConnectionId id, const LiveGuard& guard)
{
    m_threads->postTo(
        id, [guard](WatchedConnection& connection) { connection.queue().setGuard(guard); });
}

void Engine::setBulk(ConnectionId id, bool isBulk)
{
    m_threads->postTo(
        id, [isBulk](WatchedConnection& connection) { connection.queue().setBulk(isBulk); });
}

void Engine::askUnknown(ConnectionId id)
{
    m_threads->postTo(id, [](WatchedConnection& connection) { connection.askUnknown(); });
}

void Engine::startQueue(ConnectionId id, qint64 confirmedCount)
{
    m_threads->post(
        [id, confirmedCount](EngineRoom& room) { room.startQueue(id, confirmedCount); });
}

void Engine::pauseQueue(ConnectionId id)
{
    m_threads->postTo(id, [](WatchedConnection& connection) { connection.queue().pause(); });
}

void Engine::cancelQueued(ConnectionId id)
{
    m_threads->postTo(id,
                      [](WatchedConnection& connection) { connection.queue().cancelWaiting(); });
}

void Engine::cancelItem(ConnectionId id, ItemId item)
{
    m_threads->postTo(id,
                      [item](WatchedConnection& connection) { connection.queue().cancel(item); });
}

void Engine::moveItem(ConnectionId id, ItemId item, ItemId before)
{
    m_threads->postTo(id, [item, before](WatchedConnection& connection) {
        connection.queue().reorder(item, before);
    });
}

void Engine::clearDone(ConnectionId id)
{
    m_threads->postTo(id, [](WatchedConnection& connection) { connection.queue().clearDone(); });
}

void Engine::sendAgain(ConnectionId id, ItemId item)
{
    m_threads->postTo(
        id, [item](WatchedConnection& connection) { connection.queue().sendAgain(item); });
}

void Engine::confirmUnknown(ConnectionId id, ItemId item, bool wasSent)
{
    m_threads->postTo(id, [item, wasSent](WatchedConnection& connection) {
        connection.queue().confirmUnknown(item, wasSent);
    });
}

void Engine::startEmulator(const EmulatorSettings& settings)
{
    m_threads->post([settings](EngineRoom& room) { room.startEmulator(settings); });
}

void Engine::changeEmulator(const EmulatorSettings& settings)
{
    m_threads->post([settings](EngineRoom& room) { room.emulator().change(settings); });
}

void Engine::stopEmulator()
{
    m_threads->post([](EngineRoom& room) { room.stopEmulator(); });
}

void Engine::resetEmulatorCounters()
{
    m_threads->post([](EngineRoom& room) { room.emulator().resetCounters(); });
}

ConnectionId Engine::playScenario(const QString& scenarioId)
{
    const auto id = ConnectionId{++m_threads->m_outboxes.lastConnection};
    m_threads->post([id, scenarioId](EngineRoom& room) { room.playScenario(id, scenarioId); });
    return id;
}

void Engine::stopScenario()
{
    m_threads->post([](EngineRoom& room) { room.emulator().stopScenario(); });
}

Outbox<Exchange>& Engine::exchanges()
{
    return m_threads->m_outboxes.exchanges;
}

Outbox<Happening>& Engine::happenings()
{
    return m_threads->m_outboxes.happenings;
}

Outbox<MomentNote>& Engine::notes()
{
    return m_threads->m_outboxes.notes;
}

Outbox<ItemChange>& Engine::itemChanges()
{
    return m_threads->m_outboxes.itemChanges;
}

Outbox<EmulatorAnswer>& Engine::emulatorAnswers()
{
    return m_threads->m_outboxes.emulatorAnswers;
}

LatestBox<EngineState>& Engine::states()
{
    return m_threads->m_outboxes.states;
}

const ProfileShelf& Engine::profiles() const
{
    return m_threads->m_profiles;
}

Clock& Engine::clock() const
{
    return m_threads->m_clock;
}

} // namespace Pacewatch
