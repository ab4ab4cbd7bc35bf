#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

namespace Pacewatch {

/// The address of a gateway, made out of whatever was typed or pasted.
struct TypedAddress
{
    QString scheme; ///< "https"
    QString rest; ///< "app.aisoule.com/api", for people
    QByteArray url; ///< "https://app.aisoule.com/api"

    friend bool operator==(const TypedAddress&, const TypedAddress&) = default;
};

/// Reads @p typed. Without a scheme it is https. Of the path only what the profile calls its base
/// stays (@p profileBase, "https://app.aisoule.com/api"): an endpoint, a query and a fragment are
/// cut off. A bare host gets that base; a gateway without a known base keeps its path.
///
/// Invalid: the detail is "empty", "scheme", "user" or "address".
[[nodiscard]] Result<TypedAddress> parseTypedAddress(const QString& typed,
                                                     const QByteArray& profileBase);

/// Whether @p url names this very computer: localhost or a loopback address.
[[nodiscard]] bool namesThisComputer(const QByteArray& url);
/// Whether @p url is likely to lead into a private network: an address of one, or a name without a
/// public ending. A name with one may lead there as well.
[[nodiscard]] bool namesPrivateNetwork(const QByteArray& url);

} // namespace Pacewatch
