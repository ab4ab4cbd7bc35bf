#include "core/quota/draft.h"
#include "core/quota/wordmemo.h"

#include <QSet>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

bool readOtherReasons(const Answer& answer, Draft& draft);

namespace {

bool hasOne(const QString& text, std::initializer_list<QLatin1StringView> parts)
{
    return std::any_of(parts.begin(), parts.end(),
                       [&](QLatin1StringView part) { return text.contains(part); });
}

/// Codes are made for programs, so one word of them decides.
QString reasonOfCode(const QString& plain)
{
    if (hasOne(plain,
               {"insufficientquota"_L1, "insufficientbalance"_L1, "insufficientcredit"_L1,
                "insufficientfunds"_L1, "paymentrequired"_L1, "billing"_L1, "outofcredit"_L1,
                "balanceexhausted"_L1, "spendinglimit"_L1, "creditlimit"_L1, "lowbalance"_L1,
                "nocredit"_L1})) {
        return u"the body speaks of a balance that is used up; waiting does not help"_s;
    }
    if (hasOne(plain,
               {"locktimeout"_L1, "lockedresource"_L1, "resourcelocked"_L1, "objectlocked"_L1,
                "lockacquisition"_L1, "recordlocked"_L1, "entitylocked"_L1, "resourceconflict"_L1,
                "concurrentmodification"_L1})) {
        return u"the body speaks of an object in use; only this call needs to be repeated"_s;
    }
    return {};
}

/// Sentences are for people: they decide only where nothing names a wait.
QString reasonOfSentence(const QString& small, int status)
{
    if (hasOne(small,
               {"insufficient balance"_L1, "insufficient credit"_L1, "insufficient funds"_L1,
                "out of credits"_L1, "balance is too low"_L1, "top up your"_L1,
                "account balance"_L1})) {
        return u"the body speaks of a balance that is used up; waiting does not help"_s;
    }
    if (hasOne(small,
               {"is locked by"_L1, "lock on this"_L1, "being accessed by another"_L1,
                "currently accessing it"_L1, "currently being modified"_L1,
                "another operation is in progress"_L1})) {
        return u"the body speaks of an object in use; only this call needs to be repeated"_s;
    }
    if (status == 503
        && hasOne(small,
                  {"maintenance"_L1, "scheduled downtime"_L1, "being upgraded"_L1, "wartung"_L1,
                   "mantenimiento"_L1, "bakım"_L1, "manutenção"_L1})) {
        return u"the body speaks of maintenance"_s;
    }
    if (status == 403
        && hasOne(small,
                  {"permission"_L1, "not authorized"_L1, "unauthorized"_L1, "not allowed to"_L1,
                   "access denied"_L1, "invalid api key"_L1, "credentials"_L1,
                   "forbidden for"_L1})) {
        return u"the body speaks of a missing right"_s;
    }
    return {};
}

bool namesLimit(QStringView text)
{
    const QString small = text.toString().toLower();
    return hasOne(small,
                  {"rate limit"_L1, "ratelimit"_L1, "too many requests"_L1, "throttl"_L1,
                   "retry in"_L1, "retry after"_L1, "try again in"_L1});
}

bool speaksOfLimit(const QString& text)
{
    thread_local SentenceMemo<bool> memo;
    return memo.of(text, namesLimit);
}

} // namespace

/// Refusals that are no limit though they look like one: an empty balance, a locked object,
/// maintenance, a missing right.
bool readOtherReasons(const Answer& answer, Draft& draft)
{
    if (answer.status < 400) {
        return false;
    }
    static const QSet<QString> Keys{u"code"_s,   u"type"_s,      u"error"_s, u"errortype"_s,
                                    u"reason"_s, u"errorcode"_s, u"group"_s, u"title"_s};
    for (const BodyFact& fact : draft.facts()) {
        const QString reason = Keys.contains(fact.plainKey) && fact.value.isString()
            ? reasonOfCode(plainWord(fact.value.toString()))
            : QString();
        if (!reason.isEmpty()) {
            draft.excuse(reason);
            return true;
        }
    }
    const QString text
        = QString::fromUtf8(answer.body.first(std::min<qsizetype>(answer.body.size(), 8192)));
    const QString reason
        = speaksOfLimit(text) ? QString() : reasonOfSentence(text.toLower(), answer.status);
    if (!reason.isEmpty()) {
        draft.excuse(reason);
    }
    return !reason.isEmpty();
}

} // namespace Pacewatch
