#pragma once

#include "core/transfer/calldraft.h"

#include <QByteArrayView>

#include <optional>

namespace Pacewatch {

/// Reads one line of an access log of nginx or Apache: common, combined, or custom with a duration
/// (`$request_time`, `rt=0.123`, `%D`), a moment with milliseconds (`$msec`) or named values. The
/// order of the pieces is free apart from status and size, which follow the quoted request. Empty
/// when there is no request with a moment in it.
[[nodiscard]] std::optional<ImportedCall> readAccessLine(QByteArrayView line);

} // namespace Pacewatch
