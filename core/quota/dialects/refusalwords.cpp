#include "core/http/namememo.h"
#include "core/quota/draft.h"
#include "core/quota/limitfieldname.h"
#include "core/quota/prosewaits.h"
#include "core/quota/wordmemo.h"

#include <QSet>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

bool readRefusalWords(const Answer& answer, Draft& draft);

namespace {

bool isCodeKey(const QString& plain)
{
    static const QSet<QString> Keys{
        u"code"_s,       u"type"_s,  u"error"_s,     u"errortype"_s, u"reason"_s,  u"errorcode"_s,
        u"status"_s,     u"group"_s, u"errorname"_s, u"title"_s,     u"subcode"_s, u"errorreason"_s,
        u"statuscode"_s, u"name"_s,  u"errorkey"_s,  u"exception"_s};
    return Keys.contains(plain);
}

/// A code such as "RATE_LIMITED", "userRateLimitExceeded", "Throttling.User": one word for
/// programs.
bool isCodeOfRefusal(QStringView code)
{
    if (code.size() > 80 || code.count(u' ') > 3) {
        return false;
    }
    const QString plain = plainWord(code);
    static const QSet<QString> Whole{u"quotaexceeded"_s, u"throttled"_s, u"throttle"_s,
                                     u"enhanceyourcalm"_s, u"slowdown"_s};
    const auto has = [&](QLatin1StringView part) { return plain.contains(part); };
    const bool isLimit = has("requestlimit"_L1) || has("requestslimit"_L1) || has("callslimit"_L1)
        || has("calllimit"_L1) || has("dailylimit"_L1) || has("hourlylimit"_L1)
        || has("minutelimit"_L1) || has("requestquota"_L1);
    const bool isOver = has("exceeded"_L1) || has("reached"_L1) || has("hit"_L1) || has("over"_L1);
    const bool isRate = has("ratelimit"_L1) && !has("ratelimits"_L1) && !has("notratelimit"_L1);
    return Whole.contains(plain) || isRate || has("toomanyrequests"_L1) || has("toomanycalls"_L1)
        || has("throttling"_L1) || plain.startsWith("throttled"_L1) || (isLimit && isOver);
}

bool isRefusalCode(const QString& code)
{
    thread_local WordMemo<bool> memo;
    return memo.of(code, isCodeOfRefusal);
}

bool speaksOfRefusal(QStringView text)
{
    const QString small = text.left(2000).toString().toLower();
    const auto has = [&](QLatin1StringView part) { return small.contains(part); };
    const bool isOver
        = has("exceed"_L1) || has("reached"_L1) || has(" hit"_L1) || has("surpass"_L1);
    const bool namesLimit = has("rate limit"_L1) || has("ratelimit"_L1) || has("request limit"_L1)
        || has("requests limit"_L1) || has("call limit"_L1) || has("calls per"_L1)
        || has("requests per"_L1) || has("usage limit"_L1);
    return has("too many requests"_L1) || has("too many calls"_L1) || has("being rate limited"_L1)
        || has("rate-limited"_L1) || has("been throttled"_L1) || has("request was throttled"_L1)
        || has("slow down"_L1) || (namesLimit && isOver);
}

bool isRefusalSentence(const QString& text)
{
    thread_local SentenceMemo<bool> memo;
    return memo.of(text, speaksOfRefusal);
}

bool isSentenceKey(const QString& plain)
{
    static const QSet<QString> Keys{u"message"_s,          u"msg"_s,   u"detail"_s,
                                    u"details"_s,          u"error"_s, u"description"_s,
                                    u"errordescription"_s, u"title"_s, u"errormessage"_s,
                                    u"errors"_s,           u"reason"_s};
    return Keys.contains(plain);
}

/// "userRateLimitExceeded": what stands before the limit says whose or which it is.
void takePrefix(const QString& code, Draft& draft)
{
    static const QSet<QString> Generic{u"rate"_s,  u"api"_s,       u"request"_s,   u"requests"_s,
                                       u"call"_s,  u"calls"_s,     u"the"_s,       u"quota"_s,
                                       u"limit"_s, u"error"_s,     u"err"_s,       u"e"_s,
                                       u"too"_s,   u"throttled"_s, u"throttling"_s};
    const QStringList words = wordsOf(code);
    if (words.size() < 3 || Generic.contains(words.first().toLower())) {
        return;
    }
    draft.hit(code, Draft::Evidence::Weak);
    if (isOwnerWord(words.first())) {
        draft.setScope(words.first().toLower());
    }
}

/// A code that is the name of a window the fields told: `"type": "tokens"`.
void takeWindowCode(const QString& code, Draft& draft)
{
    const auto& windows = draft.windows();
    if (std::any_of(windows.begin(), windows.end(), [&](const WindowReading& window) {
            return window.label != u"default"_s
                && window.label.compare(code, Qt::CaseInsensitive) == 0;
        })) {
        draft.hit(code);
    }
}

bool isCodeField(QByteArrayView name)
{
    const QString plain = plainWord(QString::fromLatin1(name));
    return plain.endsWith(u"errortype"_s) || plain.endsWith(u"errorcode"_s);
}

bool readCodeFields(const Answer& answer, Draft& draft)
{
    thread_local Http::NameMemo<bool> memo;
    bool isKnown = false;
    for (const Http::Field& field : answer.headers) {
        if (memo.of(field.name, isCodeField) && draft.isFailure()
            && isRefusalCode(QString::fromUtf8(field.value))) {
            draft.refuse();
            isKnown = true;
        }
    }
    return isKnown;
}

/// The status in the body of an answer whose own status is another: `{"code": 429, …}`.
bool isRefusalNumber(const BodyFact& fact)
{
    static const QSet<QString> Keys{u"code"_s,       u"status"_s,   u"statuscode"_s, u"errorcode"_s,
                                    u"httpstatus"_s, u"httpcode"_s, u"errcode"_s};
    const bool isOutermost = fact.depth <= 2 && Keys.contains(fact.plainKey);
    return isOutermost && (fact.value.toInt() == 429 || fact.value.toString() == u"429"_s);
}

bool hasSentence(const QList<BodyFact>& facts)
{
    return std::any_of(facts.begin(), facts.end(), [](const BodyFact& fact) {
        return fact.value.isString() && isSentenceKey(fact.plainKey) && fact.depth <= 3
            && isRefusalSentence(fact.value.toString());
    });
}

/// XML and bare text: `<Code>SlowDown</Code>`, "Rate limit exceeded".
bool readText(const Answer& answer, Draft& draft)
{
    const QString text = withoutTags(
        QString::fromUtf8(answer.body.first(std::min<qsizetype>(answer.body.size(), 8192))));
    const QStringList words = text.simplified().split(u' ', Qt::SkipEmptyParts);
    const bool isCode = std::any_of(words.begin(), words.end(), [](const QString& word) {
        return word.size() > 7 && isRefusalCode(word);
    });
    if (isCode || isRefusalSentence(text)) {
        draft.refuse();
        return true;
    }
    return false;
}

} // namespace

