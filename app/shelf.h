#pragma once

#include "core/profile/profile.h"

#include <QString>

namespace Pacewatch {

/// Where what is kept between two starts lies under @p name; for nobody but the user.
[[nodiscard]] QString dataFile(QLatin1StringView name);

/// Where the user's own profiles lie: one TOML file each.
[[nodiscard]] QString ownProfilesFolder();

/// The built-in profiles and the user's own. What is wrong with one of the latter is printed to
/// standard error, and it is left out.
[[nodiscard]] ProfileShelf loadShelf();

} // namespace Pacewatch
