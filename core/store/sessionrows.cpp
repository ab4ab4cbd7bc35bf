#include "core/store/sessionrows.h"

#include <algorithm>
#include <array>

namespace Pacewatch::SessionRows {

namespace {

// The place in each list is the number in the file: append only.
constexpr std::array Origins{Origin::Client, Origin::Poll, Origin::TestSend};
constexpr std::array Outcomes{Outcome::Answered, Outcome::Incomplete, Outcome::ClientLeft,
                              Outcome::Failed, Outcome::RefusedByUs};
constexpr std::array Codes{ErrorCode::Invalid,     ErrorCode::NotFound,  ErrorCode::Refused,
                           ErrorCode::Unreachable, ErrorCode::Untrusted, ErrorCode::TimedOut,
                           ErrorCode::Cancelled,   ErrorCode::TooLarge,  ErrorCode::Unsupported,
                           ErrorCode::Corrupt,     ErrorCode::Busy,      ErrorCode::StorageFailed};

template<typename List, typename Value>
int placeOf(const List& list, Value value)
{
    return static_cast<int>(std::find(list.begin(), list.end(), value) - list.begin());
}

template<typename List>
auto valueAt(const List& list, qint64 place)
{
    const bool isInside = place >= 0 && place < static_cast<qint64>(list.size());
    return list[isInside ? static_cast<std::size_t>(place) : 0];
}

/// Calls @p take with each line that is not empty.
template<typename Take>
void eachLine(QByteArrayView text, Take take)
{
    while (!text.isEmpty()) {
        const qsizetype feed = text.indexOf('\n');
        const QByteArrayView line = feed < 0 ? text : text.first(feed);
        if (!line.isEmpty()) {
            take(line);
        }
        text = feed < 0 ? QByteArrayView() : text.sliced(feed + 1);
    }
}

} // namespace

QByteArray headText(const Http::Headers& headers)
{
    QByteArray text;
    for (const Http::Field& field : headers) {
        text += field.name + ": " + field.value + '\n';
    }
    return text;
}

Http::Headers headersOf(QByteArrayView text)
{
    constexpr qsizetype MostFields = 1000;
    Http::Headers headers;
    headers.reserve(std::min(text.count('\n'), MostFields));
    eachLine(text, [&](QByteArrayView line) {
        const qsizetype colon = line.indexOf(QByteArrayView(": "));
        if (colon > 0 && headers.size() < MostFields) {
            headers.append(line.first(colon).toByteArray(), line.sliced(colon + 2).toByteArray());
        }
    });
    return headers;
}

QByteArray leftText(const QList<LeftAfter>& left)
{
    QByteArray text;
    for (const LeftAfter& window : left) {
        QByteArray name = window.window.toUtf8();
        name.replace('\t', ' ').replace('\n', ' ');
        text += name + '\t' + QByteArray::number(window.remaining) + '\t'
            + QByteArray::number(window.limit) + '\n';
    }
    return text;
}

QList<LeftAfter> leftOf(QByteArrayView text)
{
    constexpr qsizetype MostWindows = 32;
    QList<LeftAfter> left;
    eachLine(text, [&](QByteArrayView line) {
        const QList<QByteArray> parts = line.toByteArray().split('\t');
        if (parts.size() == 3 && left.size() < MostWindows) {
            left.append({QString::fromUtf8(parts.at(0)), parts.at(1).toLongLong(),
                         parts.at(2).toLongLong()});
        }
    });
    return left;
}

WallTime momentOf(qint64 nanoseconds)
{
    return WallTime(Duration(nanoseconds));
}

Duration spanOf(qint64 nanoseconds)
{
    return Duration(std::max<qint64>(0, nanoseconds));
}

int numberOf(Origin origin)
{
    return placeOf(Origins, origin);
}

Origin originOf(qint64 number)
{
    return valueAt(Origins, number);
}

int numberOf(Outcome outcome)
{
    return placeOf(Outcomes, outcome);
}

Outcome outcomeOf(qint64 number)
{
    return valueAt(Outcomes, number);
}

int numberOf(ErrorCode code)
{
    return placeOf(Codes, code);
}

ErrorCode errorCodeOf(qint64 number)
{
    return valueAt(Codes, number);
}

} // namespace Pacewatch::SessionRows
