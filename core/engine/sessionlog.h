#pragma once

#include "core/diagnosis/diagnose.h"
#include "core/engine/collectedcalls.h"

#include <QString>

namespace Pacewatch {

/// What of a session file is looked at.
struct SessionRange
{
    QString path;
    WallTime from{}; ///< of the calls' arrivals; both ends belong to it
    WallTime to{};
    QString dialect; ///< family of headers to believe first; may be empty
    /// The lowest and the highest id in the file: where it is damaged, calls are sought by them.
    ExchangeId firstId{};
    ExchangeId lastId{};
};

/// Reads the last million calls of @p range from the file, what their answers say about limits
/// again: as when each had been added to the log by one thread, but two share the work, because
/// that takes most of a diagnosis. Waits for both and for the disk. Less of them when @p goesOn
/// says no. What cannot be read is passed over, call by call, and it is told that it was.
[[nodiscard]] CollectedCalls readLog(const SessionRange& range, const DiagnosisSubject& subject,
                                     const DiagnosisProgress& goesOn);

} // namespace Pacewatch
