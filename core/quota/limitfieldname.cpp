#include "core/quota/limitfieldname.h"

#include "core/http/namememo.h"
#include "core/quota/bodyfacts.h"
#include "core/quota/windowwords.h"

#include <QSet>
#include <QStringList>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

using Says = LimitFieldName::Says;

constexpr qsizetype LongestName = 120;
constexpr qsizetype MostLabelWords = 4;

bool is(QStringView word, QLatin1StringView other)
{
    return word.compare(other, Qt::CaseInsensitive) == 0;
}

/// The place of "RateLimit", "Rate-Limit" or "ReadRateLimit" in @p words, which is then one word;
/// -1 for none.
qsizetype joinRateLimit(QStringList& words)
{
    for (qsizetype at = 0; at < words.size(); ++at) {
        if (is(words.at(at), "ratelimit"_L1)) {
            return at;
        }
        if (is(words.at(at), "rate"_L1) && at + 1 < words.size()
            && is(words.at(at + 1), "limit"_L1)) {
            words.removeAt(at + 1);
            return at;
        }
    }
    return -1;
}

/// "ReadRateLimit" says what is limited in the same word.
bool splitGlued(QStringList& words)
{
    for (qsizetype at = 0; at < words.size(); ++at) {
        const QString word = words.at(at);
        if (word.size() > 9 && word.endsWith("ratelimit"_L1, Qt::CaseInsensitive)) {
            words[at] = word.chopped(9);
            words.insert(at + 1, u"RateLimit"_s);
            return true;
        }
    }
    return false;
}

/// `X-MinLimit-Remaining`, `X-AppMinLimit-Remaining`: the window is glued to the limit.
std::optional<LimitFieldName> gluedName(const QStringList& words)
{
    if (words.size() != 2 || words.first().size() <= 5
        || !words.first().endsWith("limit"_L1, Qt::CaseInsensitive)) {
        return std::nullopt;
    }
    const std::optional<Says> says = limitWord(words.last());
    QString label = words.first().chopped(5);
    if (says && windowWord(label)) {
        return LimitFieldName{*says, label.toLower(), false, {}};
    }
    for (qsizetype owner = label.size() - 1; owner >= 2; --owner) {
        if (says && isOwnerWord(label.left(owner)) && windowWord(label.sliced(owner))) {
            return LimitFieldName{*says,
                                  QString(label.left(owner) % u'-' % label.sliced(owner)).toLower(),
                                  false,
                                  {}};
        }
    }
    return std::nullopt;
}

bool isMillisecondWord(QStringView word)
{
    return is(word, "ms"_L1) || is(word, "millis"_L1) || is(word, "msec"_L1)
        || is(word, "milliseconds"_L1);
}

/// Takes words such as "After", "At", "Ms" that say how a reset or a period is counted.
bool takesModifier(LimitFieldName& name, QStringView word)
{
    if (name.says != Says::Reset && name.says != Says::ResetAfter && name.says != Says::Period) {
        return false;
    }
    if (isMillisecondWord(word)) {
        name.isMilliseconds = true;
        return true;
    }
    const bool isSeconds = is(word, "seconds"_L1) || is(word, "secs"_L1);
    if (name.says == Says::Period) {
        return isSeconds || is(word, "length"_L1) || is(word, "size"_L1);
    }
    if (is(word, "after"_L1) || is(word, "in"_L1) || isSeconds) {
        name.says = Says::ResetAfter;
        return true;
    }
    static const QSet<QString> Moments{u"at"_s,        u"time"_s, u"date"_s, u"on"_s,
                                       u"timestamp"_s, u"utc"_s,  u"epoch"_s};
    return Moments.contains(word.toString().toLower());
}

bool isPeriodWord(QStringView word)
{
    return is(word, "interval"_L1) || is(word, "window"_L1) || is(word, "period"_L1);
}

} // namespace

