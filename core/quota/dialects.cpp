#include "core/quota/dialects.h"

// One line a family: its name and its function.
#define PACEWATCH_DIALECTS(FAMILY)                                                                 \
    FAMILY("x-ratelimit", readLimitFields)                                                         \
    FAMILY("x-ratelimit-sec-min", readWindowFields)                                                \
    FAMILY("ratelimit", readRateLimitFields)                                                       \
    FAMILY("named-pairs", readNamedPairs)                                                          \
    FAMILY("used-of-limit", readUsedOfLimit)                                                       \
    FAMILY("json-fields", readJsonFields)                                                          \
    FAMILY("quota-fields", readQuotaFields)                                                        \
    FAMILY("used-fields", readUsedFields)                                                          \
    FAMILY("window-names", readWindowNames)                                                        \
    FAMILY("retry-after", readRetryAfter)                                                          \
    FAMILY("body-wait", readBodyWait)                                                              \
    FAMILY("meta-error", readMetaError)                                                            \
    FAMILY("refusal-words", readRefusalWords)                                                      \
    FAMILY("body-window", readBodyWindow)                                                          \
    FAMILY("body-quota", readBodyQuota)                                                            \
    FAMILY("other-reasons", readOtherReasons)                                                      \
    FAMILY("prose", readProse)                                                                     \
    FAMILY("limit-owners", readLimitOwners)

namespace Pacewatch {

#define PACEWATCH_DECLARE(name, function) bool function(const Answer& answer, Draft& draft);
#define PACEWATCH_LIST(name, function) {QLatin1StringView(name), function},

PACEWATCH_DIALECTS(PACEWATCH_DECLARE)

std::span<const Dialect> dialects()
{
    static constexpr Dialect All[]{PACEWATCH_DIALECTS(PACEWATCH_LIST)};
    return All;
}

} // namespace Pacewatch
