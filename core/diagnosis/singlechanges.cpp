#include "core/diagnosis/callreplay.h"

#include <algorithm>
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

Result<QList<SingleChange>> CallReplay::singleChanges(const DiagnosisProgress& progress) const
{
    const Result<WhatIfAnswer> basis = answer({});
    if (!basis) {
        return fail(basis.error());
    }
    double part = 0;
    const auto inside = [&](double) { return !progress || progress(part); };
    QList<SingleChange> changes;
    bool isCancelled = false;
    const auto run = [&](SingleChange& change, const WhatIf& what) {
        const Result<WhatIfOutcome> outcome = play(what, inside);
        isCancelled = isCancelled || !outcome || !inside(0);
        if (outcome) {
            change.what = what;
            change.outcome = *outcome;
            change.endsRefusals = outcome->refusals == 0;
        }
    };
    constexpr std::array Kinds{ChangeKind::KeepsWait, ChangeKind::Caches,  ChangeKind::PollsLess,
                               ChangeKind::Bulk,      ChangeKind::Workers, ChangeKind::Spreads};
    for (const ChangeKind kind : Kinds) {
        SingleChange best;
        best.kind = kind;
        bool hasBest = false;
        for (const WhatIf& what : ladder(kind, *basis)) {
            SingleChange tried;
            tried.kind = kind;
            run(tried, what);
            if (isCancelled) {
                return fail(ErrorCode::Cancelled);
            }
            if (!hasBest || tried.outcome.refusals < best.outcome.refusals) {
                best = tried;
                hasBest = true;
            }
            if (best.endsRefusals) {
                break;
            }
        }
        if (hasBest && best.outcome.refusals < m_unchanged.refusals) {
            changes.append(best);
        }
        part += 0.9 / static_cast<double>(Kinds.size());
    }
    for (const Policy& window : m_windows) {
        // The number of refusals falls with the limit, so halving the interval finds the least.
        qint64 low = window.limit;
        qint64 high = window.limit * MostTimesLimit;
        const auto with = [&](qint64 limit) {
            WhatIf what;
            what.limits = {window};
            what.limits.first().limit = limit;
            SingleChange change;
            change.kind = ChangeKind::HigherLimit;
            run(change, what);
            return change;
        };
        SingleChange best = with(high);
        for (int step = 0; !isCancelled && best.endsRefusals && step < LimitSteps && high - low > 1;
             ++step) {
            const qint64 middle = low + (high - low) / 2;
            const SingleChange tried = with(middle);
            if (tried.endsRefusals) {
                best = tried;
                high = middle;
            } else {
                low = middle;
            }
        }
        if (isCancelled) {
            return fail(ErrorCode::Cancelled);
        }
        if (best.endsRefusals) {
            changes.append(best);
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
