#pragma once

#include "core/http/message.h"
#include "core/instant.h"

#include <QByteArray>

namespace Pacewatch {

/// One response as the reader sees it. Only the first part of a body is looked at.
struct Answer
{
    static constexpr qsizetype MostRead = 64 * 1024;

    int status = 0; ///< 0 when there was none: the body of an event, say
    Http::Headers headers;
    QByteArray body; ///< as it came or unpacked; beyond MostRead bytes it is ignored
    WallTime receivedAt{}; ///< on this computer's calendar
};

} // namespace Pacewatch
