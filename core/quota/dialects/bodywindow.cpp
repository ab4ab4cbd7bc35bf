#include "core/quota/draft.h"

#include <QSet>

namespace Pacewatch {

using namespace Qt::StringLiterals;

bool readBodyWindow(const Answer& answer, Draft& draft);

namespace {

/// `"violated-policies"` says a refusal by itself (draft-ietf-httpapi-ratelimit-headers-10, problem
/// types).
bool isViolation(const QString& plain)
{
    return plain == u"violatedpolicies"_s || plain == u"violatedpolicy"_s
        || plain == u"violatedlimit"_s;
}

bool isWindowKey(const QString& plain)
{
    static const QSet<QString> Keys{u"limittype"_s,     u"ratelimittype"_s, u"policyname"_s,
                                    u"limitname"_s,     u"quotaid"_s,       u"quotaname"_s,
                                    u"ratelimitname"_s, u"limitid"_s,       u"exceededlimit"_s,
                                    u"limitexceeded"_s, u"limitreached"_s,  u"ratelimitpolicy"_s};
    return isViolation(plain) || Keys.contains(plain);
}

} // namespace

/// `limit_type`, `policyName`, `quotaId`, `violated-policies`: the window that refused the call.
bool readBodyWindow(const Answer& /*answer*/, Draft& draft)
{
    bool isKnown = false;
    for (const BodyFact& fact : draft.facts()) {
        const bool isShared = fact.plainKey == u"global"_s && fact.value.toBool();
        if (isShared && draft.isRefused() && draft.isOfFailure(fact)) {
            draft.hit(u"global"_s, Draft::Evidence::Weak);
            isKnown = true;
        }
        if (!isWindowKey(fact.plainKey) || !fact.value.isString() || !draft.isOfFailure(fact)) {
            continue;
        }
        draft.hit(fact.value.toString());
        if (isViolation(fact.plainKey)) {
            draft.refuse();
        }
        isKnown = true;
    }
    return isKnown;
}

} // namespace Pacewatch
