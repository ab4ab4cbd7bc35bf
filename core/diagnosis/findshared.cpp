#include "core/diagnosis/excerpt.h"
#include "core/diagnosis/finders.h"
#include "core/diagnosis/foreignuse.h"

#include <algorithm>
#include <cmath>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr qsizetype LeastWindows = 2;
constexpr double WorthTelling = 0.1;
constexpr double NinetyFivePercent = 1.96;
constexpr double PenaltyFill = 0.8;

} // namespace

void findSharedQuota(Casebook& book, QList<Finding>& findings)
{
    const Survey& survey = book.survey();
    // The longest window that is shown tells most: the edges blur a second.
    for (int window = static_cast<int>(survey.windows().size()) - 1; window >= 0; --window) {
        if (survey.statements(window) == 0) {
            continue;
        }
        const ForeignUse foreign = foreignIn(survey, window);
        if (foreign.proofs == 0 || foreign.perWindow.isEmpty() || countsSomeTwice(survey, window)) {
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
        perMinute.isAtLeast = foreign.isAtLeast;
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
