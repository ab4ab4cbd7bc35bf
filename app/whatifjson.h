#pragma once

#include "core/diagnosis/whatif.h"

#include <QJsonObject>

namespace Pacewatch {

/// A replay for scripts; docs/what-if.md lists the fields. @p withChanges adds the single changes.
[[nodiscard]] QJsonObject toJson(const WhatIfAnswer& answer, const WhatIf& what, bool withChanges);

} // namespace Pacewatch
