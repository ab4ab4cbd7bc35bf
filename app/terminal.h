#pragma once

#include <QJsonObject>
#include <QString>

namespace Pacewatch {

/// Writes @p text and a line end to standard output at once. Control characters of foreign text
/// must have gone through printable() before.
void printLine(const QString& text);
/// The same for one JSON object on a line of its own.
void printJson(const QJsonObject& object);
/// Whether something printed so far did not arrive: a full disk behind a redirection.
[[nodiscard]] bool isOutputLost();
/// Progress and remarks, on standard error.
void printNote(const QString& text);
/// `pacewatch: text`, on standard error.
void printError(const QString& text);

/// @p foreign without control characters, so that it cannot drive the terminal.
[[nodiscard]] QString printable(QString foreign);

} // namespace Pacewatch
