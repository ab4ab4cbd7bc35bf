#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QIODevice>

namespace Pacewatch {

/// Reads a text line by line with bounded memory. Lines end with LF or CR LF; a byte order mark at
/// the start is passed over.
class LineReader final
{
public:
    static constexpr qsizetype LongestLine = 8 * 1024 * 1024;

    /// @p device is open for reading and outlives the reader.
    explicit LineReader(QIODevice& device)
        : m_device(device)
    { }

    /// Goes to the next line; false at the end of the text or after a failure of the device.
    [[nodiscard]] bool next();
    /// The line without its end, valid until next(); empty when it was too long.
    [[nodiscard]] QByteArrayView line() const { return m_line; }
    /// The line is longer than LongestLine and was passed over.
    [[nodiscard]] bool isTooLong() const { return m_isTooLong; }
    [[nodiscard]] qint64 number() const { return m_number; } ///< from 1
    [[nodiscard]] qint64 bytesRead() const { return m_bytesRead; }

private:
    bool fill();

    QIODevice& m_device;
    QByteArray m_buffer;
    qsizetype m_at = 0; ///< in the buffer: where the next line begins
    QByteArrayView m_line;
    bool m_isTooLong = false;
    qint64 m_number = 0;
    qint64 m_bytesRead = 0;
};

/// The lines in the first @p most bytes of @p device, without one that is cut by their end.
[[nodiscard]] QByteArray wholeLines(QIODevice& device, qint64 most);

} // namespace Pacewatch
