#pragma once

#include "core/exchange.h"
#include "ui/report/report.h"

namespace Pacewatch {

/// The newest refused call of each finding that causes refusals, in the order of the findings.
[[nodiscard]] QList<ExchangeId> exampleCalls(const Diagnosis& diagnosis);

/// The examples among @p calls for the findings that are told, three at most: what was sent, when,
/// and what was asked. For whoever can build, with both heads, with its times, and as a command
/// below @p baseUrl, which has no body. Without rows when none of @p calls is one. What is private
/// in them is replaced.
[[nodiscard]] ReportTable examplesTable(const Diagnosis& diagnosis, const QList<Exchange>& calls,
                                        const QByteArray& baseUrl, const ReportWishes& wishes);

} // namespace Pacewatch
