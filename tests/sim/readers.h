#pragma once

#include "tests/sim/customers.h"

namespace Pacewatch {

// Programs that read the same address again and again beside what they send, and are right to.

/// At an even beat; nearly each answer is another one.
[[nodiscard]] CallLog takesFromAQueue(const Stand& stand);
/// Whether the template changed, before each message; it keeps the answer.
[[nodiscard]] CallLog asksWhetherItChanged(const Stand& stand);
/// Large files, by ranges.
[[nodiscard]] CallLog fetchesInPieces(const Stand& stand);
/// What became of its messages, less and less often.
[[nodiscard]] CallLog waitsForDelivery(const Stand& stand);
/// Pages that load themselves anew now and then, and two load balancers that ask for its health.
[[nodiscard]] CallLog showsPages(const Stand& stand);

} // namespace Pacewatch
