#pragma once

#include <QByteArray>

#include <nettle/sha2.h>

namespace Pacewatch {

/// The SHA-256 (FIPS 180-4) of bytes that come in pieces. Every body of every call is digested, and
/// Nettle uses the processor's own instructions for it, eight times as fast as QCryptographicHash.
class Digest final
{
public:
    Digest();

    void add(QByteArrayView bytes);
    /// The 32 bytes for what was added so far.
    [[nodiscard]] QByteArray result() const;

    /// That of @p bytes alone.
    [[nodiscard]] static QByteArray of(QByteArrayView bytes);

private:
    sha256_ctx m_state{};
};

} // namespace Pacewatch
