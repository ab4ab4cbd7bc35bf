#include "ui/views/rangemenu.h"

#include "ui/charts/timerange.h"
#include "ui/wording/charts.h"

#include <QMenu>

#include <array>
#include <utility>

namespace Pacewatch {

void addRangeChoices(QMenu& menu, TimeRange& range)
{
    const std::array<std::pair<TimeRange::Preset, QString>, 4> presets{
        std::pair{TimeRange::Preset::Minutes5, Wording::preset5Minutes()},
        std::pair{TimeRange::Preset::Minutes15, Wording::preset15Minutes()},
        std::pair{TimeRange::Preset::Hour, Wording::presetHour()},
        std::pair{TimeRange::Preset::All, Wording::showWholeSession()}};
    for (const auto& [preset, text] : presets) {
        menu.addAction(text, &range, [&range, preset = preset] { range.setPreset(preset); });
    }
}

} // namespace Pacewatch
