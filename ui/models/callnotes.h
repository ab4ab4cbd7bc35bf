#pragma once

#include "core/exchange.h"
#include "core/store/callgroups.h"

#include <QVariant>

namespace Pacewatch {

// What rows say of the calls that belong together, live and in a file.

/// The note of a call by where it stands, for one of the roles of text or CallRows::StrongFromRole;
/// invalid where its place says nothing.
[[nodiscard]] QVariant placedNote(const Exchange& call, const CallGroups::Place& where, int role);

/// What a row of alike calls shows in a column.
struct FoldedCalls
{
    const Exchange* first = nullptr;
    int number = 0;
    int burst = 0;
    WallTime until{}; ///< when the last of them arrived
};
[[nodiscard]] QVariant foldedCell(const FoldedCalls& calls, int column, int role);

} // namespace Pacewatch
