#pragma once

#include "core/http/message.h"
#include "core/http/url.h"
#include "core/result.h"

#include <QByteArray>
#include <QHostAddress>

#include <optional>

namespace Pacewatch {

/// How a proxy is reached, for its guard rails.
struct ProxyAddress
{
    quint16 port = 0;
    bool isOpenToNetwork = false;
    QByteArray viaName; ///< its own name in Via, unlike that of any other proxy
    QByteArray tokenPath; ///< "/pw-3f…": every target starts with it; empty for none
};

/// Why a request is not forwarded.
struct Denial
{
    int status = 403;
    QByteArray proxyError; ///< the error type of RFC 9209, 2.3
    QByteArray message;

    friend bool operator==(const Denial&, const Denial&) = default;
};

/// Whether @p authority (host and port as in Host) names this proxy: 127.0.0.1, localhost or [::1],
/// with its port; any IP address of it when it is open to the network. Other names are refused, or
/// a web page could reach the proxy under its own name.
[[nodiscard]] bool namesProxy(QByteArrayView authority, const ProxyAddress& proxy);

/// The guard rails before anything is forwarded: CONNECT and TRACE (405), a foreign Host or
/// absolute target (421), a web page of another site (403), a loop (508), a target without the
/// address's secret part (403).
[[nodiscard]] std::optional<Denial> findDenial(const Http::RequestHead& request,
                                               const ProxyAddress& proxy);

/// Whether @p target starts with @p tokenPath, as a whole part of its path. Takes as long for any
/// target.
[[nodiscard]] bool carriesToken(QByteArrayView target, QByteArrayView tokenPath);

/// Whether an upstream may have this address: never link-local ones, where clouds keep their
/// metadata, nor multicast or unspecified ones; private ones only if @p allowsPrivate.
[[nodiscard]] bool mayConnectTo(const QHostAddress& address, bool allowsPrivate);

/// The error type of RFC 9209 for what went wrong upstream, and the status that goes with it.
[[nodiscard]] Denial denialFor(const Error& error);

} // namespace Pacewatch
