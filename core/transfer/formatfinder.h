#pragma once

#include "core/result.h"
#include "core/transfer/import.h"

#include <QByteArray>

namespace Pacewatch {

/// How much of a file the finder wants to see.
inline constexpr qsizetype FormatSample = 64 * 1024;

/// Tells the format by the first FormatSample bytes of a file. Unsupported: packed, or text in
/// UTF-16; Invalid: nothing we know.
[[nodiscard]] Result<EvidenceFormat> formatOf(const QByteArray& start);

} // namespace Pacewatch
