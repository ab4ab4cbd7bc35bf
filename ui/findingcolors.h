#pragma once

#include "core/diagnosis/findings.h"
#include "ui/tokens.h"

#include <optional>

namespace Pacewatch {

/// The colours of a finding: of its part in the split bar, and of the tile behind its icon.
struct FindingColors
{
    Color part;
    Color icon;
    Color tile;
    bool isHatched = false; ///< somebody else's calls, near refused ones
};

/// Without a kind: what is not explained.
[[nodiscard]] FindingColors findingColors(std::optional<FindingKind> kind) noexcept;

} // namespace Pacewatch
