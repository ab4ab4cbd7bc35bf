#include "core/quota/moments.h"

#include "core/quota/fixdate.h"
#include "core/quota/windowwords.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace Pacewatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype LongestText = 128;
constexpr double HundredYears = 100.0 * 365 * 86400;
constexpr double TenYears = 10.0 * 365 * 86400;

bool isDigit(char letter)
{
    return letter >= '0' && letter <= '9';
}

bool isLetter(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

struct SpanUnit
{
    QByteArrayView word;
    double seconds;
};

constexpr std::array SpanUnits{
    SpanUnit{"ms", 0.001},
    SpanUnit{"msec", 0.001},
    SpanUnit{"millis", 0.001},
    SpanUnit{"us", 1e-6},
    SpanUnit{"ns", 1e-9},
    SpanUnit{"milliseconds", 0.001},
    SpanUnit{"millisecond", 0.001},
    SpanUnit{"s", 1},
    SpanUnit{"sec", 1},
    SpanUnit{"secs", 1},
    SpanUnit{"second", 1},
    SpanUnit{"seconds", 1},
    SpanUnit{"m", 60},
    SpanUnit{"min", 60},
    SpanUnit{"mins", 60},
    SpanUnit{"minute", 60},
    SpanUnit{"minutes", 60},
    SpanUnit{"h", 3600},
    SpanUnit{"hr", 3600},
    SpanUnit{"hrs", 3600},
    SpanUnit{"hour", 3600},
    SpanUnit{"hours", 3600},
    SpanUnit{"d", 86400},
    SpanUnit{"day", 86400},
    SpanUnit{"days", 86400},
};

std::optional<double> secondsOf(QByteArrayView word)
{
    for (const SpanUnit& unit : SpanUnits) {
        if (word.compare(unit.word, Qt::CaseInsensitive) == 0) {
            return unit.seconds;
        }
    }
    return std::nullopt;
}

std::optional<WallTime> wallOf(const QDateTime& moment)
{
    // Outside these years nanoseconds since 1970 do not fit 64 bits.
    if (!moment.isValid() || moment.date().year() < 1700 || moment.date().year() > 2200) {
        return std::nullopt;
    }
    return WallTime(std::chrono::milliseconds(moment.toMSecsSinceEpoch()));
}

/// One of the English forms; the zone is UTC unless a "GMT+0100" follows.
std::optional<WallTime> parseEnglish(const QString& text, const QString& format, int base)
{
    QDateTime moment = QLocale::c().toDateTime(text, format);
    if (!moment.isValid()) {
        return std::nullopt;
    }
    // RFC 9110, 5.6.7: a year of two digits more than 50 years ahead is in the past.
    if (base > 0 && moment.date().year() < base) {
        moment = moment.addYears(100);
    }
    moment.setTimeSpec(Qt::UTC);
    return wallOf(moment);
}

std::optional<WallTime> parseJavaScriptDate(const QString& text)
{
    const qsizetype gmt = text.indexOf(u" GMT"_s);
    if (gmt < 0 || text.size() < gmt + 9) {
        return std::nullopt;
    }
    const std::optional<WallTime> local
        = parseEnglish(text.first(gmt), u"ddd MMM dd yyyy HH:mm:ss"_s, 0);
    bool isNumber = false;
    const int zone = text.sliced(gmt + 5, 4).toInt(&isNumber);
    const QChar sign = text.at(gmt + 4);
    if (!local || !isNumber || (sign != u'+' && sign != u'-')) {
        return std::nullopt;
    }
    const Duration offset = std::chrono::hours(zone / 100) + std::chrono::minutes(zone % 100);
    return sign == u'+' ? *local - offset : *local + offset;
}

/// ISO 8601, 5.5.2.4: "PT1M30S", "P1DT2H".
std::optional<Duration> parseIsoSpan(QByteArrayView text)
{
    if (text.size() < 3 || text.front() != 'P') {
        return std::nullopt;
    }
    double total = 0;
    bool isTime = false;
    QByteArrayView rest = text.sliced(1);
    while (!rest.isEmpty()) {
        if (rest.front() == 'T' && !isTime) {
            isTime = true;
            rest = rest.sliced(1);
            continue;
        }
        qsizetype digits = 0;
        while (digits < rest.size() && (isDigit(rest[digits]) || rest[digits] == '.')) {
            ++digits;
        }
        const std::optional<double> count = parseNumber(rest.first(digits));
        const char unit = digits < rest.size() ? rest[digits] : '?';
        const double seconds = unit == 'D' && !isTime ? 86400
            : unit == 'H' && isTime                   ? 3600
            : unit == 'M' && isTime                   ? 60
            : unit == 'S' && isTime                   ? 1
                                                      : 0;
        if (!count || seconds <= 0) {
            return std::nullopt;
        }
        total += *count * seconds;
        rest = rest.sliced(digits + 1);
    }
    return spanOf(total);
}

/// "00:01:30": hours, minutes and seconds. With hours it might as well be a time of the day.
std::optional<Duration> parseClockSpan(QByteArrayView text)
{
    const QList<QByteArray> parts = text.toByteArray().split(':');
    if (parts.size() != 3 || parts.first().trimmed() != "00") {
        return std::nullopt;
    }
    double total = 0;
    for (const QByteArray& part : parts) {
        const std::optional<double> number
            = !part.isEmpty() && isDigit(part.front()) ? parseNumber(part) : std::nullopt;
        if (!number) {
            return std::nullopt;
        }
        total = total * 60 + *number;
    }
    return spanOf(total);
}

StatedMoment seenFrom(WallTime moment, WallTime reference)
{
    const Duration in = std::chrono::ceil<std::chrono::seconds>(moment - reference);
    return {std::max(in, Duration::zero()), moment, in < Duration::zero(), false};
}

} // namespace

