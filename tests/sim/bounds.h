#pragma once

#include "core/instant.h"
#include "tests/sim/gatewaymodel.h"

#include <vector>

namespace Pacewatch {

/// The least time between the first and the last of @p count arrivals at a gateway with sliding
/// windows: `t_k = max_i (t_{k - L_i} + W_i)`. @p guard is added to each window.
[[nodiscard]] Duration slidingBound(qint64 count, const std::vector<ModelWindow>& windows,
                                    Duration guard = {});

/// The same for windows aligned to the calendar, which shows @p calendar at the first arrival.
[[nodiscard]] Duration fixedBound(qint64 count, const std::vector<ModelWindow>& windows,
                                  WallTime calendar);

} // namespace Pacewatch
