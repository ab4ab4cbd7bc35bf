#include "core/engine.h"

#include <atomic>
#include <utility>

namespace Pacewatch {

namespace {

constexpr qsizetype EventsKept = 20'000;

} // namespace

class Engine::Threads final
{
public:
    Threads(Clock& clock, const ProfileShelf& profiles)
        : m_clock(clock)
        , m_profiles(profiles)
    { }

    Clock& m_clock;
    const ProfileShelf& m_profiles;
    std::atomic<quint32> m_lastConnection = 0;
    Outbox<Exchange> m_exchanges{EventsKept};
    Outbox<Happening> m_happenings{EventsKept};
    Outbox<ItemChange> m_itemChanges{EventsKept};
    Outbox<EmulatorAnswer> m_emulatorAnswers{EventsKept};
    LatestBox<EngineState> m_states;
};

Engine::Engine(Clock& clock, const ProfileShelf& profiles)
    : m_threads(std::make_unique<Threads>(clock, profiles))
{ }

Engine::~Engine() = default;

ConnectionId Engine::addConnection(const ConnectionSpec&, Secret)
{
    return ConnectionId(++m_threads->m_lastConnection);
}

void Engine::changeConnection(ConnectionId, const ConnectionSpec&, Secret)
{ }
void Engine::removeConnection(ConnectionId)
{ }
void Engine::setWatching(ConnectionId, bool)
{ }
void Engine::retry(ConnectionId)
{ }
void Engine::testCall(ConnectionId, QObject*, std::function<void(Result<Exchange>)>)
{ }
void Engine::checkReachable(const QByteArray&, QObject*, std::function<void(Result<void>)>)
{ }
void Engine::checkPort(quint16, QObject*, std::function<void(bool, quint16)>)
{ }
void Engine::enqueue(ConnectionId, const QList<SendDraft>&)
{ }
void Engine::setPace(ConnectionId, const Pace&)
{ }
void Engine::setTarget(ConnectionId, SendTarget)
{ }
void Engine::startQueue(ConnectionId, qint64)
{ }
void Engine::pauseQueue(ConnectionId)
{ }
void Engine::cancelQueued(ConnectionId)
{ }
void Engine::clearDone(ConnectionId)
{ }
void Engine::sendAgain(ConnectionId, ItemId)
{ }
void Engine::confirmUnknown(ConnectionId, ItemId, bool)
{ }
void Engine::startEmulator(const EmulatorSettings&)
{ }
void Engine::changeEmulator(const EmulatorSettings&)
{ }
void Engine::stopEmulator()
{ }
void Engine::resetEmulatorCounters()
{ }
ConnectionId Engine::playScenario(const QString&)
{
    return ConnectionId(++m_threads->m_lastConnection);
}
void Engine::stopScenario()
{ }

Outbox<Exchange>& Engine::exchanges()
{
    return m_threads->m_exchanges;
}
Outbox<Happening>& Engine::happenings()
{
    return m_threads->m_happenings;
}
Outbox<ItemChange>& Engine::itemChanges()
{
    return m_threads->m_itemChanges;
}
Outbox<EmulatorAnswer>& Engine::emulatorAnswers()
{
    return m_threads->m_emulatorAnswers;
}
LatestBox<EngineState>& Engine::states()
{
    return m_threads->m_states;
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
