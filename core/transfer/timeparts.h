#pragma once

#include "core/instant.h"

#include <QByteArrayView>

#include <chrono>
#include <optional>

namespace Pacewatch {

/// Takes the pieces of a written moment from the front of a text; what does not fit leaves it
/// failed.
class TimeTaker final
{
public:
    explicit TimeTaker(QByteArrayView text)
        : m_rest(text)
    { }

    [[nodiscard]] bool hasFailed() const { return m_hasFailed; }
    [[nodiscard]] QByteArrayView rest() const { return m_rest; }
    [[nodiscard]] bool startsWith(char letter) const
    {
        return !m_rest.isEmpty() && m_rest.front() == letter;
    }

    /// A number of exactly @p count digits.
    int digits(qsizetype count);
    /// A number of one digit to @p most.
    int digitsUpTo(qsizetype most);
    /// Whether @p letter was there, and taken.
    bool take(char letter);
    void expect(char letter) { m_hasFailed = !take(letter) || m_hasFailed; }
    /// "Jan" to "Dec", as 1 to 12.
    int month();
    /// What stands behind the point; digits beyond the ninth are dropped.
    std::chrono::nanoseconds fraction();
    /// "Z", "+01:00", "+0100", "-05"; UTC when there is none.
    std::chrono::minutes zone();
    /// "AM" or "PM" in any case: whether it was the second.
    bool isAfternoon();

private:
    QByteArrayView m_rest;
    bool m_hasFailed = false;
};

/// A moment by the calendar.
struct TimeFields
{
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    std::chrono::nanoseconds fraction{};
    std::chrono::minutes ahead{}; ///< of UTC
};

/// Empty for what is no date, and outside of 1970 to 2200.
[[nodiscard]] std::optional<WallTime> momentOf(const TimeFields& fields);
[[nodiscard]] bool isDigit(char letter);

} // namespace Pacewatch
