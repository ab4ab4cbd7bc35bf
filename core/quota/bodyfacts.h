#pragma once

#include <QByteArray>
#include <QJsonValue>
#include <QList>
#include <QString>
#include <QStringList>

namespace Pacewatch {

/// One value of a JSON body and where it stands.
struct BodyFact
{
    QString key; ///< as written; that of the list for the items of a list
    QString plainKey; ///< small letters and digits only: "retryafterseconds"
    QString parents; ///< the plain keys above it, each followed by a slash: "error/params/"
    int depth = 0;
    qsizetype object = 0; ///< facts of one object share this number
    QJsonValue value; ///< a text, number, boolean or null
};

/// Every value of the JSON in @p body, outermost first; empty when it is not JSON. Depth and number
/// are bounded, so that a hostile body costs no more than an honest one.
[[nodiscard]] QList<BodyFact> bodyFacts(const QByteArray& body);

/// The words of a name such as "retry_after", "retryAfterMs" or "X-DayLimit", as they are written.
[[nodiscard]] QStringList wordsOf(QStringView name);

/// Small letters and digits of @p text: "Retry_After" and "retryAfter" become "retryafter".
[[nodiscard]] QString plainWord(QStringView text);

} // namespace Pacewatch
