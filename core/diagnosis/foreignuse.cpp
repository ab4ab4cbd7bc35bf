#include "core/diagnosis/foreignuse.h"

#include <QHash>

#include <algorithm>
#include <cmath>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr qsizetype MostPoints = 600;
constexpr double LeastShare = 0.03;
constexpr qint64 LeastForeign = 3;

qint64 worthNoting(qint64 limit)
{
    return std::max(LeastForeign,
                    static_cast<qint64>(std::ceil(LeastShare * static_cast<double>(limit))));
}

/// Whether the count falls all at once, which it never does where the last window fades out of
/// the count by and by: there it falls by no more than the limit in one window.
bool fallsAtOnce(const Survey& survey, int window)
{
    constexpr Duration Blur = 3s; // answers overtake each other
    constexpr int Often = 2;
    const Policy& policy = survey.windows().at(window);
    Instant lastSent{};
    qint64 lastUsed = 0;
    int falls = 0;
    for (const CallFacts& call : survey.calls()) {
        const CallFacts::Shown* shown = Survey::shown(window, call);
        if (shown == nullptr) {
            continue;
        }
        const qint64 used = shown->limit - shown->remaining;
        const double most = static_cast<double>(policy.limit)
            * toSeconds(call.sent - lastSent + Blur) / toSeconds(policy.window);
        falls += static_cast<double>(lastUsed - used) > 2 * most ? 1 : 0;
        lastSent = call.sent;
        lastUsed = used;
    }
    return falls >= Often;
}

/// Whether the answers show that refused calls do not count: between two of them that were made
/// soon after each other the count grew by less than the calls in between, refused ones included.
/// Only where the count falls all at once; elsewhere old calls leave it meanwhile.
bool refusedCountNothing(const Survey& survey, int window)
{
    constexpr int Often = 3;
    constexpr double Nearly = 0.8;
    const Duration soon = survey.windows().at(window).window / 20;
    qsizetype looked = 0;
    qsizetype grewLess = 0;
    const CallFacts* last = nullptr; // whose answer showed the count
    qint64 between = 0; // refused since then, each after the answer before it
    Instant quietFrom{};
    for (const CallFacts& call : survey.calls()) {
        const CallFacts::Shown* now = Survey::shown(window, call);
        if (call.isRefused() && !call.byUs && last != nullptr && call.sent >= last->answered) {
            ++between;
            quietFrom = std::max(quietFrom, call.answered);
        }
        if (now == nullptr || call.isRefused()) {
            continue;
        }
        const CallFacts::Shown* before = last != nullptr ? Survey::shown(window, *last) : nullptr;
        if (before != nullptr && between > 1 && call.sent >= std::max(last->answered, quietFrom)
            && call.sent < last->answered + soon && now->remaining <= before->remaining) {
            ++looked;
            grewLess += before->remaining - now->remaining < between ? 1 : 0;
        }
        last = &call;
        between = 0;
        quietFrom = call.answered;
    }
    return grewLess >= Often
        && static_cast<double>(grewLess) >= Nearly * static_cast<double>(looked)
        && fallsAtOnce(survey, window);
}

/// Use by others in each window of which both ends were seen, where the count falls at once at a
/// reset. Only calls of ours that left after the last answer before the reset can count.
QList<double> foreignBetweenResets(const Survey& survey, int window)
{
    const qint64 limit = survey.windows().at(window).limit;
    const qint64 fall = worthNoting(limit);
    QList<double> each;
    const CallFacts* last = nullptr; // before the next reset
    qint64 lastUsed = 0;
    bool hasBegun = false;
    Instant begin{};
    Instant sureFrom{}; // what leaves from then on counts after the reset
    qint64 most = 0;
    for (const CallFacts& call : survey.calls()) {
        const CallFacts::Shown* shown = Survey::shown(window, call);
        if (shown == nullptr || shown->limit != limit || call.sent < sureFrom) {
            continue;
        }
        const qint64 used = limit - shown->remaining;
        if (last != nullptr && used + fall < lastUsed) {
            if (hasBegun) {
                each.append(static_cast<double>(most));
            }
            hasBegun = true;
            begin = last->sent;
            sureFrom = call.answered;
            most = 0;
            lastUsed = 0;
        }
        if (hasBegun) {
            const qint64 ours = survey.mostCountedSince(begin, window, call, false) - 1; // the last
            most = std::max(most, used - std::max<qint64>(ours, 0));
        }
        last = &call;
        lastUsed = std::max(lastUsed, used);
    }
    return each;
}

} // namespace

