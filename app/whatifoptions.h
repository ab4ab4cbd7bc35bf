#pragma once

#include "core/diagnosis/whatif.h"
#include "core/result.h"

#include <QStringList>

namespace Pacewatch {

/// Reads "minute=200" into @p what: a window of @p windows, or one of "second", "minute", "hour"
/// and "day"; 0 lifts it.
[[nodiscard]] Result<void> addLimit(WhatIf& what, const QString& text,
                                    const QList<Policy>& windows);
/// Reads "fixed", "anchored", "sliding" or "bucket".
[[nodiscard]] Result<Algorithm> parseServer(const QString& text);
/// Reads "keeps-wait", "spreads", "spreads=1.5" (a second), "bulk", "caches", "caches=30s",
/// "polls=10s" or "workers=3" into @p what. Without a pace, "spreads" takes nine tenths of what the
/// strictest of @p windows grants.
[[nodiscard]] Result<void> addClientChange(WhatIf& what, const QString& text,
                                           const QList<Policy>& windows);

} // namespace Pacewatch
