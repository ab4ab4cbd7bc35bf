#include "core/quota/reader.h"

#include "core/http/contentcoding.h"
#include "core/http/namememo.h"
#include "core/quota/dialects.h"
#include "core/quota/moments.h"

#include <algorithm>
#include <array>

namespace Pacewatch {

namespace {

/// Parts of the names of all fields the families know. Most fields of most answers hold none, and
/// are looked at once and not by every family.
constexpr std::array<QByteArrayView, 31> Parts{
    "limit",   "quota",  "throttl", "retry",    "remaining", "usage",   "used",  "count",
    "concurr", "flight", "backoff", "wait",     "error",     "left",    "avail", "cooldown",
    "reset",   "until",  "regain",  "credit",   "calls",     "request", "again", "next",
    "max",     "allow",  "allot",   "capacity", "consum",    "current", "rate"};

bool holdsPart(QByteArrayView name)
{
    const QByteArray small = name.toByteArray().toLower();
    // Date tells the server's clock and is read by itself.
    return small != "date" && std::any_of(Parts.begin(), Parts.end(), [&](QByteArrayView part) {
               return small.contains(part);
           });
}

bool mayMatter(const QByteArray& name)
{
    thread_local Http::NameMemo<bool> memo;
    return memo.of(name, holdsPart);
}

} // namespace

Reading read(const Answer& answer, const ReadingContext& context)
{
    Answer looked{answer.status, {}, {}, answer.receivedAt};
    looked.headers.reserve(answer.headers.size());
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
    Draft draft(looked, parseMoment(answer.headers.value("Date")));
    // The one of the profile has the first word.
    for (const bool isOfProfile : {true, false}) {
        for (const Dialect& dialect : dialects()) {
            if ((context.dialect == dialect.name) == isOfProfile && dialect.read(looked, draft)) {
                draft.addDialect(dialect.name);
            }
        }
    }
    return draft.finish();
}

} // namespace Pacewatch
