#pragma once

#include "core/quota/answer.h"

#include <QByteArray>

#include <optional>

namespace Pacewatch {

/// A pasted response as an answer: status line or none, CRLF or LF, the `<` that `curl -v` prints
/// before each line or not. Lines that are no header fields are passed over.
[[nodiscard]] Answer rawAnswer(const QByteArray& text, WallTime receivedAt);

/// One pasted header line on the head of @p answer: a field or a status line.
void takeHeadLine(Answer& answer, QByteArrayView line);

} // namespace Pacewatch
