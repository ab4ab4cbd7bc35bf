#pragma once

#include "core/result.h"

#include <QByteArray>

namespace Pacewatch::Http {

/// Where a connection goes.
struct Site
{
    bool isTls = false;
    QByteArray host; ///< lower case, an IPv6 address without its brackets
    quint16 port = 80;

    /// `host`, or `host:port` when the port is not the usual one: the value of Host.
    [[nodiscard]] QByteArray authority() const;
    /// The host is localhost or a loopback address.
    [[nodiscard]] bool isLoopback() const;

    friend bool operator==(const Site&, const Site&) = default;
};

/// An http or https address taken apart, path and query byte for byte.
struct Url
{
    Site site;
    QByteArray path; ///< with its leading slash; "/" when there is none
    QByteArray query; ///< without the question mark

    /// Path and query as a request line carries them.
    [[nodiscard]] QByteArray target() const;

    friend bool operator==(const Url&, const Url&) = default;
};

/// Reads an absolute http or https address. Invalid for anything else, also for one with a user
/// name, white space or bytes outside printable ASCII; a fragment is dropped.
[[nodiscard]] Result<Url> readUrl(QByteArrayView text);

} // namespace Pacewatch::Http
