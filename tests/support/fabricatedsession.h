#pragma once

#include "core/connection.h"
#include "core/diagnosis/happening.h"
#include "core/exchange.h"

#include <QList>

namespace Pacewatch {

/// A session nobody recorded: calls, events and the state at its end, invented from a seed.
struct FabricatedSession
{
    QList<Exchange> exchanges; ///< in the order of their answers
    QList<Happening> happenings; ///< oldest first
    ConnectionState state; ///< at the end
};

/// 42 minutes of a customer that stays below 100 a minute, but for one minute that was used up
/// seven minutes before the end; the wait was kept.
[[nodiscard]] FabricatedSession calmSession(ConnectionId id, WallTime end, Instant endInstant);

/// 17 minutes of a customer that sends 20 to 31 calls within a second every 30 s, retries inside
/// the wait, polls templates, and shares its key.
[[nodiscard]] FabricatedSession stormySession(ConnectionId id, WallTime end, Instant endInstant);

/// @p perSecond calls a second for @p length, every tenth refused: for measuring.
[[nodiscard]] QList<Exchange> steadyCalls(ConnectionId id, WallTime end, Duration length,
                                          int perSecond);

/// Writes a session file of at least @p calls calls that ends at @p end: the stormy session again
/// and again, with some slow calls, some that failed, and retries inside the wait. False when the
/// disk does not take it.
[[nodiscard]] bool writeStorms(const QString& path, WallTime end, qsizetype calls);

/// Writes a session file of six minutes that end at @p end, whose refusals nobody causes more than
/// half of: the client sends in bursts, Meta refuses some of its messages, and a network in front
/// of the gateway refuses others. False when the disk does not take it.
[[nodiscard]] bool writeSeveralCauses(const QString& path, WallTime end);

} // namespace Pacewatch
