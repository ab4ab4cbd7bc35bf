#pragma once

#include "core/diagnosis/calllog.h"
#include "core/diagnosis/diagnosis.h"
#include "core/diagnosis/survey.h"
#include "core/result.h"

#include <functional>

namespace Pacewatch {

/// Told now and then how far a diagnosis is, 0 to 1; returns false to cancel it.
using DiagnosisProgress = std::function<bool(double done)>;

/// Says why the calls of @p log were refused, whose doing that is, and what loads the gateway
/// without need.
///
/// Pure, and O(n log n): 100,000 calls take well under a second. Meant for a work thread, which is
/// handed a copy of the log. The same log always gives the same diagnosis. Fails with Cancelled
/// only.
[[nodiscard]] Result<Diagnosis> diagnose(const CallLog& log,
                                         const DiagnosisProgress& progress = {});
/// The same of a log that was surveyed already.
[[nodiscard]] Result<Diagnosis> diagnose(const Survey& survey,
                                         const DiagnosisProgress& progress = {});

/// How sure a finding may be, by the rule of the interface: Strong when it was seen complete at
/// least 5 times and explains at least 80 % of its refusals, Likely when 2 to 4 times, else
/// Possible; Possible as well when other causes explain half of its refusals or more.
struct Sureness
{
    Cause::Sure sure = Cause::Sure::Possible;
    SureRule rule = SureRule::SeenOnce;
};
[[nodiscard]] Sureness surenessOf(qint64 times, double explained);

} // namespace Pacewatch
