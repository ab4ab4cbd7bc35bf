#pragma once

#include <QByteArrayView>
#include <QJsonValue>
#include <QString>

namespace Pacewatch {

/// The short message in the JSON body of an answer: `message`, `description` or `detail`, at the
/// top or inside `error`, `errors` or `data`. Foreign text, one line, at most 200 characters; empty
/// when there is none.
[[nodiscard]] QString answerText(QByteArrayView body);

/// What a JSON body holds at "data.0.id"; undefined when it has no such place.
[[nodiscard]] QJsonValue valueAt(QByteArrayView json, const QByteArray& dotted);

} // namespace Pacewatch
