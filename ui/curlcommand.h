#pragma once

#include "core/exchange.h"

#include <QByteArray>
#include <QString>

namespace Pacewatch {

/// A call as a line for a shell.
struct CurlCommand
{
    QString text;
    bool bodyIsCut = false; ///< the body was longer than what is kept of it
};

/// @p target without the path of @p baseUrl, as a profile's endpoints are written; @p target itself
/// when it lies elsewhere.
[[nodiscard]] QByteArray pathBelow(const QByteArray& baseUrl, const QByteArray& target);

/// The call of @p exchange below @p baseUrl as a curl command for bash and zsh.
///
/// Every key and token becomes YOUR_KEY, as does whatever the engine masked before. @p authHeader
/// names one more field that carries a key, as the profile says. The values are foreign: they are
/// quoted so that a shell takes each as one word, and so that pasting them moves no cursor and
/// ends no bracketed paste.
[[nodiscard]] CurlCommand curlCommand(const Exchange& exchange, const QByteArray& baseUrl,
                                      const QByteArray& authHeader = {});

/// @p value as one word of a shell (bash, ksh and zsh), without any control byte in it.
[[nodiscard]] QString quotedForShell(const QByteArray& value);

} // namespace Pacewatch
