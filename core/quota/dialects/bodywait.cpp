#include "core/quota/draft.h"
#include "core/quota/moments.h"
#include "core/quota/waitkey.h"

namespace Pacewatch {

using namespace Qt::StringLiterals;

bool readBodyWait(const Answer& answer, Draft& draft);

namespace {

std::optional<Duration> waitOf(const QJsonValue& value, double unit, WallTime reference)
{
    if (value.isBool() || value.isNull()) {
        return std::nullopt;
    }
    const QByteArray text = value.isDouble() ? QByteArray::number(value.toDouble(), 'f', 9)
                                             : value.toString().toUtf8();
    // A moment is told by its size, whatever unit the name speaks of.
    if (const std::optional<double> number = parseNumber(text);
        number && (*number < 1e8 || unit > 1)) {
        return spanOf(*number * unit);
    }
    const std::optional<StatedMoment> stated = parseStated(text, reference);
    return stated ? std::optional(stated->in) : std::nullopt;
}

/// `"retryDelay": {"seconds": 34, "nanos": 500000000}`: the span is an object.
std::optional<double> partOfSpan(const BodyFact& fact)
{
    const qsizetype end = fact.parents.size() - 1;
    const qsizetype slash = end > 0 ? fact.parents.lastIndexOf(u'/', end - 1) : -1;
    if (end <= 0 || !waitKey(fact.parents.mid(slash + 1, end - slash - 1))) {
        return std::nullopt;
    }
    return fact.plainKey == u"seconds"_s                                 ? std::optional(1.0)
        : fact.plainKey == u"nanos"_s                                    ? std::optional(1e-9)
        : fact.plainKey == u"ms"_s || fact.plainKey == u"milliseconds"_s ? std::optional(0.001)
                                                                         : std::nullopt;
}

} // namespace

/// `retry_after`, `retryAfterMs`, `wait_seconds` and their kin at any depth of a JSON body:
/// 15, "15", "1 seconds", "60s", a date.
bool readBodyWait(const Answer& answer, Draft& draft)
{
    Duration parts{};
    bool isKnown = false;
    for (const BodyFact& fact : draft.facts()) {
        if (!draft.isOfFailure(fact)) {
            continue;
        }
        if (const std::optional<double> unit = partOfSpan(fact); unit && fact.value.isDouble()) {
            parts += spanOf(fact.value.toDouble() * *unit);
            continue;
        }
        const std::optional<WaitKey> key = waitKey(fact.key);
        const std::optional<Duration> wait
            = key ? waitOf(fact.value, key->unit, draft.reference()) : std::nullopt;
        if (wait) {
            draft.addWait(Draft::Wait::Body, *wait);
            isKnown = true;
        }
    }
    if (parts > Duration::zero()) {
        draft.addWait(Draft::Wait::Body, parts);
        isKnown = true;
    }
    const int status = answer.status;
    if (isKnown && (status == 403 || status == 420 || status == 418 || status == 529)) {
        draft.refuse();
    }
    return isKnown;
}

} // namespace Pacewatch
