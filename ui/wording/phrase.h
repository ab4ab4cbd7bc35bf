#pragma once

#include "ui/wording/wording.h"

#include <QCoreApplication>

/// How the sources of the wording put a sentence together: one whole, translatable pattern.
namespace Pacewatch::Wording {

/// The translated @p pattern with %1, %2 … filled in, all at once: a value that holds a %1 itself
/// stays as it is.
template<typename... Values>
[[nodiscard]] QString phrase(const char* pattern, const Values&... values)
{
    const QString translated = QCoreApplication::translate("Wording", pattern);
    if constexpr (sizeof...(values) == 0) {
        return translated;
    } else {
        return translated.arg(QString(values)...);
    }
}

/// @p one or @p many, whichever fits @p number, which is %1; further values follow as %2 …
template<typename... Values>
[[nodiscard]] QString counted(qint64 number, const char* one, const char* many,
                              const Values&... values)
{
    // The singular may not name the number, and arg() would then shift the others.
    QString translated = QCoreApplication::translate("Wording", number == 1 ? one : many);
    if (!translated.contains(QLatin1String("%1"))) {
        translated.append(QLatin1String("\x01%1"));
    }
    translated = translated.arg(count(number), QString(values)...);
    const qsizetype mark = translated.indexOf(QChar(1));
    return mark < 0 ? translated : translated.left(mark);
}

/// Takes the *stars* out of @p marked and notes what stood between them.
[[nodiscard]] Sentence emphasised(const QString& marked);

} // namespace Pacewatch::Wording
