#include "core/diagnosis/comparemeasures.h"

#include <algorithm>
#include <tuple>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr Duration ShortToCompare = 2s;
constexpr double Hundred = 100;
constexpr qint64 LeastRepeats = 2;

MeasuredAmount perMinute(qint64 number, const SessionTally& tally)
{
    return {static_cast<double>(number), static_cast<double>(number) / tally.minutes};
}

MeasuredAmount perHundred(qint64 number, const SessionTally& tally)
{
    const auto calls = static_cast<double>(std::max<qint64>(tally.side.calls, 1));
    return {static_cast<double>(number), Hundred * static_cast<double>(number) / calls};
}

/// The path of both sides for which @p amount is highest; empty when it is below @p least.
template<typename Amount>
QByteArray busiestRoute(const SessionTally& before, const SessionTally& after, qint64 least,
                        Amount amount)
{
    QHash<QByteArray, qint64> sums;
    for (const SessionTally* const tally : {&before, &after}) {
        for (auto route = tally->routes.begin(); route != tally->routes.end(); ++route) {
            sums[route.key()] += amount(route.key(), *route);
        }
    }
    QByteArray best;
    qint64 most = least - 1;
    for (auto route = sums.begin(); route != sums.end(); ++route) {
        if (*route > most || (*route == most && !best.isEmpty() && route.key() < best)) {
            best = route.key();
            most = *route;
        }
    }
    return best;
}

void nameRoute(Measure& measure, const QByteArray& route)
{
    const qsizetype space = route.indexOf(' ');
    measure.method = route.left(std::max<qsizetype>(space, 0));
    measure.path = route.mid(space + 1);
}

void measureRoutes(Measure& work, Measure& lookups, const SessionTally& before,
                   const SessionTally& after)
{
    const QByteArray writing
        = busiestRoute(before, after, 1, [](const QByteArray& route, const RouteTally& tally) {
              return route.startsWith("GET ") || route.startsWith("HEAD ") ? 0 : tally.accepted;
          });
    const QByteArray fetching
        = busiestRoute(before, after, LeastRepeats,
                       [](const QByteArray&, const RouteTally& tally) { return tally.repeats; });
    nameRoute(work, writing);
    nameRoute(lookups, fetching);
    const auto fill = [&](MeasuredAmount Measure::*side, const SessionTally& tally) {
        qint64 accepted = tally.routes.value(writing).accepted;
        if (writing.isEmpty()) {
            for (const RouteTally& route : tally.routes) {
                accepted += route.accepted;
            }
        }
        work.*side = perMinute(accepted, tally);
        lookups.*side = perMinute(tally.routes.value(fetching).calls, tally);
    };
    fill(&Measure::before, before);
    fill(&Measure::after, after);
}

/// The shortest window above a second that both state, else that one does.
QString leftWindow(const SessionTally& before, const SessionTally& after)
{
    QString best;
    std::tuple<bool, bool, Duration> rank{true, true, Duration::max()};
    for (const SessionTally* const tally : {&before, &after}) {
        for (auto left = tally->fewestLeft.begin(); left != tally->fewestLeft.end(); ++left) {
            const Policy* const window = tally->window(left.key());
            const bool isStatedOnce
                = !before.fewestLeft.contains(left.key()) || !after.fewestLeft.contains(left.key());
            const std::tuple now{isStatedOnce, window->window <= ShortToCompare, window->window};
            if (best.isEmpty() || now < rank) {
                best = left.key();
                rank = now;
            }
        }
    }
    return best;
}

void measureLeft(Measure& measure, const SessionTally& before, const SessionTally& after)
{
    const QString name = leftWindow(before, after);
    const auto amount = [&](const SessionTally& tally) -> MeasuredAmount {
        const Policy* const window = tally.window(name);
        const auto left = tally.fewestLeft.constFind(name);
        if (window == nullptr || left == tally.fewestLeft.constEnd()) {
            return {};
        }
        measure.window = measure.window.value_or(*window);
        return {static_cast<double>(*left),
                Hundred * static_cast<double>(*left)
                    / static_cast<double>(std::max<qint64>(window->limit, 1))};
    };
    measure.before = amount(before);
    measure.after = amount(after);
}

ChangeTone toneOf(const Measure& measure, const Comparison& comparison)
{
    const std::optional<double> was = shownAmount(measure.kind, measure.before, comparison.isAlike);
    const std::optional<double> is = shownAmount(measure.kind, measure.after, comparison.isAlike);
    if (!was || !is || *was == *is || comparison.result == ComparisonResult::CannotTell) {
        return ChangeTone::Neutral;
    }
    // Whoever does half as much has more room without having changed anything.
    const ChangeTone room
        = comparison.has(CompareCaveat::LighterLoad) ? ChangeTone::Neutral : ChangeTone::Better;
    switch (measure.kind) {
    case MeasureKind::Calls:
    case MeasureKind::Work:
        break;
    case MeasureKind::Refused:
    case MeasureKind::EarlyRetries:
        return *is < *was ? ChangeTone::Better : ChangeTone::Worse;
    case MeasureKind::FewestLeft:
        return *is > *was ? room : ChangeTone::Worse;
    case MeasureKind::BusiestSecond:
    case MeasureKind::Lookups:
    case MeasureKind::OtherUse:
        return *is < *was ? room : ChangeTone::Neutral;
    }
    return ChangeTone::Neutral;
}

} // namespace

QList<Measure> measureSessions(const Comparison& comparison, const SessionTally& before,
                               const SessionTally& after)
{
    QList<Measure> measures(MeasureCount);
    for (int i = 0; i < MeasureCount; ++i) {
        measures[i].kind = static_cast<MeasureKind>(i);
    }
    const auto of = [&](MeasureKind kind) -> Measure& { return measures[static_cast<int>(kind)]; };
    const auto fill = [&](MeasuredAmount Measure::*side, const SessionTally& tally) {
        of(MeasureKind::Refused).*side = perHundred(tally.side.refused, tally);
        of(MeasureKind::Calls).*side = perMinute(tally.side.calls, tally);
        const auto busiest = static_cast<double>(tally.busiestSecond);
        of(MeasureKind::BusiestSecond).*side = {busiest, busiest};
        if (tally.tellsRetries) {
            of(MeasureKind::EarlyRetries).*side = perHundred(tally.early, tally);
        }
        of(MeasureKind::OtherUse).*side = {tally.otherUse, tally.otherUse};
    };
    fill(&Measure::before, before);
    fill(&Measure::after, after);
    measureRoutes(of(MeasureKind::Work), of(MeasureKind::Lookups), before, after);
    measureLeft(of(MeasureKind::FewestLeft), before, after);
    for (Measure& measure : measures) {
        measure.tone = toneOf(measure, comparison);
    }
    return measures;
}

} // namespace Pacewatch