ForeignUse foreignIn(const Survey& survey, int window)
{
    ForeignUse found;
    const Policy& policy = survey.windows().at(window);
    found.chart.limit = policy.limit;
    found.chart.window = policy.window;
    const Instant begin = survey.at(0).sent;
    const qint64 need = worthNoting(policy.limit);
    const Duration step
        = std::max<Duration>(survey.length() / MostPoints, std::min<Duration>(policy.window, 1s));
    Instant nextPoint{};
    found.isAtLeast = !fallsAtOnce(survey, window);
    const bool onlyAccepted = refusedCountNothing(survey, window);
    QList<double> stretches;
    qint64 stretch = -1;
    qint64 provedIn = -1;
    for (const CallFacts& call : survey.calls()) {
        const CallFacts::Shown* shown = Survey::shown(window, call);
        if (shown == nullptr || shown->limit != policy.limit
            || call.sent < begin + policy.window + 1s) {
            continue;
        }
        const qint64 used = shown->limit - shown->remaining;
        const qint64 seen = survey.mostCounted(window, call, false);
        if (call.sent >= nextPoint && found.chart.points.size() < MostPoints) {
            found.chart.points.append({call.sentWall, used, std::min(used, seen)});
            nextPoint = call.sent + step;
        }
        const qint64 index = (call.sent - begin) / policy.window;
        if (index != stretch) {
            stretches.append(0);
            stretch = index;
        }
        // A window that blends with the one before counts further back.
        const double counted = found.isAtLeast && used > seen
            ? std::max(static_cast<double>(seen), survey.mostBlended(window, call))
            : static_cast<double>(seen);
        const double foreign = static_cast<double>(used) - counted;
        // The last answer of each tells of what lies behind it; the highest would tell too much.
        stretches.last() = std::max(foreign, 0.0);
        if (foreign < static_cast<double>(need) || provedIn == index) {
            continue;
        }
        if (used - survey.mostCounted(window, call, !onlyAccepted) >= need) {
            provedIn = index;
            ++found.proofs;
            found.first = found.proofs == 1 ? call.sent : found.first;
        }
    }
    // A piece of a window may show less than a whole one, and never shows more.
    const Duration rest = survey.at(survey.size() - 1).sent - begin - stretch * policy.window;
    if (stretches.size() > 1 && rest < policy.window * 19 / 20
        && stretches.last() < stretches.at(stretches.size() - 2)) {
        stretches.removeLast();
    }
    found.perWindow = found.isAtLeast ? stretches : foreignBetweenResets(survey, window);
    return found;
}

bool countsSomeTwice(const Survey& survey, int window)
{
    constexpr qsizetype Least = 3;
    constexpr double Nearly = 0.8;
    QHash<quint32, QHash<qint64, qsizetype>> byRoute; // how often the count grew by so much more
    const CallFacts* last = nullptr;
    for (const CallFacts& call : survey.calls()) {
        const CallFacts::Shown* now = Survey::shown(window, call);
        const CallFacts::Shown* before = last != nullptr ? Survey::shown(window, *last) : nullptr;
        if (now != nullptr && before != nullptr && !call.isRefused() && call.sent >= last->answered
            && now->remaining < before->remaining) {
            ++byRoute[call.route][before->remaining - now->remaining - 1];
        }
        last = &call;
    }
    bool isOneCostly = false;
    bool isOneCheap = false;
    for (const auto& growths : std::as_const(byRoute)) {
        qsizetype all = 0;
        qsizetype most = 0;
        qint64 usual = 0;
        for (auto growth = growths.begin(); growth != growths.end(); ++growth) {
            all += growth.value();
            if (growth.value() > most) {
                most = growth.value();
                usual = growth.key();
            }
        }
        if (all >= Least && static_cast<double>(most) >= Nearly * static_cast<double>(all)) {
            isOneCostly = isOneCostly || usual > 0;
            isOneCheap = isOneCheap || usual == 0;
        }
    }
    return isOneCostly && isOneCheap;
}

} // namespace Pacewatch
