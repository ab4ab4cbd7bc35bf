#pragma once

#include "core/result.h"
#include "core/transfer/import.h"

#include <QByteArray>

namespace Pacewatch {

/// How much of a file the finder wants to see.
inline constexpr qsizetype FormatSample = 64 * 1024;

/// Tells the format by the first FormatSample bytes of a file; of a text in UTF-16, as UTF-8. A
/// table of values with names, and a log whose lines tell moments, count as CSV and access log
/// whatever is in them: a person may say what their fields mean. Unsupported: packed; Invalid:
/// nothing we know.
[[nodiscard]] Result<EvidenceFormat> formatOf(const QByteArray& start);

} // namespace Pacewatch
