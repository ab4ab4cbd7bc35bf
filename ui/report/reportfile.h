#pragma once

#include "ui/report/report.h"

namespace Pacewatch {

enum class ReportFormat
{
    Pdf,
    Html, ///< one file
    Markdown,
};

/// What private things a report could hold by accident, replaced by stand-ins: paths and bodies of
/// customers reach it in findings, and a name may be typed.
[[nodiscard]] Report redacted(Report report);

/// Refused when something private is left in its text, with what and in which line. The last check
/// of whatever leaves the program.
[[nodiscard]] Result<void> scanReport(const Report& report);

/// Writes @p report to @p path with mode 0600. It is written beside it first, and gets its name
/// only when the scan for leaks finds nothing in its text. Errors: Refused, with what was found and
/// where; StorageFailed. Then what was at @p path is untouched.
[[nodiscard]] Result<void> writeReport(const Report& report, ReportFormat format,
                                       const QString& path);

} // namespace Pacewatch
