#pragma once

#include <QByteArray>
#include <QString>

namespace Pacewatch {

/// @p body as it is shown: JSON with line breaks and two spaces for each level, everything else as
/// it came. The order of the fields is that of the sender. Bytes that are no text become marks.
[[nodiscard]] QString readableBody(const QByteArray& body);

} // namespace Pacewatch
