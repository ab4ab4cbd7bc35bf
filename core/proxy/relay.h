#pragma once

#include "core/http/message.h"
#include "core/http/url.h"
#include "core/secret.h"

#include <QByteArray>

namespace Pacewatch {

/// How the heads of a call change between client and gateway.
struct RelayRules
{
    Http::Site gateway;
    quint16 port = 0; ///< of this proxy
    QByteArray viaName; ///< its name in Via
    QByteArray tokenPath; ///< the secret first part of its address; empty for none
    QByteArray keyHeader; ///< the field that a stored key is put in; empty when none is
    Secret keyValue; ///< what that field says
    bool relaysWebSocket = false;
    bool rewritesRedirects = true; ///< a redirect within the gateway comes back through the proxy
};

/// Whether @p request asks to go on as WebSocket (RFC 6455, 4.1).
[[nodiscard]] bool asksForWebSocket(const Http::RequestHead& request);

/// The target of @p request as a server gets it, byte for byte; an absolute one loses its origin
/// (RFC 9112, 3.2.1 and 3.2.4).
[[nodiscard]] QByteArray originTarget(const Http::RequestHead& request);

/// @p request as the gateway gets it: without the fields of one hop, with its Host, our Via last,
/// and the stored key in place of the client's, if there is one. The token is gone before.
[[nodiscard]] Http::RequestHead relayedRequest(const Http::RequestHead& request,
                                               const RelayRules& rules);

/// @p answer to @p request as the client gets it. A 1xx only loses the fields of one hop; a 101
/// keeps Upgrade.
[[nodiscard]] Http::ResponseHead relayedAnswer(const Http::ResponseHead& answer,
                                               const Http::RequestHead& request,
                                               const RelayRules& rules);

/// Trailers that may be passed on: none that would change how the message is framed, routed,
/// trusted or read (RFC 9110, 6.5.1). @p keyHeader is the gateway's own field for keys.
[[nodiscard]] Http::Headers passableTrailers(const Http::Headers& trailers,
                                             const QByteArray& keyHeader);

} // namespace Pacewatch
