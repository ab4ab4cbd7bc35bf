#pragma once

#include "core/http/message.h"

#include <QByteArray>

namespace Pacewatch::Http {

/// How long a body is, as its sender knows beforehand.
struct BodyLength
{
    enum class Kind
    {
        None,
        Known,
        Chunked
    };

    Kind kind = Kind::None;
    qint64 size = 0; ///< bytes, for Known

    [[nodiscard]] static BodyLength none() { return {}; }
    [[nodiscard]] static BodyLength known(qint64 size) { return {Kind::Known, size}; }
    [[nodiscard]] static BodyLength chunked() { return {Kind::Chunked, 0}; }

    friend bool operator==(const BodyLength&, const BodyLength&) = default;
};

/// The usual reason phrase of @p status; empty when it has none.
[[nodiscard]] QByteArray reasonPhrase(int status);

/// The bytes of a head, up to and with the empty line; fields as given, in their order. Bytes that
/// would break the framing (CR, LF, NUL in a value) are written as spaces.
[[nodiscard]] QByteArray writeHead(const RequestHead& head);
[[nodiscard]] QByteArray writeHead(const ResponseHead& head);

/// One chunk with @p bytes; nothing for no bytes, because an empty chunk would end the body.
[[nodiscard]] QByteArray writeChunk(QByteArrayView bytes);
/// The last chunk and the trailers.
[[nodiscard]] QByteArray writeLastChunk(const Headers& trailers = {});

/// Makes the framing fields of @p headers say @p length, and nothing else about framing: at the
/// place of the old field where there was one.
void setFraming(Headers& headers, const BodyLength& length);

/// Removes every field named in `Connection`, then the hop-by-hop fields themselves (RFC 9110,
/// 7.6.1) and Proxy-Authorization (11.7). Framing fields stay; setFraming() owns them.
void removeHopByHop(Headers& headers);

/// Whether @p value is a comma-separated list that holds @p token, case ignored.
[[nodiscard]] bool listHolds(QByteArrayView value, QByteArrayView token);

} // namespace Pacewatch::Http
