#pragma once

#include "core/diagnosis/calllog.h"
#include "core/emulator/enforcement.h"
#include "core/exchange.h"
#include "core/profile/profile.h"

#include <queue>

#include <functional>
#include <memory>
#include <random>
#include <vector>

namespace Pacewatch {

/// A call as a modelled client makes it.
struct WorldCall
{
    QByteArray method = "POST";
    QByteArray path = "/messages/send";
    quint64 body = 0; ///< names the body; 0 for none
    qint64 size = 200;
    Origin origin = Origin::Client;
    Duration extra{}; ///< the gateway takes so much longer
    QByteArray said{}; ///< equal answers to GETs share it; the path when empty
};

/// What the client learns of the answer.
struct WorldAnswer
{
    int status = 200;
    bool isRefused = false;
    std::optional<Duration> wait;
    std::optional<WallTime> resetAt; ///< on the gateway's calendar
    Duration now{}; ///< since the start
};

/// How the modelled gateway behaves beyond its profile.
struct WorldRules
{
    QString profile = QStringLiteral("aisoule");
    Algorithm algorithm = Algorithm::Fixed;
    bool countsRefused = false;
    double realLimitShare = 1;
    QList<Policy> windows; ///< overrides by name of what it enforces and states
    int mostAtOnce = 0; ///< refuses more calls in the air; 0 for no such limit
    Duration clockAhead{}; ///< its calendar minus the recorder's
};

/// Clients, a network and a gateway in virtual time, recorded as the proxy would record them. The
/// gateway counts by the emulator's code and the network delays each way by 8 to 60 ms; nothing
/// of the diagnosis is used. Everything follows from the seed.
class TrafficWorld final
{
public:
    using Answered = std::function<void(const WorldAnswer&)>;

    TrafficWorld(const WorldRules& rules, quint64 seed);

    [[nodiscard]] Duration now() const { return m_now; }
    /// On the calendar of whoever records.
    [[nodiscard]] WallTime wallNow() const { return wall(m_now); }
    /// Lets @p happen come after @p delay.
    void after(Duration delay, std::function<void()> happen);
    /// Makes a call now.
    void call(const WorldCall& call, Answered answered);
    /// Somebody else's call with the same key, which nobody records.
    void callElsewhere();
    /// So many of those were accepted.
    [[nodiscard]] qint64 acceptedElsewhere() const { return m_acceptedElsewhere; }
    /// Answers given in place of success, by the name of a call's body.
    std::function<int(const WorldCall&)> statusOf;
    /// Calls that what stands behind the gateway refuses.
    std::function<bool(const WorldCall&)> isRefusedBehind;

    /// Plays until @p length has passed, and what is in the air after that.
    void play(Duration length);

    [[nodiscard]] const CallLog& log() const { return *m_log; }
    [[nodiscard]] double dice(double from = 0, double to = 1);
    [[nodiscard]] qint64 limit(const QString& window) const;
    /// A name for a body that was never used before.
    [[nodiscard]] quint64 freshBody() { return ++m_bodies; }

private:
    struct Event
    {
        Duration at{};
        quint64 order = 0;
        std::function<void()> happen;

        bool operator<(const Event& other) const
        {
            return std::pair(other.at, other.order) < std::pair(at, order);
        }
    };

    void arrive(const WorldCall& call, Duration sent, const Answered& answered);
    void record(const WorldCall& call, Duration sent, Duration answered, const Reading& reading,
                int status);
    Reading readingOf(const Decision& decision, Duration at) const;
    [[nodiscard]] WallTime wall(Duration at) const { return m_calendar + at; }

    WorldRules m_rules;
    Profile m_profile;
    std::unique_ptr<Enforcement> m_gateway;
    std::unique_ptr<CallLog> m_log;
    std::mt19937_64 m_random;
    std::priority_queue<Event> m_events;
    WallTime m_calendar; ///< the recorder's, at the start
    Duration m_now{};
    Duration m_end{};
    quint64 m_order = 0;
    quint64 m_calls = 0;
    quint64 m_bodies = 1'000;
    qint64 m_acceptedElsewhere = 0;
    int m_inTheAir = 0;
};

} // namespace Pacewatch
