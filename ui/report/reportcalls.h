#pragma once

#include "core/exchange.h"
#include "ui/report/report.h"

namespace Pacewatch {

/// A customer reads no more of them on paper.
inline constexpr qsizetype CallsForCustomer = 500;

/// How many of @p held calls the table for @p reader lists.
[[nodiscard]] qsizetype callsListed(qsizetype held, ReportReader reader);

/// The calls of a report as a table, earliest first: @p calls are the last of @p all in its range,
/// and a sentence says so where they are fewer, and where the others are. To customers neither path
/// nor status is told, and at most CallsForCustomer; what is private in them is replaced.
[[nodiscard]] ReportTable callsTable(const QList<Exchange>& calls, qint64 all,
                                     const QByteArray& baseUrl, ReportReader reader);

} // namespace Pacewatch
