#pragma once

#include "core/result.h"

#include <QString>

namespace Pacewatch {

/// Whether a file can be written at @p path, as far as one can tell beforehand: StorageFailed when
/// its folder is missing, or when something stands there that is no file (a folder, a device, a
/// pipe), which nothing of ours may replace.
[[nodiscard]] Result<void> checkPlaceOfFile(const QString& path);

/// Gives @p unfinished, which is written and closed, the name @p path, at once: whoever looks finds
/// what was there before, or all of the new one. StorageFailed; @p unfinished is left then.
[[nodiscard]] Result<void> putInPlace(const QString& unfinished, const QString& path);

} // namespace Pacewatch
