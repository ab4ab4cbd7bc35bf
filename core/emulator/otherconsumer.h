#pragma once

#include "core/emulator/scenario.h"

namespace Pacewatch {

/// The habits of the hidden consumer: @p perMinute calls at uneven distances, whatever happens to
/// them. No calls at all for zero or less. The calls themselves come from Gateway::answerOther().
[[nodiscard]] ActorScript otherScript(double perMinute);

} // namespace Pacewatch
