#pragma once

#include "core/quota/answer.h"

namespace Pacewatch {

/// The error number by which Meta refuses for a limit (130429, 131048, 131056, 80007, 80008, 4),
/// read from the body of @p answer; 0 when there is none. Pure.
[[nodiscard]] int metaErrorCode(const Answer& answer);

} // namespace Pacewatch
