#include "core/diagnosis/askedaddress.h"

#include <QDateTime>

#include <algorithm>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

/// Who asks for what is new since the last poll asks for the time of it, with some overlap.
constexpr Duration Present = 1h;

/// Names of parameters that are there to make each address another one.
bool isThereToDiffer(const QByteArray& name)
{
    const QByteArray small = name.toLower();
    return small == "_" || small == "ts" || small == "t" || small == "time"
        || small.contains("timestamp") || small.contains("nonce");
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
        return {target, std::nullopt};
    }
    AskedAddress asked{target.first(mark + 1), std::nullopt};
    for (const QByteArray& pair : target.sliced(mark + 1).split('&')) {
        const qsizetype equals = pair.indexOf('=');
        const QByteArray name = equals < 0 ? pair : pair.first(equals);
        const QByteArray value = equals < 0 ? QByteArray() : pair.sliced(equals + 1);
        const std::optional<WallTime> moment = momentOf(QByteArray::fromPercentEncoding(value));
        const bool isPresent = moment && *moment >= sent - Present && *moment <= sent + Present;
        if (isPresent) {
            asked.moment = std::min(asked.moment.value_or(*moment), *moment);
        }
        asked.address += isPresent || (!moment && isThereToDiffer(name)) ? name : pair;
        asked.address += '&';
    }
    return asked;
}

quint64 AskedTimes::identityOf(quint64 folded, quint64 literal, WallTime moment, WallTime sent)
{
    constexpr qsizetype MostKept = 10'000;
    constexpr Duration Cut = 1500ms; // to whole seconds, and what a call waits in its program
    if (m_last.size() >= MostKept) {
        m_last.clear();
    }
    const auto found = m_last.constFind(folded);
    quint64 identity = folded;
    if (found != m_last.cend()) {
        const Duration passed = sent - found->sent;
        const Duration moved = moment - found->moment;
        // Who asks since the last change he knows of names the same time again for a while.
        const bool goesWithTime = moved >= std::min<Duration>(passed, 0s) - Cut
            && moved <= passed + std::max<Duration>(passed, 0s) / 4 + Cut;
        identity = literal == found->literal ? found->identity : goesWithTime ? folded : literal;
    }
    m_last.insert(folded, {moment, sent, literal, identity});
    return identity;
}

} // namespace Pacewatch
