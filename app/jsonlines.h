#pragma once

#include "core/emulator/settings.h"
#include "core/quota/reading.h"
#include "core/transfer/recordline.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace Pacewatch {

/// One answer of the practice gateway.
[[nodiscard]] QJsonObject toJson(const EmulatorAnswer& answer);

/// The windows of a reading, as `explain --json` names their fields; null where nothing was stated.
[[nodiscard]] QJsonArray windowsToJson(const Reading& reading);

} // namespace Pacewatch
