#pragma once

#include "ui/models/history.h"
#include "ui/report/report.h"

namespace Pacewatch {

/// One refused call, the newest, of each finding that @p reader is told of; three at most. Without
/// rows when none is known any more. Window thread, or a command's only one.
[[nodiscard]] ReportTable examplesTable(const History& history, const Diagnosis& diagnosis,
                                        ReportReader reader);

} // namespace Pacewatch
