#include "core/diagnosis/excerpt.h"
#include "core/diagnosis/finders.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr Duration Tolerance = RetryLink::Tolerance;
/// A client that repeats without a stated wait and waits at least this long is patient enough.
constexpr Duration Patience = 5s;
constexpr double NotGrowing = 1.5;
constexpr qsizetype RetriesInAChain = 3;
constexpr double JitterShare = 0.4;
constexpr double LeastEarly = 0.1;
constexpr double MostEarly = 0.8;
/// How far the moments of return may scatter around one wrong clock.
constexpr Duration ClockScatter = 600ms;
constexpr Duration LeastClockError = 1s;
constexpr std::size_t ReturnsForAClock = 5;
constexpr double MostReturns = 0.6;
/// Whoever sends all that waits when it starts anew misses every reset, but at one moment only.
constexpr qint64 MomentsForAClock = 2;
constexpr Duration SameMoment = 1s;

/// A retry and the refusal it repeats.
struct Pair
{
    int retry = 0;
    int refusal = 0;
    Duration asked{-1};
    Duration gap{};
    Duration early{}; ///< above zero when it came too early
};

struct Chains
{
    QList<Pair> pairs; ///< in the order of the retries
    QHash<int, QList<Pair>> byChain; ///< by the first call of the chain
};

Chains gather(const Casebook& book)
{
    const Survey& survey = book.survey();
    Chains chains;
    for (int call = 0; call < survey.size(); ++call) {
        const RetryLink& link = survey.retry(call);
        if (link.of < 0) {
            continue;
        }
        const int index = book.caseOf(link.of);
        if (index < 0 || book.at(index).by != RefusedBy::Gateway) {
            continue;
        }
        Pair pair{call, link.of, survey.at(link.of).wait, link.gap, {}};
        if (link.isTooEarly()) {
            pair.early = *link.early;
        }
        chains.pairs.append(pair);
        chains.byChain[link.chain].append(pair);
    }
    return chains;
}

WaitRows rowsOf(const Survey& survey, const QList<Pair>& pairs)
{
    WaitRows chart;
    for (const Pair& pair : pairs) {
        if (chart.rows.size() >= WaitRows::MostRows) {
            break;
        }
        const CallFacts& refusal = survey.at(pair.refusal);
        chart.rows.append({refusal.sentWall + (refusal.answered - refusal.sent),
                           std::max<Duration>(pair.asked, Duration::zero()), pair.gap,
                           survey.at(pair.retry).isRefused()});
    }
    return chart;
}

Duration medianOf(const QList<Pair>& pairs, Duration Pair::*field)
{
    std::vector<Duration> values;
    for (const Pair& pair : pairs) {
        values.push_back(pair.*field);
    }
    return median(std::move(values));
}

/// Claims the refused retries of @p pairs and tells of them.
void tell(Casebook& book, QList<Finding>& findings, FindingKind kind, const QList<Pair>& pairs,
          qint64 times, const QList<Pair>& all)
{
    const Survey& survey = book.survey();
    qint64 again = 0;
    QList<int> calls;
    for (const Pair& pair : pairs) {
        const int index = book.caseOf(pair.retry);
        if (index >= 0) {
            ++again;
            book.claim(index, kind);
        }
        calls.append(pair.retry);
    }
    Finding finding = book.finding(kind, Culprit::Client, times);
    const auto kept = static_cast<double>(std::count_if(
        all.begin(), all.end(), [](const Pair& pair) { return pair.early <= Tolerance; }));
    finding.facts.append(
        fact(Fact::Kind::KeptShare, all.isEmpty() ? 0.0 : kept / static_cast<double>(all.size())));
    finding.facts.append(fact(Fact::Kind::MedianGap, medianOf(pairs, &Pair::gap)));
    Fact refusedAgain = fact(Fact::Kind::RefusedAgain, again);
    refusedAgain.value = static_cast<double>(pairs.size());
    finding.facts.append(refusedAgain);
    finding.facts.append(fact(Fact::Kind::Times, times));
    finding.facts.append(fact(Fact::Kind::MedianWait, medianOf(pairs, &Pair::asked)));
    finding.advice.wait = std::max<Duration>(medianOf(pairs, &Pair::asked), Duration::zero());
    finding.evidence = rowsOf(survey, pairs);
    if (finding.calls.isEmpty()) {
        for (const int call : calls) {
            finding.calls.append(survey.at(call).id);
        }
    }
    nameRoute(finding, survey, calls);
    finding.exampleFrom = survey.at(pairs.first().refusal).sentWall;
    finding.exampleTo = survey.at(pairs.first().retry).sentWall;
    findings.append(finding);
}

bool isStubborn(const Survey& survey, const QList<Pair>& chain)
{
    if (chain.size() < RetriesInAChain) {
        return false;
    }
    const auto refused = std::count_if(chain.begin(), chain.end(), [&](const Pair& pair) {
        return survey.at(pair.retry).isRefused();
    });
    const bool isImpatient = std::all_of(chain.begin(), chain.end(), [](const Pair& pair) {
        return pair.asked >= Duration::zero() ? pair.gap < pair.asked / 2 : pair.gap < Patience;
    });
    return refused >= 2 && isImpatient
        && toSeconds(chain.last().gap) < NotGrowing * std::max(toSeconds(chain.first().gap), 0.01);
}

/// How often something came back: what is sent together, as at a new start, counts once.
qint64 momentsOf(std::vector<Instant> returns)
{
    std::sort(returns.begin(), returns.end());
    qint64 moments = 0;
    Instant first{};
    for (const Instant at : returns) {
        if (moments == 0 || at > first + SameMoment) {
            first = at;
            ++moments;
        }
    }
    return moments;
}