std::optional<double> parseNumber(QByteArrayView text)
{
    QByteArrayView trimmed = text.trimmed();
    if (trimmed.size() > 2 && trimmed.front() == '"' && trimmed.back() == '"') {
        trimmed = trimmed.sliced(1, trimmed.size() - 2);
    }
    if (trimmed.isEmpty() || trimmed.size() > 40) {
        return std::nullopt;
    }
    const bool isPlain = std::all_of(trimmed.begin(), trimmed.end(), [](char letter) {
        return isDigit(letter) || letter == '.' || letter == '-' || letter == '+';
    });
    bool isNumber = false;
    const double value = trimmed.toDouble(&isNumber);
    if (!isPlain || !isNumber || std::abs(value) > 1e19) {
        return std::nullopt;
    }
    return value;
}

Duration spanOf(double seconds)
{
    return fromSeconds(std::isfinite(seconds) ? std::clamp(seconds, 0.0, HundredYears) : 0.0);
}

std::optional<Duration> parseSpan(QByteArrayView text)
{
    QByteArrayView rest = text.trimmed();
    if (rest.isEmpty() || rest.size() > LongestText) {
        return std::nullopt;
    }
    if (rest.front() == 'P') {
        return parseIsoSpan(rest);
    }
    if (rest.contains(':')) {
        return parseClockSpan(rest);
    }
    double total = 0;
    while (!rest.isEmpty()) {
        qsizetype digits = 0;
        while (digits < rest.size() && (isDigit(rest[digits]) || rest[digits] == '.')) {
            ++digits;
        }
        const std::optional<double> count = parseNumber(rest.first(digits));
        rest = rest.sliced(digits).trimmed();
        qsizetype letters = 0;
        while (letters < rest.size() && isLetter(rest[letters])) {
            ++letters;
        }
        // "\u00b5s" comes as two bytes of UTF-8 or one of Latin-1.
        for (const QByteArrayView micro : {"\xc2\xb5s", "\xce\xbcs", "\xb5s"}) {
            letters = letters == 0 && rest.startsWith(micro) ? micro.size() : letters;
        }
        const QByteArrayView word = rest.first(letters);
        const std::optional<double> unit = word.endsWith('s') && word.size() > 1
                && static_cast<unsigned char>(word.front()) > 127
            ? std::optional(1e-6)
            : secondsOf(word);
        if (!count || !unit) {
            return std::nullopt;
        }
        total += *count * *unit;
        rest = rest.sliced(letters).trimmed();
        // "1 minute and 30 seconds", "1 hour, 5 minutes"
        for (const QByteArrayView joint : {"and ", ","}) {
            rest = rest.startsWith(joint) ? rest.sliced(joint.size()).trimmed() : rest;
        }
    }
    return spanOf(total);
}

