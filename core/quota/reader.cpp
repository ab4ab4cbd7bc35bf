#include "core/quota/reader.h"

#include "core/http/contentcoding.h"
#include "core/quota/dialects.h"

#include <algorithm>
#include <array>
#include <vector>

namespace Pacewatch {

namespace {

/// Parts of the names of all fields the families know. Most fields of most answers hold none, and
/// are looked at once and not by every family.
constexpr std::array<QByteArrayView, 32> Parts{
    "limit",   "quota",  "throttl", "retry",  "remaining", "usage",   "used",    "count",
    "concurr", "flight", "backoff", "wait",   "error",     "left",    "avail",   "cooldown",
    "reset",   "until",  "regain",  "credit", "calls",     "request", "date",    "again",
    "next",    "max",    "allow",   "allot",  "capacity",  "consum",  "current", "rate"};

bool mayMatter(const QByteArray& name)
{
    const QByteArray small = name.toLower();
    return std::any_of(Parts.begin(), Parts.end(),
                       [&](QByteArrayView part) { return small.contains(part); });
}

} // namespace

Reading read(const Answer& answer, const ReadingContext& context)
{
    Answer looked{answer.status, {}, {}, answer.receivedAt};
    for (const Http::Field& field : answer.headers) {
        if (mayMatter(field.name)) {
            looked.headers.append(field.name, field.value);
        }
    }
    // Most clients let their gateway compress, and it is there that a refusal says why.
    const QByteArray coding = answer.headers.value("Content-Encoding");
    const auto content = coding.isEmpty()
        ? Result<Http::DecodedBody>(Http::DecodedBody{answer.body, true})
        : Http::contentOf(answer.body, coding, Answer::MostRead);
    looked.body = content ? content->bytes : QByteArray();
    const std::span<const Dialect> known = dialects();
    std::vector<Dialect> asked(known.begin(), known.end());
    std::stable_partition(asked.begin(), asked.end(),
                          [&](const Dialect& dialect) { return context.dialect == dialect.name; });
    Draft draft(looked);
    for (const Dialect& dialect : asked) {
        if (dialect.read(looked, draft)) {
            draft.addDialect(dialect.name);
        }
    }
    return draft.finish();
}

} // namespace Pacewatch
