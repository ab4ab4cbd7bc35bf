#include "app/values.h"

#include <QHostAddress>
#include <QUrl>

#include <array>
#include <chrono>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

struct TimeUnit
{
    QLatin1StringView suffix;
    double seconds;
};

// "ms" stands before "m" and "s", whose ends it shares.
constexpr std::array TimeUnits{TimeUnit{"ms"_L1, 0.001}, TimeUnit{"s"_L1, 1}, TimeUnit{"m"_L1, 60},
                               TimeUnit{"h"_L1, 3'600}};

} // namespace

Result<Duration> parseDuration(QStringView text, bool mayBeZero)
{
    constexpr double LongestSeconds = 30.0 * 24 * 3'600;
    for (const TimeUnit& unit : TimeUnits) {
        if (!text.endsWith(unit.suffix)) {
            continue;
        }
        bool isNumber = false;
        const double number = text.chopped(unit.suffix.size()).toDouble(&isNumber);
        const double seconds = number * unit.seconds;
        if (!isNumber || !(seconds >= 0) || seconds > LongestSeconds
            || (seconds == 0 && !mayBeZero)) {
            break;
        }
        return fromSeconds(seconds);
    }
    return fail(ErrorCode::Invalid,
                u"\"%1\" is not a time such as 500ms, 5s, 10m or 2h"_s.arg(text));
}

Result<Pace> parsePace(QStringView text)
{
    Pace pace;
    if (text == "asap"_L1) {
        return pace;
    }
    if (text.startsWith("spread="_L1)) {
        const Result<Duration> over = parseDuration(text.mid(7));
        if (!over) {
            return fail(over.error());
        }
        pace.kind = Pace::Kind::Spread;
        pace.over = *over;
        return pace;
    }
    if (text.startsWith("rate="_L1)) {
        bool isNumber = false;
        const double rate = text.mid(5).toDouble(&isNumber);
        if (isNumber && rate > 0 && rate <= 100'000) {
            pace.kind = Pace::Kind::Rate;
            pace.perSecond = rate;
            return pace;
        }
    }
    return fail(ErrorCode::Invalid,
                u"\"%1\" is not a pace: asap, spread=10m or rate=90 (a second)"_s.arg(text));
}

Result<QByteArray> parseGatewayUrl(const QString& text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool isHttp = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
    if (!url.isValid() || !isHttp || url.host().isEmpty() || !url.userInfo().isEmpty()
        || url.hasFragment()) {
        // The text is not repeated: a key may stand in it.
        return fail(ErrorCode::Invalid,
                    u"the address must be http or https with a host, such as "
                    u"https://app.aisoule.com/api"_s);
    }
    return url.toEncoded();
}

bool isLoopback(const QByteArray& url)
{
    const QString host = QUrl::fromEncoded(url).host();
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

} // namespace Pacewatch
