#include "core/http/url.h"

#include <QHostAddress>

#include <algorithm>

namespace Pacewatch::Http {

using namespace Qt::StringLiterals;

namespace {

constexpr quint16 PlainPort = 80;
constexpr quint16 TlsPort = 443;

bool isPlainText(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

bool isHostName(QByteArrayView host)
{
    return !host.isEmpty() && std::all_of(host.begin(), host.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    });
}

bool startsWithScheme(QByteArrayView text, QByteArrayView scheme)
{
    return text.size() >= scheme.size()
        && text.first(scheme.size()).compare(scheme, Qt::CaseInsensitive) == 0;
}

/// Takes `host`, `host:port`, `[v6]` or `[v6]:port` apart.
Result<void> readAuthority(QByteArrayView authority, Site& site)
{
    QByteArrayView host = authority;
    QByteArrayView port;
    const qsizetype colon = authority.lastIndexOf(':');
    if (colon >= 0 && authority.indexOf(']', colon) < 0) {
        host = authority.first(colon);
        port = authority.sliced(colon + 1);
    }
    if (host.startsWith('[') && host.endsWith(']')) {
        site.host = host.sliced(1, host.size() - 2).toByteArray().toLower();
        if (QHostAddress(QString::fromLatin1(site.host)).protocol()
            != QAbstractSocket::IPv6Protocol) {
            return fail(ErrorCode::Invalid, u"no IPv6 address in the brackets"_s);
        }
    } else {
        site.host = host.toByteArray().toLower();
        if (!isHostName(site.host)) {
            return fail(ErrorCode::Invalid, u"no valid host name"_s);
        }
    }
    if (colon >= 0 && !port.isEmpty()) {
        bool isNumber = false;
        const uint number = port.toByteArray().toUInt(&isNumber);
        // toUInt() alone would take a sign.
        const bool isSigned = port.front() < '0' || port.front() > '9';
        if (!isNumber || isSigned || number == 0 || number > 0xffff) {
            return fail(ErrorCode::Invalid, u"no valid port"_s);
        }
        site.port = static_cast<quint16>(number);
    }
    return {};
}

} // namespace

QByteArray Site::authority() const
{
    const QByteArray name = host.contains(':') ? QByteArray('[' + host + ']') : host;
    if (port == (isTls ? TlsPort : PlainPort)) {
        return name;
    }
    return name + ':' + QByteArray::number(port);
}

bool Site::isLoopback() const
{
    // RFC 6761, 6.3: localhost and the names below it.
    return host == "localhost" || host.endsWith(".localhost")
        || QHostAddress(QString::fromLatin1(host)).isLoopback();
}

QByteArray Url::target() const
{
    return query.isEmpty() ? path : QByteArray(path + '?' + query);
}

Result<Url> readUrl(QByteArrayView text)
{
    if (!isPlainText(text)) {
        return fail(ErrorCode::Invalid, u"an address has no spaces and no special characters"_s);
    }
    Url url;
    if (startsWithScheme(text, "https://")) {
        url.site.isTls = true;
        url.site.port = TlsPort;
        text = text.sliced(8);
    } else if (startsWithScheme(text, "http://")) {
        text = text.sliced(7);
    } else {
        return fail(ErrorCode::Invalid, u"an address starts with http:// or https://"_s);
    }
    if (const qsizetype fragment = text.indexOf('#'); fragment >= 0) {
        text = text.first(fragment);
    }
    const auto end = std::find_if(text.begin(), text.end(),
                                  [](char c) { return c == '/' || c == '?' || c == '\\'; });
    const QByteArrayView authority = text.first(end - text.begin());
    const QByteArrayView rest = text.sliced(authority.size());
    if (authority.contains('@')) {
        return fail(ErrorCode::Invalid, u"an address carries no user name"_s);
    }
    if (Result<void> read = readAuthority(authority, url.site); !read) {
        return fail(read.error());
    }
    const qsizetype question = rest.indexOf('?');
    url.path = (question < 0 ? rest : rest.first(question)).toByteArray();
    if (question >= 0) {
        url.query = rest.sliced(question + 1).toByteArray();
    }
    if (url.path.isEmpty()) {
        url.path = "/";
    }
    if (!url.path.startsWith('/')) {
        return fail(ErrorCode::Invalid, u"no valid path"_s);
    }
    return url;
}

} // namespace Pacewatch::Http
