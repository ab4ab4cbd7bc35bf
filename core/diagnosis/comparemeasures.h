#pragma once

#include "core/diagnosis/comparison.h"
#include "core/diagnosis/sessiontally.h"

namespace Pacewatch {

/// The eight measures of both sides. @p comparison says whether they are alike, what became of the
/// refusals and what cannot be compared, which decide whether a change is one to be glad of. Pure.
[[nodiscard]] QList<Measure> measureSessions(const Comparison& comparison,
                                             const SessionTally& before, const SessionTally& after);

} // namespace Pacewatch
