#include "core/diagnosis/equalgets.h"
#include "core/diagnosis/excerpt.h"
#include "core/diagnosis/finders.h"
#include "core/diagnosis/polledwindows.h"

#include <QSet>

#include <algorithm>
#include <cmath>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr qsizetype LeastPolls = 30;
constexpr qsizetype LeastFetches = 20;
constexpr qint64 LeastUnchanged = 16;
/// Polls this close together are too many whatever the limit.
constexpr Duration FastPoll = 2500ms;
/// Who asks again after more than this may well want to know.
constexpr Duration SlowestPoll = 10s;
/// What comes within less than this is a burst, or has no times of its own.
constexpr Duration ShortestHabit = 10s;
constexpr Duration SlowestFetch = 60s;
constexpr double MuchOfTheQuota = 0.2;
constexpr double FetchesAMinute = 10;
constexpr qsizetype Bins = 24;

/// Equal GETs of one sort: those that alone would be told, and how many come a minute in all.
struct Repeats
{
    EqualGets largest;
    double load = 0;
    QSet<int> calls;

    void add(const EqualGets& gets)
    {
        load += gets.perMinute();
        calls.unite(QSet<int>(gets.calls.begin(), gets.calls.end()));
        largest = largest.calls.size() < gets.calls.size() ? gets : largest;
    }
};

/// What the gateway grants a minute to @p call in its tightest window of a minute or more.
double grantedAMinute(const Survey& survey, const CallFacts& call)
{
    double least = 0;
    for (int window = 0; window < static_cast<int>(survey.windows().size()); ++window) {
        const Policy& policy = survey.windows().at(window);
        const double granted = static_cast<double>(policy.limit) * 60 / toSeconds(policy.window);
        if (survey.counts(window, call) && (least == 0 || granted < least)) {
            least = granted;
        }
    }
    return least;
}

/// Whether asking so often is too often where the answers hardly change. Programs that each ask
/// seldom enough do nothing wrong together.
bool isPoll(const Survey& survey, const EqualGets& gets)
{
    if (gets.calls.size() < LeastPolls || gets.programs == 0 || gets.beat > SlowestPoll
        || gets.span < ShortestHabit) {
        return false;
    }
    const double granted = grantedAMinute(survey, survey.at(gets.calls.first()));
    const bool isMuch = granted > 0 && gets.perMinute() >= MuchOfTheQuota * granted * gets.programs;
    return gets.beat <= FastPoll || isMuch;
}

/// Whether polls are without need for all that is known. Who takes from a queue, or follows a
/// price, gets something new with each answer; and where no answer is known it may be so.
bool isNeedless(const EqualGets& gets)
{
    const EqualGets::News news = gets.news();
    return !gets.isHealthCheck
        && (news == EqualGets::News::None || news == EqualGets::News::Little);
}

bool isFetch(const EqualGets& gets)
{
    return gets.usual <= SlowestFetch && gets.span >= ShortestHabit
        && gets.news() == EqualGets::News::None && gets.unchanged >= LeastUnchanged;
}

/// Fetches that an answer kept for some seconds would have saved. At an even pace it is a poll, not
/// too often; and who is told "not modified" keeps the answer already.
bool isSoonAgain(const EqualGets& gets)
{
    return gets.programs == 0 && gets.usual <= SlowestPoll && !gets.isConditional()
        && !gets.isHealthCheck;
}

/// Whether @p repeats take that much of what is granted that even what is right is worth a word.
bool isMuch(const Survey& survey, const Repeats& repeats)
{
    return repeats.load
        >= MuchOfTheQuota * grantedAMinute(survey, survey.at(repeats.largest.calls.first()));
}

/// The next of 1, 2 and 5 times a power of ten, in milliseconds: for the labels below the chart.
Duration evenWidth(Duration least)
{
    for (Duration width = 1ms;; width *= 10) {
        for (const int factor : {1, 2, 5}) {
            if (factor * width >= least) {
                return factor * width;
            }
        }
    }
}

