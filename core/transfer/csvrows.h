#pragma once

#include "core/transfer/linereader.h"

#include <QByteArray>
#include <QList>

namespace Pacewatch {

/// The separator that parts @p firstRow into most columns: comma, semicolon, tab or bar. 0 when
/// none does.
[[nodiscard]] char csvSeparatorOf(QByteArrayView firstRow);

/// Reads the rows of a CSV text (RFC 4180): quoted cells may hold separators, quotes and line ends.
class CsvRows final
{
public:
    /// A row of more lines than this has a quote that was never closed.
    static constexpr int MostLinesInRow = 2000;
    static constexpr qsizetype MostColumns = 500;

    /// @p device is open for reading and outlives the rows.
    CsvRows(QIODevice& device, char separator);

    /// Goes to the next row that is not empty; false at the end.
    [[nodiscard]] bool next();
    [[nodiscard]] const QList<QByteArray>& cells() const { return m_cells; }
    [[nodiscard]] qint64 line() const { return m_line; } ///< where the row begins, from 1
    [[nodiscard]] qint64 bytesRead() const { return m_reader.bytesRead(); }
    /// The row is too long or its quotes are not closed; its cells are none.
    [[nodiscard]] bool isBroken() const { return m_isBroken; }

private:
    void takeLine(QByteArrayView line);
    void endCell();

    LineReader m_reader;
    char m_separator;
    QList<QByteArray> m_cells;
    QByteArray m_cell;
    qint64 m_line = 0;
    bool m_isQuoted = false;
    bool m_isBroken = false;
};

} // namespace Pacewatch
