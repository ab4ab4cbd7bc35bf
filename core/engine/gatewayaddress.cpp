#include "core/engine/gatewayaddress.h"

namespace Pacewatch {

QByteArray GatewayAddress::target(const QByteArray& path, const QByteArray& query) const
{
    QByteArray whole = basePath + path;
    if (whole.isEmpty()) {
        whole = "/";
    }
    if (!query.isEmpty()) {
        whole += (whole.contains('?') ? '&' : '?') + query;
    }
    return whole;
}

QByteArray GatewayAddress::pathOf(const QByteArray& target) const
{
    if (!basePath.isEmpty() && target.startsWith(basePath)) {
        const QByteArray rest = target.sliced(basePath.size());
        if (rest.isEmpty() || rest.front() == '/' || rest.front() == '?') {
            return rest.isEmpty() || rest.front() == '?' ? '/' + rest : rest;
        }
    }
    return target;
}

Result<GatewayAddress> readGatewayAddress(const QByteArray& baseUrl)
{
    const Result<Http::Url> url = Http::readUrl(baseUrl);
    if (!url) {
        return fail(url.error());
    }
    GatewayAddress address{url->site, url->path};
    while (address.basePath.endsWith('/')) {
        address.basePath.chop(1);
    }
    return address;
}

} // namespace Pacewatch
