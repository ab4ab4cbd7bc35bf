#include "core/quota/draft.h"
#include "core/quota/moments.h"

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

bool readRetryAfter(const Answer& answer, Draft& draft);

namespace {

/// "retryafter", "xretryin", "xratelimitretryafter" and so on, in small letters.
bool isWaitField(const QString& plain)
{
    return plain.endsWith(u"retryafter"_s) || plain.endsWith(u"retryafterms"_s)
        || plain.endsWith(u"retryafterseconds"_s) || plain.endsWith(u"retryin"_s);
}

} // namespace

/// `Retry-After` in seconds, with a fraction, as one of the three HTTP dates or as ISO 8601
/// (RFC 9110, 10.2.3), and `retry-after-ms`.
bool readRetryAfter(const Answer& answer, Draft& draft)
{
    bool isKnown = false;
    for (const Http::Field& field : answer.headers) {
        const QString plain = plainWord(QString::fromLatin1(field.name));
        if (!isWaitField(plain)) {
            continue;
        }
        const bool isMilliseconds = plain.endsWith(u"ms"_s);
        const std::optional<double> number = parseNumber(field.value);
        if (isMilliseconds && number) {
            draft.addWait(Draft::Wait::Milliseconds, spanOf(*number / 1000));
        } else if (const auto stated = parseStated(field.value, draft.reference())) {
            const bool isFine = !number && parseSpan(field.value);
            draft.addWait(isFine ? Draft::Wait::Milliseconds : Draft::Wait::Field, stated->in);
            if (stated->wasPast) {
                draft.addNote(u"a wait ends in the past and is taken as none"_s);
            }
        } else {
            draft.addNote(u"a wait could not be read"_s);
            continue;
        }
        isKnown = true;
    }
    // 403 and 503 say many things; a wait beside them says that this is a limit.
    if (isKnown && (answer.status == 403 || answer.status == 503 || answer.status == 418)) {
        draft.refuse();
    }
    return isKnown;
}

} // namespace Pacewatch
