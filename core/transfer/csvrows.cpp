#include "core/transfer/csvrows.h"

#include <algorithm>
#include <utility>

namespace Pacewatch {

char csvSeparatorOf(QByteArrayView firstRow)
{
    char best = 0;
    qsizetype most = 0;
    for (const char each : {',', ';', '\t', '|'}) {
        const qsizetype number = std::count(firstRow.begin(), firstRow.end(), each);
        if (number > most) {
            most = number;
            best = each;
        }
    }
    return best;
}

CsvRows::CsvRows(QIODevice& device, char separator)
    : m_reader(device)
    , m_separator(separator)
{ }

bool CsvRows::next()
{
    m_cells.clear();
    m_cell.resize(0);
    m_isQuoted = false;
    m_isBroken = false;
    do {
        if (!m_reader.next()) {
            return false;
        }
    } while (m_reader.line().isEmpty() && !m_reader.isTooLong());
    m_line = m_reader.number();
    takeLine(m_reader.line());
    m_isBroken = m_reader.isTooLong();
    for (int lines = 1; m_isQuoted && !m_isBroken; ++lines) {
        if (!m_reader.next() || m_reader.isTooLong() || lines >= MostLinesInRow
            || m_cell.size() > LineReader::LongestLine) {
            m_isBroken = true;
            break;
        }
        m_cell += '\n';
        takeLine(m_reader.line());
    }
    endCell();
    if (m_isBroken) {
        m_cells.clear();
    }
    return true;
}

void CsvRows::takeLine(QByteArrayView line)
{
    for (qsizetype i = 0; i < line.size(); ++i) {
        const char letter = line[i];
        if (m_isQuoted) {
            if (letter != '"') {
                m_cell += letter;
            } else if (i + 1 < line.size() && line[i + 1] == '"') {
                m_cell += '"';
                ++i;
            } else {
                m_isQuoted = false;
            }
        } else if (letter == '"' && m_cell.isEmpty()) {
            m_isQuoted = true;
        } else if (letter == m_separator) {
            endCell();
        } else {
            m_cell += letter;
        }
    }
}

void CsvRows::endCell()
{
    if (m_cells.size() < MostColumns) {
        m_cells.append(std::exchange(m_cell, {}));
    }
    m_cell.resize(0);
}

} // namespace Pacewatch
