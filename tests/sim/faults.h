#pragma once

#include "tests/sim/play.h"

namespace Pacewatch {

// What the faulty clients do: faults of habit, and faults of load and of the gateway.
[[nodiscard]] CallLog bursts(const Stand& stand);
[[nodiscard]] CallLog earlyRetries(const Stand& stand);
[[nodiscard]] CallLog earlyJitter(const Stand& stand);
[[nodiscard]] CallLog noBackOff(const Stand& stand);
[[nodiscard]] CallLog lockstep(const Stand& stand);
[[nodiscard]] CallLog polls(const Stand& stand);
[[nodiscard]] CallLog pollsTheMinuteFull(const Stand& stand);
[[nodiscard]] CallLog fetchesAgain(const Stand& stand);
[[nodiscard]] CallLog singleCreates(const Stand& stand);
[[nodiscard]] CallLog largeBodies(const Stand& stand);
[[nodiscard]] CallLog hopelessPayload(const Stand& stand);
[[nodiscard]] CallLog hopelessKey(const Stand& stand);
[[nodiscard]] CallLog ignoresRemaining(const Stand& stand);
[[nodiscard]] CallLog unspread(const Stand& stand);
[[nodiscard]] CallLog tooMuch(const Stand& stand);
[[nodiscard]] CallLog sharedEvenly(const Stand& stand);
[[nodiscard]] CallLog sharedInBatches(const Stand& stand);
[[nodiscard]] CallLog enforcesLess(const Stand& stand);
[[nodiscard]] CallLog statesLess(const Stand& stand);
[[nodiscard]] CallLog wrongClock(const Stand& stand);
[[nodiscard]] CallLog penalty(const Stand& stand);
[[nodiscard]] CallLog tooManyAtOnce(const Stand& stand);
[[nodiscard]] CallLog behindTheGateway(const Stand& stand);
[[nodiscard]] CallLog ownSends(const Stand& stand);

} // namespace Pacewatch
