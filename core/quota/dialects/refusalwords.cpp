#include "core/quota/draft.h"

#include <QSet>

namespace Pacewatch {

using namespace Qt::StringLiterals;

bool readRefusalWords(const Answer& answer, Draft& draft);

namespace {

bool isCodeKey(const QString& plain)
{
    static const QSet<QString> Keys{u"code"_s,   u"type"_s,      u"error"_s,  u"errortype"_s,
                                    u"reason"_s, u"errorcode"_s, u"status"_s, u"group"_s};
    return Keys.contains(plain);
}

bool isRefusalCode(const QString& plain)
{
    static const QSet<QString> Codes{u"ratelimited"_s,
                                     u"ratelimit"_s,
                                     u"ratelimitexceeded"_s,
                                     u"toomanyrequests"_s,
                                     u"requestlimitexceeded"_s,
                                     u"userratelimitexceeded"_s,
                                     u"throttled"_s,
                                     u"throttling"_s,
                                     u"quotaexceeded"_s,
                                     u"toomanyrequestsexception"_s};
    return Codes.contains(plain);
}

bool isRefusalSentence(const QString& text)
{
    const QString small = text.left(2000).toLower();
    const bool namesLimit = small.contains(u"rate limit"_s);
    return small.contains(u"too many requests"_s)
        || (namesLimit
            && (small.contains(u"exceeded"_s) || small.contains(u"reached"_s)
                || small.contains(u" hit"_s)));
}

} // namespace

/// Codes and sentences that tell a refusal where the status does not: a 403, a 503, or a 200 with
/// errors in its body.
bool readRefusalWords(const Answer& answer, Draft& draft)
{
    for (const BodyFact& fact : draft.facts()) {
        if (!fact.value.isString() || !draft.isOfFailure(fact)) {
            continue;
        }
        const QString text = fact.value.toString();
        const bool isCode = isCodeKey(fact.plainKey) && isRefusalCode(plainWord(text));
        const bool isSentence = (answer.status == 403 || answer.status == 503)
            && fact.plainKey == u"message"_s && isRefusalSentence(text);
        if (isCode || isSentence) {
            draft.refuse();
            return true;
        }
    }
    return false;
}

} // namespace Pacewatch
