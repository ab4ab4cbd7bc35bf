#pragma once

#include "core/pacing/limiter.h"
#include "core/profile/profile.h"
#include "core/proxy/proxyhost.h"

#include <QByteArrayView>
#include <QList>

namespace Pacewatch {

/// The answer to a call to @p path (below the base URL) that has no room, as the gateway of
/// @p profile would give it: its own form of a refusal, and the fields that state its limits on
/// every answer, filled in from @p windows. @p verdict holds the call at @p now, which is @p wall
/// for people.
[[nodiscard]] OwnAnswer ownRefusal(const Profile& profile, const QList<WindowUse>& windows,
                                   QByteArrayView path, const Verdict& verdict, Instant now,
                                   WallTime wall);

} // namespace Pacewatch