/// By how much most first returns miss the reset, when it is the same time though the waits
/// differ: the client goes by another clock.
std::optional<Duration> clockError(const Survey& survey, const QList<Pair>& firsts)
{
    const bool hasResets = std::all_of(firsts.begin(), firsts.end(), [&](const Pair& pair) {
        return survey.at(pair.refusal).resetAt != WallTime{};
    });
    const Duration ahead = survey.serverAhead().value_or(Duration::zero());
    struct Miss
    {
        Duration by{};
        Duration gap{};
        Instant at{};
    };
    std::vector<Miss> misses;
    for (const Pair& pair : firsts) {
        const CallFacts& retry = survey.at(pair.retry);
        misses.push_back({hasResets ? survey.at(pair.refusal).resetAt - (retry.sentWall + ahead)
                                    : pair.asked - pair.gap,
                          pair.gap, retry.sent});
    }
    std::sort(misses.begin(), misses.end(),
              [](const Miss& left, const Miss& right) { return left.by < right.by; });
    std::size_t best = 0;
    std::size_t bestCount = 0;
    std::size_t last = 0;
    for (std::size_t first = 0; first < misses.size(); ++first) {
        while (last < misses.size() && misses[last].by <= misses[first].by + 2 * ClockScatter) {
            ++last;
        }
        if (last - first > bestCount) {
            best = first;
            bestCount = last - first;
        }
    }
    if (bestCount < ReturnsForAClock
        || static_cast<double>(bestCount) < MostReturns * static_cast<double>(misses.size())) {
        return std::nullopt;
    }
    std::vector<Duration> gaps;
    std::vector<Instant> returns;
    for (std::size_t i = best; i < best + bestCount; ++i) {
        gaps.push_back(misses[i].gap);
        returns.push_back(misses[i].at);
    }
    std::sort(gaps.begin(), gaps.end());
    const Duration spread = gaps[gaps.size() * 9 / 10] - gaps[gaps.size() / 10];
    const Duration miss = misses[best + bestCount / 2].by;
    const bool isClock = miss >= LeastClockError && spread >= 6 * ClockScatter
        && momentsOf(std::move(returns)) >= MomentsForAClock;
    return isClock ? std::optional(miss) : std::nullopt;
}

bool findClock(Casebook& book, QList<Finding>& findings, const Chains& chains)
{
    QList<Pair> firsts;
    QList<Pair> all;
    for (const Pair& pair : chains.pairs) {
        if (pair.asked < Duration::zero()) {
            continue;
        }
        if (book.survey().retry(pair.retry).attempt == 2 && pair.early > Duration::zero()) {
            firsts.append(pair);
        }
        if (pair.early > Duration::zero()) {
            all.append(pair);
        }
    }
    const std::optional<Duration> miss = clockError(book.survey(), firsts);
    if (!miss) {
        return false;
    }
    tell(book, findings, FindingKind::ClockDifference, all, firsts.size(), chains.pairs);
    Fact ahead = fact(Fact::Kind::Ahead, -*miss);
    findings.last().facts.prepend(ahead);
    return true;
}

} // namespace

void findRetries(Casebook& book, QList<Finding>& findings)
{
    const Survey& survey = book.survey();
    const Chains chains = gather(book);
    if (chains.pairs.isEmpty() || findClock(book, findings, chains)) {
        return;
    }
    QList<Pair> stubborn;
    QSet<int> stubbornChains;
    for (auto chain = chains.byChain.begin(); chain != chains.byChain.end(); ++chain) {
        if (isStubborn(survey, *chain)) {
            stubborn.append(*chain);
            stubbornChains.insert(chain.key());
        }
    }
    std::sort(stubborn.begin(), stubborn.end(),
              [](const Pair& left, const Pair& right) { return left.retry < right.retry; });
    QList<Pair> early;
    QList<Pair> stated;
    for (const Pair& pair : chains.pairs) {
        if (pair.asked < Duration::zero()
            || stubbornChains.contains(survey.retry(pair.retry).chain)) {
            continue;
        }
        stated.append(pair);
        if (pair.early > Duration::zero()) {
            early.append(pair);
        }
    }
    if (!stubborn.isEmpty()) {
        tell(book, findings, FindingKind::NoBackOff, stubborn, stubbornChains.size(), chains.pairs);
        const auto longest
            = std::max_element(chains.byChain.begin(), chains.byChain.end(),
                               [](const QList<Pair>& left, const QList<Pair>& right) {
                                   return left.size() < right.size();
                               });
        findings.last().facts.append(fact(Fact::Kind::MostTries, longest->size() + 1));
    }
    if (early.isEmpty()) {
        return;
    }
    const double share = static_cast<double>(early.size()) / static_cast<double>(stated.size());
    const auto slight = std::count_if(early.begin(), early.end(), [](const Pair& pair) {
        return toSeconds(pair.early) <= JitterShare * toSeconds(pair.asked);
    });
    const bool isJitter = share >= LeastEarly && share <= MostEarly
        && static_cast<double>(slight) >= 0.9 * static_cast<double>(early.size());
    std::vector<Instant> returns;
    for (const Pair& pair : early) {
        returns.push_back(survey.at(pair.retry).sent);
    }
    tell(book, findings, isJitter ? FindingKind::EarlyJitter : FindingKind::EarlyRetries, early,
         momentsOf(std::move(returns)), stated);
}

} // namespace Pacewatch
