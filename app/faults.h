#pragma once

#include "core/emulator/settings.h"
#include "core/profile/profile.h"
#include "core/result.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace Pacewatch {

/// Reads "fixed", "anchored", "sliding" or "bucket".
[[nodiscard]] Result<Algorithm> parseAlgorithm(const QString& text);

/// Reads limits such as "minute=1000" for the windows of @p profile.
[[nodiscard]] Result<QList<Policy>> parseLimits(const QStringList& texts, const Profile& profile);

/// Reads a comma-separated list such as "latency=200ms,errors=0.05,penalty" into @p settings.
[[nodiscard]] Result<void> readFaults(const QString& list, EmulatorSettings& settings);

/// What that list may hold, for the help.
[[nodiscard]] QString faultsHelp();

} // namespace Pacewatch
