#include "ui/views/connection/typedaddress.h"

#include <QHostAddress>
#include <QUrl>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

QString withoutEndSlash(QString path)
{
    while (path.endsWith(u'/')) {
        path.chop(1);
    }
    return path;
}

/// The part of @p path up to the end of @p base, which must stand there as whole segments.
QString cutAfterBase(const QString& path, const QString& base)
{
    if (base.isEmpty()) {
        return withoutEndSlash(path);
    }
    if (withoutEndSlash(path).isEmpty()) {
        return base;
    }
    const qsizetype at = QString(path + u'/').indexOf(base + u'/');
    return at < 0 ? withoutEndSlash(path) : path.left(at + base.size());
}

} // namespace

Result<TypedAddress> parseTypedAddress(const QString& typed, const QByteArray& profileBase)
{
    QString text = typed.trimmed();
    if (text.isEmpty()) {
        return fail(ErrorCode::Invalid, u"empty"_s);
    }
    if (!text.contains("://"_L1)) {
        text.prepend("https://"_L1);
    }
    QUrl url(text, QUrl::TolerantMode);
    if (url.scheme() != "https"_L1 && url.scheme() != "http"_L1) {
        return fail(ErrorCode::Invalid, u"scheme"_s);
    }
    if (!url.userInfo().isEmpty()) {
        return fail(ErrorCode::Invalid, u"user"_s);
    }
    if (!url.isValid() || url.host().isEmpty() || url.host().contains(u' ')) {
        return fail(ErrorCode::Invalid, u"address"_s);
    }
    const QString base
        = withoutEndSlash(QUrl(QString::fromLatin1(profileBase)).path(QUrl::FullyEncoded));
    url.setPath(cutAfterBase(url.path(QUrl::FullyEncoded), base), QUrl::TolerantMode);
    url.setQuery(QString());
    url.setFragment(QString());
    const QByteArray encoded = url.toEncoded();
    return TypedAddress{.scheme = url.scheme(),
                        .rest = QString::fromLatin1(encoded).section("://"_L1, 1),
                        .url = encoded};
}

bool namesThisComputer(const QByteArray& url)
{
    const QString host = QUrl::fromEncoded(url).host();
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

bool namesPrivateNetwork(const QByteArray& url)
{
    const QString host = QUrl::fromEncoded(url).host();
    const QHostAddress address(host);
    if (!address.isNull()) {
        constexpr std::array Networks{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
                                      "100.64.0.0/10", "fc00::/7"};
        return std::ranges::any_of(Networks, [&address](const char* network) {
            return address.isInSubnet(QHostAddress::parseSubnet(QString::fromLatin1(network)));
        });
    }
    constexpr std::array Endings{".local", ".lan", ".internal", ".home.arpa", ".intranet"};
    return !host.isEmpty() && host != "localhost"_L1
        && (!host.contains(u'.') || std::ranges::any_of(Endings, [&host](const char* ending) {
               return host.endsWith(QLatin1StringView(ending));
           }));
}

} // namespace Pacewatch
