#include "core/http/namememo.h"
#include "core/quota/bodyfacts.h"
#include "core/quota/draft.h"
#include "core/quota/limitfieldname.h"
#include "core/quota/limitvalue.h"
#include "core/quota/moments.h"

#include <QMap>
#include <QSet>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

bool readQuotaFields(const Answer& answer, Draft& draft);

namespace {

using Says = LimitFieldName::Says;

using Meaning = std::optional<LimitFieldName>;

struct Part
{
    LimitFieldName meaning;
    Http::Field field;
};

bool hasOne(const QStringList& words, const QSet<QString>& of)
{
    return std::any_of(words.begin(), words.end(),
                       [&](const QString& word) { return of.contains(word); });
}

/// Limits of sizes, pages and the like are no limits of calls.
bool isForeign(const QStringList& words)
{
    return hasOne(words,
                  {u"page"_s, u"size"_s, u"length"_s, u"bytes"_s, u"body"_s, u"upload"_s,
                   u"content"_s, u"offset"_s, u"items"_s, u"results"_s, u"storage"_s, u"age"_s,
                   u"hops"_s, u"retries"_s, u"attempts"_s, u"disk"_s, u"memory"_s, u"total"_s});
}

/// `X-Quota-Remaining`, `Api-Calls-Left`, `X-Throttle-Reset`: a field of the triple whose name
/// says "quota", "throttle", "calls" or "requests" where others say "RateLimit".
Meaning meaningOfQuota(QByteArrayView field)
{
    const QString name = QString::fromLatin1(field);
    const QString plain = plainWord(name);
    if (plain.contains(u"ratelimit"_s) || plain.contains(u"concurren"_s)) {
        return std::nullopt;
    }
    QStringList words = wordsOf(name);
    std::for_each(words.begin(), words.end(), [](QString& word) { word = word.toLower(); });
    words.removeAll(u"x"_s);
    static const QSet<QString> Subjects{u"quota"_s,   u"throttle"_s, u"throttling"_s, u"calls"_s,
                                        u"call"_s,    u"requests"_s, u"request"_s,    u"api"_s,
                                        u"credits"_s, u"limit"_s,    u"qps"_s};
    static const QSet<QString> Silent{u"quota"_s, u"throttle"_s, u"throttling"_s, u"calls"_s,
                                      u"call"_s,  u"requests"_s, u"request"_s,    u"api"_s,
                                      u"rate"_s,  u"limit"_s};
    if (!hasOne(words, Subjects) || isForeign(words) || words.size() > 6) {
        return std::nullopt;
    }
    // The word that says most stands last: "Quota-Limit", "Limit-Remaining".
    const auto says = std::find_if(words.rbegin(), words.rend(),
                                   [](const QString& word) { return limitWord(word).has_value(); });
    const bool hasSubject
        = says != words.rend() && std::any_of(words.begin(), words.end(), [&](const QString& word) {
              return &word != &*says && Subjects.contains(word);
          });
    if (!hasSubject) {
        return std::nullopt;
    }
    LimitFieldName meaning{*limitWord(*says), {}, false, {}};
    QStringList label;
    for (qsizetype at = 0; at < words.size(); ++at) {
        const QString& word = words.at(at);
        if (&word == &*says || Silent.contains(word)) {
            continue;
        }
        if (word == u"after"_s || word == u"in"_s || word == u"seconds"_s) {
            meaning.says = meaning.says == Says::Reset ? Says::ResetAfter : meaning.says;
        } else if (word != u"at"_s && word != u"time"_s) {
            label.append(word);
        }
    }
    meaning.label = label.join(u'-');
    return meaning;
}

bool isSure(const QList<Part>& parts)
{
    const auto has = [&](Says says) {
        return std::any_of(parts.begin(), parts.end(),
                           [&](const Part& part) { return part.meaning.says == says; });
    };
    return has(Says::Remaining) || (has(Says::Limit) && (has(Says::Used) || has(Says::Reset)));
}

} // namespace

/// The triple without the word "RateLimit". A limit by itself may be anything, so it counts only
/// beside what is left, used or reset.
bool readQuotaFields(const Answer& answer, Draft& draft)
{
    thread_local Http::NameMemo<Meaning> memo;
    QMap<QString, QList<Part>> windows;
    for (const Http::Field& field : answer.headers) {
        const Meaning meaning = memo.of(field.name, meaningOfQuota);
        if (meaning && parseStated(field.value, draft.reference())) {
            windows[meaning->label].append({*meaning, field});
        }
    }
    bool isKnown = false;
    for (QList<Part>& parts : windows) {
        if (!isSure(parts)) {
            continue;
        }
        // What stands in front of all of them is the vendor's name.
        for (Part& part : parts) {
            if (windows.size() == 1 && !part.meaning.label.contains(u'-')
                && !isOwnerWord(part.meaning.label)) {
                part.meaning.label
                    = part.field.name.toLower().contains("credits") ? u"credits"_s : QString();
            }
            isKnown
                = takeLimitValue(draft, part.meaning, part.field.name, part.field.value) || isKnown;
            if (part.meaning.label == u"credits"_s) {
                draft.window(part.meaning.label).unit = u"credits"_s;
            }
        }
    }
    return isKnown;
}

} // namespace Pacewatch