std::optional<Says> limitWord(QStringView word)
{
    struct Entry
    {
        QLatin1StringView word;
        Says says;
    };
    static constexpr Entry Entries[]{
        {"limit"_L1, Says::Limit},         {"max"_L1, Says::Limit},
        {"quota"_L1, Says::Limit},         {"total"_L1, Says::Limit},
        {"allowed"_L1, Says::Limit},       {"allotted"_L1, Says::Limit},
        {"maximum"_L1, Says::Limit},       {"capacity"_L1, Says::Limit},
        {"remaining"_L1, Says::Remaining}, {"left"_L1, Says::Remaining},
        {"available"_L1, Says::Remaining}, {"reset"_L1, Says::Reset},
        {"resets"_L1, Says::Reset},        {"used"_L1, Says::Used},
        {"usage"_L1, Says::Used},          {"count"_L1, Says::Used},
        {"consumed"_L1, Says::Used},       {"current"_L1, Says::Used},
    };
    for (const Entry& entry : Entries) {
        if (is(word, entry.word)) {
            return entry.says;
        }
    }
    return std::nullopt;
}

bool isOwnerWord(QStringView word)
{
    static const QSet<QString> Owners{
        u"app"_s,          u"application"_s, u"user"_s,     u"account"_s,  u"ip"_s,
        u"client"_s,       u"method"_s,      u"endpoint"_s, u"service"_s,  u"org"_s,
        u"organization"_s, u"tenant"_s,      u"project"_s,  u"team"_s,     u"global"_s,
        u"shared"_s,       u"token"_s,       u"customer"_s, u"consumer"_s, u"key"_s,
        u"route"_s,        u"workspace"_s,   u"shop"_s,     u"store"_s};
    return Owners.contains(word.toString().toLower());
}

namespace {

std::optional<LimitFieldName> meaningOfName(QByteArrayView name)
{
    if (name.size() > LongestName) {
        return std::nullopt;
    }
    QString text = QString::fromLatin1(name);
    QStringList words = text.replace(u'_', u'-').split(u'-', Qt::SkipEmptyParts);
    if (!words.isEmpty() && is(words.first(), "x"_L1)) {
        words.removeFirst();
    }
    qsizetype family = joinRateLimit(words);
    const bool isGlued = family < 0 && splitGlued(words);
    family = isGlued ? joinRateLimit(words) : family;
    if (family < 0) {
        return gluedName(words);
    }
    std::optional<LimitFieldName> meaning;
    QStringList label;
    for (qsizetype at = 0; at < words.size(); ++at) {
        const QString& word = words.at(at);
        // What stands before the family is the vendor's name, unless it is a window or an owner.
        const bool isVendor = at < family && !windowWord(word) && !isOwnerWord(word)
            && !(isGlued && at + 1 == family);
        if (at == family || isVendor || (meaning && takesModifier(*meaning, word))) {
            continue;
        }
        const std::optional<Says> says = limitWord(word);
        if (says && (!meaning || meaning->says == Says::Period)) {
            if (meaning) {
                label.append(meaning->word); // "Window-Remaining" is about a window
            }
            meaning = LimitFieldName{*says, {}, false, {}};
        } else if (!meaning && at > family && isPeriodWord(word)) {
            meaning = LimitFieldName{Says::Period, {}, false, word};
        } else {
            label.append(word);
        }
    }
    const QString joined = label.join(u'-');
    // "X-Rate-Limit: 700" and "X-RateLimit-Daily: 5000" are limits; other bare words are not.
    if (!meaning
        && (joined.isEmpty() || windowWord(joined) || (label.size() == 1 && isOwnerWord(joined)))) {
        meaning = LimitFieldName{};
    }
    if (!meaning || label.size() > MostLabelWords) {
        return std::nullopt;
    }
    meaning->label = joined;
    return meaning;
}

} // namespace

std::optional<LimitFieldName> limitFieldName(QByteArrayView name)
{
    thread_local Http::NameMemo<std::optional<LimitFieldName>> memo;
    return memo.of(name, meaningOfName);
}

} // namespace Pacewatch
