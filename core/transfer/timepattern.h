#pragma once

#include "core/result.h"
#include "core/transfer/timetext.h"

#include <QByteArrayView>

#include <optional>

namespace Pacewatch {

// Moments in a form of their own, by a pattern as in Qt and Java: yyyy or yy, MM (MMM for a name),
// dd, HH, or hh with AP, mm, ss, S for a fraction of the second, Z for the distance from UTC
// (without it UTC). A number may have one digit less. Between apostrophes, and everything else,
// stands for itself.

/// Invalid when @p pattern tells no year, month, day, hour or minute.
[[nodiscard]] Result<void> checkTimePattern(QByteArrayView pattern);

/// The moment that @p text tells by @p pattern; empty when it does not fit.
[[nodiscard]] std::optional<ToldTime> readByPattern(QByteArrayView text, QByteArrayView pattern);

} // namespace Pacewatch
