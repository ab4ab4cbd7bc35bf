#pragma once

#include "core/privacy/standins.h"

#include <QByteArrayView>

#include <optional>

namespace Pacewatch {

/// What a field of this name holds by its meaning: a header, a cookie, a parameter of a query or a
/// form, a member of a JSON object. @p parent is the object around it ("contact"), which decides
/// what a mere "name" or "number" is. Case and separators do not matter.
[[nodiscard]] std::optional<PrivateKind> privateKindOf(QByteArrayView name,
                                                       QByteArrayView parent = {});

} // namespace Pacewatch
