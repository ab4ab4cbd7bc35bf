#pragma once

#include <QByteArrayView>
#include <QString>

namespace Pacewatch {

/// The short message in the JSON body of an answer: `message`, `description` or `detail`, at the
/// top or inside `error`, `errors` or `data`. Foreign text, one line, at most 200 characters; empty
/// when there is none.
[[nodiscard]] QString answerText(QByteArrayView body);

} // namespace Pacewatch
