#include "core/diagnosis/excerpt.h"
#include "core/diagnosis/finders.h"

#include <QHash>

#include <algorithm>
#include <cmath>
#include <utility>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr qsizetype MostPoints = 600;
constexpr qsizetype LeastWindows = 2;
constexpr double LeastShare = 0.03;
constexpr qint64 LeastForeign = 3;
constexpr double WorthTelling = 0.1;
constexpr double NinetyFivePercent = 1.96;
constexpr double PenaltyFill = 0.8;

/// What the answers say of the use of one window by others.
struct Foreign
{
    int window = -1;
    QList<double> perWindow; ///< seen in each stretch of one window at least, 0 when none
    qsizetype proofs = 0; ///< stretches with use that not even refused calls explain
    Instant first{};
    UsedLines chart;
};

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

/// Whether calls of one route count more than once while others do not: what the count grows by
/// beyond one is then the same with each of them, which use by others is not.
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

/// Weighs every answer that says how much was used, after the first window: what was called
/// before the record began counts in that one.
Foreign foreignIn(const Survey& survey, int window)
{
    Foreign found;
    found.window = window;
    const Policy& policy = survey.windows().at(window);
    found.chart.limit = policy.limit;
    found.chart.window = policy.window;
    const Instant begin = survey.at(0).sent;
    const qint64 need = worthNoting(policy.limit);
    const Duration step
        = std::max<Duration>(survey.length() / MostPoints, std::min<Duration>(policy.window, 1s));
    Instant nextPoint{};
    const bool mayBlend = !fallsAtOnce(survey, window);
    const bool onlyAccepted = refusedCountNothing(survey, window);
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
            found.perWindow.append(0);
            stretch = index;
        }
        if (used - seen < 1) {
            continue;
        }
        // A window that blends with the one before counts further back.
        const double counted = mayBlend
            ? std::max(static_cast<double>(seen), survey.mostBlended(window, call))
            : static_cast<double>(seen);
        const double foreign = static_cast<double>(used) - counted;
        found.perWindow.last() = std::max(found.perWindow.last(), foreign);
        const qint64 tried = survey.mostCounted(window, call, !onlyAccepted);
        if (foreign >= static_cast<double>(need) && used - tried >= need && provedIn != index) {
            provedIn = index;
            ++found.proofs;
            found.first = found.proofs == 1 ? call.sent : found.first;
        }
    }
    // A piece of a window may show less than a whole one, and never shows more.
    const Duration rest = survey.at(survey.size() - 1).sent - begin - stretch * policy.window;
    if (found.perWindow.size() > 1 && rest < policy.window * 19 / 20
        && found.perWindow.last() < found.perWindow.at(found.perWindow.size() - 2)) {
        found.perWindow.removeLast();
    }
    return found;
}

} // namespace

