#pragma once

#include "core/diagnosis/whatif.h"

#include <QString>

/// The words of the replay: what if the limits, the gateway or the client were different.
namespace Pacewatch::Wording {

/// "Spread the calls: no more than 1.4 a second"
[[nodiscard]] QString changeTitle(const SingleChange& change);
/// What comes of it: "No refusals. 312 calls leave later, done 2 min later." @p unchanged is what
/// it is held against.
[[nodiscard]] QString changeResult(const WhatIfOutcome& changed, const WhatIfOutcome& unchanged);
/// Everything that @p what changes, in one line; empty when it changes nothing.
[[nodiscard]] QString whatIfLine(const WhatIf& what);
/// How well the replay knows the gateway: "Played again unchanged: 694 refusals, 695 recorded. …"
[[nodiscard]] QString replayBasis(const WhatIfAnswer& answer);
/// What the replay leaves out; empty when nothing.
[[nodiscard]] QString replayCaveat(const WhatIfAnswer& answer);
[[nodiscard]] QString countingName(Algorithm algorithm);
/// "312 refusals instead of 695"
[[nodiscard]] QString refusalsInstead(const WhatIfAnswer& answer);
[[nodiscard]] QString noSingleChange();

// The pane of the window.
[[nodiscard]] QString tryChangeTitle();
[[nodiscard]] QString tryChangeButton();
[[nodiscard]] QString backToFinding();
[[nodiscard]] QString replaying();
[[nodiscard]] QString searchingChanges();
[[nodiscard]] QString nothingToChange();
[[nodiscard]] QString singleChangesTitle();
[[nodiscard]] QString tryThis();
[[nodiscard]] QString asRecorded();
[[nodiscard]] QString barAsRecorded();
[[nodiscard]] QString barChanged();
[[nodiscard]] QString keepsWaitName();
[[nodiscard]] QString bulkName();
[[nodiscard]] QString whatIfPaceName();
[[nodiscard]] QString workersName();
[[nodiscard]] QString cacheName();
[[nodiscard]] QString limitName(const Policy& window);
[[nodiscard]] QString serverName();
/// "Fixed"; "As recorded" for Unknown.
[[nodiscard]] QString serverSegment(Algorithm algorithm);

} // namespace Pacewatch::Wording
