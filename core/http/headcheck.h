#pragma once

#include "core/http/message.h"
#include "core/http/parser.h"

#include <QByteArray>

#include <optional>

namespace Pacewatch::Http {

/// Finds the end of a head in bytes that arrive piece by piece, and refuses what cannot become
/// one: bare line feeds and anything above the limits.
class HeadScan final
{
public:
    enum class State
    {
        NeedMore,
        Complete, ///< size() bytes make the head
        Failed
    };

    HeadScan(bool isRequest, const ParserLimits& limits);

    /// Looks on in @p bytes, which start where the head starts and only grow between calls.
    State look(QByteArrayView bytes);

    [[nodiscard]] qsizetype size() const { return m_lineStart; }
    [[nodiscard]] const ParseFailure& failure() const { return m_failure; }

private:
    [[nodiscard]] bool isTooLong(qsizetype lineSize);

    bool m_isRequest;
    ParserLimits m_limits;
    qsizetype m_lineStart = 0;
    qsizetype m_seen = 0;
    qsizetype m_fieldBytes = 0;
    int m_lines = 0;
    ParseFailure m_failure;
};

/// What the fields say about the body that follows.
struct StatedFraming
{
    std::optional<qint64> length;
    bool isChunked = false;
    bool keepsAlive = true;
};

/// Splits the lines of @p raw (each ended by CRLF) into fields, bytes as received. Refuses folded
/// lines, names that are no tokens, and white space before the colon unless it @p mendsNames.
[[nodiscard]] std::optional<ParseFailure> readFields(QByteArrayView raw, bool mendsNames,
                                                     Headers& headers);

/// Reads a whole request head and checks it: version, target, Host, framing (RFC 9112, 3 and 6).
[[nodiscard]] std::optional<ParseFailure> readRequestHead(QByteArrayView raw, RequestHead& head,
                                                          StatedFraming& framing);
/// Reads a whole response head and checks its framing.
[[nodiscard]] std::optional<ParseFailure> readResponseHead(QByteArrayView raw, ResponseHead& head,
                                                           StatedFraming& framing);

} // namespace Pacewatch::Http
