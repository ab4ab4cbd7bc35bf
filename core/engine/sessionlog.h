#pragma once

#include "core/diagnosis/calllog.h"
#include "core/diagnosis/diagnose.h"

#include <QString>

namespace Pacewatch {

/// What of a session file is looked at.
struct SessionRange
{
    QString path;
    WallTime from{}; ///< of the calls' arrivals; both ends belong to it
    WallTime to{};
    QString dialect; ///< family of headers to believe first; may be empty
};

/// Reads the last million calls of @p range from the file, what their answers say about limits
/// again: as when each had been added to the log by one thread, but two share the work, because
/// that takes most of a diagnosis. Waits for both and for the disk. Less of them when @p goesOn
/// says no, or where the file cannot be read on.
[[nodiscard]] CallLog readLog(const SessionRange& range, const DiagnosisSubject& subject,
                              const DiagnosisProgress& goesOn);

} // namespace Pacewatch
