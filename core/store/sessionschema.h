#pragma once

#include "core/database.h"
#include "core/result.h"

namespace Pacewatch::SessionSchema {

/// Says that a database is a session: "pwSE".
inline constexpr qint64 ApplicationId = 0x70775345;
/// Of the layout. A lower one is brought up to it, a higher one is refused.
inline constexpr qint64 Version = 1;

/// The statements that lead from layout @p version to the next one.
[[nodiscard]] const char* step(qint64 version);

/// Whether @p database holds exactly our tables and nothing that runs by itself. Invalid: another
/// program's file, or one with a trigger, a view or a table of a stranger; Unsupported: made by a
/// newer version; Corrupt: damaged.
[[nodiscard]] Result<void> inspect(Database& database);

} // namespace Pacewatch::SessionSchema
