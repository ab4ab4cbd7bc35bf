#pragma once

class QMenu;

namespace Pacewatch {

class TimeRange;

/// Adds the presets of the shared range to @p menu.
void addRangeChoices(QMenu& menu, TimeRange& range);

} // namespace Pacewatch
