#include "core/quota/limitvalue.h"

#include "core/quota/limitlists.h"
#include "core/quota/moments.h"
#include "core/quota/structuredfields.h"

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

using Says = LimitFieldName::Says;

/// Most values are but a few digits, and no list.
bool isOneNumber(QByteArrayView value)
{
    return !value.isEmpty() && std::all_of(value.begin(), value.end(), [](char letter) {
        return letter >= '0' && letter <= '9';
    });
}

bool isPlain(const FieldMember& member)
{
    return !member.number("w").has_value();
}

/// Two proxies that both set a field, or one field joined to itself: `100, 100`.
bool areAllEqual(const QList<FieldMember>& members)
{
    return std::all_of(members.begin(), members.end(), [&](const FieldMember& member) {
        return isPlain(member) && member.item == members.first().item;
    });
}

bool takeReset(Draft& draft, const LimitFieldName& meaning, const QByteArray& name,
               QByteArrayView value)
{
    QByteArray text = value.toByteArray();
    if (const auto number = meaning.isMilliseconds ? parseNumber(value) : std::nullopt) {
        // A moment in milliseconds is told by its size; a span needs the word in the name.
        text = *number < 1e11 ? QByteArray::number(*number / 1000, 'f', 3) : text;
    }
    const bool isSpan = meaning.says == Says::ResetAfter;
    if (!parseStated(text, draft.reference())) {
        return false;
    }
    draft.setReset(draft.window(meaning.label, name), text, isSpan);
    return true;
}

bool takePeriod(Draft& draft, const LimitFieldName& meaning, const QByteArray& name,
                QByteArrayView value)
{
    const std::optional<Duration> period = parsePeriod(value, meaning.isMilliseconds);
    if (!period || *period <= Duration::zero()) {
        return false;
    }
    WindowReading& window = draft.window(meaning.label, name);
    window.window = period;
    if (meaning.label.isEmpty()) {
        draft.nameDefault(meaning.word, Draft::Evidence::Weak);
    }
    return true;
}

/// One member of the list: `100`, or `100;w=60` as the early drafts wrote policies.
bool takeMember(Draft& draft, const LimitFieldName& meaning, const QByteArray& name,
                const FieldMember& member)
{
    const std::optional<double> number = parseNumber(member.item);
    const std::optional<double> seconds = member.number("w");
    if (!number) {
        return false;
    }
    if (!seconds) {
        takeNumber(draft, draft.window(meaning.label, name), meaning.says, *number);
    } else if (meaning.says == Says::Limit) {
        // draft-ietf-httpapi-ratelimit-headers-02, 3.1: the policies follow the limit.
        const QString label = QString::fromLatin1(member.item) % u";w="
            % QString::fromLatin1(member.parameter("w").value_or(QByteArray()));
        WindowReading& window = draft.window(label, name);
        window.limit = *number;
        if (*seconds > 0) {
            window.window = spanOf(*seconds);
        }
    } else {
        WindowReading* meant = draft.windowOf(spanOf(*seconds));
        takeNumber(draft, meant != nullptr ? *meant : draft.window(meaning.label, name),
                   meaning.says, *number);
    }
    return true;
}

} // namespace

bool takeLimitValue(Draft& draft, const LimitFieldName& meaning, const QByteArray& name,
                    QByteArrayView value)
{
    if (meaning.says == Says::Period) {
        return takePeriod(draft, meaning, name, value);
    }
    const bool isReset = meaning.says == Says::Reset || meaning.says == Says::ResetAfter;
    if (isOneNumber(value)) {
        return isReset ? takeReset(draft, meaning, name, value)
                       : takeMember(draft, meaning, name, {value.toByteArray(), false, {}});
    }
    if (takeWindowList(draft, meaning, name, value)) {
        return true;
    }
    QList<FieldMember> members = fieldMembers(value);
    if (members.size() > 1 && areAllEqual(members)) {
        draft.addNote(u"a field repeats its number, which is taken once"_s);
        members = members.first(1);
        value = members.first().item;
    }
    if (isReset) {
        return takeReset(draft, meaning, name, value);
    }
    if (std::count_if(members.begin(), members.end(), isPlain) > 1) {
        return takePositions(draft, meaning, name, members);
    }
    bool took = false;
    for (const FieldMember& member : members) {
        took = takeMember(draft, meaning, name, member) || took;
    }
    return took;
}

} // namespace Pacewatch
