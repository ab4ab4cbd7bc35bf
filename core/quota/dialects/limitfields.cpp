#include "core/quota/limitvalue.h"

namespace Pacewatch {

bool readLimitFields(const Answer& answer, Draft& draft);

/// `X-RateLimit-Limit`, `-Remaining`, `-Reset`, `-Used` and their kin, which name no window.
bool readLimitFields(const Answer& answer, Draft& draft)
{
    bool isKnown = false;
    for (const Http::Field& field : answer.headers) {
        const std::optional<LimitFieldName> meaning = limitFieldName(field.name);
        if (meaning && meaning->label.isEmpty()) {
            isKnown = takeLimitValue(draft, *meaning, field.name, field.value) || isKnown;
        }
    }
    return isKnown;
}

} // namespace Pacewatch
