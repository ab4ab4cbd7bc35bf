#include "core/transfer/utf16device.h"

#include <algorithm>

namespace Pacewatch {

bool isUtf16(const QByteArray& start)
{
    return start.startsWith("\xff\xfe") || start.startsWith("\xfe\xff");
}

Utf16Device::Utf16Device(QIODevice& source)
    : m_source(source)
    , m_decoder(QStringConverter::Utf16)
{
    open(QIODevice::ReadOnly);
}

qint64 Utf16Device::readData(char* data, qint64 most)
{
    constexpr qint64 Piece = 64 * 1024;
    while (m_ready.size() < most) {
        const QByteArray piece = m_source.read(Piece);
        if (piece.isEmpty()) {
            break;
        }
        const QString text = m_decoder(piece);
        m_ready += text.toUtf8();
    }
    const qsizetype taken = std::min<qsizetype>(m_ready.size(), static_cast<qsizetype>(most));
    std::copy_n(m_ready.constData(), taken, data);
    m_ready.remove(0, taken);
    return taken;
}

qint64 Utf16Device::writeData(const char* /*data*/, qint64 /*size*/)
{
    return -1;
}

} // namespace Pacewatch
