#include "core/profile/straybyte.h"

#include <QByteArray>

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
            if (m_isInWord && !endsWord(byte)) {
                skip(1);
                continue;
            }
            m_isInWord = false;
            if (byte == '#') {
                skip(std::max<qsizetype>(m_left.indexOf('\n'), 1));
            } else if ((byte == '"' || byte == '\'') && mayBeginString()) {
                skipString(byte);
            } else {
                takeMark(byte);
                skip(1);
            }
            if (m_hasStrayEscape) {
                return m_line;
            }
        }
        return {};
    }

private:
    /// Of a bare value, such as a number. What else it holds, quotes and marks, is a fault in it.
    static bool endsWord(char byte)
    {
        return isBlank(byte) || QByteArrayView(",]}#").contains(byte);
    }

    /// Inside a bare key a quote is a fault and begins nothing.
    bool mayBeginString() const
    {
        return isBlank(m_last) || QByteArrayView("=,[{.").contains(m_last);
    }

    bool isAtValue() const { return m_isAfterEquals || m_open.endsWith('['); }

    void takeMark(char byte)
    {
        if (byte == '\n' || byte == ',') {
            m_isAfterEquals = m_isAfterEquals && byte == '\n' && !m_open.isEmpty();
        } else if (byte == '=' && !isAtValue()) {
            m_isAfterEquals = true;
        } else if ((byte == '[' || byte == '{') && isAtValue()) {
            m_open += byte;
            m_isAfterEquals = false;
        } else if ((byte == ']' || byte == '}') && !m_open.isEmpty()) {
            m_open.chop(1);
            m_isAfterEquals = true;
        } else {
            m_isInWord = isAtValue() && !isBlank(byte);
        }
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
    QByteArray m_open; // the brackets of arrays and inline tables around it
    char m_last = '\n'; // the byte before what is left
    bool m_isAfterEquals = false;
    bool m_isInWord = false; // of a bare value
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
