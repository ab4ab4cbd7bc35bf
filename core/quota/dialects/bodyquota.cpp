#include "core/quota/quotaobjects.h"

namespace Pacewatch {

bool readBodyQuota(const Answer& answer, Draft& draft);

/// Windows in the JSON body, at any depth: `"rateLimit": {"limit": …, "remaining": …}`.
bool readBodyQuota(const Answer& /*answer*/, Draft& draft)
{
    return takeQuotaObjects(draft.facts(), QuotaContext::Body, {}, draft);
}

} // namespace Pacewatch
