#pragma once

#include "core/profile/profile.h"

#include <QString>

namespace Pacewatch {

/// Where the user's own profiles lie: one TOML file each.
[[nodiscard]] QString ownProfilesFolder();

/// The built-in profiles and the user's own. What is wrong with one of the latter is printed to
/// standard error, and it is left out.
[[nodiscard]] ProfileShelf loadShelf();

} // namespace Pacewatch
