#include "core/privacy/rangetimes.h"

#include <algorithm>
#include <chrono>
#include <optional>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr Duration LongestRange = 24h * 366;
constexpr Duration RangeEndsNear = 60s;
constexpr Duration MostYears = 24h * 366 * 5;

enum class RangeEnd
{
    From,
    To,
};

std::optional<RangeEnd> rangeEndOf(QByteArrayView name)
{
    if (name.compare("from", Qt::CaseInsensitive) == 0) {
        return RangeEnd::From;
    }
    return name.compare("to", Qt::CaseInsensitive) == 0 ? std::optional(RangeEnd::To)
                                                        : std::nullopt;
}

/// Unix time, its unit told by its length; empty when it is none.
std::optional<WallTime> momentOf(QByteArrayView value)
{
    const bool isNumber = std::all_of(value.begin(), value.end(),
                                      [](char letter) { return letter >= '0' && letter <= '9'; });
    const qint64 number = isNumber ? value.toLongLong() : 0;
    switch (value.size()) {
    case 10:
        return number > 0 ? std::optional(WallTime(std::chrono::seconds(number))) : std::nullopt;
    case 13:
        return number > 0 && value.front() == '1'
            ? std::optional(WallTime(std::chrono::milliseconds(number)))
            : std::nullopt;
    case 16:
        return number > 0 && value.front() == '1'
            ? std::optional(WallTime(std::chrono::microseconds(number)))
            : std::nullopt;
    default:
        break;
    }
    return std::nullopt;
}

constexpr qsizetype DigitsOfSeconds = 10;

} // namespace

RangeTimes::RangeTimes(const QList<QByteArray>& query, WallTime called)
    : m_called(called)
{
    QList<QByteArray> froms;
    QList<QByteArray> tos;
    for (const QByteArray& part : query) {
        const qsizetype equals = part.indexOf('=');
        if (const auto end = rangeEndOf(part.left(equals)); end && equals > 0) {
            (*end == RangeEnd::From ? froms : tos).append(part.sliced(equals + 1));
        }
    }
    if (froms.size() != 1 || tos.size() != 1 || froms.first().size() != DigitsOfSeconds
        || tos.first().size() != DigitsOfSeconds) {
        return;
    }
    const std::optional<WallTime> from = momentOf(froms.first());
    const std::optional<WallTime> to = momentOf(tos.first());
    m_isRange = from && to && *from < *to && *to - *from <= LongestRange
        && std::chrono::abs(*to - called) <= RangeEndsNear;
}

bool RangeTimes::has(QByteArrayView name, QByteArrayView value) const
{
    const std::optional<WallTime> moment = momentOf(value);
    if (!rangeEndOf(name) || !moment) {
        return false;
    }
    return value.size() == DigitsOfSeconds ? m_isRange
                                           : std::chrono::abs(*moment - m_called) <= MostYears;
}

} // namespace Pacewatch
