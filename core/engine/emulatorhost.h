#pragma once

#include "core/clock.h"
#include "core/emulator/settings.h"
#include "core/engine/outboxes.h"
#include "core/profile/profile.h"
#include "core/result.h"

#include <QObject>
#include <QString>
#include <QThread>

#include <functional>

namespace Pacewatch {

class ActorCast;
class Emulator;

/// Keeps the rehearsed gateway and its actors on a thread of their own, so that they are as far
/// away as any stranger. Lives on the engine's thread; everything else crosses by queued calls.
class EmulatorHost final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EmulatorHost)

public:
    /// All three must outlive the host.
    EmulatorHost(Clock& clock, const ProfileShelf& profiles, Outboxes& outboxes,
                 QObject* parent = nullptr);
    ~EmulatorHost() override;

    /// Starts the gateway, or gives the running one other settings. @p done is called on the
    /// engine's thread with its address, or with why there is none.
    void start(const EmulatorSettings& settings, std::function<void(Result<QByteArray>)> done);
    void change(const EmulatorSettings& settings);
    void stop();
    void resetCounters();

    /// Lets the client of a scenario call @p address, the proxy's, until stopScenario().
    void play(const QString& scenarioId, const QByteArray& address);
    void stopScenario();

    /// Asks the gateway how it stands; the answer shows in state() a moment later.
    void refresh();
    [[nodiscard]] const EmulatorState& state() const { return m_state; }

    /// The key that actors and practice sends use.
    [[nodiscard]] static QByteArray practiceKey();

private:
    Outboxes& m_outboxes;
    QThread m_thread;
    Emulator* m_emulator; // lives on m_thread, ended in the destructor
    ActorCast* m_actors; // likewise
    EmulatorState m_state;
};

} // namespace Pacewatch
