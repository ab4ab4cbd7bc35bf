#pragma once

#include "core/instant.h"
#include "core/queue/item.h"
#include "core/result.h"

#include <QByteArray>
#include <QStringView>

namespace Pacewatch {

/// Reads "500ms", "5s", "1.5m", "2h". Above zero unless @p mayBeZero; up to 30 days.
[[nodiscard]] Result<Duration> parseDuration(QStringView text, bool mayBeZero = false);

/// Reads "asap", "spread=10m" or "rate=90" (a second).
[[nodiscard]] Result<Pace> parsePace(QStringView text);

/// Reads the address of a gateway: http or https with a host, without user info and fragment.
[[nodiscard]] Result<QByteArray> parseGatewayUrl(const QString& text);

/// Whether the host of @p url is this computer itself.
[[nodiscard]] bool isLoopback(const QByteArray& url);

} // namespace Pacewatch
