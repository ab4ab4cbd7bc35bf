#pragma once

#include "core/diagnosis/comparison.h"
#include "core/diagnosis/diagnose.h"

namespace Pacewatch {

/// Holds the calls of @p after against those of @p before: what became of the refusals, eight
/// measures that do not depend on how long or how busy each was, and what cannot be compared.
///
/// A refusal that stayed away counts as gone only where three moments with refusals were to be
/// expected, by time and by work; by chance that happens once in twenty times (Poisson, e^-3).
///
/// Pure; it diagnoses both logs, so it costs as much as two diagnoses. Fails with Cancelled only.
[[nodiscard]] Result<Comparison> compareCalls(const CallLog& before, const CallLog& after,
                                              const DiagnosisProgress& progress = {});

} // namespace Pacewatch
