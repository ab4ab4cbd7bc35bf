#include "core/quota/draft.h"
#include "core/quota/metacode.h"

#include <algorithm>
#include <array>

namespace Pacewatch {

using namespace Qt::StringLiterals;

bool readMetaError(const Answer& answer, Draft& draft);

namespace {

struct MetaCode
{
    int code;
    QLatin1StringView window;
    QLatin1StringView scope;
};

/// Meta's error numbers that mean a limit (developers.facebook.com, Cloud API error codes).
constexpr std::array MetaCodes{
    MetaCode{4, "app_calls"_L1, "app"_L1},
    MetaCode{80007, "waba_calls"_L1, "waba"_L1},
    MetaCode{80008, "waba_calls"_L1, "waba"_L1},
    MetaCode{130429, "throughput"_L1, "phone_number"_L1},
    MetaCode{131048, "spam"_L1, "phone_number"_L1},
    MetaCode{131056, "pair"_L1, "pair"_L1},
};

int numberOf(const BodyFact& fact)
{
    return fact.value.isDouble() ? fact.value.toInt() : fact.value.toString().toInt();
}

/// Small numbers mean something only where the rest of the body is Meta's.
bool looksLikeMeta(const QList<BodyFact>& facts)
{
    return std::any_of(facts.begin(), facts.end(), [](const BodyFact& fact) {
        return fact.plainKey == u"fbtraceid"_s
            || (fact.plainKey == u"type"_s && fact.value.toString() == u"OAuthException"_s);
    });
}

const MetaCode* metaCodeIn(const Draft& draft)
{
    for (const BodyFact& fact : draft.facts()) {
        if (!fact.plainKey.endsWith(u"code"_s) || !draft.isOfFailure(fact)) {
            continue;
        }
        const int number = numberOf(fact);
        const auto* const known
            = std::find_if(MetaCodes.begin(), MetaCodes.end(),
                           [&](const MetaCode& code) { return code.code == number; });
        if (known == MetaCodes.end() || (number < 1000 && !looksLikeMeta(draft.facts()))) {
            continue;
        }
        return known;
    }
    return nullptr;
}

} // namespace

int metaErrorCode(const Answer& answer)
{
    const Draft draft(answer, std::nullopt);
    const MetaCode* const known = metaCodeIn(draft);
    return known != nullptr ? known->code : 0;
}

/// The error numbers of Meta, which a gateway hands through in bodies of any status.
bool readMetaError(const Answer& /*answer*/, Draft& draft)
{
    const MetaCode* const known = metaCodeIn(draft);
    if (known == nullptr) {
        return false;
    }
    draft.refuse();
    // The counts of calls may be told beside it, more exactly.
    const bool isOfCalls = known->window.endsWith("_calls"_L1);
    draft.hit(known->window, isOfCalls ? Draft::Evidence::Weak : Draft::Evidence::Stated);
    draft.setScope(known->scope);
    return true;
}

} // namespace Pacewatch
