#include "core/emulator/jsontext.h"

namespace Pacewatch {

namespace {

QByteArray quoted(QByteArrayView utf8)
{
    static constexpr char Digits[] = "0123456789abcdef";
    QByteArray out = "\"";
    for (const char byte : utf8) {
        const auto code = static_cast<unsigned char>(byte);
        if (byte == '"' || byte == '\\') {
            out += '\\';
            out += byte;
        } else if (code < 0x20) {
            out += "\\u00";
            out += Digits[code >> 4];
            out += Digits[code & 0xF];
        } else {
            out += byte;
        }
    }
    out += '"';
    return out;
}

} // namespace

JsonText& JsonText::raw(QByteArrayView name, const QByteArray& value)
{
    if (!m_members.isEmpty()) {
        m_members += ", ";
    }
    m_members += quoted(name);
    m_members += ": ";
    m_members += value;
    return *this;
}

JsonText& JsonText::text(QByteArrayView name, const QByteArray& utf8)
{
    return raw(name, quoted(utf8));
}

JsonText& JsonText::number(QByteArrayView name, qint64 value)
{
    return raw(name, QByteArray::number(value));
}

JsonText& JsonText::flag(QByteArrayView name, bool value)
{
    return raw(name, value ? "true" : "false");
}

JsonText& JsonText::object(QByteArrayView name, const JsonText& value)
{
    return raw(name, value.whole());
}

JsonText& JsonText::list(QByteArrayView name, const QList<JsonText>& values)
{
    QByteArray items;
    for (const JsonText& value : values) {
        items += items.isEmpty() ? "" : ", ";
        items += value.whole();
    }
    return raw(name, "[" + items + "]");
}

} // namespace Pacewatch
