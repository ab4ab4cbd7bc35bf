#pragma once

#include <QByteArray>

namespace Pacewatch {

/// The path of @p target with ids folded to `{id}` and without query values, so that calls to one
/// endpoint count together and no number or name of a person shows:
/// `/contacts/8812?updated_since=1` becomes `/contacts/{id}?updated_since`.
[[nodiscard]] QByteArray endpointName(const QByteArray& target);

} // namespace Pacewatch
