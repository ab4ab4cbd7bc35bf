#pragma once

#include "app/recordedcalls.h"
#include "core/diagnosis/diagnosis.h"
#include "ui/report.h"

namespace Pacewatch {

/// The timeline around the last refusal of @p calls, as the window's report shows it; @p diagnosis
/// is theirs. Needs a QGuiApplication.
[[nodiscard]] ReportPicture recordedTimeline(const RecordedCalls& calls,
                                             const Diagnosis& diagnosis);

} // namespace Pacewatch
