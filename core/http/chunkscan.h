#pragma once

#include "core/http/parser.h"

#include <QByteArrayView>

namespace Pacewatch::Http {

/// Says when the line of the next chunk may go on to the grammar (RFC 9112, 7.1): not before it is
/// whole, and the one of the last chunk not before its trailers are. A value of one message's body.
class ChunkScan final
{
public:
    enum class State
    {
        Whole,
        NeedMore,
        Malformed,
        TooLarge ///< the trailers are
    };

    explicit ChunkScan(const ParserLimits& limits)
        : m_limits(limits)
    { }

    /// Looks on in @p bytes, at least one, which start at the end of the chunk before and only grow
    /// until its answer is Whole.
    State look(QByteArrayView bytes);

private:
    ParserLimits m_limits;
    bool m_hasSeenChunk = false;
    qsizetype m_searched = 0; // of the trailers, for their end
};

} // namespace Pacewatch::Http