std::optional<Duration> parsePeriod(QByteArrayView text, bool isMilliseconds)
{
    const std::optional<double> number = parseNumber(text);
    if (!number) {
        if (const std::optional<Duration> span = parseSpan(text)) {
            return span;
        }
        const std::optional<WindowWord> word = windowWord(QString::fromLatin1(text.trimmed()));
        return word ? std::optional(word->window) : std::nullopt;
    }
    const auto isUsual = [](double seconds) {
        constexpr std::array<double, 19> Usual{1,    2,     5,     10,    15,    20,   30,
                                               60,   120,   300,   600,   900,   1800, 3600,
                                               7200, 21600, 43200, 86400, 604800};
        return std::find(Usual.begin(), Usual.end(), seconds) != Usual.end();
    };
    const bool areThousandths
        = isMilliseconds || (*number >= 1000 && !isUsual(*number) && isUsual(*number / 1000));
    return spanOf(areThousandths ? *number / 1000 : *number);
}

std::optional<WallTime> parseMoment(QByteArrayView text)
{
    const QByteArrayView trimmed = text.trimmed();
    if (trimmed.size() < 10 || trimmed.size() > LongestText) {
        return std::nullopt;
    }
    if (const std::optional<WallTime> moment = parseFixdate(trimmed)) {
        return moment;
    }
    if (isDigit(trimmed.front())) {
        QString iso = QString::fromLatin1(trimmed);
        if (iso.endsWith(u" UTC"_s) || iso.endsWith(u" GMT"_s)) {
            iso = iso.chopped(4) % u'Z';
        }
        if (iso.size() > 10 && iso.at(10) == u' ') {
            iso[10] = u'T'; // "2024-05-29 12:00:30", as databases print it
            iso.remove(u' ');
        }
        QDateTime moment = QDateTime::fromString(iso, Qt::ISODateWithMs);
        if (moment.isValid() && moment.timeSpec() == Qt::LocalTime) {
            moment.setTimeSpec(Qt::UTC);
        }
        return wallOf(moment);
    }
    if (trimmed.count(':') < 2) {
        return std::nullopt; // a header that is no date; all English forms tell the second
    }
    QString english = QString::fromLatin1(trimmed).simplified();
    // RFC 5322 writes the zone as "+0000", others as "UTC".
    for (const QString& zone : {u" +0000"_s, u" UTC"_s}) {
        english
            = english.endsWith(zone) ? QString(english.chopped(zone.size()) % u" GMT") : english;
    }
    if (auto moment = parseEnglish(english, u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s, 0)) {
        return moment;
    }
    // The weekday is left out: of a year of two digits it is known only afterwards.
    const QString afterWeekday = english.sliced(english.indexOf(u',') + 1).trimmed();
    if (auto moment = parseEnglish(afterWeekday, u"dd-MMM-yy HH:mm:ss 'GMT'"_s, 1970)) {
        return moment;
    }
    if (auto moment = parseEnglish(english, u"ddd MMM d HH:mm:ss yyyy"_s, 0)) {
        return moment;
    }
    return parseJavaScriptDate(english);
}

std::optional<StatedMoment> parseStated(QByteArrayView text, WallTime reference)
{
    const std::optional<double> number = parseNumber(text);
    if (!number) {
        if (const std::optional<Duration> span = parseSpan(text)) {
            return StatedMoment{*span, std::nullopt, false, false};
        }
        const std::optional<WallTime> moment = parseMoment(text);
        return moment ? std::optional(seenFrom(*moment, reference)) : std::nullopt;
    }
    const double now = toSeconds(reference.time_since_epoch());
    for (const double scale : {1.0, 1e3, 1e6, 1e9}) {
        const double seconds = *number / scale;
        if (std::abs(seconds - now) < TenYears && seconds > TenYears) {
            return seenFrom(WallTime(fromSeconds(seconds)), reference);
        }
    }
    StatedMoment span{spanOf(*number), std::nullopt, *number < 0, false};
    span.isDoubtful = *number > TenYears / 10;
    return span;
}

} // namespace Pacewatch
