#pragma once

#include "core/diagnosis/comparison.h"
#include "ui/report/report.h"

namespace Pacewatch {

/// The comparison as a part of another report: a sentence, the eight measures, what cannot be
/// compared.
[[nodiscard]] ReportTable comparisonTable(const Comparison& comparison);

/// The comparison as a report of its own. @p names are what the two sessions are called, @p
/// pictures their timelines. Private things are not taken out of it; see redacted().
[[nodiscard]] Report makeComparisonReport(const Comparison& comparison,
                                          const std::pair<QString, QString>& names,
                                          const QList<ReportPicture>& pictures, WallTime written);

} // namespace Pacewatch
