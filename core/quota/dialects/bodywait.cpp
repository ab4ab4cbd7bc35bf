#include "core/quota/draft.h"
#include "core/quota/moments.h"

#include <QSet>

namespace Pacewatch {

using namespace Qt::StringLiterals;

bool readBodyWait(const Answer& answer, Draft& draft);

namespace {

bool isWaitKey(const QString& plain)
{
    static const QSet<QString> Keys{u"retryafter"_s,    u"retryafterseconds"_s,
                                    u"retryaftersec"_s, u"retryaftersecs"_s,
                                    u"retryafterms"_s,  u"retrydelay"_s,
                                    u"retryin"_s,       u"retryinseconds"_s,
                                    u"waitseconds"_s,   u"retryaftermilliseconds"_s};
    return Keys.contains(plain);
}

std::optional<Duration> waitOf(const BodyFact& fact, WallTime reference)
{
    const double unit
        = fact.plainKey.endsWith(u"ms"_s) || fact.plainKey.endsWith(u"milliseconds"_s) ? 0.001 : 1;
    if (fact.value.isDouble()) {
        return spanOf(fact.value.toDouble() * unit);
    }
    const QByteArray text = fact.value.toString().toLatin1();
    if (const std::optional<double> number = parseNumber(text); number && unit < 1) {
        return spanOf(*number * unit);
    }
    const std::optional<StatedMoment> stated = parseStated(text, reference);
    return stated ? std::optional(stated->in) : std::nullopt;
}

} // namespace

/// `retry_after`, `retryAfter`, `retry_after_seconds` and their kin at any depth of a JSON body:
/// 15, "15", "1 seconds", "60s".
bool readBodyWait(const Answer& /*answer*/, Draft& draft)
{
    bool isKnown = false;
    for (const BodyFact& fact : draft.facts()) {
        if (!isWaitKey(fact.plainKey) || !draft.isOfFailure(fact)) {
            continue;
        }
        if (const std::optional<Duration> wait = waitOf(fact, draft.reference())) {
            draft.addWait(Draft::Wait::Body, *wait);
            isKnown = true;
        }
    }
    return isKnown;
}

} // namespace Pacewatch
