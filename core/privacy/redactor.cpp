#include "core/privacy/redactor.h"

#include "core/http/contentcoding.h"
#include "core/privacy/jsonprivacy.h"
#include "core/privacy/privatefields.h"
#include "core/privacy/privateshapes.h"
#include "core/privacy/rangetimes.h"

#include <QStringDecoder>

#include <algorithm>
#include <array>
#include <utility>

namespace Pacewatch {

namespace {

/// Schemes before credentials that tell much and give nothing away (RFC 9110, 11.4).
bool isScheme(const QByteArray& word)
{
    static constexpr std::array<QByteArrayView, 6> Schemes{"bearer", "basic",  "token",
                                                           "key",    "apikey", "digest"};
    const QByteArray lower = word.toLower();
    return std::find(Schemes.begin(), Schemes.end(), lower) != Schemes.end();
}

bool isCookieField(QByteArrayView name)
{
    return Http::sameName(name, "Cookie") || Http::sameName(name, "Set-Cookie");
}

bool isAttribute(const QByteArray& name)
{
    static constexpr std::array<QByteArrayView, 8> Attributes{
        "path", "domain", "expires", "max-age", "samesite", "secure", "httponly", "priority"};
    const QByteArray lower = name.trimmed().toLower();
    return std::find(Attributes.begin(), Attributes.end(), lower) != Attributes.end();
}

QByteArray boundaryOf(const QByteArray& type)
{
    const qsizetype at = type.toLower().indexOf("boundary=");
    if (!type.toLower().startsWith("multipart/") || at < 0) {
        return {};
    }
    QByteArray boundary = type.mid(at + 9).split(';').first().trimmed();
    if (boundary.startsWith('"')) {
        boundary = boundary.mid(1, boundary.indexOf('"', 1) - 1);
    }
    return boundary;
}

/// name="contact[phone]" of a part's head.
QByteArray partName(const QByteArray& head)
{
    const qsizetype at = head.indexOf("name=\"");
    const qsizetype end = head.indexOf('"', at + 6);
    return at < 0 || end < 0 ? QByteArray() : head.mid(at + 6, end - at - 6);
}

} // namespace

Redactor::Redactor(QByteArray sessionKey)
    : m_standIns(std::move(sessionKey))
{ }

void Redactor::know(QByteArrayView secret)
{
    learn(secret);
}

void Redactor::learn(QByteArrayView secret)
{
    if (!m_known.has(secret) && !StandIns::isOne(secret)) {
        m_known.add(secret, m_standIns.of(PrivateKind::Key, secret));
    }
}

Exchange Redactor::redacted(Exchange exchange)
{
    // What stands in a place for secrets may stand elsewhere in the same call, and before it.
    learnHead(exchange.request.headers);
    learnHead(exchange.response.headers);
    learnTarget(exchange.request.target);
    exchange.responseBody = body(exchange.response.headers, exchange.responseBody);
    exchange.requestBody = body(exchange.request.headers, exchange.requestBody);
    exchange.request.headers = headers(exchange.request.headers);
    exchange.response.headers = headers(exchange.response.headers);
    exchange.request.target = target(exchange.request.target, exchange.arrivedWall);
    exchange.response.reason = text(exchange.response.reason);
    exchange.client = QString::fromUtf8(text(exchange.client.toUtf8()));
    if (exchange.error) {
        exchange.error->detail = QString::fromUtf8(text(exchange.error->detail.toUtf8()));
    }
    exchange.reading = reading(std::move(exchange.reading));
    return exchange;
}

QByteArray Redactor::text(QByteArrayView text) const
{
    return withoutPrivateShapes(
        m_known.replacedIn(text.toByteArray()),
        [this](PrivateKind kind, QByteArrayView found) { return value(kind, found); });
}

QByteArray Redactor::value(PrivateKind kind, QByteArrayView value) const
{
    return StandIns::isOne(value) ? value.toByteArray() : m_standIns.of(kind, value);
}

void Redactor::learnHead(const Http::Headers& headers)
{
    for (const Http::Field& field : headers) {
        if (privateKindOf(field.name) != PrivateKind::Key) {
            continue;
        }
        if (isCookieField(field.name)) {
            for (const QByteArray& cookie : field.value.split(';')) {
                const qsizetype equals = cookie.indexOf('=');
                if (equals > 0 && !isAttribute(cookie.first(equals))) {
                    learn(cookie.sliced(equals + 1).trimmed());
                }
            }
            continue;
        }
        const qsizetype space = field.value.indexOf(' ');
        const bool hasScheme = space > 0 && isScheme(field.value.first(space));
        const QByteArray secret = hasScheme ? field.value.sliced(space + 1) : field.value;
        learn(secret);
        if (hasScheme && field.value.first(space).toLower() == "basic") {
            const QByteArray pair = QByteArray::fromBase64(secret);
            learn(pair);
            learn(pair.mid(pair.indexOf(':') + 1));
        }
    }
}

void Redactor::learnTarget(QByteArrayView target)
{
    const qsizetype question = target.indexOf('?');
    if (question < 0) {
        return;
    }
    for (const QByteArray& part : target.sliced(question + 1).toByteArray().split('&')) {
        const qsizetype equals = part.indexOf('=');
        if (equals > 0 && privateKindOf(part.first(equals)) == PrivateKind::Key) {
            learn(QByteArray::fromPercentEncoding(part.sliced(equals + 1)));
        }
    }
}

Http::Headers Redactor::headers(const Http::Headers& headers) const
{
    Http::Headers safe;
    for (const Http::Field& field : headers) {
        if (privateKindOf(field.name) == PrivateKind::Key) {
            safe.append(field.name, keyField(field.name, field.value));
        } else if (Http::sameName(field.name, "Date") || Http::sameName(field.name, "Via")) {
            safe.append(field.name, field.value);
        } else {
            safe.append(field.name, text(field.value));
        }
    }
    return safe;
}

QByteArray Redactor::keyField(const QByteArray& name, const QByteArray& field) const
{
    if (isCookieField(name)) {
        return cookies(field);
    }
    const qsizetype space = field.indexOf(' ');
    if (space > 0 && isScheme(field.first(space))) {
        return field.first(space + 1) + value(PrivateKind::Key, field.sliced(space + 1));
    }
    return field.isEmpty() ? field : value(PrivateKind::Key, field);
}

QByteArray Redactor::cookies(const QByteArray& field) const
{
    QList<QByteArray> parts = field.split(';');
    for (QByteArray& part : parts) {
        const qsizetype equals = part.indexOf('=');
        if (equals < 0) {
            part = isAttribute(part) ? part : value(PrivateKind::Key, part.trimmed());
        } else if (!isAttribute(part.first(equals))) {
            part = part.first(equals + 1)
                + value(PrivateKind::Key, part.sliced(equals + 1).trimmed());
        }
    }
    return parts.join(';');
}

QByteArray Redactor::target(const QByteArray& target, WallTime called) const
{
    const qsizetype question = target.indexOf('?');
    const QByteArray path = text(question < 0 ? target : target.first(question));
    return question < 0 ? path : path + '?' + parameters(target.sliced(question + 1), called);
}

/// A query of a call that came at @p called, or a form.
QByteArray Redactor::parameters(const QByteArray& query, std::optional<WallTime> called) const
{
    QList<QByteArray> parts = query.split('&');
    const RangeTimes times(called ? parts : QList<QByteArray>(), called.value_or(WallTime{}));
    for (QByteArray& part : parts) {
        const qsizetype equals = part.indexOf('=');
        const QByteArray name = QByteArray::fromPercentEncoding(part.left(equals));
        const QByteArray plain
            = QByteArray::fromPercentEncoding(QByteArray(part.mid(equals + 1)).replace('+', ' '));
        const auto kind = privateKindOf(name);
        const bool isPrivate = equals >= 0 && !plain.isEmpty() && kind
            && (kind != PrivateKind::Phone || isPhoneLike(plain.trimmed()));
        if (isPrivate && called && times.has(part.left(equals), part.mid(equals + 1))) {
            continue;
        }
        if (isPrivate) {
            part = part.first(equals + 1) + value(*kind, plain.trimmed());
            continue;
        }
        const QByteArray safe = text(part);
        // What is private only once it is decoded: "%62ob%40example.com".
        const QByteArray decoded = QByteArray::fromPercentEncoding(safe);
        const QByteArray again = text(decoded);
        part = again == decoded ? safe : again.toPercentEncoding("=@");
    }
    return parts.join('&');
}

KeptBody Redactor::body(const Http::Headers& head, const KeptBody& body) const
{
    KeptBody safe{{}, body.size, body.sha256};
    const auto content
        = Http::contentOf(body.head, head.value("Content-Encoding"), KeptBody::MostKept);
    if (!content || content->bytes.isEmpty()) {
        return safe;
    }
    const QByteArray& plain = content->bytes;
    const QByteArray type = head.value("Content-Type").trimmed();
    const QByteArray begin = plain.left(256).trimmed();
    if (const QByteArray boundary = boundaryOf(type); !boundary.isEmpty()) {
        safe.head = multipart(plain, boundary);
    } else if (!Http::isText(plain)) {
        return safe;
    } else if (begin.startsWith('{') || begin.startsWith('[') || begin.startsWith('"')
               || type.contains("json")) {
        safe.head = withPrivateJsonReplaced(
            plain, [this](std::optional<PrivateKind> kind, const QByteArray& found) {
                if (kind && !found.isEmpty()
                    && (kind != PrivateKind::Phone || isPhoneLike(found))) {
                    return value(*kind, found);
                }
                return text(found);
            });
    } else if (type.startsWith("application/x-www-form-urlencoded")) {
        safe.head = parameters(plain);
    } else {
        safe.head = text(plain);
    }
    // A key that was cut in two at the end of what is kept.
    safe.head = m_known.replacedIn(safe.head);
    // The hash would tell a private value to whoever guesses it; a keyed one still tells one body
    // from another.
    if (safe.head != body.head && !body.sha256.isEmpty()) {
        safe.sha256 = m_standIns.digestOf(body.sha256);
    }
    return safe;
}

QByteArray Redactor::multipart(const QByteArray& body, const QByteArray& boundary) const
{
    const QByteArray mark = "--" + boundary;
    QByteArray safe;
    qsizetype at = body.indexOf(mark);
    while (at >= 0) {
        const qsizetype next = body.indexOf(mark, at + mark.size());
        const QByteArray part = body.mid(at, next < 0 ? -1 : next - at);
        const qsizetype gap = part.indexOf("\r\n\r\n");
        const QByteArray head = part.left(gap < 0 ? part.size() : gap + 4);
        const QByteArray content = gap < 0 ? QByteArray() : part.mid(gap + 4);
        const auto kind = privateKindOf(partName(head));
        safe += text(head);
        if (kind) {
            safe += value(*kind, content.trimmed()) + "\r\n";
        } else if (Http::isText(content)) {
            const QByteArray start = content.left(64).trimmed();
            Http::Headers inner;
            safe += start.startsWith('{') || start.startsWith('[')
                ? this->body(inner, {content, content.size(), {}}).head
                : text(content);
        } else {
            safe += "\r\n";
        }
        at = next;
    }
    return safe;
}

Reading Redactor::reading(Reading reading) const
{
    const auto clean = [this](QString& words) { words = QString::fromUtf8(text(words.toUtf8())); };
    clean(reading.scope);
    clean(reading.hitWindow);
    clean(reading.hitLabel);
    for (QString& note : reading.notes) {
        clean(note);
    }
    return reading;
}

} // namespace Pacewatch
