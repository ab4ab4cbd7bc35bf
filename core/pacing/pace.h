#pragma once

#include "core/instant.h"

#include <QtGlobal>

namespace Pacewatch {

/// How fast to send.
struct Pace
{
    enum class Kind
    {
        Asap, ///< as fast as the windows allow
        Spread, ///< evenly over a time
        Rate, ///< so many a second, never above the windows
    };

    Kind kind = Kind::Asap;
    Duration over{}; ///< for Spread
    double perSecond = 0; ///< for Rate
    qint64 keepFree = 0; ///< units of the longest window of calls left for the customer
    int concurrency = 1; ///< most calls in the air at once; 0 for as many as the pace needs

    friend bool operator==(const Pace&, const Pace&) = default;
};

} // namespace Pacewatch
