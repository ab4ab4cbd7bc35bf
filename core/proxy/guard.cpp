#include "core/proxy/guard.h"

#include "core/http/serializer.h"
#include "core/proxy/relay.h"

#include <algorithm>

namespace Pacewatch {

namespace {

bool isInAny(const QHostAddress& address, std::initializer_list<const char*> subnets)
{
    return std::any_of(subnets.begin(), subnets.end(), [&](const char* subnet) {
        return address.isInSubnet(QHostAddress::parseSubnet(QString::fromLatin1(subnet)));
    });
}

/// The IPv4 address that a gateway on the way would make of @p address: one mapped into IPv6, of
/// NAT64 (RFC 6052) or of 6to4 (RFC 3056). Null for any other.
QHostAddress ipv4Within(const QHostAddress& address)
{
    bool isMapped = false;
    const quint32 mapped = address.toIPv4Address(&isMapped);
    if (isMapped) {
        return QHostAddress(mapped);
    }
    if (address.protocol() != QAbstractSocket::IPv6Protocol) {
        return {};
    }
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    const auto from = [&](int at) {
        return QHostAddress(quint32(bytes[at]) << 24 | quint32(bytes[at + 1]) << 16
                            | quint32(bytes[at + 2]) << 8 | quint32(bytes[at + 3]));
    };
    if (isInAny(address, {"64:ff9b::/96", "64:ff9b:1::/48"})) {
        return from(12);
    }
    return isInAny(address, {"2002::/16"}) ? from(2) : QHostAddress();
}

bool isFromAnotherSite(const Http::RequestHead& request, const ProxyAddress& proxy)
{
    const QList<QByteArray> fetchSites = request.headers.values("Sec-Fetch-Site");
    const auto isForeign = [](const QByteArray& site) {
        return Http::listHolds(site, "cross-site") || Http::listHolds(site, "same-site");
    };
    if (std::any_of(fetchSites.begin(), fetchSites.end(), isForeign)) {
        return true;
    }
    const QList<QByteArray> origins = request.headers.values("Origin");
    return std::any_of(origins.begin(), origins.end(), [&](const QByteArray& origin) {
        const Result<Http::Url> url = Http::readUrl(origin);
        return !url || !namesProxy(url->site.authority(), proxy);
    });
}

bool isLoop(const Http::RequestHead& request, const ProxyAddress& proxy)
{
    // `HTTP/1.1 name (comment)`, whatever version others write (RFC 9110, 7.6.3).
    const QList<QByteArray> vias = request.headers.values("Via");
    return std::any_of(vias.begin(), vias.end(), [&](const QByteArray& via) {
        const QList<QByteArray> entries = via.split(',');
        return std::any_of(entries.begin(), entries.end(), [&](const QByteArray& entry) {
            return entry.simplified().split(' ').value(1) == proxy.viaName;
        });
    });
}

} // namespace

bool namesProxy(QByteArrayView authority, const ProxyAddress& proxy)
{
    // As nearly every client writes it; the others are taken apart.
    constexpr QByteArrayView Usual = "127.0.0.1:";
    if (authority.startsWith(Usual)
        && authority.sliced(Usual.size()) == QByteArray::number(proxy.port)) {
        return true;
    }
    const Result<Http::Url> url
        = Http::readUrl(QByteArray(QByteArray("http://") + authority.toByteArray()));
    if (!url || url->site.port != proxy.port) {
        return false;
    }
    const QByteArray& host = url->site.host;
    if (host == "127.0.0.1" || host == "localhost" || host == "::1") {
        return true;
    }
    return proxy.isOpenToNetwork && !QHostAddress(QString::fromLatin1(host)).isNull();
}

std::optional<Denial> findDenial(const Http::RequestHead& request, const ProxyAddress& proxy)
{
    if (request.method == "CONNECT" || request.method == "TRACE") {
        return Denial{405, "http_request_denied", "this method is not forwarded"};
    }
    const QByteArray host = request.headers.value("Host");
    if (!host.isEmpty() && !namesProxy(host, proxy)) {
        return Denial{421, "http_request_denied", "Host does not name this proxy"};
    }
    const bool isAbsolute = !request.target.startsWith('/') && request.target != "*";
    const auto url = isAbsolute ? Http::readUrl(request.target) : Result<Http::Url>();
    if (isAbsolute && (!url || url->site.isTls || !namesProxy(url->site.authority(), proxy))) {
        return Denial{421, "http_request_denied", "the target does not name this proxy"};
    }
    if (isFromAnotherSite(request, proxy)) {
        return Denial{403, "http_request_denied", "web pages of other sites are not served"};
    }
    if (isLoop(request, proxy)) {
        return Denial{508, "proxy_loop_detected", "this address points back to Pacewatch"};
    }
    if (!proxy.tokenPath.isEmpty() && !carriesToken(originTarget(request), proxy.tokenPath)) {
        return Denial{403, "http_request_denied", "the address lacks its secret part"};
    }
    return {};
}

bool carriesToken(QByteArrayView target, QByteArrayView tokenPath)
{
    const QByteArrayView start = target.first(std::min(target.size(), tokenPath.size()));
    char differs = start.size() == tokenPath.size() ? '\0' : '\1';
    for (qsizetype at = 0; at < start.size(); ++at) {
        differs = static_cast<char>(differs | (start[at] ^ tokenPath[at]));
    }
    if (differs != '\0') {
        return false;
    }
    const QByteArrayView rest = target.sliced(tokenPath.size());
    return rest.isEmpty() || rest.front() == '/' || rest.front() == '?';
}

bool mayConnectTo(const QHostAddress& address, bool allowsPrivate)
{
    const QHostAddress within = ipv4Within(address);
    const QHostAddress& actual = within.isNull() ? address : within;
    if (actual.isLoopback()) {
        return true;
    }
    // Besides link-local: where Alibaba, Azure and Oracle keep their metadata and, over IPv6,
    // Amazon and Google.
    if (actual.isNull() || actual.isLinkLocal() || actual.isMulticast() || actual.isBroadcast()
        || isInAny(actual,
                   {"0.0.0.0/8", "169.254.0.0/16", "100.100.100.200/32", "168.63.129.16/32",
                    "192.0.0.192/32", "240.0.0.0/4"})
        || isInAny(actual,
                   {"::/96", "fe80::/10", "fec0::/10", "fd00:ec2::254/128", "fd20:ce::254/128"})) {
        return false;
    }
    const bool isPrivate = isInAny(actual,
                                   {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
                                    "100.64.0.0/10", "198.18.0.0/15"})
        || isInAny(actual, {"fc00::/7"});
    return allowsPrivate || !isPrivate;
}

Denial denialFor(const Error& error)
{
    const QByteArray detail = error.detail.toUtf8();
    switch (error.code) {
    case ErrorCode::NotFound:
        return {502, "dns_error", detail};
    case ErrorCode::Refused:
        return {502, "connection_refused", detail};
    case ErrorCode::Untrusted:
        return {502, "tls_certificate_error", detail};
    case ErrorCode::TimedOut:
        return {504, "http_response_timeout", detail};
    case ErrorCode::Corrupt:
        return {502, "http_protocol_error", detail};
    case ErrorCode::Unreachable:
        return {502, "destination_unavailable", detail};
    case ErrorCode::Invalid:
    case ErrorCode::Cancelled:
    case ErrorCode::TooLarge:
    case ErrorCode::Unsupported:
    case ErrorCode::Busy:
    case ErrorCode::StorageFailed:
        break;
    }
    return {502, "proxy_internal_error", detail};
}

} // namespace Pacewatch
