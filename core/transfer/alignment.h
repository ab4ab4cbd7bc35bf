#pragma once

#include "core/exchange.h"

#include <QList>

#include <optional>

namespace Pacewatch {

/// How far apart the clocks of two files are, by the calls that are in both.
struct Alignment
{
    Duration shift{}; ///< what to set the second file's clock forward by
    qint64 matched = 0; ///< equal calls that agree on it
};

/// Compares calls of equal method, target and status. Only addresses that each file holds once are
/// compared, so that a poll repeated every second fits nothing by accident. Empty when fewer than
/// three of them, or fewer than half, agree within two seconds.
[[nodiscard]] std::optional<Alignment> alignmentOf(const QList<Exchange>& first,
                                                   const QList<Exchange>& second);

} // namespace Pacewatch