GapBins binsOf(const EqualGets& repeats)
{
    GapBins chart;
    chart.usual = repeats.usual;
    chart.changed = repeats.compared - repeats.unchanged;
    chart.unchanged = repeats.unchanged;
    chart.width = evenWidth(repeats.usual * 3 / Bins);
    chart.bins.resize(Bins);
    for (const Duration gap : repeats.gaps) {
        ++chart.bins[std::min<qsizetype>(gap / chart.width, Bins - 1)];
    }
    return chart;
}

/// No surer than @p most, because of what else is known.
void lower(Finding& finding, Cause::Sure most)
{
    if (finding.sure > most) {
        finding.sure = most;
        finding.rule = most == Cause::Sure::Possible ? SureRule::Competing : SureRule::SeenSome;
    }
}

void addFacts(Finding& finding, const Repeats& repeats, double granted)
{
    const EqualGets& gets = repeats.largest;
    finding.facts.append(fact(Fact::Kind::PerMinute, repeats.load));
    if (granted > 0) {
        finding.facts.append(fact(Fact::Kind::ShareOfQuota, repeats.load / granted));
    }
    if (gets.news() != EqualGets::News::Unknown) {
        if (gets.isConditional()) {
            finding.facts.append(
                fact(Fact::Kind::NotModifiedShare,
                     static_cast<double>(gets.notModified) / static_cast<double>(gets.compared)));
        }
        finding.facts.append(fact(Fact::Kind::UnchangedShare, gets.unchangedShare()));
    }
    finding.facts.append(fact(Fact::Kind::MedianGap, gets.usual));
}

void tell(const Casebook& book, QList<Finding>& findings, FindingKind kind, const Repeats& repeats,
          Cause::Sure most)
{
    const Survey& survey = book.survey();
    const QList<int>& calls = repeats.largest.calls;
    Finding finding = book.finding(kind, Culprit::Client, calls.size());
    lower(finding, most);
    finding.perMinute = repeats.load;
    nameRoute(finding, survey, calls);
    addFacts(finding, repeats, grantedAMinute(survey, survey.at(calls.first())));
    finding.evidence = binsOf(repeats.largest);
    if (finding.calls.isEmpty()) {
        for (const int call : calls) {
            finding.calls.append(survey.at(call).id);
        }
    }
    finding.exampleFrom = survey.at(calls.first()).sentWall;
    finding.exampleTo = finding.exampleFrom + 30 * std::max<Duration>(repeats.largest.usual, 1s);
    findings.append(finding);
}

void tellPolls(Casebook& book, QList<Finding>& findings, const Repeats& polls)
{
    claimPolledWindows(book, polls.calls);
    const EqualGets& largest = polls.largest;
    Cause::Sure most = Cause::Sure::Strong;
    if (largest.isConditional()) {
        // Such a client does its best, unless that makes refusals.
        most = book.claimed(FindingKind::FrequentPolls) > 0 ? Cause::Sure::Likely
                                                            : Cause::Sure::Possible;
    } else if (largest.news() != EqualGets::News::None) {
        most = Cause::Sure::Likely;
    }
    tell(book, findings, FindingKind::FrequentPolls, polls, most);
}

} // namespace

void findRepeatedGets(Casebook& book, QList<Finding>& findings)
{
    const Survey& survey = book.survey();
    Repeats needless; // polls
    Repeats polls; // that may be right
    Repeats fetches;
    Repeats slowFetches; // that may be right
    for (const EqualGets& gets : equalGets(survey, LeastFetches)) {
        if (gets.isHeld) {
            continue;
        }
        if (isPoll(survey, gets)) {
            (isNeedless(gets) ? needless : polls).add(gets);
        } else if (isFetch(gets)) {
            (isSoonAgain(gets) ? fetches : slowFetches).add(gets);
        }
    }
    if (!needless.calls.isEmpty()) {
        tellPolls(book, findings, needless);
    } else if (!polls.calls.isEmpty()) {
        tell(book, findings, FindingKind::FrequentPolls, polls, Cause::Sure::Possible);
    }
    if (fetches.load >= FetchesAMinute) {
        tell(book, findings, FindingKind::RepeatedFetches, fetches, Cause::Sure::Strong);
    } else if (slowFetches.load >= FetchesAMinute && isMuch(survey, slowFetches)) {
        tell(book, findings, FindingKind::RepeatedFetches, slowFetches, Cause::Sure::Possible);
    }
}

} // namespace Pacewatch
