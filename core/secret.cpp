#include "core/secret.h"

#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

Secret::Secret(QByteArray bytes)
    // A deep copy: the caller's buffer may be shared with somebody who will not scrub it.
    : m_bytes(bytes.constData(), bytes.size())
{ }

Secret::Secret(Secret&& other) noexcept
    : m_bytes(std::exchange(other.m_bytes, {}))
{ }

Secret& Secret::operator=(Secret&& other) noexcept
{
    if (this != &other) {
        scrub();
        m_bytes = std::exchange(other.m_bytes, {});
    }
    return *this;
}

Secret::~Secret()
{
    scrub();
}

Secret Secret::duplicate() const
{
    return Secret(m_bytes);
}

QString Secret::masked() const
{
    return maskedKey(m_bytes);
}

void Secret::scrub()
{
    // volatile, or the compiler drops stores to memory that is about to be freed.
    if (m_bytes.isEmpty() || !m_bytes.isDetached()) {
        return;
    }
    volatile char* byte = m_bytes.data();
    for (qsizetype left = m_bytes.size(); left > 0; --left) {
        *byte++ = '\0';
    }
}

QString maskedKey(QByteArrayView key)
{
    constexpr qsizetype LongEnough = 12;
    constexpr qsizetype Shown = 4;
    QString masked = u"••••••••"_s;
    if (key.size() >= LongEnough) {
        masked += QString::fromLatin1(key.last(Shown));
    }
    return masked;
}

} // namespace Pacewatch
