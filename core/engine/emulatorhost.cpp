#include "core/engine/emulatorhost.h"

#include "core/emulator/actorcast.h"
#include "core/emulator/emulator.h"
#include "core/emulator/scenario.h"

#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

EmulatorHost::EmulatorHost(Clock& clock, const ProfileShelf& profiles, Outboxes& outboxes,
                           QObject* parent)
    : QObject(parent)
    , m_outboxes(outboxes)
    , m_emulator(new Emulator(clock, profiles))
    , m_actors(new ActorCast(clock, profiles))
{
    m_emulator->moveToThread(&m_thread);
    m_actors->moveToThread(&m_thread);
    connect(m_emulator, &Emulator::answered, m_emulator,
            [this](const EmulatorAnswer& answer) { m_outboxes.emulatorAnswers.put(answer); });
    connect(m_actors, &ActorCast::gatewayChanges, m_emulator,
            [this](const EmulatorSettings& settings) {
                // The scenario says how the gateway behaves; where it listens is not its business.
                EmulatorSettings changed = settings;
                changed.port = m_emulator->state().settings.port;
                (void)m_emulator->change(changed);
            });
    // Sockets and bells must end on the thread they were made on.
    connect(&m_thread, &QThread::finished, m_actors, &QObject::deleteLater);
    connect(&m_thread, &QThread::finished, m_emulator, &QObject::deleteLater);
    m_thread.setObjectName(u"emulator"_s);
}

EmulatorHost::~EmulatorHost()
{
    if (!m_thread.isRunning()) {
        delete m_actors;
        delete m_emulator;
        return;
    }
    m_thread.quit();
    m_thread.wait();
}

QByteArray EmulatorHost::practiceKey()
{
    return "practice-key-0001"_ba;
}

void EmulatorHost::start(const EmulatorSettings& settings,
                         std::function<void(Result<QByteArray>)> done)
{
    m_thread.start();
    QMetaObject::invokeMethod(
        m_emulator,
        [this, settings, done = std::move(done)] {
            const Result<QString> address = m_emulator->isRunning() ? m_emulator->change(settings)
                                                                    : m_emulator->start(settings);
            const Result<QByteArray> answer
                = address.map([](const QString& text) { return text.toLatin1(); });
            QMetaObject::invokeMethod(
                this, [done, answer] { done(answer); }, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
    refresh();
}

void EmulatorHost::change(const EmulatorSettings& settings)
{
    QMetaObject::invokeMethod(
        m_emulator,
        [this, settings] {
            if (m_emulator->isRunning()) {
                (void)m_emulator->change(settings); // a failure shows in its state
            }
        },
        Qt::QueuedConnection);
    refresh();
}

void EmulatorHost::stop()
{
    stopScenario();
    QMetaObject::invokeMethod(
        m_emulator, [this] { m_emulator->stop(); }, Qt::QueuedConnection);
    refresh();
}

void EmulatorHost::resetCounters()
{
    QMetaObject::invokeMethod(
        m_emulator, [this] { m_emulator->resetCounters(); }, Qt::QueuedConnection);
    refresh();
}

void EmulatorHost::play(const QString& scenarioId, const QByteArray& address)
{
    QMetaObject::invokeMethod(
        m_actors,
        [this, scenarioId, address] {
            if (const std::optional<Scenario> scenario = findScenario(scenarioId)) {
                (void)m_actors->start(*scenario, address, Secret(practiceKey()));
            }
        },
        Qt::QueuedConnection);
    refresh();
}

void EmulatorHost::stopScenario()
{
    QMetaObject::invokeMethod(
        m_actors, [this] { m_actors->stop(); }, Qt::QueuedConnection);
    refresh();
}

void EmulatorHost::refresh()
{
    if (!m_thread.isRunning()) {
        return;
    }
    QMetaObject::invokeMethod(
        m_emulator,
        [this] {
            EmulatorState state = m_emulator->state();
            state.scenario = m_actors->scenarioId();
            QMetaObject::invokeMethod(
                this, [this, state] { m_state = state; }, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

} // namespace Pacewatch
