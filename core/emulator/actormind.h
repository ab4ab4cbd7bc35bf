#pragma once

#include "core/emulator/scenario.h"
#include "core/instant.h"

#include <QByteArray>
#include <QList>

#include <optional>
#include <random>
#include <vector>

namespace Pacewatch {

/// One call that an actor makes now.
struct ActorCall
{
    QByteArray method;
    QByteArray path;
    QByteArray body;
    qsizetype activity = 0; ///< index into ActorScript::activities
    int attempt = 1; ///< 2 for the first retry
};

/// Decides what a client does when: the script brought to life, without sockets or clocks.
///
/// Deterministic from its seed. Whoever drives it makes the calls of takeDue() and tells how they
/// were answered.
class ActorMind final
{
public:
    /// Calls that pile up while the client waits; more push out the oldest.
    static constexpr std::size_t MostPending = 500;

    ActorMind(ActorScript script, quint64 seed, Instant start, WallTime startWall);

    /// When it next wants to call; none for a script without activities.
    [[nodiscard]] std::optional<Instant> nextDue() const;
    /// Everything it wants to call by @p now.
    [[nodiscard]] QList<ActorCall> takeDue(Instant now);
    /// @p call was refused at @p now and asked to wait, if the answer named a time.
    void refused(const ActorCall& call, std::optional<Duration> wait, Instant now);

    [[nodiscard]] const ActorScript& script() const { return m_script; }

private:
    struct Pending
    {
        Instant due{};
        ActorCall call;
    };

    void plan(Instant now);
    void planBurst(qsizetype activity, Instant at);
    void schedule(qsizetype activity);
    ActorCall draw(qsizetype activity, Instant at);
    QByteArray filled(QByteArray text, Instant at);
    void insert(Pending pending);
    double dice();
    [[nodiscard]] WallTime wallAt(Instant at) const { return m_startWall + (at - m_start); }

    ActorScript m_script;
    std::mt19937_64 m_dice;
    Instant m_start;
    WallTime m_startWall;
    std::vector<Instant> m_grid; // of each activity: its next turn before jitter
    std::vector<Instant> m_next; // of each activity: its next turn
    std::vector<Pending> m_pending; // soonest first
    Instant m_waitsUntil{};
    quint64 m_calls = 0;
};

} // namespace Pacewatch
