#include "core/diagnosis/askedaddress.h"

#include <QDateTime>

#include <algorithm>
#include <optional>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

/// Who asks for what is new since the last poll asks for the time of it, with some overlap.
constexpr Duration Present = 1h;

/// Names of parameters that are there to make each address another one, or tell the time; where
/// that is a number that is no time, it says from which entry on.
bool isTimeName(const QByteArray& name, const QByteArray& value)
{
    const QByteArray small = name.toLower();
    const bool isNumber = !value.isEmpty()
        && std::all_of(value.begin(), value.end(),
                       [](char letter) { return letter >= '0' && letter <= '9'; });
    return small == "_" || small == "ts" || small == "t" || small.contains("nonce")
        || (!isNumber
            && (small.contains("since") || small.contains("time") || small.contains("until")));
}

/// @p value as seconds, milliseconds or microseconds since 1970, or as ISO 8601.
std::optional<WallTime> momentOf(const QByteArray& value)
{
    constexpr qsizetype SecondDigits = 10; // 2001 to 2286
    bool isNumber = false;
    const qint64 number = value.split('.').first().toLongLong(&isNumber);
    if (isNumber && number > 0) {
        switch (QByteArray::number(number).size() - SecondDigits) {
        case 0:
            return WallTime(std::chrono::seconds(number));
        case 3:
            return WallTime(std::chrono::milliseconds(number));
        case 6:
            return WallTime(std::chrono::microseconds(number));
        default:
            return std::nullopt;
        }
    }
    if (value.size() < 10 || value.at(4) != '-') {
        return std::nullopt;
    }
    QString text = QString::fromLatin1(value);
    text.replace(u' ', u'T'); // a plus sign, or a blank in place of the T
    QDateTime moment = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (moment.timeSpec() == Qt::LocalTime) {
        moment.setTimeSpec(Qt::UTC);
    }
    return moment.isValid()
        ? std::optional(WallTime(std::chrono::milliseconds(moment.toMSecsSinceEpoch())))
        : std::nullopt;
}

} // namespace

AskedAddress askedAddress(const QByteArray& target, WallTime sent)
{
    const qsizetype mark = target.indexOf('?');
    if (mark < 0) {
        return {target, {}};
    }
    AskedAddress asked{target.first(mark + 1), {}};
    for (const QByteArray& pair : target.sliced(mark + 1).split('&')) {
        const qsizetype equals = pair.indexOf('=');
        const QByteArray name = equals < 0 ? pair : pair.first(equals);
        const QByteArray value = equals < 0 ? QByteArray() : pair.sliced(equals + 1);
        const std::optional<WallTime> moment = momentOf(QByteArray::fromPercentEncoding(value));
        const bool isPresent = moment && *moment >= sent - Present && *moment <= sent + Present;
        if (isPresent && asked.moment == WallTime{}) {
            asked.moment = *moment;
        }
        asked.address += isPresent || (!moment && isTimeName(name, value)) ? name : pair;
        asked.address += '&';
    }
    return asked;
}

} // namespace Pacewatch
