#pragma once

#include "core/exchange.h"

#include <QJsonObject>
#include <QString>

namespace Pacewatch {

/// Which bodies a line of a record holds.
enum class RecordBodies
{
    OfRefusals, ///< those of refused responses, which state limits
    All, ///< of requests and responses, and the requests' heads too
};

/// What a record and a report say of one call, as JSON on one line without its end. `id`, `status`,
/// `header_lines`, `body` and `received_at` are what `pacewatch explain` reads again, and all of it
/// is what readEvidence() does. What looks like a phone number is masked.
[[nodiscard]] QByteArray recordLine(const Exchange& exchange,
                                    RecordBodies bodies = RecordBodies::OfRefusals);
/// The same as an object that can be added to.
[[nodiscard]] QJsonObject toJson(const Exchange& exchange,
                                 RecordBodies bodies = RecordBodies::OfRefusals);

/// @p moment as an ISO time of UTC with milliseconds.
[[nodiscard]] QString utcText(WallTime moment);

/// @p text with every phone number shown by its last two digits only.
[[nodiscard]] QString withoutPhoneNumbers(QString text);

} // namespace Pacewatch
