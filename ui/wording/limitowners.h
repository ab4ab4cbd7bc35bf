#pragma once

#include <QString>

namespace Pacewatch::Wording {

/// Whose a limit is, in words for people: "this network address" for "ip", "the application and
/// the method" for "app+method". What is not known is shown as the answer wrote it.
[[nodiscard]] QString limitOwner(const QString& scope);

/// Under which name nothing more may be sent while a limit of @p scope holds: "with this key",
/// "from this network address", "to this recipient".
[[nodiscard]] QString sendingUnder(const QString& scope);

} // namespace Pacewatch::Wording
