#pragma once

#include "core/diagnosis/callreplay.h"

#include <queue>

#include <deque>
#include <vector>

namespace Pacewatch {

/// One run of a replay: the client's tasks, its workers and its pace, and the gateway.
class ReplayRun final
{
public:
    ReplayRun(const CallReplay& replay, const WhatIf& what);

    [[nodiscard]] Result<WhatIfOutcome> play(const DiagnosisProgress& progress,
                                             qint64 mostRefusals);

private:
    struct Event
    {
        enum class Kind : quint8
        {
            Leaves,
            Arrives,
            Answered,
        };
        Duration at{};
        quint64 order = 0;
        quint32 task = 0;
        Kind kind = Kind::Leaves;
        bool isRefused = false;
        Duration wait{}; ///< asked for

        bool operator<(const Event& other) const
        {
            return std::pair(other.at, other.order) < std::pair(at, order);
        }
    };
    /// How one task stands.
    struct Standing
    {
        int tries = 0;
        int stands = 1; ///< for so many tasks: more than itself in a bulk call, 0 when in another's
    };
    /// The answer to a GET that the client kept.
    struct Kept
    {
        Duration at{};
        quint64 said = 0;
    };

    void groupCreates();
    void want(quint32 task, Duration at);
    [[nodiscard]] bool isSpared(const RecordedTask& task, Duration at);
    void leave(quint32 task, Duration at);
    void arrive(const Event& event);
    void takeAnswer(const Event& event);
    void finish(quint32 task, Duration at);
    [[nodiscard]] std::optional<Duration> gapAfter(quint32 task, Duration wait) const;
    void put(Event::Kind kind, quint32 task, Duration at, bool isRefused = false,
             Duration wait = {});

    const CallReplay& m_replay;
    const WhatIf& m_what;
    const std::vector<RecordedTask>& m_tasks;
    CountedGateway m_gateway;
    std::size_t m_nextForeign = 0;
    std::vector<Standing> m_standing;
    std::priority_queue<Event> m_events;
    std::deque<quint32> m_waiting; // for a worker
    int m_busy = 0;
    Duration m_nextLeave{}; // by the pace
    QHash<quint64, Kept> m_kept; // answers, by identity
    QHash<quint64, Duration> m_polled; // last asked, by identity
    quint64 m_eventCount = 0;
    Duration m_last{};
    WhatIfOutcome m_outcome;
};

} // namespace Pacewatch
