#include "core/quota/limitvalue.h"

#include "core/quota/moments.h"
#include "core/quota/structuredfields.h"

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

void takeLower(Draft& draft, std::optional<double>& known, double value)
{
    if (known && *known != value) {
        draft.addNote(u"two fields state different numbers for one window, the lower is taken"_s);
        value = std::min(*known, value);
    }
    known = value;
}

void takeNumber(Draft& draft, WindowReading& window, LimitFieldName::Says says, double value)
{
    switch (says) {
    case LimitFieldName::Says::Limit:
        takeLower(draft, window.limit, value);
        break;
    case LimitFieldName::Says::Remaining:
        takeLower(draft, window.remaining, value);
        break;
    case LimitFieldName::Says::Used:
        window.used = std::max(value, 0.0);
        break;
    case LimitFieldName::Says::Reset:
    case LimitFieldName::Says::ResetAfter:
        break;
    }
}

} // namespace

bool takeLimitValue(Draft& draft, const LimitFieldName& meaning, const QByteArray& name,
                    QByteArrayView value)
{
    using Says = LimitFieldName::Says;
    if (meaning.says == Says::Reset || meaning.says == Says::ResetAfter) {
        if (!parseStated(value, draft.reference())) {
            return false;
        }
        draft.setReset(draft.window(meaning.label, name), value, meaning.says == Says::ResetAfter);
        return true;
    }
    bool took = false;
    const QList<FieldMember> members = fieldMembers(value);
    const auto isPlain = [](const FieldMember& member) { return !member.number("w").has_value(); };
    // "600,30000" states two windows without naming either: not for this family to guess.
    if (std::count_if(members.begin(), members.end(), isPlain) > 1) {
        return false;
    }
    for (const FieldMember& member : members) {
        const std::optional<double> number = parseNumber(member.item);
        const std::optional<double> seconds = member.number("w");
        if (!number) {
            continue;
        }
        took = true;
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
    }
    return took;
}

} // namespace Pacewatch
