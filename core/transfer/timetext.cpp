#include "core/transfer/timetext.h"

#include "core/quota/moments.h"
#include "core/transfer/timeparts.h"
#include "core/transfer/timepattern.h"

#include <QByteArray>

#include <algorithm>
#include <chrono>

namespace Pacewatch {

namespace {

using namespace std::chrono;

std::optional<ToldTime> readIso(QByteArrayView text)
{
    TimeTaker taker(text);
    TimeFields fields;
    fields.year = taker.digits(4);
    taker.expect('-');
    fields.month = taker.digits(2);
    taker.expect('-');
    fields.day = taker.digits(2);
    if (!taker.take('T') && !taker.take('t')) {
        taker.expect(' ');
    }
    fields.hour = taker.digits(2);
    taker.expect(':');
    fields.minute = taker.digits(2);
    bool isWhole = true;
    if (taker.take(':')) {
        fields.second = taker.digits(2);
        if (taker.take('.') || taker.take(',')) {
            fields.fraction = taker.fraction();
            isWhole = false;
        }
    }
    taker.take(' ');
    fields.ahead = taker.zone();
    const std::optional<WallTime> at = momentOf(fields);
    if (taker.hasFailed() || !taker.rest().isEmpty() || !at) {
        return std::nullopt;
    }
    return ToldTime{*at, isWhole};
}

std::optional<ToldTime> readLogForm(QByteArrayView text)
{
    TimeTaker taker(text);
    TimeFields fields;
    fields.day = taker.digits(2);
    taker.expect('/');
    fields.month = taker.month();
    taker.expect('/');
    fields.year = taker.digits(4);
    taker.expect(':');
    fields.hour = taker.digits(2);
    taker.expect(':');
    fields.minute = taker.digits(2);
    taker.expect(':');
    fields.second = taker.digits(2);
    bool isWhole = true;
    if (taker.take('.')) {
        fields.fraction = taker.fraction();
        isWhole = false;
    }
    taker.take(' ');
    fields.ahead = taker.zone();
    const std::optional<WallTime> at = momentOf(fields);
    if (taker.hasFailed() || !taker.rest().isEmpty() || !at) {
        return std::nullopt;
    }
    return ToldTime{*at, isWhole};
}

/// A number since 1970: its whole part, and what stands behind the point.
struct UnixNumber
{
    std::int64_t whole = 0;
    nanoseconds fraction{};
    bool hasFraction = false;

    /// @p unit of a second.
    [[nodiscard]] ToldTime at(std::int64_t unit) const
    {
        const nanoseconds rest(whole % unit * (1'000'000'000 / unit));
        return {WallTime(seconds(whole / unit) + rest + fraction / unit),
                unit == 1 && !hasFraction};
    }
};

std::optional<UnixNumber> unixNumberOf(QByteArrayView text)
{
    const qsizetype point = text.indexOf('.');
    const QByteArrayView whole = point < 0 ? text : text.first(point);
    if (whole.isEmpty() || whole.size() > 19 || !std::all_of(whole.begin(), whole.end(), isDigit)) {
        return std::nullopt;
    }
    UnixNumber number;
    number.hasFraction = point >= 0;
    if (point >= 0) {
        TimeTaker taker(text.sliced(point + 1));
        number.fraction = taker.fraction();
        if (!taker.rest().isEmpty()) {
            return std::nullopt;
        }
    }
    std::uint64_t written = 0;
    for (const char letter : whole) {
        written = written * 10 + static_cast<std::uint64_t>(letter - '0');
    }
    constexpr std::uint64_t Most = 9'000'000'000'000'000'000;
    if (written > Most) {
        return std::nullopt;
    }
    number.whole = static_cast<std::int64_t>(written);
    return number;
}

constexpr std::int64_t In2100 = 4'102'444'800;

std::optional<ToldTime> readUnix(QByteArrayView text)
{
    constexpr std::int64_t In2001 = 978'307'200;
    const std::optional<UnixNumber> number = unixNumberOf(text);
    if (!number) {
        return std::nullopt;
    }
    std::int64_t unit = 1; // of a second
    for (const std::int64_t each : {1LL, 1'000LL, 1'000'000LL, 1'000'000'000LL}) {
        unit = each;
        if (number->whole / unit < In2100) {
            break;
        }
    }
    if (number->whole / unit < In2001 || number->whole / unit >= In2100) {
        return std::nullopt;
    }
    return number->at(unit);
}

/// What a person said is of @p unit may also be long ago.
std::optional<ToldTime> readUnixOf(QByteArrayView text, std::int64_t unit)
{
    const std::optional<UnixNumber> number = unixNumberOf(text);
    return number && number->whole / unit < In2100 ? std::optional(number->at(unit)) : std::nullopt;
}

std::optional<ToldTime> readDayFirst(QByteArrayView text)
{
    return readByPattern(text, "dd.MM.yyyy HH:mm:ss");
}

} // namespace

std::optional<ToldTime> readTime(QByteArrayView text)
{
    constexpr qsizetype Longest = 64;
    const QByteArrayView trimmed = text.trimmed();
    if (trimmed.size() < 9 || trimmed.size() > Longest) {
        return std::nullopt;
    }
    for (const auto reader : {readIso, readLogForm, readUnix, readDayFirst}) {
        if (const std::optional<ToldTime> told = reader(trimmed)) {
            return told;
        }
    }
    if (const std::optional<WallTime> moment = parseMoment(trimmed)) {
        return ToldTime{*moment, *moment == floor<seconds>(*moment)};
    }
    return std::nullopt;
}

std::optional<ToldTime> readTime(QByteArrayView text, const CallFactRole& role)
{
    const QByteArrayView trimmed = text.trimmed();
    switch (role.unit) {
    case SpanUnit::Guess:
        break;
    case SpanUnit::Seconds:
        return readUnixOf(trimmed, 1);
    case SpanUnit::Milliseconds:
        return readUnixOf(trimmed, 1'000);
    case SpanUnit::Microseconds:
        return readUnixOf(trimmed, 1'000'000);
    case SpanUnit::Nanoseconds:
        return readUnixOf(trimmed, 1'000'000'000);
    case SpanUnit::Iso:
        return readIso(trimmed);
    case SpanUnit::Pattern:
        return readByPattern(trimmed, role.pattern);
    }
    return readTime(text);
}

} // namespace Pacewatch
