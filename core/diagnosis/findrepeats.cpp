#include "core/diagnosis/excerpt.h"
#include "core/diagnosis/finders.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr qsizetype LeastPolls = 30;
constexpr qsizetype LeastFetches = 20;
/// Polls this close together are too many whatever the limit.
constexpr Duration FastPoll = 2500ms;
constexpr Duration SlowestPoll = 10s;
/// What comes within less than this is a burst, or has no times of its own.
constexpr Duration ShortestHabit = 10s;
constexpr Duration SlowestFetch = 60s;
constexpr double MuchOfTheQuota = 0.2;
constexpr double EvenPolls = 0.35;
constexpr double MostUnchanged = 0.8;
constexpr double FetchesAMinute = 10;
/// An answer that takes so much of the time between two calls is held by the gateway: a long poll.
constexpr Duration LongPoll = 1s;
constexpr double HeldShare = 0.8;
constexpr qsizetype Bins = 24;

/// Equal GETs of the customer's client.
struct Repeats
{
    QList<int> calls;
    std::vector<Duration> gaps; ///< sorted
    Duration span{}; ///< from the first to the last
    Duration usual{};
    bool isRegular = false;
    bool isHeld = false; ///< a long poll: the gateway holds the answers
    qint64 changed = 0;
    qint64 unchanged = 0;
};

bool isHeldByTheGateway(const Survey& survey, const QList<int>& calls, Duration usual)
{
    std::vector<Duration> took;
    for (const int call : calls) {
        took.push_back(survey.at(call).answered - survey.at(call).sent);
    }
    const Duration held = median(std::move(took));
    return held >= LongPoll && toSeconds(held) >= HeldShare * toSeconds(usual);
}

Repeats measure(const Survey& survey, QList<int> calls)
{
    Repeats repeats;
    for (qsizetype i = 1; i < calls.size(); ++i) {
        repeats.gaps.push_back(survey.at(calls.at(i)).sent - survey.at(calls.at(i - 1)).sent);
    }
    quint64 said = 0;
    for (const int call : calls) {
        const quint64 now = survey.at(call).said;
        if (survey.at(call).isRefused() || now == 0) {
            continue;
        }
        const bool isSame = now == said || now == 304;
        repeats.unchanged += said != 0 && isSame ? 1 : 0;
        repeats.changed += said != 0 && !isSame ? 1 : 0;
        said = now == 304 && said != 0 ? said : now;
    }
    std::sort(repeats.gaps.begin(), repeats.gaps.end());
    if (!repeats.gaps.empty()) {
        repeats.span = survey.at(calls.last()).sent - survey.at(calls.first()).sent;
        const std::size_t quarter = repeats.gaps.size() / 4;
        repeats.usual = repeats.gaps[repeats.gaps.size() / 2];
        if (repeats.usual == Duration::zero()) { // several in each whole second
            repeats.usual = repeats.span / static_cast<qint64>(repeats.gaps.size());
        }
        repeats.isRegular
            = toSeconds(repeats.gaps[repeats.gaps.size() - 1 - quarter] - repeats.gaps[quarter])
            <= EvenPolls * toSeconds(repeats.usual);
    }
    repeats.isHeld = isHeldByTheGateway(survey, calls, repeats.usual);
    repeats.calls = std::move(calls);
    return repeats;
}

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

double perMinute(const Repeats& repeats)
{
    return static_cast<double>(repeats.calls.size() - 1) * 60
        / std::max(toSeconds(repeats.span), 1.0);
}

