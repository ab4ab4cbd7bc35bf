#pragma once

#include "app/recordedcalls.h"
#include "core/diagnosis/diagnosis.h"
#include "ui/report/report.h"

namespace Pacewatch {

/// What the window's report shows besides the findings, from the calls of files alone: the timeline
/// around the last refusal, examples and calls, as far as @p wishes has them as parts.
/// @p diagnosis is of @p calls. Needs a QGuiApplication.
[[nodiscard]] ReportExtras recordedExtras(const RecordedCalls& calls, const Diagnosis& diagnosis,
                                          const ReportWishes& wishes);

} // namespace Pacewatch
