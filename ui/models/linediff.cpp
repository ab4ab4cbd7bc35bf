#include "ui/models/linediff.h"

#include <algorithm>
#include <vector>

namespace Pacewatch {

QList<DiffLine> diffLines(const QStringList& first, const QStringList& second)
{
    const auto rows = std::min(first.size(), MostDiffLines);
    const auto columns = std::min(second.size(), MostDiffLines);
    // longest[i][j]: how many lines the rests from i and from j have in common at most.
    const auto width = std::size_t(columns) + 1;
    std::vector<quint16> longest((std::size_t(rows) + 1) * width);
    static_assert(MostDiffLines < 65536);
    const auto at = [&longest, width](qsizetype row, qsizetype column) -> quint16& {
        return longest[std::size_t(row) * width + std::size_t(column)];
    };
    for (qsizetype row = rows - 1; row >= 0; --row) {
        for (qsizetype column = columns - 1; column >= 0; --column) {
            at(row, column) = first.at(row) == second.at(column)
                ? quint16(at(row + 1, column + 1) + 1)
                : std::max(at(row + 1, column), at(row, column + 1));
        }
    }
    QList<DiffLine> lines;
    qsizetype row = 0;
    qsizetype column = 0;
    while (row < rows || column < columns) {
        if (row < rows && column < columns && first.at(row) == second.at(column)) {
            lines.append({DiffLine::Kind::Same, first.at(row++)});
            ++column;
        } else if (row < rows
                   && (column == columns || at(row + 1, column) >= at(row, column + 1))) {
            lines.append({DiffLine::Kind::OnlyFirst, first.at(row++)});
        } else {
            lines.append({DiffLine::Kind::OnlySecond, second.at(column++)});
        }
    }
    return lines;
}

} // namespace Pacewatch
