#include "core/proxy/relay.h"

#include "core/http/serializer.h"

#include <algorithm>

namespace Pacewatch {

namespace {

bool anyListHolds(const Http::Headers& headers, QByteArrayView name, QByteArrayView token)
{
    return std::any_of(headers.begin(), headers.end(), [&](const Http::Field& field) {
        return Http::sameName(field.name, name) && Http::listHolds(field.value, token);
    });
}

/// States the version that a message came in (RFC 9110, 7.6.3).
QByteArray viaEntry(int minorVersion, const RelayRules& rules)
{
    return (minorVersion == 0 ? "1.0 " : "1.1 ") + rules.viaName;
}

/// Where the path of an absolute address begins.
qsizetype endOfOrigin(const QByteArray& address)
{
    const qsizetype afterScheme = address.indexOf("://") + 3;
    const auto end = std::find_if(address.begin() + afterScheme, address.end(),
                                  [](char c) { return c == '/' || c == '?' || c == '#'; });
    return end - address.begin();
}

/// A redirect within the gateway comes back through the proxy; any other stays as it is.
QByteArray localLocation(const QByteArray& location, const Http::RequestHead& request,
                         const RelayRules& rules)
{
    const Result<Http::Url> url = Http::readUrl(location);
    if (url && url->site == rules.gateway) {
        const QByteArray host = request.headers.contains("Host")
            ? request.headers.value("Host")
            : QByteArray("127.0.0.1:" + QByteArray::number(rules.port));
        return "http://" + host + rules.tokenPath + location.sliced(endOfOrigin(location));
    }
    const bool isPath = location.startsWith('/') && !location.startsWith("//");
    return isPath ? QByteArray(rules.tokenPath + location) : location;
}

} // namespace

bool asksForWebSocket(const Http::RequestHead& request)
{
    return request.method == "GET" && request.minorVersion >= 1
        && anyListHolds(request.headers, "Connection", "upgrade")
        && request.headers.values("Upgrade").size() == 1
        && Http::sameName(request.headers.value("Upgrade").trimmed(), "websocket");
}

QByteArray originTarget(const Http::RequestHead& request)
{
    const QByteArray& target = request.target;
    if (!target.contains("://") || target.startsWith('/')) {
        return target;
    }
    const QByteArray rest = target.sliced(endOfOrigin(target));
    if (rest.isEmpty() && request.method == "OPTIONS") {
        return "*";
    }
    return rest.startsWith('/') ? rest : QByteArray('/' + rest);
}

Http::RequestHead relayedRequest(const Http::RequestHead& request, const RelayRules& rules)
{
    const bool isWebSocket = rules.relaysWebSocket && asksForWebSocket(request);
    Http::RequestHead head = request;
    Http::removeHopByHop(head.headers);
    if (request.minorVersion == 0) {
        head.headers.remove("Expect"); // RFC 9110, 10.1.1: it means nothing in HTTP/1.0
    }
    head.headers.set("Host", rules.gateway.authority());
    // Ours come last, so that no Connection field can name them away.
    if (!rules.keyHeader.isEmpty()) {
        head.headers.remove(rules.keyHeader);
        head.headers.append(rules.keyHeader, rules.keyValue.reveal());
    }
    if (isWebSocket) {
        head.headers.append("Connection", "Upgrade");
        head.headers.append("Upgrade", request.headers.value("Upgrade"));
    }
    head.headers.append("Via", viaEntry(request.minorVersion, rules));
    return head;
}

Http::ResponseHead relayedAnswer(const Http::ResponseHead& answer, const Http::RequestHead& request,
                                 const RelayRules& rules)
{
    Http::ResponseHead head = answer;
    Http::removeHopByHop(head.headers);
    if (answer.status == 101) {
        head.headers.append("Connection", "Upgrade");
        head.headers.append("Upgrade", answer.headers.value("Upgrade"));
    }
    if (answer.status / 100 == 1) {
        return head;
    }
    if (rules.rewritesRedirects && head.headers.contains("Location")) {
        head.headers.set("Location", localLocation(head.headers.value("Location"), request, rules));
    }
    head.headers.append("Via", viaEntry(answer.minorVersion, rules));
    return head;
}

Http::Headers passableTrailers(const Http::Headers& trailers, const QByteArray& keyHeader)
{
    if (trailers.isEmpty()) {
        return {};
    }
    Http::Headers passable = trailers;
    for (const char* name : {"Content-Length",
                             "Host",
                             "Authorization",
                             "WWW-Authenticate",
                             "Proxy-Authenticate",
                             "Content-Encoding",
                             "Content-Type",
                             "Content-Range",
                             "Cookie",
                             "Set-Cookie",
                             "Location",
                             "Retry-After",
                             "Via",
                             "Max-Forwards",
                             "Expect",
                             "Range",
                             "Cache-Control",
                             "Age",
                             "Expires",
                             "Date",
                             "Vary",
                             "Origin",
                             "Forwarded",
                             "X-Forwarded-For",
                             "X-Forwarded-Host"}) {
        passable.remove(name);
    }
    if (!keyHeader.isEmpty()) {
        passable.remove(keyHeader);
    }
    Http::removeHopByHop(passable);
    passable.remove("Transfer-Encoding");
    return passable;
}

} // namespace Pacewatch
