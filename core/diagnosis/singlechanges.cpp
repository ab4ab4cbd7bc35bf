#include "core/diagnosis/callreplay.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

/// Finer steps make no difference that anybody can act on.
constexpr double FinestPace = 0.05;
constexpr int MostWorkers = 64;
constexpr int LimitSteps = 12;
constexpr int MostTimesLimit = 64;

/// From the mildest to the strictest; the mildest that ends the refusals is taken.
QList<WhatIf> ladder(ChangeKind kind, const WhatIfAnswer& basis)
{
    QList<WhatIf> steps;
    const auto add = [&](auto change) {
        WhatIf what;
        change(what);
        steps.append(what);
    };
    switch (kind) {
    case ChangeKind::KeepsWait:
        add([](WhatIf& what) { what.keepsWait = true; });
        break;
    case ChangeKind::Caches:
        for (const Duration kept : {Duration(10s), Duration(30s), Duration(1min), Duration(5min)}) {
            add([&](WhatIf& what) { what.cache = kept; });
        }
        break;
    case ChangeKind::PollsLess:
        for (const Duration every :
             {Duration(2s), Duration(5s), Duration(10s), Duration(30s), Duration(1min)}) {
            add([&](WhatIf& what) { what.pollEvery = every; });
        }
        break;
    case ChangeKind::Bulk:
        if (basis.hasBulk) {
            add([](WhatIf& what) { what.bulk = true; });
        }
        break;
    case ChangeKind::Workers:
        for (int workers = MostWorkers; workers >= 1; workers = workers * 3 / 4) {
            add([&](WhatIf& what) { what.workers = workers; });
        }
        break;
    case ChangeKind::Spreads: {
        // Above the limit of the shortest window spreading spares nothing that it does not grant.
        double most = 0;
        double least = 0;
        for (const Policy& window : basis.windows) {
            const double pace = static_cast<double>(window.limit) / toSeconds(window.window);
            most = std::max(most, pace);
            least = least == 0 ? pace : std::min(least, pace);
        }
        for (double pace = most; pace >= std::max(least / 2, FinestPace); pace *= 0.9) {
            // Paces that a person can type: two digits.
            const double scale = std::pow(10, std::floor(std::log10(pace)) - 1);
            add([&](WhatIf& what) { what.perSecond = std::floor(pace / scale) * scale; });
        }
        break;
    }
    case ChangeKind::HigherLimit:
        break;
    }
    return steps;
}

} // namespace

Result<SingleChange> CallReplay::tried(ChangeKind kind, const WhatIf& what, qint64 mostRefusals,
                                       const DiagnosisProgress& progress) const
{
    const Result<WhatIfOutcome> outcome = play(what, progress, mostRefusals);
    if (!outcome) {
        return fail(outcome.error());
    }
    return SingleChange{kind, what, *outcome, outcome->refusals == 0};
}

Result<std::optional<SingleChange>> CallReplay::leastOf(ChangeKind kind, const QList<WhatIf>& steps,
                                                        const DiagnosisProgress& progress) const
{
    // What does not end the refusals mostly shows it soon: such a run ends with the first one.
    for (const WhatIf& what : steps) {
        const Result<SingleChange> change = tried(kind, what, 0, progress);
        if (!change) {
            return fail(change.error());
        }
        if (change->endsRefusals) {
            return *change;
        }
    }
    // None does: the fewest refusals, and the mildest of those. Strict ones bound the others.
    std::optional<SingleChange> best;
    for (auto what = steps.rbegin(); what != steps.rend(); ++what) {
        const qint64 most = best ? best->outcome.refusals : m_unchanged.refusals - 1;
        const Result<SingleChange> change = tried(kind, *what, most, progress);
        if (!change) {
            return fail(change.error());
        }
        if (change->outcome.refusals <= most) {
            best = *change;
        }
    }
    return best;
}

Result<std::optional<SingleChange>> CallReplay::leastLimit(const Policy& window,
                                                           const DiagnosisProgress& progress) const
{
    // The number of refusals falls with the limit, so halving the interval finds the least.
    qint64 low = window.limit;
    qint64 high = window.limit * MostTimesLimit;
    std::optional<SingleChange> best;
    for (int step = 0; step <= LimitSteps && (step == 0 || (best && high - low > 1)); ++step) {
        const qint64 limit = step == 0 ? high : low + (high - low) / 2;
        WhatIf what;
        what.limits = {window};
        what.limits.first().limit = limit;
        const Result<SingleChange> change = tried(ChangeKind::HigherLimit, what, 0, progress);
        if (!change) {
            return fail(change.error());
        }
        (change->endsRefusals ? high : low) = limit;
        best = change->endsRefusals ? *change : best;
    }
    return best;
}

Result<QList<SingleChange>> CallReplay::singleChanges(const DiagnosisProgress& progress) const
{
    const Result<WhatIfAnswer> basis = answer({});
    if (!basis) {
        return fail(basis.error());
    }
    if (m_unchanged.refusals == 0) {
        return QList<SingleChange>();
    }
    double part = 0;
    const auto inside = [&](double) { return !progress || progress(part); };
    QList<SingleChange> changes;
    constexpr std::array Kinds{ChangeKind::KeepsWait, ChangeKind::Caches,  ChangeKind::PollsLess,
                               ChangeKind::Bulk,      ChangeKind::Workers, ChangeKind::Spreads};
    for (const ChangeKind kind : Kinds) {
        const Result<std::optional<SingleChange>> best
            = leastOf(kind, ladder(kind, *basis), inside);
        if (!best) {
            return fail(best.error());
        }
        if (*best) {
            changes.append(**best);
        }
        part += 0.9 / static_cast<double>(Kinds.size());
    }
    for (const Policy& window : m_windows) {
        const Result<std::optional<SingleChange>> best = leastLimit(window, inside);
        if (!best) {
            return fail(best.error());
        }
        if (*best) {
            changes.append(**best);
        }
    }
    std::stable_sort(
        changes.begin(), changes.end(), [](const SingleChange& left, const SingleChange& right) {
            const auto rank = [](const SingleChange& change) {
                return std::tuple(!change.endsRefusals, change.kind == ChangeKind::HigherLimit,
                                  change.endsRefusals ? 0 : change.outcome.refusals,
                                  change.outcome.moved);
            };
            return rank(left) < rank(right);
        });
    return changes;
}

} // namespace Pacewatch