/// Codes and sentences that tell a refusal where the status does not: a 403, a 503, or a 200 with
/// errors in its body.
bool readRefusalWords(const Answer& answer, Draft& draft)
{
    bool isKnown = readCodeFields(answer, draft);
    const bool isQuietStatus = answer.status != 404 && answer.status != 401;
    bool hasNumber = false;
    for (const BodyFact& fact : draft.facts()) {
        hasNumber = hasNumber || isRefusalNumber(fact);
        if (!fact.value.isString() || !draft.isOfFailure(fact)) {
            continue;
        }
        const QString text = fact.value.toString();
        if (isCodeKey(fact.plainKey)) {
            takeWindowCode(text, draft);
        }
        const bool isCode = isCodeKey(fact.plainKey) && isRefusalCode(text);
        const bool isSentence
            = isQuietStatus && isSentenceKey(fact.plainKey) && isRefusalSentence(text);
        if (isCode && !text.contains(u' ')) {
            takePrefix(text, draft);
        }
        if (isCode || isSentence) {
            draft.refuse();
            isKnown = true;
        }
    }
    if (draft.facts().isEmpty() && isQuietStatus && answer.status >= 400) {
        isKnown = readText(answer, draft) || isKnown;
    }
    if (hasNumber && (draft.isFailure() || hasSentence(draft.facts()))) {
        draft.refuse();
        isKnown = true;
    }
    return isKnown;
}

} // namespace Pacewatch
