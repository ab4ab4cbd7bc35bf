#pragma once

#include "core/instant.h"
#include "core/recorded.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace Pacewatch {

/// What of the folder of sessions is kept; what is oldest goes first.
struct ShelfBounds
{
    qint64 mostBytes = qint64(8) * 1024 * 1024 * 1024; ///< of all files together
    Duration mostAge = std::chrono::hours(24 * 30); ///< since they were last written to
};

/// The folder of the sessions that are recorded by themselves. Both calls wait for the disk.
namespace SessionShelf {

/// The newest sessions with calls in @p folder, newest first, at most @p most; @p open are those
/// being written and are left out.
[[nodiscard]] QList<RecentSession> newest(const QString& folder, int most, const QStringList& open);

/// Removes what is beyond @p bounds, and imported copies that a crash left behind. A session with
/// a journal beside it may be in use and stays.
void purge(const QString& folder, WallTime now, const ShelfBounds& bounds = {});

/// Where copies of imported files lie below @p folder.
[[nodiscard]] QString importsFolder(const QString& folder);

} // namespace SessionShelf

} // namespace Pacewatch
