#include "core/transfer/timeparts.h"

#include <algorithm>
#include <array>

namespace Pacewatch {

using namespace std::chrono;

bool isDigit(char letter)
{
    return letter >= '0' && letter <= '9';
}

int TimeTaker::digits(qsizetype count)
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

int TimeTaker::digitsUpTo(qsizetype most)
{
    qsizetype count = 0;
    while (count < std::min(most, m_rest.size()) && isDigit(m_rest.at(count))) {
        ++count;
    }
    m_hasFailed = m_hasFailed || count == 0;
    return digits(count);
}

bool TimeTaker::take(char letter)
{
    if (!startsWith(letter)) {
        return false;
    }
    m_rest = m_rest.sliced(1);
    return true;
}

int TimeTaker::month()
{
    static constexpr std::array<QByteArrayView, 12> Names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const QByteArrayView name = m_rest.first(std::min<qsizetype>(3, m_rest.size()));
    const auto* const found = std::find(Names.begin(), Names.end(), name);
    m_hasFailed = m_hasFailed || found == Names.end();
    m_rest = m_rest.sliced(name.size());
    return static_cast<int>(found - Names.begin()) + 1;
}

nanoseconds TimeTaker::fraction()
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

minutes TimeTaker::zone()
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

bool TimeTaker::isAfternoon()
{
    const bool isSecond = startsWith('P') || startsWith('p');
    m_hasFailed = (!isSecond && !startsWith('A') && !startsWith('a')) || m_hasFailed;
    m_rest = m_rest.sliced(std::min<qsizetype>(1, m_rest.size()));
    m_hasFailed = (!take('M') && !take('m')) || m_hasFailed;
    return isSecond;
}

std::optional<WallTime> momentOf(const TimeFields& fields)
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

} // namespace Pacewatch
