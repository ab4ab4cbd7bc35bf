#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace Pacewatch {

/// One line of two texts laid over each other.
struct DiffLine
{
    enum class Kind
    {
        Same,
        OnlyFirst,
        OnlySecond,
    };

    Kind kind = Kind::Same;
    QString text;

    friend bool operator==(const DiffLine&, const DiffLine&) = default;
};

/// The longest text that is compared, in lines; the cost grows with the square of it.
inline constexpr qsizetype MostDiffLines = 1000;

/// The shortest way from @p first to @p second by whole lines: what only the first one has stands
/// before what only the second one has. Lines behind MostDiffLines are left out.
[[nodiscard]] QList<DiffLine> diffLines(const QStringList& first, const QStringList& second);

} // namespace Pacewatch
