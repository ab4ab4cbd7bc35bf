#include "ui/curlcommand.h"

#include <QRegularExpression>
#include <QStringDecoder>
#include <QUrl>

#include <algorithm>
#include <array>
#include <string_view>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

const QByteArray YourKey = QByteArrayLiteral("YOUR_KEY");

/// Fields that carry a key, whatever the profile says.
constexpr std::array<std::string_view, 9> KeyFields{
    "authorization", "proxy-authorization", "x-api-key",    "api-key", "apikey",
    "x-auth-token",  "x-access-token",      "d360-api-key", "cookie"};

/// Fields curl writes by itself, and those of one hop only (RFC 9110, 7.6.1).
constexpr std::array<std::string_view, 10> OwnFields{
    "host",       "content-length", "connection", "transfer-encoding", "accept-encoding",
    "keep-alive", "expect",         "te",         "upgrade",           "proxy-connection"};

template<std::size_t Size>
bool isOneOf(const QByteArray& name, const std::array<std::string_view, Size>& names)
{
    const QByteArray lower = name.toLower();
    return std::find(names.begin(), names.end(),
                     std::string_view(lower.constData(), std::size_t(lower.size())))
        != names.end();
}

/// Whether @p name is a token (RFC 9110, 5.6.2). curl reads a file for a field that starts with
/// "@", and a token never does.
bool isToken(const QByteArray& name)
{
    static constexpr std::string_view Marks = "!#$%&'*+-.^_`|~";
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [](char each) {
        return (each >= '0' && each <= '9') || (each >= 'A' && each <= 'Z')
            || (each >= 'a' && each <= 'z') || Marks.find(each) != std::string_view::npos;
    });
}

/// Characters that show nothing, or turn the order of what is shown around.
bool isInvisible(char32_t each)
{
    return each < 0x20 || (each >= 0x7f && each < 0xa0) || (each >= 0x200b && each <= 0x200f)
        || (each >= 0x2028 && each <= 0x202e) || (each >= 0x2060 && each <= 0x206f)
        || each == 0xfeff || each == 0xfffd;
}

bool isPlainText(const QByteArray& value)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(value);
    const QList<uint> all = text.toUcs4();
    return !decoder.hasError()
        && std::none_of(all.begin(), all.end(), [](uint each) { return isInvisible(each); });
}

/// What the engine put in place of a key, or what Secret::masked() makes of it.
QByteArray withoutMasks(const QByteArray& value)
{
    static const QRegularExpression mask(u"[A-Za-z0-9_-]*[•*]{3,}[A-Za-z0-9_-]*"_s);
    QString text = QString::fromUtf8(value);
    if (text.toUtf8() != value) {
        return value;
    }
    return text.replace(mask, QString::fromLatin1(YourKey)).toUtf8();
}

/// "Bearer" and its like stay, so that the reader knows where the key goes.
QByteArray withoutKey(const QByteArray& value)
{
    const QByteArray trimmed = value.trimmed();
    const qsizetype space = trimmed.indexOf(' ');
    const QByteArray scheme = space > 0 ? trimmed.left(space) : QByteArray();
    const QByteArray lower = scheme.toLower();
    if (lower == "bearer" || lower == "basic" || lower == "token" || lower == "apikey") {
        return scheme + ' ' + YourKey;
    }
    return YourKey;
}

/// A key in the query, under one of the usual names.
QByteArray withoutQueryKeys(const QByteArray& target)
{
    static const QRegularExpression key(
        u"([?&](?:api[_-]?key|apikey|key|access[_-]?token|token|auth|secret|password)=)[^&#]*"_s,
        QRegularExpression::CaseInsensitiveOption);
    return QString::fromLatin1(target).replace(key, u"\\1YOUR_KEY"_s).toLatin1();
}

QByteArray urlOf(const Exchange& exchange, QByteArray baseUrl)
{
    while (baseUrl.endsWith('/')) {
        baseUrl.chop(1);
    }
    QByteArray target = withoutQueryKeys(withoutMasks(pathBelow(baseUrl, exchange.request.target)));
    if (!target.startsWith('/')) {
        target.prepend('/');
    }
    return baseUrl + target;
}

} // namespace

QByteArray pathBelow(const QByteArray& baseUrl, const QByteArray& target)
{
    QByteArray base = QUrl::fromEncoded(baseUrl).path(QUrl::FullyEncoded).toLatin1();
    while (base.endsWith('/')) {
        base.chop(1);
    }
    const QByteArray rest = target.startsWith(base) ? target.sliced(base.size()) : QByteArray();
    const bool isBelow = !rest.isEmpty() && (rest.front() == '/' || rest.front() == '?');
    return isBelow ? rest : target;
}

QString quotedForShell(const QByteArray& value)
{
    if (isPlainText(value)) {
        return u'\'' + QString::fromUtf8(value).replace(u"'"_s, u"'\\''"_s) + u'\'';
    }
    // A NUL cannot be in an argument; every other odd byte is written as three octal digits, which
    // no digit after it can lengthen.
    QString quoted = u"$'"_s;
    for (const char each : value) {
        const auto byte = static_cast<unsigned char>(each);
        if (byte == 0) {
            continue;
        }
        if (each == '\n') {
            quoted += u"\\n"_s;
        } else if (each == '\t') {
            quoted += u"\\t"_s;
        } else if (byte < 0x20 || byte >= 0x7f) {
            quoted += u'\\' + QString::number(byte, 8).rightJustified(3, u'0');
        } else if (each == '\'' || each == '\\') {
            quoted += u'\\';
            quoted += QLatin1Char(each);
        } else {
            quoted += QLatin1Char(each);
        }
    }
    return quoted + u'\'';
}

CurlCommand curlCommand(const Exchange& exchange, const QByteArray& baseUrl,
                        const QByteArray& authHeader)
{
    const QByteArray& method = exchange.request.method;
    const QByteArray& body = exchange.requestBody.head;
    QStringList parts{u"curl --globoff"_s};
    if (method == "HEAD") {
        parts.first() += u" --head"_s;
    } else if (method != (body.isEmpty() ? "GET" : "POST")) {
        parts.first() += u" --request "_s + quotedForShell(method);
    }
    parts.first() += u' ' + quotedForShell(urlOf(exchange, baseUrl));
    for (const Http::Field& field : exchange.request.headers) {
        if (!isToken(field.name) || isOneOf(field.name, OwnFields)) {
            continue;
        }
        const bool isKey = isOneOf(field.name, KeyFields)
            || (!authHeader.isEmpty() && Http::sameName(field.name, authHeader));
        const QByteArray value = isKey ? withoutKey(field.value) : withoutMasks(field.value);
        parts += u"--header "_s + quotedForShell(field.name + ": " + value);
    }
    if (!body.isEmpty()) {
        parts += u"--data-raw "_s + quotedForShell(body);
    }
    return {parts.join(u" \\\n  "_s), exchange.requestBody.size > body.size()};
}

} // namespace Pacewatch