bool isPoll(const Survey& survey, const Repeats& repeats)
{
    if (repeats.calls.size() < LeastPolls || !repeats.isRegular || repeats.usual > SlowestPoll
        || repeats.span < ShortestHabit) {
        return false;
    }
    const double granted = grantedAMinute(survey, survey.at(repeats.calls.first()));
    const bool isMuch = granted > 0 && perMinute(repeats) >= MuchOfTheQuota * granted;
    return repeats.usual <= FastPoll || isMuch;
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

GapBins binsOf(const Repeats& repeats)
{
    GapBins chart;
    chart.usual = repeats.usual;
    chart.changed = repeats.changed;
    chart.unchanged = repeats.unchanged;
    chart.width = evenWidth(repeats.usual * 3 / Bins);
    chart.bins.resize(Bins);
    for (const Duration gap : repeats.gaps) {
        ++chart.bins[std::min<qsizetype>(gap / chart.width, Bins - 1)];
    }
    return chart;
}

/// Windows that polls alone fill by half are the polls' doing.
void claimFilled(Casebook& book, const QSet<int>& polls)
{
    const Survey& survey = book.survey();
    std::vector<int> before(static_cast<std::size_t>(survey.size()) + 1, 0); // polls before a call
    for (int call = 0; call < survey.size(); ++call) {
        const auto at = static_cast<std::size_t>(call);
        before[at + 1] = before[at] + (polls.contains(call) ? 1 : 0);
    }
    for (int index = 0; index < book.size(); ++index) {
        const RefusalCase& entry = book.at(index);
        if (!book.isOpenOfClient(index) || entry.window < 0 || !book.isFullBySeen(index)) {
            continue;
        }
        const int end = book.callOf(index);
        const Duration span = survey.windows().at(entry.window).window;
        const int begin = survey.firstFrom(survey.at(end).sent - span);
        const int ofPolls
            = before[static_cast<std::size_t>(end) + 1] - before[static_cast<std::size_t>(begin)];
        if (ofPolls * 2 >= end + 1 - begin) {
            book.claim(index, FindingKind::FrequentPolls, entry.known != WindowKnown::Ambiguous);
        }
    }
}

void tell(const Casebook& book, QList<Finding>& findings, FindingKind kind, const Repeats& repeats,
          double load)
{
    const Survey& survey = book.survey();
    Finding finding = book.finding(kind, Culprit::Client, repeats.calls.size());
    const qint64 compared = repeats.changed + repeats.unchanged;
    const double unchanged = compared == 0
        ? 0
        : static_cast<double>(repeats.unchanged) / static_cast<double>(compared);
    if (finding.sure == Cause::Sure::Strong && unchanged < MostUnchanged) {
        finding.sure = Cause::Sure::Likely;
        finding.rule = SureRule::SeenSome;
    }
    finding.perMinute = load;
    nameRoute(finding, survey, repeats.calls);
    const double granted = grantedAMinute(survey, survey.at(repeats.calls.first()));
    finding.facts.append(fact(Fact::Kind::PerMinute, load));
    finding.facts.append(fact(Fact::Kind::ShareOfQuota, granted > 0 ? load / granted : 0.0));
    if (compared > 0) {
        finding.facts.append(fact(Fact::Kind::UnchangedShare, unchanged));
    }
    finding.facts.append(fact(Fact::Kind::MedianGap, repeats.usual));
    finding.evidence = binsOf(repeats);
    if (finding.calls.isEmpty()) {
        for (const int call : repeats.calls) {
            finding.calls.append(survey.at(call).id);
        }
    }
    finding.exampleFrom = survey.at(repeats.calls.first()).sentWall;
    finding.exampleTo = finding.exampleFrom + 30 * std::max<Duration>(repeats.usual, 1s);
    findings.append(finding);
}

} // namespace

void findRepeatedGets(Casebook& book, QList<Finding>& findings)
{
    const Survey& survey = book.survey();
    QHash<quint64, QList<int>> gets;
    for (int call = 0; call < survey.size(); ++call) {
        const CallFacts& facts = survey.at(call);
        if (facts.isGet && facts.origin == Origin::Client && !facts.byUs
            && survey.retry(call).of < 0) {
            gets[facts.identity].append(call);
        }
    }
    Repeats polls;
    Repeats fetches;
    double pollLoad = 0;
    double fetchLoad = 0;
    QSet<int> pollCalls;
    QList<int> order;
    for (const QList<int>& calls : std::as_const(gets)) {
        if (calls.size() >= LeastFetches) {
            order.append(calls.first());
        }
    }
    std::sort(order.begin(), order.end());
    for (const int first : order) {
        const Repeats repeats = measure(survey, gets.value(survey.at(first).identity));
        if (repeats.isHeld) {
            continue;
        }
        const double load = perMinute(repeats);
        if (isPoll(survey, repeats)) {
            pollLoad += load;
            pollCalls.unite(QSet<int>(repeats.calls.begin(), repeats.calls.end()));
            polls = polls.calls.size() < repeats.calls.size() ? repeats : polls;
        } else if (repeats.usual <= SlowestFetch && repeats.span >= ShortestHabit
                   && static_cast<double>(repeats.unchanged)
                       >= MostUnchanged
                           * static_cast<double>(
                               std::max<qsizetype>(LeastFetches, repeats.calls.size()) - 1)) {
            fetchLoad += load;
            fetches = fetches.calls.size() < repeats.calls.size() ? repeats : fetches;
        }
    }
    if (!polls.calls.isEmpty()) {
        claimFilled(book, pollCalls);
        tell(book, findings, FindingKind::FrequentPolls, polls, pollLoad);
    }
    if (!fetches.calls.isEmpty() && fetchLoad >= FetchesAMinute) {
        tell(book, findings, FindingKind::RepeatedFetches, fetches, fetchLoad);
    }
}

} // namespace Pacewatch
