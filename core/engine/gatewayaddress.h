#pragma once

#include "core/http/url.h"
#include "core/result.h"

#include <QByteArray>

namespace Pacewatch {

/// The base URL of a gateway, taken apart once: where to connect, and what stands before each path.
struct GatewayAddress
{
    Http::Site site;
    QByteArray basePath; ///< "/api", without a slash at its end; empty for none

    /// The request target of @p path (below the base, starting with a slash), with @p query added.
    [[nodiscard]] QByteArray target(const QByteArray& path, const QByteArray& query = {}) const;
    /// What stands below the base in @p target; the target itself when it is not below it.
    [[nodiscard]] QByteArray pathOf(const QByteArray& target) const;
};

/// Invalid when @p baseUrl is no http or https address.
[[nodiscard]] Result<GatewayAddress> readGatewayAddress(const QByteArray& baseUrl);

} // namespace Pacewatch
