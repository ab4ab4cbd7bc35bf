#pragma once

#include "core/diagnosis/comparison.h"

#include <QJsonObject>

namespace Pacewatch {

/// What `pacewatch compare --json` prints; docs/compare.md lists its fields.
[[nodiscard]] QJsonObject toJson(const Comparison& comparison);

} // namespace Pacewatch
