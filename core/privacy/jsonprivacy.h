#pragma once

#include "core/privacy/standins.h"

#include <QByteArray>
#include <QByteArrayView>

#include <functional>
#include <optional>

namespace Pacewatch {

/// What becomes of one value of a JSON text. @p kind is what the name of its member says it is.
using PrivateJsonValue
    = std::function<QByteArray(std::optional<PrivateKind> kind, const QByteArray& value)>;

/// Hands every string of a JSON text, and every number with a private name, to @p replace, and puts
/// what comes back in its place; all else stays byte for byte. The text may be cut off or broken,
/// as a body of which only the first part was kept. A value that is not whole is dropped with all
/// behind it. Text inside a string that is JSON again is looked into.
[[nodiscard]] QByteArray withPrivateJsonReplaced(QByteArrayView text,
                                                 const PrivateJsonValue& replace);

} // namespace Pacewatch
