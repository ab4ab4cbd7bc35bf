#include "core/transfer/recordline.h"

#include <QDateTime>
#include <QJsonArray>
#include <QRegularExpression>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

QJsonValue orNull(const std::optional<Duration>& span)
{
    return span ? QJsonValue(toSeconds(*span)) : QJsonValue();
}

QString originName(Origin origin)
{
    switch (origin) {
    case Origin::Client:
        return u"client"_s;
    case Origin::Poll:
        return u"poll"_s;
    case Origin::TestSend:
        return u"test_send"_s;
    }
    return {};
}

QString outcomeName(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Answered:
        return u"answered"_s;
    case Outcome::Incomplete:
        return u"incomplete"_s;
    case Outcome::ClientLeft:
        return u"client_left"_s;
    case Outcome::Failed:
        return u"failed"_s;
    case Outcome::RefusedByUs:
        return u"refused_by_us"_s;
    }
    return {};
}

/// Tells one body from another; too short to find out a phone number by trying all.
QString digestOf(const KeptBody& body)
{
    constexpr qsizetype Bytes = 3;
    return QString::fromLatin1(body.sha256.left(Bytes).toHex());
}

QJsonArray headerLines(const Http::Headers& headers)
{
    QJsonArray lines;
    for (const Http::Field& field : headers) {
        lines.append(withoutPhoneNumbers(QString::fromLatin1(field.name) + u": "_s
                                         + QString::fromLatin1(field.value)));
    }
    return lines;
}

QJsonArray leftToJson(const QList<LeftAfter>& left)
{
    QJsonArray windows;
    for (const LeftAfter& window : left) {
        windows.append(QJsonObject{{u"name"_s, window.window},
                                   {u"remaining"_s, window.remaining},
                                   {u"limit"_s, window.limit}});
    }
    return windows;
}

} // namespace

QJsonObject toJson(const Exchange& exchange, RecordBodies bodies)
{
    const QByteArray body = exchange.isRefused() || bodies == RecordBodies::All
        ? exchange.responseBody.head
        : QByteArray();
    QJsonObject object{
        {u"id"_s, static_cast<qint64>(exchange.id)},
        {u"at"_s, utcText(exchange.arrivedWall)},
        {u"origin"_s, originName(exchange.origin)},
        {u"client"_s, withoutPhoneNumbers(exchange.client)},
        {u"method"_s, QString::fromLatin1(exchange.request.method)},
        {u"target"_s, withoutPhoneNumbers(QString::fromLatin1(exchange.request.target))},
        {u"outcome"_s, outcomeName(exchange.outcome)},
        {u"status"_s, exchange.response.status},
        {u"header_lines"_s, headerLines(exchange.response.headers)},
        {u"body"_s, withoutPhoneNumbers(QString::fromUtf8(body))},
        {u"received_at"_s, static_cast<double>(unixMilliseconds(exchange.answeredWall())) / 1'000},
        {u"request_bytes"_s, exchange.requestBody.size},
        {u"request_digest"_s, digestOf(exchange.requestBody)},
        {u"response_bytes"_s, exchange.responseBody.size},
        {u"response_digest"_s, digestOf(exchange.responseBody)},
        {u"held_seconds"_s, toSeconds(exchange.held)},
        {u"first_byte_seconds"_s, toSeconds(exchange.firstByte)},
        {u"took_seconds"_s,
         exchange.took > Duration::zero() ? QJsonValue(toSeconds(exchange.took)) : QJsonValue()},
        {u"attempt"_s, exchange.attempt},
        {u"is_rate_limited"_s, exchange.isRefused()},
        {u"retry_after_seconds"_s, orNull(exchange.reading.retryAfter)},
        {u"left"_s, leftToJson(exchange.left)},
    };
    if (exchange.error) {
        object.insert(u"error"_s, exchange.error->detail);
    }
    if (exchange.tooEarlyBy) {
        object.insert(u"too_early_seconds"_s, toSeconds(*exchange.tooEarlyBy));
    }
    if (bodies == RecordBodies::All) {
        object.insert(u"request_header_lines"_s, headerLines(exchange.request.headers));
        object.insert(u"request_body"_s, QString::fromUtf8(exchange.requestBody.head));
        object.insert(u"connecting_seconds"_s, toSeconds(exchange.connecting));
    }
    return object;
}

QString utcText(WallTime moment)
{
    return QDateTime::fromMSecsSinceEpoch(unixMilliseconds(moment), Qt::UTC)
        .toString(Qt::ISODateWithMs);
}

QString withoutPhoneNumbers(QString text)
{
    // A plus sign and 7 to 15 digits (ITU-T E.164, also percent-encoded), or 11 to 15 digits alone.
    // Ten digits are Unix seconds, and thirteen that start with 1 are Unix milliseconds.
    static const QRegularExpression number(
        u"((?:\\+|%2[Bb])\\d{5,13}|(?<!\\d)(?!1\\d{12}(?!\\d))\\d{9,13})(\\d\\d)(?!\\d)"_s);
    return text.replace(number, u"\u2022\u2022\u2022\\2"_s);
}

} // namespace Pacewatch
