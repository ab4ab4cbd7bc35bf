#pragma once

#include "core/exchange.h"
#include "ui/report/report.h"

namespace Pacewatch {

/// The calls of a report as a table, earliest first: @p calls are the last of @p all in its range,
/// and a sentence says so where they are fewer. To customers neither path nor status is told; what
/// is private in them is replaced.
[[nodiscard]] ReportTable callsTable(const QList<Exchange>& calls, qint64 all,
                                     const QByteArray& baseUrl, ReportReader reader);

} // namespace Pacewatch