void findSharedQuota(Casebook& book, QList<Finding>& findings)
{
    const Survey& survey = book.survey();
    // The longest window that is shown tells most: the edges blur a second.
    for (int window = static_cast<int>(survey.windows().size()) - 1; window >= 0; --window) {
        if (survey.statements(window) == 0) {
            continue;
        }
        const Foreign foreign = foreignIn(survey, window);
        if (foreign.proofs == 0 || countsSomeTwice(survey, window)) {
            continue;
        }
        const Policy& policy = survey.windows().at(window);
        double sum = 0;
        for (const double value : foreign.perWindow) {
            sum += value;
        }
        const auto stretches = static_cast<double>(foreign.perWindow.size());
        const double mean = sum / stretches;
        const double inAMinute = 60 / toSeconds(policy.window);
        const double doubt = NinetyFivePercent * std::sqrt(std::max(mean, 1.0) / stretches);
        for (int index = 0; index < book.size(); ++index) {
            const RefusalCase& entry = book.at(index);
            // A window that no answer shows was worked out with the help of what others used.
            if (!book.isOpenOfClient(index) || entry.window < 0 || book.isFullBySeen(index)
                || (survey.statements(entry.window) == 0
                    && entry.known != WindowKnown::WorkedOut)) {
                continue;
            }
            book.claim(index, FindingKind::SharedQuota, foreign.proofs >= LeastWindows);
        }
        const double share = mean / static_cast<double>(policy.limit);
        if (book.claimed(FindingKind::SharedQuota) == 0 && share < WorthTelling) {
            continue;
        }
        Finding finding
            = book.finding(FindingKind::SharedQuota, Culprit::AnotherConsumer, foreign.proofs);
        // Nobody saw those calls, however often their trace was seen.
        if (finding.sure == Cause::Sure::Strong) {
            finding.sure = Cause::Sure::Likely;
            finding.rule = SureRule::WorkedOut;
        }
        advisePace(finding, policy);
        finding.perMinute = mean * inAMinute;
        Fact perMinute = fact(Fact::Kind::ForeignPerMinute, mean * inAMinute);
        perMinute.low = std::max(mean - doubt, 0.0) * inAMinute;
        perMinute.high = (mean + doubt) * inAMinute;
        finding.facts.append(perMinute);
        finding.facts.append(fact(Fact::Kind::ShareOfQuota, share));
        Fact first = fact(Fact::Kind::FirstSeen, foreign.proofs);
        first.at = wallOf(survey, foreign.first);
        finding.facts.append(first);
        finding.evidence = foreign.chart;
        finding.exampleFrom = *first.at;
        finding.exampleTo = *first.at + policy.window;
        findings.append(finding);
        return;
    }
}

void findPenalty(Casebook& book, QList<Finding>& findings)
{
    const Survey& survey = book.survey();
    if (survey.size() == 0) {
        return;
    }
    for (int window = 0; window < static_cast<int>(survey.windows().size()); ++window) {
        const Policy& policy = survey.windows().at(window);
        QList<int> locked;
        bool isContradicted = false;
        for (int index = 0; index < book.size(); ++index) {
            const RefusalCase& entry = book.at(index);
            const CallFacts& call = book.facts(index);
            const bool isHere = entry.window == window
                || (entry.window < 0 && survey.statements(window) == 0
                    && survey.counts(window, call));
            if (!book.isOpenOfClient(index) || !isHere
                || call.sent < survey.at(0).sent + policy.window + 1s) {
                continue;
            }
            const CallFacts::Shown* shown = Survey::shown(window, call);
            if (shown != nullptr && shown->remaining > 0) {
                isContradicted = true; // a limit below the stated one
                continue;
            }
            const auto limit = static_cast<double>(policy.limit);
            const auto filled = static_cast<double>(survey.mostCounted(window, call, false));
            if (filled >= PenaltyFill * limit) {
                continue;
            }
            if (survey.mostCounted(window, call, true) > policy.limit) {
                locked.append(index);
            } else {
                isContradicted = true;
            }
        }
        if (locked.size() < policy.limit / 4 || locked.size() < 10 || isContradicted
            || (survey.statements(window) > 0 && foreignIn(survey, window).proofs > 0)) {
            continue;
        }
        QList<CallGroup> groups;
        for (const QList<int>& episode : book.episodes(locked, policy.window)) {
            groups.append({book.facts(episode.first()).sent, book.facts(episode.last()).sent,
                           episode.size(), episode.size()});
        }
        QList<int> calls;
        for (const int index : locked) {
            book.claim(index, FindingKind::PenaltyKeptFull);
            calls.append(book.callOf(index));
        }
        Finding finding
            = book.finding(FindingKind::PenaltyKeptFull, Culprit::Client, groups.size());
        advisePace(finding, policy);
        nameRoute(finding, survey, calls);
        finding.facts.append(fact(Fact::Kind::Times, groups.size()));
        finding.facts.append(
            fact(Fact::Kind::CallsEach,
                 static_cast<double>(locked.size()) / static_cast<double>(groups.size())));
        finding.evidence = stepsAround(survey, window, groups);
        finding.exampleFrom = book.facts(locked.first()).sentWall;
        finding.exampleTo = book.facts(locked.first()).sentWall + policy.window;
        findings.append(finding);
        return;
    }
}

} // namespace Pacewatch
