#pragma once

#include "core/instant.h"

#include <QByteArrayView>

#include <optional>

namespace Pacewatch {

/// Reads the one form of an HTTP date that may be written today, "Sun, 06 Nov 1994 08:49:37 GMT"
/// (RFC 9110, 5.6.7, IMF-fixdate). Nearly every answer carries one, so it is read without a locale
/// and a time zone, in a hundredth of their time. Nothing for all else, see parseMoment().
[[nodiscard]] std::optional<WallTime> parseFixdate(QByteArrayView text);

} // namespace Pacewatch
