#include "core/transfer/linereader.h"

namespace Pacewatch {

bool LineReader::next()
{
    m_isTooLong = false;
    qsizetype looked = m_at;
    for (;;) {
        const qsizetype feed = m_buffer.indexOf('\n', looked);
        const bool isWhole = feed >= 0;
        if (!isWhole && m_buffer.size() - m_at > LongestLine) {
            m_isTooLong = true;
            m_at = m_buffer.size();
        }
        looked = m_buffer.size();
        if (!isWhole) {
            const qsizetype before = m_buffer.size() - m_at;
            const bool hasMore = fill();
            looked = m_at + before;
            if (hasMore) {
                continue;
            }
            if (before == 0 && !m_isTooLong) {
                return false;
            }
        }
        const qsizetype end = isWhole ? feed : m_buffer.size();
        m_line = QByteArrayView(m_buffer).sliced(m_at, end - m_at);
        m_at = isWhole ? feed + 1 : end;
        break;
    }
    ++m_number;
    if (m_line.endsWith('\r')) {
        m_line.chop(1);
    }
    if (m_number == 1 && m_line.startsWith("\xEF\xBB\xBF")) {
        m_line = m_line.sliced(3);
    }
    if (m_isTooLong) {
        m_line = {};
    }
    return true;
}

/// Drops what was read and appends the next piece; false at the end.
bool LineReader::fill()
{
    constexpr qint64 Piece = 256 * 1024;
    const QByteArray piece = m_device.read(Piece);
    if (m_at > 0) {
        m_buffer.remove(0, m_at);
        m_at = 0;
    }
    m_buffer += piece;
    m_bytesRead += piece.size();
    return !piece.isEmpty();
}

QByteArray wholeLines(QIODevice& device, qint64 most)
{
    QByteArray text = device.read(most);
    const qsizetype feed = text.lastIndexOf('\n');
    if (text.size() >= most && feed > 0) {
        text.truncate(feed + 1);
    }
    return text;
}

} // namespace Pacewatch
