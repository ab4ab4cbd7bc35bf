#pragma once

#include "core/quota/draft.h"
#include "core/quota/limitfieldname.h"
#include "core/quota/structuredfields.h"

namespace Pacewatch {

/// Writes one number down; of two that disagree the lower counts.
void takeNumber(Draft& draft, WindowReading& window, LimitFieldName::Says says, double value);

/// Values that state windows by themselves: `100:60,1000:3600` (units, colon, seconds),
/// `minute=60, hour=1000`, `100/minute`, `100 per 15 minutes`. False for others.
bool takeWindowList(Draft& draft, const LimitFieldName& meaning, const QByteArray& name,
                    QByteArrayView value);

/// Bare numbers such as `600,30000`: one window each, told apart by their place only.
bool takePositions(Draft& draft, const LimitFieldName& meaning, const QByteArray& name,
                   const QList<FieldMember>& members);

} // namespace Pacewatch
