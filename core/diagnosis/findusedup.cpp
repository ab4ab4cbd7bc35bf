#include "core/diagnosis/excerpt.h"
#include "core/diagnosis/finders.h"

#include <algorithm>
#include <array>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

/// Used up before this share of the window has passed, and then quiet: not spread.
constexpr double FirstPart = 0.35;
constexpr double QuietPart = 0.25;
/// So much more than the limit is no accident of calls that come at random.
constexpr double MuchMoreThanFits = 1.15;
constexpr double MoreOnTheWhole = 1.05;
constexpr Duration TooShortToUseUp = 2s;
/// The first few of the calls that fill a window may have come long before the rest.
constexpr double CoreOfTheFill = 0.85;

/// One time a window was used up by the client's own calls.
struct UsedUp
{
    int window = 0;
    QList<int> cases;
    CallGroup group; ///< from the first call that counts to the last refusal
    Duration fill{};
    double demand = 0; ///< calls wanted in that window, retries aside
    FindingKind kind = FindingKind::WaitKept;
    bool isCertain = true;
};

FindingKind judge(const Survey& survey, const UsedUp& used)
{
    const Policy& policy = survey.windows().at(used.window);
    const auto limit = static_cast<double>(policy.limit);
    const Instant start = used.group.first;
    const double windows = std::max(toSeconds(survey.length()) / toSeconds(policy.window), 1.0);
    const bool isTooMuch
        = static_cast<double>(survey.originals(used.window)) >= MoreOnTheWhole * limit * windows
        && windows >= 2;
    if (policy.window <= TooShortToUseUp) {
        return isTooMuch ? FindingKind::TooMuch : FindingKind::WaitKept;
    }
    const auto late = static_cast<double>(
        survey.originals(used.window, start + policy.window / 2, start + policy.window));
    const bool isEarly = toSeconds(used.fill) < FirstPart * toSeconds(policy.window);
    if (isEarly && late < QuietPart * used.demand) {
        return FindingKind::UnspreadLoad;
    }
    if (isTooMuch) {
        return FindingKind::TooMuch;
    }
    if (used.demand >= MuchMoreThanFits * limit) {
        return survey.statements(used.window) > 0 ? FindingKind::IgnoresRemaining
                                                  : FindingKind::TooMuch;
    }
    return FindingKind::WaitKept;
}

UsedUp look(const Casebook& book, int window, const QList<int>& cases)
{
    const Survey& survey = book.survey();
    const Policy& policy = survey.windows().at(window);
    UsedUp used;
    used.window = window;
    used.cases = cases;
    const CallFacts& first = book.facts(cases.first());
    const qint64 filled = std::min(book.at(cases.first()).filled, policy.limit);
    const auto core = static_cast<qint64>(CoreOfTheFill * static_cast<double>(filled));
    used.group.first = survey.startOfFill(window, first, std::max<qint64>(core, 1));
    used.group.last = book.facts(cases.last()).sent;
    used.fill = first.sent - used.group.first;
    used.group.refused = cases.size();
    used.group.calls = filled + used.group.refused;
    used.demand = static_cast<double>(
        survey.originals(window, used.group.first, used.group.first + policy.window));
    used.isCertain = book.at(cases.first()).known != WindowKnown::Ambiguous;
    used.kind = judge(survey, used);
    return used;
}

/// Cases of one window, parted where the window must have begun anew.
QList<UsedUp> usedUp(const Casebook& book, int window)
{
    const Policy& policy = book.survey().windows().at(window);
    QList<UsedUp> found;
    QList<int> cases;
    Instant end{};
    const auto close = [&] {
        if (!cases.isEmpty()) {
            found.append(look(book, window, cases));
            cases.clear();
        }
    };
    for (int index = 0; index < book.size(); ++index) {
        if (!book.isOpenOfClient(index) || book.at(index).window != window
            || !book.isFullBySeen(index)) {
            continue;
        }
        const CallFacts& call = book.facts(index);
        if (call.sent >= end) {
            close();
        }
        if (cases.isEmpty()) {
            const Duration fill = call.sent
                - book.survey().startOfFill(window, call,
                                            std::min(book.at(index).filled, policy.limit));
            end = call.sent + std::max<Duration>(policy.window - fill, policy.window / 10);
        }
        cases.append(index);
    }
    close();
    return found;
}

void tell(Casebook& book, QList<Finding>& findings, FindingKind kind, const QList<UsedUp>& all)
{
    const Survey& survey = book.survey();
    QList<CallGroup> groups;
    QList<int> calls;
    std::vector<Duration> fills;
    double demand = 0;
    int window = -1;
    for (const UsedUp& used : all) {
        if (used.kind != kind) {
            continue;
        }
        window = window < 0 ? used.window : window;
        groups.append(used.group);
        fills.push_back(used.fill);
        demand += used.demand;
        for (const int index : used.cases) {
            calls.append(book.callOf(index));
        }
    }
    if (groups.isEmpty()) {
        return;
    }
    Finding finding = book.finding(kind, Culprit::Client, groups.size());
    if (kind == FindingKind::WaitKept) {
        finding.sure = Cause::Sure::Possible;
        finding.rule = SureRule::Competing;
    }
    advisePace(finding, survey.windows().at(window));
    nameRoute(finding, survey, calls);
    finding.facts.append(fact(Fact::Kind::Times, groups.size()));
    finding.facts.append(fact(Fact::Kind::Demand, demand / static_cast<double>(groups.size())));
    finding.facts.append(fact(Fact::Kind::FillTime, median(fills)));
    finding.evidence = stepsAround(survey, window, groups);
    finding.exampleFrom = wallOf(survey, groups.first().first);
    finding.exampleTo = finding.exampleFrom + survey.windows().at(window).window;
    findings.append(finding);
}

} // namespace

void findUsedUp(Casebook& book, QList<Finding>& findings)
{
    QList<UsedUp> all;
    for (int window = 0; window < static_cast<int>(book.survey().windows().size()); ++window) {
        all.append(usedUp(book, window));
    }
    for (const UsedUp& used : all) {
        for (const int index : used.cases) {
            book.claim(index, used.kind, used.isCertain);
        }
    }
    for (const FindingKind kind : {FindingKind::UnspreadLoad, FindingKind::IgnoresRemaining,
                                   FindingKind::TooMuch, FindingKind::WaitKept}) {
        tell(book, findings, kind, all);
    }
}

} // namespace Pacewatch
