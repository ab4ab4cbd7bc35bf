#include "core/http/namememo.h"
#include "core/quota/draft.h"
#include "core/quota/moments.h"
#include "core/quota/waitkey.h"

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

bool readRetryAfter(const Answer& answer, Draft& draft);

namespace {

std::optional<WaitKey> keyOfField(QByteArrayView name)
{
    return waitKey(QString::fromLatin1(name));
}

/// `5, 5`: the field was sent twice and joined. The longest counts.
QList<QByteArray> valuesOf(const QByteArray& value)
{
    const QList<QByteArray> parts = value.split(',');
    const bool areNumbers = std::all_of(parts.begin(), parts.end(), [](const QByteArray& part) {
        return parseNumber(part).has_value();
    });
    return areNumbers ? parts : QList<QByteArray>{value};
}

bool takeWait(const QByteArray& value, const WaitKey& key, Draft& draft)
{
    const std::optional<double> number = parseNumber(value);
    if (number && key.unit < 1 && *number < 1e11) {
        draft.addWait(Draft::Wait::Milliseconds, spanOf(*number * key.unit));
        return true;
    }
    const auto stated = parseStated(
        number && key.unit > 1 ? QByteArray::number(*number * key.unit, 'f', 3) : value,
        draft.reference());
    if (!stated) {
        draft.addNote(u"a wait could not be read"_s);
        return false;
    }
    const bool isFine = !number && !stated->at && parseSpan(value);
    draft.addWait(isFine ? Draft::Wait::Milliseconds : Draft::Wait::Field, stated->in);
    if (stated->wasPast) {
        draft.addNote(u"a wait ends in the past and is taken as none"_s);
    }
    if (stated->isDoubtful) {
        draft.addNote(u"a wait is longer than a year"_s);
    }
    return true;
}

} // namespace

/// `Retry-After` in seconds, with a fraction, as one of the three HTTP dates or as ISO 8601
/// (RFC 9110, 10.2.3), and its kin under other names: `X-Retry-In`, `retry-after-ms`.
bool readRetryAfter(const Answer& answer, Draft& draft)
{
    thread_local Http::NameMemo<std::optional<WaitKey>> memo;
    bool isKnown = false;
    for (const Http::Field& field : answer.headers) {
        const std::optional<WaitKey> key = memo.of(field.name, keyOfField);
        if (!key) {
            continue;
        }
        for (const QByteArray& value : valuesOf(field.value)) {
            isKnown = takeWait(value, *key, draft) || isKnown;
        }
    }
    // These say many things; a wait beside them says that this is a limit.
    const int status = answer.status;
    if (isKnown
        && (status == 403 || status == 503 || status == 418 || status == 420 || status == 430
            || status == 509 || status == 529)) {
        draft.refuse();
        if (status == 503) {
            draft.addNote(u"a 503 with a wait may be an outage and no limit of this client"_s);
        }
    }
    return isKnown;
}

} // namespace Pacewatch
