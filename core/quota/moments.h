#pragma once

#include "core/instant.h"

#include <QByteArrayView>

#include <optional>

namespace Pacewatch {

/// A decimal number, white space around it allowed; no exponent, no "nan". At most 1e19; the quotes
/// of a text are taken off.
[[nodiscard]] std::optional<double> parseNumber(QByteArrayView text);

/// A span of @p seconds, kept between 0 and 100 years.
[[nodiscard]] Duration spanOf(double seconds);

/// A span with its unit: "1 seconds", "1s", "120ms", "6m0s", "1h 5 min", "PT30S" (ISO 8601),
/// "00:01:30"; not negative. A bare number is none.
[[nodiscard]] std::optional<Duration> parseSpan(QByteArrayView text);

/// How long a window is: a span with its unit, a word such as "minute", or a bare number of seconds
/// or milliseconds. A number that is no usual length in seconds but one in milliseconds is taken
/// so.
[[nodiscard]] std::optional<Duration> parsePeriod(QByteArrayView text, bool isMilliseconds = false);

/// A calendar moment: the three forms of an HTTP date (RFC 9110, 5.6.7), ISO 8601, and the long
/// form of JavaScript ("Tue Feb 16 2021 09:02:42 GMT+0100 (…)").
[[nodiscard]] std::optional<WallTime> parseMoment(QByteArrayView text);

/// A point of time as gateways write it, seen at @p reference.
struct StatedMoment
{
    Duration in{}; ///< from the reference; not negative
    std::optional<WallTime> at; ///< when a calendar moment was stated
    bool wasPast = false; ///< it lay before the reference
    bool isDoubtful = false; ///< neither near the reference as a moment nor short as a span
};

/// Tells Unix seconds, Unix milliseconds and spans apart by their size against @p reference, and
/// reads spans with units and calendar moments. Whole seconds are rounded up.
[[nodiscard]] std::optional<StatedMoment> parseStated(QByteArrayView text, WallTime reference);

} // namespace Pacewatch
