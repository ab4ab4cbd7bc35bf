#pragma once

#include "core/exchange.h"

#include <QList>
#include <QString>

namespace Pacewatch::Make {

/// Ten bursts of 24 creates within a second, 30 s apart, from @p at on; ten of each are accepted,
/// the others asked to wait 2 s. With the headers a recording of the gateway has.
[[nodiscard]] QList<Exchange> burstCreates(Duration at);

/// The same creates one after the other: a client that was mended.
[[nodiscard]] QList<Exchange> spreadCreates(Duration at);

/// Writes @p calls as a finished session to @p path, and returns it.
QString writeSession(const QString& path, const QList<Exchange>& calls, const QString& customer);

} // namespace Pacewatch::Make
