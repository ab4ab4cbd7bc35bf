#pragma once

#include "core/diagnosis/diagnose.h"
#include "tests/support/calls.h"

#include <algorithm>

namespace Pacewatch {

/// What is said of @p calls at the gateway of @p profile.
inline Diagnosis diagnosed(QList<Exchange> calls,
                           const QString& profile = QStringLiteral("aisoule"))
{
    std::stable_sort(calls.begin(), calls.end(), [](const Exchange& left, const Exchange& right) {
        return left.answered() < right.answered();
    });
    const ProfileShelf shelf = ProfileShelf::builtIn();
    CallLog log(subjectOf(*shelf.find(profile), {}, {}, shelf));
    for (const Exchange& call : calls) {
        log.add(call);
    }
    return diagnose(log).value_or(Diagnosis());
}

inline const Finding* findingOf(const Diagnosis& diagnosis, FindingKind kind)
{
    const auto found = std::find_if(diagnosis.findings.begin(), diagnosis.findings.end(),
                                    [&](const Finding& each) { return each.kind == kind; });
    return found == diagnosis.findings.end() ? nullptr : &*found;
}

inline bool accusesNobody(const Diagnosis& diagnosis)
{
    return std::all_of(
        diagnosis.findings.begin(), diagnosis.findings.end(),
        [](const Finding& finding) { return finding.sure == Cause::Sure::Possible; });
}

/// A GET of @p target whose answer is @p said.
inline Exchange asked(Duration at, const QByteArray& target, const QByteArray& said,
                      int status = 200)
{
    Exchange call = Make::Call(at, status).path("GET", "/api" + target);
    call.responseBody.sha256 = said;
    return call;
}

/// An answer that is another one each time.
inline QByteArray always(int call)
{
    return QByteArray::number(call);
}

/// The same, refused by the minute with a wait of 5 s.
inline Exchange refused(Exchange call)
{
    call.response.status = 429;
    call.reading.isRateLimited = true;
    call.reading.retryAfter = std::chrono::seconds(5);
    call.reading.hitWindow = QStringLiteral("minute");
    return call;
}

} // namespace Pacewatch
