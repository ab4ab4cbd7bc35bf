#pragma once

#include "core/instant.h"
#include "core/transfer/callfact.h"

#include <QByteArrayView>

#include <optional>

namespace Pacewatch {

/// A moment as a file writes it.
struct ToldTime
{
    WallTime at{};
    bool isWholeSecond = false; ///< written without a fraction of the second

    friend bool operator==(const ToldTime&, const ToldTime&) = default;
};

/// Reads ISO 8601 with up to nine digits of a fraction ("2025-11-19T10:18:27.123+01:00"; UTC when
/// no zone is told), the form of access logs ("19/Nov/2025:10:18:27 +0100"), Unix time in seconds,
/// milliseconds, microseconds or nanoseconds (by size, 2001 to 2100), "19.11.2025 10:18:27", and
/// the forms of an HTTP date.
[[nodiscard]] std::optional<ToldTime> readTime(QByteArrayView text);
/// The same in the form that @p role says, and no other.
[[nodiscard]] std::optional<ToldTime> readTime(QByteArrayView text, const CallFactRole& role);

} // namespace Pacewatch
