#pragma once

#include "core/exchange.h"

#include <QByteArray>
#include <QJsonObject>

namespace Pacewatch {

/// @p exchange as an entry of a HAR 1.2. Calls without a Host lie below @p baseUrl.
[[nodiscard]] QJsonObject harEntry(const Exchange& exchange, const QByteArray& baseUrl);

} // namespace Pacewatch
