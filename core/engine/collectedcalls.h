#pragma once

#include "core/diagnosis/calllog.h"

#include <utility>

namespace Pacewatch {

/// The calls of a range, for whoever works something out of them.
struct CollectedCalls
{
    CollectedCalls(CallLog calls, bool whole = true)
        : log(std::move(calls))
        , isWhole(whole)
    { }

    CallLog log;
    bool isWhole; ///< false where calls of the range could not be read from their file
};

} // namespace Pacewatch
