#pragma once

#include "ui/views/connectionview.h"

namespace Pacewatch {

/// The makers of all pages of the program.
[[nodiscard]] Pages allPages();

} // namespace Pacewatch
