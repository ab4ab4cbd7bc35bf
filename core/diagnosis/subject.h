#pragma once

#include "core/connection.h"
#include "core/exchange.h"
#include "core/profile/profile.h"
#include "core/quota/policy.h"

#include <QByteArray>
#include <QList>

namespace Pacewatch {

/// What is known beforehand of the connection whose calls are diagnosed.
struct DiagnosisSubject
{
    Profile profile;
    QList<Policy> windows; ///< of calls, as effectiveWindows() gives them; shortest first
    QByteArray basePath; ///< "/api", without a slash at its end; empty for none
    WatchWay way = WatchWay::Proxy;
    QList<Profile> editions; ///< other versions of the documentation, to compare limits with
};

/// The subject of a connection to @p profile; @p overrides as in ConnectionSpec::windows. The base
/// path is that of @p gatewayUrl, or of the profile where that is empty.
[[nodiscard]] DiagnosisSubject subjectOf(const Profile& profile, const QList<Policy>& overrides,
                                         const QByteArray& gatewayUrl, const ProfileShelf& shelf);

/// The profile of @p shelf whose paths and limit headers the calls show most often; the one
/// without limits ("generic") when none fits.
[[nodiscard]] Profile profileFor(const QList<Exchange>& calls, const ProfileShelf& shelf);

} // namespace Pacewatch
