#pragma once

#include "core/quota/draft.h"

namespace Pacewatch {

/// How sure it is beforehand that the values speak of limits.
enum class QuotaContext
{
    Body, ///< not at all: their names must say so
    LimitField, ///< they stand in a field about limits
    UsageField, ///< they stand in a field about usage, where bare numbers may be shares
};

/// Takes windows out of JSON objects such as `{"limit": 100, "remaining": 5, "resetAt": …}`,
/// `{"maximumAvailable": 1000, "currentlyAvailable": 988, "restoreRate": 50}` or
/// `{"call_count": 28, "total_time": 25}` (shares in percent). @p field is the header field the
/// JSON came in, if any. False when there was none.
bool takeQuotaObjects(const QList<BodyFact>& facts, QuotaContext context, const QByteArray& field,
                      Draft& draft);

} // namespace Pacewatch
