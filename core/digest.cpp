#include "core/digest.h"

namespace Pacewatch {

Digest::Digest()
{
    nettle_sha256_init(&m_state);
}

void Digest::add(QByteArrayView bytes)
{
    nettle_sha256_update(&m_state, static_cast<std::size_t>(bytes.size()),
                         reinterpret_cast<const std::uint8_t*>(bytes.data()));
}

QByteArray Digest::result() const
{
    QByteArray digest(SHA256_DIGEST_SIZE, Qt::Uninitialized);
    sha256_ctx state = m_state; // asking for it starts it anew
    nettle_sha256_digest(&state, SHA256_DIGEST_SIZE,
                         reinterpret_cast<std::uint8_t*>(digest.data()));
    return digest;
}

QByteArray Digest::of(QByteArrayView bytes)
{
    Digest digest;
    digest.add(bytes);
    return digest.result();
}

} // namespace Pacewatch
