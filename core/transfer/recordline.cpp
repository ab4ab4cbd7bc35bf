#include "core/transfer/recordline.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>
#include <chrono>
#include <optional>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

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
QByteArray digestOf(const KeptBody& body)
{
    constexpr qsizetype Bytes = 3;
    return body.sha256.left(Bytes).toHex();
}

/// Whether seven digits stand in a row, the fewest of a phone number: most lines hold none, and
/// every line of a record is asked.
bool hasLongNumber(QByteArrayView text)
{
    int run = 0;
    return std::any_of(text.begin(), text.end(), [&](char letter) {
        run = letter >= '0' && letter <= '9' ? run + 1 : 0;
        return run >= 7;
    });
}

/// What is no UTF-8 is replaced letter by letter.
QByteArray validUtf8(const QByteArray& text)
{
    return text.isValidUtf8() ? text : QString::fromUtf8(text).toUtf8();
}

/// @p text as UTF-8 without phone numbers.
QByteArray shown(const QByteArray& text)
{
    const QByteArray valid = validUtf8(text);
    return hasLongNumber(valid) ? withoutPhoneNumbers(QString::fromUtf8(valid)).toUtf8() : valid;
}

/// The same of a part of a head, whose bytes are Latin-1 where they are no UTF-8.
QByteArray shownHead(const QByteArray& text)
{
    return shown(text.isValidUtf8() ? text : QString::fromLatin1(text).toUtf8());
}

/// One object of JSON while it is written. A document in memory first would cost ten times as much.
class LineWriter final
{
public:
    LineWriter() { m_json.StartObject(); }

    void text(const char* key, const QByteArray& utf8)
    {
        m_json.Key(key);
        put(utf8);
    }
    void text(const char* key, const QString& value) { text(key, value.toUtf8()); }

    void number(const char* key, qint64 value)
    {
        m_json.Key(key);
        m_json.Int64(value);
    }

    void boolean(const char* key, bool value)
    {
        m_json.Key(key);
        m_json.Bool(value);
    }

    void real(const char* key, double value)
    {
        m_json.Key(key);
        m_json.Double(value);
    }

    void seconds(const char* key, std::optional<Duration> span)
    {
        if (span) {
            real(key, toSeconds(*span));
        } else {
            m_json.Key(key);
            m_json.Null();
        }
    }

    void lines(const char* key, const Http::Headers& headers)
    {
        m_json.Key(key);
        m_json.StartArray();
        for (const Http::Field& field : headers) {
            put(shownHead(QByteArray(field.name + ": " + field.value)));
        }
        m_json.EndArray();
    }

    void left(const char* key, const QList<LeftAfter>& windows)
    {
        m_json.Key(key);
        m_json.StartArray();
        for (const LeftAfter& window : windows) {
            m_json.StartObject();
            text("name", window.window);
            number("remaining", window.remaining);
            number("limit", window.limit);
            m_json.EndObject();
        }
        m_json.EndArray();
    }

    [[nodiscard]] QByteArray finish()
    {
        m_json.EndObject();
        return {m_buffer.GetString(), static_cast<qsizetype>(m_buffer.GetSize())};
    }

private:
    void put(const QByteArray& utf8)
    {
        m_json.String(utf8.data(), static_cast<rapidjson::SizeType>(utf8.size()));
    }

    rapidjson::StringBuffer m_buffer;
    rapidjson::Writer<rapidjson::StringBuffer> m_json{m_buffer};
};

} // namespace

QByteArray recordLine(const Exchange& exchange, RecordBodies bodies)
{
    const bool isWhole = bodies == RecordBodies::All;
    const QByteArray body
        = exchange.isRefused() || isWhole ? exchange.responseBody.head : QByteArray();
    const std::optional<Duration> took
        = exchange.took > Duration::zero() ? std::optional(exchange.took) : std::nullopt;
    LineWriter line;
    line.number("id", static_cast<qint64>(exchange.id));
    line.text("at", utcText(exchange.arrivedWall));
    line.text("origin", originName(exchange.origin));
    line.text("client", shown(exchange.client.toUtf8()));
    line.text("method", shownHead(exchange.request.method));
    line.text("target", shownHead(exchange.request.target));
    line.text("outcome", outcomeName(exchange.outcome));
    line.number("status", exchange.response.status);
    line.lines("header_lines", exchange.response.headers);
    line.text("body", shown(body));
    line.real("received_at",
              static_cast<double>(unixMilliseconds(exchange.answeredWall())) / 1'000);
    line.number("request_bytes", exchange.requestBody.size);
    line.text("request_digest", digestOf(exchange.requestBody));
    line.number("response_bytes", exchange.responseBody.size);
    line.text("response_digest", digestOf(exchange.responseBody));
    line.seconds("held_seconds", exchange.held);
    line.seconds("first_byte_seconds", exchange.firstByte);
    line.seconds("took_seconds", took);
    line.number("attempt", exchange.attempt);
    line.boolean("is_rate_limited", exchange.isRefused());
    line.seconds("retry_after_seconds", exchange.reading.retryAfter);
    line.left("left", exchange.left);
    if (exchange.error) {
        line.text("error", exchange.error->detail);
    }
    if (exchange.tooEarlyBy) {
        line.seconds("too_early_seconds", exchange.tooEarlyBy);
    }
    if (isWhole) {
        line.lines("request_header_lines", exchange.request.headers);
        line.text("request_body", validUtf8(exchange.requestBody.head));
        line.seconds("connecting_seconds", exchange.connecting);
    }
    return line.finish();
}

QJsonObject toJson(const Exchange& exchange, RecordBodies bodies)
{
    return QJsonDocument::fromJson(recordLine(exchange, bodies)).object();
}

QString utcText(WallTime moment)
{
    // The calls of one second share all of it but three digits.
    thread_local std::optional<qint64> known;
    thread_local QString start; // "2026-05-04T10:00:00"; empty for a year that has no such form
    const std::chrono::milliseconds whole(unixMilliseconds(moment));
    const qint64 second = std::chrono::floor<std::chrono::seconds>(whole).count();
    if (known != second) {
        start = QDateTime::fromSecsSinceEpoch(second, Qt::UTC).toString(Qt::ISODate);
        start.chop(1); // the Z, which comes behind the milliseconds
        known = second;
    }
    const QString milliseconds = QString::number(whole.count() - second * 1000);
    return start.isEmpty() ? QString()
                           : QString(start + u'.' + milliseconds.rightJustified(3, u'0') + u'Z');
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
