#pragma once

#include "core/queue/item.h"

#include <QByteArray>

#include <optional>

namespace Pacewatch::JournalSchema {

/// Says that a database is a send journal: "pwSJ".
inline constexpr qint64 ApplicationId = 0x7077534A;

/// The statements that lead from layout @p version to the next one.
[[nodiscard]] const char* step(qint64 version);

/// The words for states in the file. They never change, whatever becomes of the enum.
[[nodiscard]] QByteArray wordOf(ItemState state);
[[nodiscard]] std::optional<ItemState> stateOf(const QByteArray& word);

} // namespace Pacewatch::JournalSchema
