#include "ui/wording/phrase.h"
#include "ui/wording/wording.h"

#include <QDateTime>
#include <QLocale>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Pacewatch::Wording {

namespace {

constexpr qint64 Kilo = 1024;

/// The system's way to write numbers; English when it has none of its own.
QLocale numbers()
{
    const QLocale locale;
    return locale.language() == QLocale::C ? QLocale(QLocale::English, QLocale::UnitedStates)
                                           : locale;
}

QDateTime local(WallTime time)
{
    return QDateTime::fromMSecsSinceEpoch(unixMilliseconds(time));
}

QString oneDecimal(double number)
{
    return numbers().toString(number, 'f', 1);
}

QString minutesAndSeconds(qint64 seconds)
{
    return phrase("%1 min %2 s", count(seconds / 60), count(seconds % 60));
}

QString hoursAndMinutes(qint64 minutes)
{
    return phrase("%1 h %2 min", count(minutes / 60), count(minutes % 60));
}

QString days(qint64 number)
{
    return counted(number, "1 day", "%1 days");
}

/// Whole seconds from a minute up: "4 min 10 s", "9 h 28 min", "3 days".
QString longSpan(qint64 seconds)
{
    if (seconds < 3600) {
        return seconds % 60 == 0 ? phrase("%1 min", count(seconds / 60))
                                 : minutesAndSeconds(seconds);
    }
    const qint64 minutes = seconds / 60;
    if (minutes < qint64{2} * 24 * 60) {
        return minutes % 60 == 0 ? phrase("%1 h", count(minutes / 60)) : hoursAndMinutes(minutes);
    }
    return days(minutes / (qint64{24} * 60));
}

} // namespace

QString missing()
{
    return u"–"_s;
}

QString count(qint64 number)
{
    return numbers().toString(number);
}

QString axisCount(qint64 number)
{
    if (qAbs(number) < 1000) {
        return count(number);
    }
    if (qAbs(number) < 1'000'000) {
        const double thousands = static_cast<double>(number) / 1000;
        return phrase("%1 k", number % 1000 == 0 ? count(number / 1000) : oneDecimal(thousands));
    }
    const double millions = static_cast<double>(number) / 1'000'000;
    return phrase("%1 M",
                  number % 1'000'000 == 0 ? count(number / 1'000'000) : oneDecimal(millions));
}

QString share(double share)
{
    if (share > 0 && share < 0.01) {
        return phrase("under 1%");
    }
    if (share < 1 && std::llround(share * 100) == 100) {
        return phrase("over 99%");
    }
    return phrase("%1%", count(std::llround(share * 100)));
}

QString rateNumber(double perSecond)
{
    // Rounded first, so that 9.96 does not become 10.0.
    const double tenths = std::round(perSecond * 10) / 10;
    return tenths < 10 ? oneDecimal(tenths) : count(std::llround(perSecond));
}

QString rate(double perSecond)
{
    return phrase("%1 a second", rateNumber(perSecond));
}

QString shortRate(qint64 perSecond)
{
    return phrase("%1/s", count(perSecond));
}

QString duration(Duration span)
{
    const qint64 milliseconds = std::chrono::round<std::chrono::milliseconds>(span).count();
    if (milliseconds == 0 && span > Duration::zero()) {
        return phrase("under 1 ms");
    }
    if (milliseconds < 1000) {
        return phrase("%1 ms", count(milliseconds));
    }
    const qint64 tenths = (milliseconds + 50) / 100;
    if (tenths < 100) {
        return phrase("%1 s",
                      tenths % 10 == 0 ? count(tenths / 10)
                                       : oneDecimal(static_cast<double>(tenths) / 10));
    }
    const qint64 seconds = (milliseconds + 500) / 1000;
    return seconds < 60 ? phrase("%1 s", count(seconds)) : longSpan(seconds);
}

QString countdown(Duration span)
{
    const qint64 seconds
        = std::max<qint64>(0, std::chrono::ceil<std::chrono::seconds>(span).count());
    return seconds <= 60 ? phrase("%1 s", count(seconds)) : longSpan(seconds);
}

QString age(Duration span)
{
    const qint64 seconds
        = std::max<qint64>(0, std::chrono::floor<std::chrono::seconds>(span).count());
    if (seconds < 60) {
        return phrase("%1 s", count(seconds));
    }
    return longSpan(seconds - seconds % 60);
}

QString length(Duration span)
{
    const qint64 seconds
        = std::max<qint64>(0, std::chrono::floor<std::chrono::seconds>(span).count());
    if (seconds < 60) {
        return phrase("%1 s", count(seconds));
    }
    if (seconds < 3600) {
        return minutesAndSeconds(seconds);
    }
    return phrase("%1 h %2 min", count(seconds / 3600),
                  u"%1"_s.arg(seconds / 60 % 60, 2, 10, QLatin1Char('0')));
}

QString clock(WallTime time)
{
    return local(time).toString(u"HH:mm:ss");
}

QString clockWithMilliseconds(WallTime time)
{
    return local(time).toString(u"HH:mm:ss.zzz");
}

QString clockMinutes(WallTime time)
{
    return local(time).toString(u"HH:mm");
}

QString zone(WallTime time)
{
    const int minutes = local(time).offsetFromUtc() / 60;
    if (minutes == 0) {
        return u"UTC"_s;
    }
    const QString hours = change(minutes / 60);
    return minutes % 60 == 0
        ? u"UTC%1"_s.arg(hours)
        : u"UTC%1:%2"_s.arg(hours, u"%1"_s.arg(qAbs(minutes % 60), 2, 10, QLatin1Char('0')));
}

QString date(WallTime time)
{
    return QLocale(QLocale::English).toString(local(time), u"d MMM");
}

QString size(qint64 bytes)
{
    if (bytes < Kilo) {
        return phrase("%1 B", count(bytes));
    }
    const auto scaled = [bytes](qint64 unit) {
        const double number = static_cast<double>(bytes) / static_cast<double>(unit);
        return number < 9.95 ? oneDecimal(number) : count(std::llround(number));
    };
    if (bytes < Kilo * Kilo) {
        return phrase("%1 KB", scaled(Kilo));
    }
    if (bytes < Kilo * Kilo * Kilo) {
        return phrase("%1 MB", scaled(Kilo * Kilo));
    }
    return phrase("%1 GB", scaled(Kilo * Kilo * Kilo));
}

QString change(qint64 difference)
{
    if (difference == 0) {
        return count(0);
    }
    return (difference > 0 ? u"+"_s : u"−"_s) + count(qAbs(difference));
}

QString changeShare(double difference)
{
    const qint64 percent = std::llround(difference * 100);
    return phrase("%1%", change(percent));
}

QString calls(qint64 number)
{
    return counted(number, "1 call", "%1 calls");
}

QString clients(int number)
{
    return counted(number, "1 client", "%1 clients");
}

} // namespace Pacewatch::Wording
