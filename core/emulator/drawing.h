#pragma once

#include "core/emulator/scenario.h"
#include "core/profile/profile.h"

#include <QList>

#include <optional>

namespace Pacewatch {

/// One bar in the small drawing of a scenario.
struct DrawnStep
{
    int allowed = 0; ///< calls of the client
    int refused = 0;
    int other = 0; ///< allowed calls of the hidden consumer
    bool isAskedToWait = false; ///< a wait named by a refusal runs
    std::optional<double> limit; ///< calls allowed in a step by the window that is drawn

    friend bool operator==(const DrawnStep&, const DrawnStep&) = default;
};

/// Plays @p scenario on paper, with the script, the gateway and the settings of the real rehearsal,
/// and counts what happens in each step. Pure and always the same; some milliseconds of work.
/// @p profile is the one the scenario names.
[[nodiscard]] QList<DrawnStep> drawScenario(const Scenario& scenario, const Profile& profile);

} // namespace Pacewatch
