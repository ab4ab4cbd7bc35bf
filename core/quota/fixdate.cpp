#include "core/quota/fixdate.h"

namespace Pacewatch {

namespace {

/// Outside these years nanoseconds since 1970 do not fit 64 bits.
constexpr int FirstYear = 1700;
constexpr int LastYear = 2200;

/// The digits of @p text as a number; -1 when something else is among them.
int numberOf(QByteArrayView text)
{
    int number = 0;
    for (const char letter : text) {
        if (letter < '0' || letter > '9') {
            return -1;
        }
        number = number * 10 + (letter - '0');
    }
    return number;
}

/// Which of the names of three letters it is; -1 for none.
int placeOf(QByteArrayView name, QByteArrayView names)
{
    const qsizetype at = names.indexOf(name);
    return at >= 0 && at % 3 == 0 ? static_cast<int>(at / 3) : -1;
}

std::optional<std::chrono::sys_days> dayOf(int year, int month, int day, int weekday)
{
    if (year < FirstYear || year > LastYear || month < 0 || day < 0 || weekday < 0) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date(std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month + 1)),
                                           std::chrono::day(static_cast<unsigned>(day)));
    if (!date.ok() || std::chrono::weekday(date).c_encoding() != static_cast<unsigned>(weekday)) {
        return std::nullopt;
    }
    return std::chrono::sys_days(date);
}

} // namespace

std::optional<WallTime> parseFixdate(QByteArrayView text)
{
    if (text.size() != 29 || text.sliced(3, 2) != ", " || text[7] != ' ' || text[11] != ' '
        || text[16] != ' ' || text[19] != ':' || text[22] != ':' || text.sliced(25) != " GMT") {
        return std::nullopt;
    }
    const std::optional<std::chrono::sys_days> day
        = dayOf(numberOf(text.sliced(12, 4)),
                placeOf(text.sliced(8, 3), "JanFebMarAprMayJunJulAugSepOctNovDec"),
                numberOf(text.sliced(5, 2)), placeOf(text.first(3), "SunMonTueWedThuFriSat"));
    const int hour = numberOf(text.sliced(17, 2));
    const int minute = numberOf(text.sliced(20, 2));
    const int second = numberOf(text.sliced(23, 2));
    if (!day || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
        return std::nullopt;
    }
    return WallTime(day->time_since_epoch() + std::chrono::hours(hour)
                    + std::chrono::minutes(minute) + std::chrono::seconds(second));
}

} // namespace Pacewatch
