#pragma once

#include "core/pacing/limiter.h"
#include "core/queue/item.h"
#include "tests/sim/gatewaymodel.h"

#include <vector>

namespace Pacewatch {

/// A gateway to play against.
struct Stage
{
    QString name;
    std::vector<ModelWindow> windows;
    qint64 sends = 0;
    QString headerWindow;
    Duration refusalWait{};
};

[[nodiscard]] Stage aisoule();
[[nodiscard]] Stage connexeaseOlder();
[[nodiscard]] Stage connexeaseNewer();

/// What came of one run.
struct Score
{
    qint64 accepted = 0;
    qint64 refused = 0;
    qint64 sent = 0; ///< items that ended as sent
    Duration makespan{}; ///< from the start to the arrival of the last accepted call
    Duration bound{}; ///< the least possible against this gateway
};

/// Sends the stage's calls through a Dispatcher and a Limiter to a gateway of that kind, over a
/// network whose delays, phase, clock offset (within 3 s) and rounding follow from the seed. Others
/// use the same key @p foreignPerSecond times a second.
[[nodiscard]] Score playQueue(const Stage& stage, GatewayModel::Kind kind, quint64 seed,
                              double foreignPerSecond = 0);

/// What people do instead.
enum class Naive
{
    EmitAtNinety, ///< 90 % of the limit of one second, a pause after each 429
    SpreadEvenly, ///< exactly the limit of the minute
    BackOff, ///< workers that repeat after 1, 2, 4, 8 s
    WaitAsAsked, ///< workers that repeat after the wait the refusal names
};

[[nodiscard]] Score playNaively(const Stage& stage, GatewayModel::Kind kind, quint64 seed,
                                Naive strategy, double foreignPerSecond = 0);

} // namespace Pacewatch
