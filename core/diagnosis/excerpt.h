#pragma once

#include "core/diagnosis/evidence.h"
#include "core/diagnosis/findings.h"
#include "core/diagnosis/survey.h"

#include <QList>

#include <vector>

namespace Pacewatch {

/// Some calls that belong together in time: a burst, a herd, a window that was used up.
struct CallGroup
{
    Instant first{};
    Instant last{};
    qint64 calls = 0;
    qint64 refused = 0;
};

/// @p instant on this computer's calendar.
[[nodiscard]] WallTime wallOf(const Survey& survey, Instant instant);

/// The chart of @p groups against the limit of @p window: an excerpt that begins at the first of
/// them and shows up to four. @p window may be -1.
[[nodiscard]] CallSteps stepsAround(const Survey& survey, int window,
                                    const QList<CallGroup>& groups);

/// The usual distance between the starts of @p groups; zero when it is not regular.
[[nodiscard]] Duration usualDistance(const QList<CallGroup>& groups);

/// The middle one of @p values, which may be in any order; zero for none.
[[nodiscard]] Duration median(std::vector<Duration> values);

/// Sets method, path and Advice::bulkPath when at least four fifths of @p calls are of one route.
void nameRoute(Finding& finding, const Survey& survey, const QList<int>& calls);

/// The path of the bulk call that replaces single POSTs to @p path; empty when the profile knows
/// none.
[[nodiscard]] QByteArray bulkPathFor(const DiagnosisSubject& subject, const QByteArray& path);

/// Four fifths of @p window as a pace.
void advisePace(Finding& finding, const Policy& window);

[[nodiscard]] Fact fact(Fact::Kind kind, qint64 count);
[[nodiscard]] Fact fact(Fact::Kind kind, double value);
[[nodiscard]] Fact fact(Fact::Kind kind, Duration span);

} // namespace Pacewatch
