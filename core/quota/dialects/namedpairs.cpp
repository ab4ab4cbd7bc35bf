#include "core/quota/draft.h"
#include "core/quota/limitfieldname.h"
#include "core/quota/limitlists.h"
#include "core/quota/moments.h"

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

bool readNamedPairs(const Answer& answer, Draft& draft);

namespace {

using Says = LimitFieldName::Says;
using Pairs = QList<std::pair<QString, QByteArray>>;

/// `total=100; remaining=99; resets=41`, parted by commas or semicolons.
Pairs pairsOf(const QByteArray& value)
{
    Pairs pairs;
    QByteArray list = value;
    for (const QByteArray& part : list.replace(';', ',').split(',')) {
        const qsizetype equals = part.indexOf('=');
        if (equals > 0) {
            pairs.append({QString::fromLatin1(part.first(equals)).trimmed(),
                          part.sliced(equals + 1).trimmed()});
        }
    }
    return pairs;
}

/// What stands behind the family's name: "tickets-index".
QString labelOf(const QByteArray& name)
{
    const QString text = QString::fromLatin1(name);
    for (const QString& family : {u"ratelimit"_s, u"rate-limit"_s, u"quota"_s, u"throttle"_s}) {
        const qsizetype at = text.indexOf(family, 0, Qt::CaseInsensitive);
        if (at >= 0) {
            QString rest = text.sliced(at + family.size());
            rest = rest.startsWith(u's') ? rest.sliced(1) : rest;
            return rest.startsWith(u'-') ? rest.sliced(1) : rest;
        }
    }
    return {};
}

std::optional<LimitFieldName> meaningOf(const QString& key)
{
    const auto meaning = limitFieldName(QByteArray("RateLimit-" + key.toLatin1()));
    return meaning && meaning->label.isEmpty() ? meaning : std::nullopt;
}

} // namespace

/// A field of one limit with all its numbers inside: `X-RateLimit-Search: total=100; remaining=99`.
bool readNamedPairs(const Answer& answer, Draft& draft)
{
    bool isKnown = false;
    for (const Http::Field& field : answer.headers) {
        if (!field.value.contains('=')) {
            continue;
        }
        const QString plain = plainWord(QString::fromLatin1(field.name));
        const bool isFamily = plain.contains(u"ratelimit"_s) || plain.contains(u"quota"_s)
            || plain.contains(u"throttle"_s);
        // The IETF's own field is read by its own family.
        if (!isFamily || Http::sameName(field.name, "RateLimit")) {
            continue;
        }
        const Pairs pairs = pairsOf(field.value);
        const auto isSaid = [](const auto& pair) { return meaningOf(pair.first).has_value(); };
        if (std::count_if(pairs.begin(), pairs.end(), isSaid) < 2) {
            continue;
        }
        const QString label = labelOf(field.name);
        for (const auto& [key, value] : pairs) {
            const std::optional<LimitFieldName> meaning = meaningOf(key);
            const std::optional<double> number = parseNumber(value);
            if (!meaning) {
                continue;
            }
            WindowReading& window = draft.window(label, field.name);
            if (meaning->says == Says::Reset || meaning->says == Says::ResetAfter) {
                draft.setReset(window, value, meaning->says == Says::ResetAfter);
            } else if (meaning->says == Says::Period) {
                window.window = parsePeriod(value, meaning->isMilliseconds);
            } else if (number) {
                takeNumber(draft, window, meaning->says, *number);
            }
        }
        isKnown = true;
    }
    return isKnown;
}

} // namespace Pacewatch
