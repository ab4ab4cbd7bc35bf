#pragma once

#include "ui/charts/scale.h"
#include "ui/models/history.h"
#include "ui/report/report.h"

#include <optional>

namespace Pacewatch {

/// The piece of @p range that a report shows: its last three minutes, or those around its last
/// refusal when that was long before.
[[nodiscard]] TimeSlice reportSlice(const History& history, const TimeSlice& range);

/// The timeline of @p slice as a picture for paper: light, refused bars outlined, waits hatched.
/// @p slice is a piece of @p range, whose end is that of what is known; with @p highest the calls
/// of a second go up to there, so that two pictures have the same scale. Window thread.
[[nodiscard]] ReportPicture timelinePicture(const History& history,
                                            const QList<WindowState>& windows,
                                            const TimeSlice& slice, const TimeSlice& range,
                                            std::optional<double> highest = {});

} // namespace Pacewatch
