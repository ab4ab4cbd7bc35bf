#pragma once

#include "core/clock.h"
#include "core/emulator/actormind.h"
#include "core/emulator/gateway.h"
#include "core/emulator/intake.h"
#include "core/emulator/settings.h"
#include "core/http/server.h"
#include "core/profile/profile.h"
#include "core/result.h"

#include <QObject>
#include <QString>

#include <deque>
#include <list>
#include <memory>
#include <optional>
#include <vector>

namespace Pacewatch {

/// The rehearsed gateway on the loopback addresses. Lives on the thread "emulator", which the
/// engine owns; every function is called there.
///
/// Its calendar is the computer's plus an offset, and may pass faster. A hidden consumer may share
/// the key of the last accepted call: it counts inside and shows in no other way than as quota
/// that is missing.
class Emulator final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Emulator)

public:
    /// @p clock and @p profiles must outlive the emulator.
    Emulator(Clock& clock, const ProfileShelf& profiles, QObject* parent = nullptr);
    ~Emulator() override;

    /// Listens, and yields the address with its base path, `http://127.0.0.1:8089/api`. NotFound:
    /// no such profile; Busy: the port is taken. One that runs starts anew.
    Result<QString> start(const EmulatorSettings& settings);
    /// Other settings from now on; counts live on where they can. It starts anew only for another
    /// port. Another profile, seed, time scale or clock offset resets the counters. Does nothing
    /// but start() while it is stopped.
    Result<QString> change(const EmulatorSettings& settings);
    /// Cuts every connection. Its counters stay to be looked at.
    void stop();
    /// Every key starts afresh, and so do the numbers of state().
    void resetCounters();

    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    /// How it stands now; `scenario` is left to whoever plays one.
    [[nodiscard]] EmulatorState state() const;

signals:
    /// After each answer is decided, also for the hidden consumer's.
    void answered(const Pacewatch::EmulatorAnswer& answer);

private:
    struct Held
    {
        Instant due{}; // on m_time
        std::shared_ptr<Http::ServerExchange> exchange;
        GatewayReply reply;
    };

    Result<void> listen(quint16 port);
    void openGateway(const Profile& profile);
    void takeExchange(const std::shared_ptr<Http::ServerExchange>& exchange);
    void answer(const std::shared_ptr<Http::ServerExchange>& exchange,
                const GatewayRequest& request);
    void release();
    void armRelease();
    void planOther();
    void callAsOther();
    void report(const GatewayReply& reply, bool isOther, const QByteArray& body = {});
    static void send(Http::ServerExchange& exchange, const GatewayReply& reply);
    [[nodiscard]] WallTime gatewayNow() const;
    [[nodiscard]] QString address() const;

    Clock& m_clock;
    const ProfileShelf& m_profiles;
    EmulatorSettings m_settings;
    bool m_isRunning = false;
    quint16 m_port = 0;
    std::optional<QString> m_trouble;
    std::unique_ptr<Http::Server> m_v4;
    std::unique_ptr<Http::Server> m_v6;
    std::unique_ptr<ScaledClock> m_time; // the gateway's own; its bells go before it
    std::unique_ptr<Bell> m_releaseBell;
    std::unique_ptr<Bell> m_otherBell;
    std::unique_ptr<Gateway> m_gateway;
    std::list<Intake> m_intakes; // those that are over go with the next request
    std::vector<Held> m_held; // soonest first
    std::optional<ActorMind> m_other;
    QByteArray m_partition; // of the last accepted call
    std::deque<WallTime> m_otherCalls; // those that count, on the gateway's calendar
    qint64 m_answers = 0;
    qint64 m_refused = 0;
};

} // namespace Pacewatch
