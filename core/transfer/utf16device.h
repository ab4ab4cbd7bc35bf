#pragma once

#include <QByteArray>
#include <QIODevice>
#include <QStringDecoder>

namespace Pacewatch {

/// Whether a text that begins so is UTF-16 by its byte order mark.
[[nodiscard]] bool isUtf16(const QByteArray& start);

/// Reads a text in UTF-16 as UTF-8, piece by piece; the byte order mark goes. What is no UTF-16
/// becomes the replacement character.
class Utf16Device final : public QIODevice
{
public:
    /// @p source is open for reading, at its start, and outlives this.
    explicit Utf16Device(QIODevice& source);

    [[nodiscard]] bool isSequential() const override { return true; }

protected:
    qint64 readData(char* data, qint64 most) override;
    qint64 writeData(const char* data, qint64 size) override;

private:
    QIODevice& m_source;
    QStringDecoder m_decoder;
    QByteArray m_ready;
};

} // namespace Pacewatch
