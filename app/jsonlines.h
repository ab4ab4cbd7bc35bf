#pragma once

#include "core/connection.h"
#include "core/emulator/settings.h"
#include "core/exchange.h"
#include "core/quota/reading.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace Pacewatch {

/// What a record and a report say of one call. `id`, `status`, `header_lines`, `body` and
/// `received_at` are what `pacewatch explain` reads again. Bodies are kept for refusals only, and
/// what looks like a phone number is masked.
[[nodiscard]] QJsonObject toJson(const Exchange& exchange);

/// One answer of the practice gateway.
[[nodiscard]] QJsonObject toJson(const EmulatorAnswer& answer);

/// The windows of a reading, as `explain --json` names their fields; null where nothing was stated.
[[nodiscard]] QJsonArray windowsToJson(const Reading& reading);

/// @p moment as an ISO time of UTC with milliseconds.
[[nodiscard]] QString utcText(WallTime moment);

/// @p text with every phone number shown by its last two digits only.
[[nodiscard]] QString withoutPhoneNumbers(QString text);

} // namespace Pacewatch
