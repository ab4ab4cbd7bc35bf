#include "core/quota/draft.h"
#include "core/quota/limitfieldname.h"
#include "core/quota/moments.h"
#include "core/quota/windowwords.h"

#include <QSet>

namespace Pacewatch {

using namespace Qt::StringLiterals;

bool readUsedOfLimit(const Answer& answer, Draft& draft);

namespace {

/// What remains of "X-Acme-Shop-Api-Call-Limit" without the vendor and the words every such field
/// has: "Shop".
QString labelOf(QStringList words)
{
    static const QSet<QString> Every{u"api"_s,      u"call"_s,      u"calls"_s,     u"limit"_s,
                                     u"limits"_s,   u"rate"_s,      u"ratelimit"_s, u"request"_s,
                                     u"requests"_s, u"usage"_s,     u"info"_s,      u"quota"_s,
                                     u"used"_s,     u"remaining"_s, u"x"_s,         u"status"_s};
    QStringList kept;
    for (const QString& word : words) {
        if (!Every.contains(word.toLower())) {
            kept.append(word);
        }
    }
    const bool isVendor
        = !kept.isEmpty() && !windowWord(kept.first()) && !isOwnerWord(kept.first());
    if (isVendor) {
        kept.removeFirst();
    }
    return kept.join(u'-').toLower();
}

struct Pair
{
    QString key;
    double first = 0;
    double second = 0;
};

/// `32/40`, or `api-usage=10018/100000`, with anything in parentheses behind.
std::optional<Pair> pairOf(QByteArrayView text)
{
    const qsizetype paren = text.indexOf('(');
    text = (paren > 0 ? text.first(paren) : text).trimmed();
    const qsizetype equals = text.indexOf('=');
    const QByteArrayView numbers = text.sliced(equals + 1);
    const qsizetype slash = numbers.indexOf('/');
    const auto first = slash > 0 ? parseNumber(numbers.first(slash)) : std::nullopt;
    const auto second = slash > 0 ? parseNumber(numbers.sliced(slash + 1)) : std::nullopt;
    if (!first || !second || *first < 0 || *second < 0) {
        return std::nullopt;
    }
    const QByteArrayView key = equals > 0 ? text.first(equals).trimmed() : QByteArrayView();
    return Pair{QString::fromLatin1(key), *first, *second};
}

} // namespace

/// `X-Shop-Api-Call-Limit: 32/40` and `Limit-Info: api-usage=18/1000`: used of a limit, or what is
/// left of it where the name says so.
bool readUsedOfLimit(const Answer& answer, Draft& draft)
{
    bool isKnown = false;
    for (const Http::Field& field : answer.headers) {
        if (!field.value.contains('/')) {
            continue;
        }
        const QString plain = plainWord(QString::fromLatin1(field.name));
        if (!plain.contains(u"limit"_s) && !plain.contains(u"quota"_s)
            && !plain.endsWith(u"usage"_s)) {
            continue;
        }
        const QStringList words = wordsOf(QString::fromLatin1(field.name));
        for (const QByteArray& part : field.value.split(',')) {
            const std::optional<Pair> pair = pairOf(part);
            if (!pair) {
                continue;
            }
            WindowReading& window
                = draft.window(pair->key.isEmpty() ? labelOf(words) : pair->key, field.name);
            window.limit = pair->second;
            const bool isSaid = plain.contains(u"used"_s) || plain.contains(u"usage"_s)
                || pair->key.contains(u"us"_s, Qt::CaseInsensitive);
            const bool isLeft = plain.contains(u"remaining"_s) || plain.endsWith(u"left"_s);
            (isLeft ? window.remaining : window.used) = pair->first;
            if (!isLeft && !isSaid) {
                draft.addNote(u"two numbers over a slash are read as used of a limit"_s);
            }
            isKnown = true;
        }
    }
    return isKnown;
}

} // namespace Pacewatch
