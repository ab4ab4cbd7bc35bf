#include "core/diagnosis/excerpt.h"

#include <algorithm>
#include <cmath>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr qsizetype GroupsShown = 4;
constexpr qint64 MostSteps = 600;
constexpr int GroupsForAPattern = 3;
constexpr double EvenDistances = 0.15;
constexpr double SafeShare = 0.8;
constexpr double MostDistances = 0.8;
constexpr Duration LongestStep = 1s;

/// Where in a step those begin that hold most of @p groups whole: on whole steps of the calendar if
/// they do, because that is easiest to read, else with one of the groups.
Duration phaseOf(const Survey& survey, Duration step, const QList<CallGroup>& groups)
{
    const auto placeOf = [&](Instant at) { return wallOf(survey, at).time_since_epoch() % step; };
    const auto held = [&](Duration phase) {
        return std::count_if(groups.begin(), groups.end(), [&](const CallGroup& group) {
            const Duration behind = (placeOf(group.first) + step - phase) % step;
            return behind + (group.last - group.first) < step;
        });
    };
    Duration best{};
    for (const CallGroup& group : groups) {
        // With a little room before it, so that the others may come sooner.
        const Duration room = std::max<Duration>((step - (group.last - group.first)) / 4, 0ns);
        const Duration phase = (placeOf(group.first) + step - std::min(room, step / 10)) % step;
        best = held(phase) > held(best) ? phase : best;
    }
    return best;
}

} // namespace

WallTime wallOf(const Survey& survey, Instant instant)
{
    if (survey.size() == 0) {
        return {};
    }
    const int next = std::min(survey.firstFrom(instant), survey.size() - 1);
    const CallFacts& call = survey.at(next);
    return call.sentWall + (instant - call.sent);
}

CallSteps stepsAround(const Survey& survey, int window, const QList<CallGroup>& groups)
{
    CallSteps chart;
    if (groups.isEmpty() || survey.size() == 0) {
        return chart;
    }
    if (window >= 0) {
        chart.window = survey.windows().at(window).window;
        chart.limit = survey.windows().at(window).limit;
        chart.step = std::min<Duration>(chart.window, LongestStep);
    }
    const qsizetype shown = std::min(groups.size(), GroupsShown);
    const Duration edge = std::clamp<Duration>(
        (groups.at(shown - 1).last - groups.first().first) / 8, 5 * chart.step, 60 * chart.step);
    Instant from = groups.first().first - edge;
    // A burst over the edge of a second is one bar and not two, as its number says.
    const Duration phase = phaseOf(survey, chart.step, groups.first(shown));
    const Duration wall = wallOf(survey, from).time_since_epoch();
    from -= (wall + chart.step - phase) % chart.step;
    chart.start = wallOf(survey, from);
    const qint64 wanted = (groups.at(shown - 1).last + edge - from) / chart.step + 1;
    const qint64 count = std::clamp<qint64>(wanted, 1, MostSteps);
    chart.steps.resize(count);
    for (int i = survey.firstFrom(from); i < survey.size(); ++i) {
        const qint64 index = (survey.at(i).sent - from) / chart.step;
        if (index >= count) {
            break;
        }
        ++chart.steps[index].calls;
        chart.steps[index].refused += survey.at(i).isRefused() ? 1 : 0;
    }
    for (const CallGroup& group : groups) {
        if (group.first < from + count * chart.step) {
            chart.marks.append({wallOf(survey, group.first), group.last - group.first, group.calls,
                                group.refused});
        }
    }
    chart.average
        = static_cast<double>(survey.size()) * toSeconds(chart.step) / toSeconds(survey.length());
    chart.between = usualDistance(groups);
    return chart;
}

Duration usualDistance(const QList<CallGroup>& groups)
{
    if (groups.size() < GroupsForAPattern) {
        return {};
    }
    std::vector<Duration> distances;
    for (qsizetype i = 1; i < groups.size(); ++i) {
        distances.push_back(groups.at(i).first - groups.at(i - 1).first);
    }
    const Duration middle = median(distances);
    const auto near = std::count_if(distances.begin(), distances.end(), [&](Duration distance) {
        return std::abs(toSeconds(distance - middle)) <= EvenDistances * toSeconds(middle);
    });
    const bool isRegular
        = static_cast<double>(near) >= MostDistances * static_cast<double>(distances.size());
    return isRegular ? middle : Duration::zero();
}

Duration median(std::vector<Duration> values)
{
    if (values.empty()) {
        return {};
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

void nameRoute(Finding& finding, const Survey& survey, const QList<int>& calls)
{
    QHash<quint32, qsizetype> routes;
    for (const int call : calls) {
        ++routes[survey.at(call).route];
    }
    for (const int call : calls) {
        const double share = static_cast<double>(routes.value(survey.at(call).route))
            / static_cast<double>(calls.size());
        if (share >= MostDistances) {
            const CallRoute& route = survey.route(call);
            finding.method = route.method;
            finding.path = route.path;
            if (route.method == "POST") {
                finding.advice.bulkPath = bulkPathFor(survey.subject(), route.raw);
            }
            return;
        }
    }
}

QByteArray bulkPathFor(const DiagnosisSubject& subject, const QByteArray& path)
{
    for (const Endpoint& endpoint : subject.profile.endpoints) {
        if (endpoint.method == "POST" && endpoint.path == path + "/bulk") {
            return endpoint.path;
        }
    }
    return {};
}

void advisePace(Finding& finding, const Policy& window)
{
    finding.window = window;
    finding.advice.limit = window.limit;
    finding.advice.perSecond
        = SafeShare * static_cast<double>(window.limit) / toSeconds(window.window);
    finding.advice.every = fromSeconds(1 / finding.advice.perSecond);
}

Fact fact(Fact::Kind kind, qint64 count)
{
    Fact made;
    made.kind = kind;
    made.count = count;
    return made;
}

Fact fact(Fact::Kind kind, double value)
{
    Fact made;
    made.kind = kind;
    made.value = value;
    return made;
}

Fact fact(Fact::Kind kind, Duration span)
{
    Fact made;
    made.kind = kind;
    made.span = span;
    return made;
}

} // namespace Pacewatch
