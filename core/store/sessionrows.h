#pragma once

#include "core/exchange.h"
#include "core/http/message.h"
#include "core/quota/windowstate.h"

#include <QByteArray>
#include <QList>

namespace Pacewatch::SessionRows {

// How parts of a call are written into one column, and read back. What a stranger wrote there is
// read as far as it fits.

[[nodiscard]] QByteArray headText(const Http::Headers& headers);
[[nodiscard]] Http::Headers headersOf(QByteArrayView text);

/// One window a line: name, remaining, limit, parted by tabs.
[[nodiscard]] QByteArray leftText(const QList<LeftAfter>& left);
[[nodiscard]] QList<LeftAfter> leftOf(QByteArrayView text);

// Nanoseconds, moments since 1970; a span below zero is none.
[[nodiscard]] WallTime momentOf(qint64 nanoseconds);
[[nodiscard]] Duration spanOf(qint64 nanoseconds);

// Numbers that never change, whatever becomes of the enums.
[[nodiscard]] int numberOf(Origin origin);
[[nodiscard]] Origin originOf(qint64 number);
[[nodiscard]] int numberOf(Outcome outcome);
[[nodiscard]] Outcome outcomeOf(qint64 number);
[[nodiscard]] int numberOf(ErrorCode code);
[[nodiscard]] ErrorCode errorCodeOf(qint64 number);

} // namespace Pacewatch::SessionRows
