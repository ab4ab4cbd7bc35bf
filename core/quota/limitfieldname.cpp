#include "core/quota/limitfieldname.h"

#include "core/quota/windowwords.h"

#include <QStringList>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LongestName = 120;

bool is(const QString& word, QLatin1StringView other)
{
    return word.compare(other, Qt::CaseInsensitive) == 0;
}

std::optional<LimitFieldName::Says> saying(const QString& word)
{
    using Says = LimitFieldName::Says;
    if (is(word, "limit"_L1) || is(word, "max"_L1) || is(word, "quota"_L1)) {
        return Says::Limit;
    }
    if (is(word, "remaining"_L1) || is(word, "left"_L1) || is(word, "available"_L1)) {
        return Says::Remaining;
    }
    if (is(word, "reset"_L1) || is(word, "resets"_L1)) {
        return Says::Reset;
    }
    if (is(word, "used"_L1) || is(word, "usage"_L1) || is(word, "count"_L1)) {
        return Says::Used;
    }
    return std::nullopt;
}

/// The place of "RateLimit" or "Rate-Limit" in @p words, which is then one word; -1 for none.
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

/// `X-MinLimit-Remaining`, `X-AppMinLimit-Remaining`: the window is glued to the limit.
std::optional<LimitFieldName> gluedName(const QStringList& words)
{
    if (words.size() != 2 || words.first().size() <= 5
        || !words.first().endsWith("limit"_L1, Qt::CaseInsensitive)) {
        return std::nullopt;
    }
    const std::optional<LimitFieldName::Says> says = saying(words.last());
    QString label = words.first().chopped(5);
    QString owner;
    if (label.startsWith("app"_L1, Qt::CaseInsensitive)) {
        owner = label.first(3) % u'-';
        label = label.sliced(3);
    }
    if (!says || !windowWord(label)) {
        return std::nullopt;
    }
    return LimitFieldName{*says, QString(owner % label).toLower()};
}

} // namespace

std::optional<LimitFieldName> limitFieldName(QByteArrayView name)
{
    if (name.size() > LongestName) {
        return std::nullopt;
    }
    QString text = QString::fromLatin1(name);
    QStringList words = text.replace(u'_', u'-').split(u'-', Qt::SkipEmptyParts);
    if (!words.isEmpty() && is(words.first(), "x"_L1)) {
        words.removeFirst();
    }
    const qsizetype family = joinRateLimit(words);
    if (family < 0) {
        return gluedName(words);
    }
    std::optional<LimitFieldName::Says> says;
    QStringList label;
    for (qsizetype at = 0; at < words.size(); ++at) {
        const QString& word = words.at(at);
        // What stands before the family is the vendor's name, unless it is a window.
        if (at == family || (at < family && !windowWord(word))) {
            continue;
        }
        const std::optional<LimitFieldName::Says> meant = saying(word);
        if (meant && !says) {
            says = meant;
        } else if (is(word, "after"_L1) && says == LimitFieldName::Says::Reset) {
            says = LimitFieldName::Says::ResetAfter;
        } else {
            label.append(word);
        }
    }
    const QString joined = label.join(u'-');
    // "X-Rate-Limit: 700" and "X-RateLimit-Daily: 5000" are limits; other bare words are not.
    if (!says && (joined.isEmpty() || windowWord(joined))) {
        says = LimitFieldName::Says::Limit;
    }
    if (!says || label.size() > 3) {
        return std::nullopt;
    }
    return LimitFieldName{*says, joined};
}

} // namespace Pacewatch
