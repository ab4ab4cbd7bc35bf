#pragma once

#include "core/clock.h"
#include "core/emulator/actor.h"
#include "core/emulator/scenario.h"
#include "core/profile/profile.h"
#include "core/result.h"
#include "core/secret.h"

#include <QByteArray>
#include <QObject>
#include <QString>

#include <memory>
#include <optional>

namespace Pacewatch {

/// Plays one scenario at a time against an address, usually the proxy's. Lives on the thread
/// "emulator". The gateway is somebody else's: gatewayChanges() says what it should become.
class ActorCast final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ActorCast)

public:
    /// @p clock and @p profiles must outlive the cast. A clock that runs faster makes the client
    /// live faster.
    ActorCast(Clock& clock, const ProfileShelf& profiles, QObject* parent = nullptr);
    ~ActorCast() override;

    /// Starts to play, in place of what played before. @p address is a base URL in place of the
    /// gateway's own, `http://127.0.0.1:8642` or with its base path. Invalid for an address that
    /// is none, NotFound for a profile that does not exist.
    Result<void> start(const Scenario& scenario, const QByteArray& address, Secret key);
    /// Ends the open calls.
    void stop();

    [[nodiscard]] bool isPlaying() const { return m_actor != nullptr; }
    /// Of what plays; empty when nothing does.
    [[nodiscard]] QString scenarioId() const { return m_actor ? m_scenario.id : QString(); }

signals:
    /// The scenario wants the gateway to behave otherwise from now on.
    void gatewayChanges(const Pacewatch::EmulatorSettings& settings);
    /// A call of the client came to its end; @p status is 0 when there was no answer.
    void answered(const QByteArray& method, const QByteArray& path, int status);

private:
    void applyChanges();
    void armChange();

    Clock& m_clock;
    const ProfileShelf& m_profiles;
    Scenario m_scenario;
    Instant m_start{};
    qsizetype m_changes = 0; // how many of the scenario's are made
    std::unique_ptr<Bell> m_changeBell;
    std::unique_ptr<Actor> m_actor;
};

} // namespace Pacewatch
