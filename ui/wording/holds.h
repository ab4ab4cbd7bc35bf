#pragma once

#include "core/hold.h"

#include <QString>

#include <optional>

/// The words for why something waits.
namespace Pacewatch::Wording {

/// "from headers", "seen 10:18:30": who says that there is such a limit.
[[nodiscard]] QString holdSource(const Hold& hold);
/// "Waits until 14:36:12: 100 a minute are used up (from headers)."
[[nodiscard]] QString holdLine(const Hold& hold, std::optional<WallTime> until);
[[nodiscard]] QString waitsItsTurn(); ///< of an item that others go before
/// "3 calls held back", for the status bar.
[[nodiscard]] QString heldCalls(int number);

} // namespace Pacewatch::Wording
