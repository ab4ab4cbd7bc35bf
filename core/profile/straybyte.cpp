#include "core/profile/straybyte.h"

#include <algorithm>

namespace Pacewatch {

namespace {

bool isAscii(char byte)
{
    return static_cast<unsigned char>(byte) < 0x80;
}

bool isBlank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/// Walks through a TOML text, one piece of it after the other.
class Walk final
{
public:
    explicit Walk(QByteArrayView toml)
        : m_left(toml)
    {
        m_left = m_left.sliced(m_left.startsWith("\xEF\xBB\xBF") ? 3 : 0);
    }

    std::optional<quint32> toStrayByte()
    {
        while (!m_left.isEmpty() && !m_isOver) {
            const char byte = m_left.front();
            if (!isAscii(byte)) {
                return m_line;
            }
            if (byte == '#') {
                skip(std::max<qsizetype>(m_left.indexOf('\n'), 1));
            } else if ((byte == '"' || byte == '\'') && mayBeginString()) {
                skipString(byte);
            } else {
                skip(1);
            }
            if (m_hasStrayEscape) {
                return m_line;
            }
        }
        return {};
    }

private:
    /// Inside a bare word a quote is a fault and begins nothing.
    bool mayBeginString() const
    {
        return isBlank(m_last) || QByteArrayView("=,[{.").contains(m_last);
    }

    void skip(qsizetype size)
    {
        const QByteArrayView skipped = m_left.first(std::min(size, m_left.size()));
        m_last = skipped.isEmpty() ? m_last : skipped.back();
        m_line += static_cast<quint32>(std::count(skipped.begin(), skipped.end(), '\n'));
        m_left = m_left.sliced(skipped.size());
    }

    void skipString(char quote)
    {
        const char three[] = {quote, quote, quote};
        const QByteArrayView fence(three, 3);
        const bool isLong = m_left.startsWith(fence);
        skip(isLong ? 3 : 1);
        while (!m_left.isEmpty() && !m_hasStrayEscape) {
            const char byte = m_left.front();
            if (byte == '\\' && quote == '"') {
                skipEscape();
            } else if (byte == '\n' && !isLong) {
                m_isOver = true;
                return;
            } else if (isLong ? m_left.startsWith(fence) : byte == quote) {
                skip(isLong ? 3 : 1);
                // Up to two more quotes belong to the text of a long one.
                for (int more = 0; isLong && more < 2 && m_left.startsWith(quote); ++more) {
                    skip(1);
                }
                return;
            } else {
                skip(1);
            }
        }
    }

    void skipEscape()
    {
        const auto next = std::find_if(m_left.begin() + 1, m_left.end(),
                                       [](char byte) { return !isBlank(byte); });
        m_hasStrayEscape = next != m_left.end() && !isAscii(*next);
        skip(std::max<qsizetype>(next - m_left.begin(), 2));
    }

    QByteArrayView m_left;
    char m_last = '\n'; // the byte before what is left
    quint32 m_line = 1;
    bool m_isOver = false;
    bool m_hasStrayEscape = false;
};

} // namespace

std::optional<quint32> lineOfStrayByte(QByteArrayView toml)
{
    return Walk(toml).toStrayByte();
}

} // namespace Pacewatch
