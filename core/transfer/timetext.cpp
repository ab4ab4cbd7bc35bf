#include "core/transfer/timetext.h"

#include "core/quota/moments.h"

#include <QByteArray>

#include <algorithm>
#include <array>
#include <chrono>

namespace Pacewatch {

namespace {

using namespace std::chrono;

bool isDigit(char letter)
{
    return letter >= '0' && letter <= '9';
}

/// Takes text from its front; what does not fit leaves it failed.
class Taker final
{
public:
    explicit Taker(QByteArrayView text)
        : m_rest(text)
    { }

    [[nodiscard]] bool hasFailed() const { return m_hasFailed; }
    [[nodiscard]] QByteArrayView rest() const { return m_rest; }
    [[nodiscard]] bool startsWith(char letter) const
    {
        return !m_rest.isEmpty() && m_rest.front() == letter;
    }

    int digits(qsizetype count)
    {
        int value = 0;
        if (m_rest.size() < count) {
            m_hasFailed = true;
            return 0;
        }
        for (const char letter : m_rest.first(count)) {
            m_hasFailed = m_hasFailed || !isDigit(letter);
            value = value * 10 + (letter - '0');
        }
        m_rest = m_rest.sliced(count);
        return m_hasFailed ? 0 : value;
    }

    bool take(char letter)
    {
        if (!startsWith(letter)) {
            return false;
        }
        m_rest = m_rest.sliced(1);
        return true;
    }

    void expect(char letter) { m_hasFailed = !take(letter) || m_hasFailed; }

    int month()
    {
        static constexpr std::array<QByteArrayView, 12> Names{
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        const QByteArrayView name = m_rest.first(std::min<qsizetype>(3, m_rest.size()));
        const auto* const found = std::find(Names.begin(), Names.end(), name);
        m_hasFailed = m_hasFailed || found == Names.end();
        m_rest = m_rest.sliced(name.size());
        return static_cast<int>(found - Names.begin()) + 1;
    }

    /// What stands behind the point, as nanoseconds; digits beyond the ninth are dropped.
    nanoseconds fraction()
    {
        std::int64_t value = 0;
        int taken = 0;
        while (!m_rest.isEmpty() && isDigit(m_rest.front())) {
            if (taken < 9) {
                value = value * 10 + (m_rest.front() - '0');
                ++taken;
            }
            m_rest = m_rest.sliced(1);
        }
        for (; taken < 9; ++taken) {
            value *= 10;
        }
        return nanoseconds(value);
    }

    /// "Z", "+01:00", "+0100", "-05"; UTC when there is none.
    minutes zone()
    {
        if (take('Z') || take('z') || m_rest.isEmpty()) {
            return {};
        }
        const bool isWest = startsWith('-');
        if (!take('+') && !take('-')) {
            m_hasFailed = true;
            return {};
        }
        minutes ahead = hours(digits(2));
        take(':');
        if (!m_rest.isEmpty()) {
            ahead += minutes(digits(2));
        }
        return isWest ? -ahead : ahead;
    }

private:
    QByteArrayView m_rest;
    bool m_hasFailed = false;
};

struct Fields
{
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    nanoseconds fraction{};
    minutes ahead{};
};

std::optional<WallTime> momentOf(const Fields& fields)
{
    const year_month_day date{year(fields.year), month(static_cast<unsigned>(fields.month)),
                              day(static_cast<unsigned>(fields.day))};
    // Far beyond these years nanoseconds since 1970 overflow. 60 is a leap second.
    if (!date.ok() || fields.year < 1970 || fields.year > 2200 || fields.hour > 24
        || fields.minute > 59 || fields.second > 60) {
        return std::nullopt;
    }
    return WallTime(sys_days(date).time_since_epoch() + hours(fields.hour) + minutes(fields.minute)
                    + seconds(fields.second) + fields.fraction - fields.ahead);
}

std::optional<ToldTime> readIso(QByteArrayView text)
{
    Taker taker(text);
    Fields fields;
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
    Taker taker(text);
    Fields fields;
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

std::optional<ToldTime> readUnix(QByteArrayView text)
{
    const qsizetype point = text.indexOf('.');
    const QByteArrayView whole = point < 0 ? text : text.first(point);
    if (whole.size() < 9 || whole.size() > 19
        || !std::all_of(whole.begin(), whole.end(), isDigit)) {
        return std::nullopt;
    }
    nanoseconds fraction{};
    if (point >= 0) {
        Taker taker(text.sliced(point + 1));
        fraction = taker.fraction();
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
    const auto value = static_cast<std::int64_t>(written);
    constexpr std::int64_t In2001 = 978'307'200;
    constexpr std::int64_t In2100 = 4'102'444'800;
    std::int64_t unit = 1; // of a second
    for (const std::int64_t each : {1LL, 1'000LL, 1'000'000LL, 1'000'000'000LL}) {
        unit = each;
        if (value / unit < In2100) {
            break;
        }
    }
    if (value / unit < In2001 || value / unit >= In2100) {
        return std::nullopt;
    }
    const WallTime at{seconds(value / unit) + nanoseconds(value % unit * (1'000'000'000 / unit))
                      + fraction / unit};
    return ToldTime{at, unit == 1 && point < 0};
}

} // namespace

std::optional<ToldTime> readTime(QByteArrayView text)
{
    constexpr qsizetype Longest = 64;
    const QByteArrayView trimmed = text.trimmed();
    if (trimmed.size() < 9 || trimmed.size() > Longest) {
        return std::nullopt;
    }
    for (const auto reader : {readIso, readLogForm, readUnix}) {
        if (const std::optional<ToldTime> told = reader(trimmed)) {
            return told;
        }
    }
    if (const std::optional<WallTime> moment = parseMoment(trimmed)) {
        return ToldTime{*moment, *moment == floor<seconds>(*moment)};
    }
    return std::nullopt;
}

} // namespace Pacewatch
