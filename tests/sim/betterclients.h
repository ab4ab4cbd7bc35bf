#pragma once

#include "tests/sim/play.h"

namespace Pacewatch {

// What a client with a fault does, and what the same client does after one change. Both are played
// by the modelled world, so that a replay of the first can be held against the second.

/// Bursts of messages, repeated after 300 ms whatever was asked, three times.
[[nodiscard]] CallLog impatientBursts(const Stand& stand, const WorldRules& rules);
[[nodiscard]] CallLog impatientBursts(const Stand& stand);
/// The same bursts by a client that keeps the wait.
[[nodiscard]] CallLog patientBursts(const Stand& stand);
/// The same bursts, no faster than spreadPace() calls a second.
[[nodiscard]] CallLog spreadBursts(const Stand& stand);
[[nodiscard]] double spreadPace(const Stand& stand);
/// More contacts at once than the second grants; one by one, and together.
[[nodiscard]] CallLog createsInBursts(const Stand& stand);
[[nodiscard]] CallLog createsTogether(const Stand& stand);
/// Looks the templates up for each message of a busy client; or keeps them for half a minute.
[[nodiscard]] CallLog looksUpEachTime(const Stand& stand);
[[nodiscard]] CallLog keepsLookups(const Stand& stand);
/// Asks for news every second beside much else; or every ten seconds.
[[nodiscard]] CallLog pollsEverySecond(const Stand& stand);
[[nodiscard]] CallLog pollsSeldom(const Stand& stand);
/// The same bursts by two workers.
[[nodiscard]] CallLog burstsByWorkers(const Stand& stand);

} // namespace Pacewatch
