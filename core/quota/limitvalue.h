#pragma once

#include "core/quota/draft.h"
#include "core/quota/limitfieldname.h"

namespace Pacewatch {

/// Writes what the field @p name with the value @p value says about the window @p label on
/// @p draft; false when the value is none of the known forms.
bool takeLimitValue(Draft& draft, const LimitFieldName& meaning, const QByteArray& name,
                    QByteArrayView value);

} // namespace Pacewatch
