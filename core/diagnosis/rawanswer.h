#pragma once

#include "core/quota/answer.h"

#include <QByteArray>
#include <QList>

namespace Pacewatch {

/// Pasted text as answers, oldest first: one, or the several of a redirect chain. Status line or
/// none, CRLF or LF, the `<` that `curl -v` prints before each line or not; its requests and
/// remarks are passed over. Text without a head is taken as a body. Empty when it looks like no
/// answer at all. Looks at each line once.
[[nodiscard]] QList<Answer> rawAnswers(const QByteArray& text, WallTime receivedAt);

/// One pasted header line on the head of @p answer: a field or a status line.
void takeHeadLine(Answer& answer, QByteArrayView line);

} // namespace Pacewatch
