#pragma once

#include "core/result.h"

#include <QByteArray>

namespace Pacewatch::Http {

/// A body without its content coding, or as much of it as was asked for.
struct DecodedBody
{
    QByteArray bytes;
    bool isWhole = true; ///< false when it is longer than asked for, or the input ends early
};

/// Undoes the content codings of @p value, the last one applied first (RFC 9110, 8.4): gzip (RFC
/// 1952), deflate with or without a head (RFC 1950 and 1951), br (RFC 7932), zstd (RFC 8878),
/// identity. Makes at most @p most bytes of whatever @p bytes claims to be, in that many bytes of
/// memory for each coding, for br in 16 MiB and for zstd in 8 MiB more; at most three codings.
/// Unsupported names a coding that is not known, Corrupt is none of its kind.
[[nodiscard]] Result<DecodedBody> decodeContent(const QByteArray& bytes, QByteArrayView value,
                                                qsizetype most);

/// Whether @p bytes are UTF-8 without a zero byte; the last letter may be cut.
[[nodiscard]] bool isText(QByteArrayView bytes);

/// The content of a body that was kept: unpacked as decodeContent() does, or as it is where it is
/// text. A HAR and a session hold bodies unpacked beside the field that tells how they were packed.
[[nodiscard]] Result<DecodedBody> contentOf(const QByteArray& bytes, QByteArrayView coding,
                                            qsizetype most);

} // namespace Pacewatch::Http
