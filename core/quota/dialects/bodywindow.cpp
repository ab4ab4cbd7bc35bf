#include "core/quota/draft.h"

#include <QSet>

namespace Pacewatch {

using namespace Qt::StringLiterals;

bool readBodyWindow(const Answer& answer, Draft& draft);

/// `limit_type`, `policyName`, `violated-policies`: the window that refused the call. The last one
/// says so by itself (draft-ietf-httpapi-ratelimit-headers-10, problem types).
bool readBodyWindow(const Answer& /*answer*/, Draft& draft)
{
    static const QSet<QString> Keys{u"limittype"_s, u"ratelimittype"_s, u"policyname"_s,
                                    u"violatedpolicies"_s};
    bool isKnown = false;
    for (const BodyFact& fact : draft.facts()) {
        if (!Keys.contains(fact.plainKey) || !fact.value.isString() || !draft.isFailure()) {
            continue;
        }
        draft.hit(fact.value.toString());
        if (fact.plainKey == u"violatedpolicies"_s) {
            draft.refuse();
        }
        isKnown = true;
    }
    return isKnown;
}

} // namespace Pacewatch
