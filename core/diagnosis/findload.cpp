#include "core/diagnosis/excerpt.h"
#include "core/diagnosis/finders.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr Duration CreatesTogether = 1s;
constexpr qint64 LeastCreates = 5;
constexpr qsizetype MostGroups = 200;
constexpr int TooLarge = 413;
constexpr int NotFound = 404;
/// A hopeless call that comes back later than this was changed elsewhere meanwhile, perhaps.
constexpr Duration SoonAgain = 60s;

struct Creates
{
    QList<QList<int>> groups;
    QByteArray bulkPath;
};

/// Single creates of one route that fell into one second.
Creates createsOf(const Survey& survey, const QList<int>& calls, const QByteArray& bulkPath)
{
    Creates creates;
    creates.bulkPath = bulkPath;
    QList<int> group;
    const auto close = [&] {
        if (group.size() >= LeastCreates) {
            creates.groups.append(group);
        }
        group.clear();
    };
    for (const int call : calls) {
        if (!group.isEmpty()
            && survey.at(call).sent >= survey.at(group.first()).sent + CreatesTogether) {
            close();
        }
        group.append(call);
    }
    close();
    return creates;
}

void tellCreates(const Casebook& book, QList<Finding>& findings, const Creates& creates)
{
    const Survey& survey = book.survey();
    Finding finding
        = book.finding(FindingKind::SingleCreates, Culprit::Client, creates.groups.size());
    CreateGroups chart;
    chart.bulkPath = creates.bulkPath;
    QList<int> calls;
    for (const QList<int>& group : creates.groups) {
        calls.append(group);
        if (chart.groups.size() < MostGroups) {
            chart.groups.append({survey.at(group.first()).sentWall, group.size()});
        }
    }
    for (const int call : calls) {
        finding.calls.append(survey.at(call).id);
    }
    nameRoute(finding, survey, calls);
    finding.advice.bulkPath = creates.bulkPath;
    const auto saved = static_cast<double>(calls.size() - creates.groups.size());
    finding.perMinute = static_cast<double>(calls.size()) / survey.minutes();
    finding.facts.append(fact(Fact::Kind::Times, calls.size()));
    finding.facts.append(
        fact(Fact::Kind::CallsEach,
             static_cast<double>(calls.size()) / static_cast<double>(creates.groups.size())));
    finding.facts.append(fact(Fact::Kind::Saved, saved / survey.minutes()));
    finding.evidence = chart;
    finding.exampleFrom = chart.groups.first().at;
    finding.exampleTo = chart.groups.first().at + 1s;
    findings.append(finding);
}

void tellCalls(const Casebook& book, QList<Finding>& findings, FindingKind kind,
               const QList<int>& calls, qint64 times, const Fact& first)
{
    const Survey& survey = book.survey();
    if (calls.isEmpty()) {
        return;
    }
    Finding finding = book.finding(kind, Culprit::Client, times);
    finding.group = FindingGroup::LowersLoad;
    QList<CallGroup> groups;
    for (const int call : calls) {
        finding.calls.append(survey.at(call).id);
        groups.append({survey.at(call).sent, survey.at(call).answered, 1, 0});
    }
    nameRoute(finding, survey, calls);
    finding.perMinute = static_cast<double>(calls.size()) / survey.minutes();
    finding.facts.append(fact(Fact::Kind::Times, calls.size()));
    finding.facts.append(first);
    finding.facts.append(fact(Fact::Kind::Status, qint64{survey.at(calls.first()).status}));
    finding.evidence = stepsAround(survey, -1, groups);
    finding.exampleFrom = survey.at(calls.first()).sentWall;
    finding.exampleTo = survey.at(calls.first()).sentWall + 15s;
    findings.append(finding);
}

void findLargeBodies(const Casebook& book, QList<Finding>& findings)
{
    const Survey& survey = book.survey();
    const qint64 limit = survey.subject().profile.bodyLimit;
    QList<int> calls;
    qint64 largest = 0;
    for (int call = 0; call < survey.size(); ++call) {
        const CallFacts& facts = survey.at(call);
        // What was taken was not too large, whatever is documented.
        const bool isOver
            = limit > 0 && facts.bodySize > limit && (facts.status < 200 || facts.status >= 400);
        if (facts.origin == Origin::Client && (facts.status == TooLarge || isOver)) {
            calls.append(call);
            largest = std::max(largest, facts.bodySize);
        }
    }
    tellCalls(book, findings, FindingKind::LargeBodies, calls, calls.size(),
              fact(Fact::Kind::LargestBody, largest));
    if (!calls.isEmpty()) {
        findings.last().advice.limit = limit;
    }
}

/// Who waits for something to come asks for it until it is there.
bool asksWhetherItIsThere(const Survey& survey, int call)
{
    return survey.at(call).status == NotFound
        && (survey.at(call).isGet || survey.route(call).method == "HEAD");
}

void findForbiddenRetries(const Casebook& book, QList<Finding>& findings)
{
    const Survey& survey = book.survey();
    const QList<int>& never = survey.subject().profile.retry.neverRetry;
    QHash<quint64, QList<int>> failing; // calls that failed one after the other, by identity
    QSet<std::pair<quint32, int>> curable; // route and answer after which the same call succeeded
    QList<QList<int>> chains;
    for (int call = 0; call < survey.size(); ++call) {
        const CallFacts& facts = survey.at(call);
        if (facts.origin != Origin::Client || (!facts.isGet && !facts.isComparable)) {
            continue;
        }
        const bool isHopeless = !facts.isRefused() && never.contains(int{facts.status})
            && !asksWhetherItIsThere(survey, call);
        const auto before = failing.find(facts.identity);
        if (before == failing.end()) {
            if (isHopeless) {
                failing.insert(facts.identity, {call});
            }
            continue;
        }
        const CallFacts& last = survey.at(before->last());
        const bool isSoon = facts.sent < last.answered + SoonAgain;
        if (isSoon && facts.status >= 200 && facts.status < 400) {
            // A new token, an entry made meanwhile, an export that is ready by now.
            curable.insert({facts.route, int{last.status}});
        }
        if (!isHopeless || !isSoon) {
            chains.append(*before);
            before->clear();
        }
        if (!isHopeless) {
            failing.erase(before);
        } else if (before->isEmpty() || facts.sent >= last.answered) {
            before->append(call);
        }
    }
    for (const QList<int>& chain : std::as_const(failing)) {
        chains.append(chain);
    }
    QList<int> calls;
    qsizetype most = 0;
    for (const QList<int>& chain : std::as_const(chains)) {
        const bool isCurable = std::any_of(chain.begin(), chain.end(), [&](int call) {
            return curable.contains({survey.at(call).route, int{survey.at(call).status}});
        });
        if (chain.size() > 1 && !isCurable) {
            calls.append(chain.sliced(1));
            most = std::max(most, chain.size());
        }
    }
    std::sort(calls.begin(), calls.end());
    tellCalls(book, findings, FindingKind::ForbiddenRetries, calls, calls.size(),
              fact(Fact::Kind::MostTries, qint64{most}));
}

} // namespace

void findSingleCreates(const Casebook& book, QList<Finding>& findings)
{
    const Survey& survey = book.survey();
    QHash<QByteArray, QList<int>> byBulk;
    QHash<quint32, QByteArray> known;
    for (int call = 0; call < survey.size(); ++call) {
        const CallFacts& facts = survey.at(call);
        // What was answered with an error created nothing that a bulk call would create.
        const bool wasTaken = facts.isRefused() || (facts.status >= 200 && facts.status < 300);
        if (facts.isGet || !wasTaken || facts.origin != Origin::Client
            || survey.retry(call).of >= 0) {
            continue;
        }
        auto bulk = known.find(facts.route);
        if (bulk == known.end()) {
            const CallRoute& route = survey.route(call);
            bulk = known.insert(facts.route,
                                route.method == "POST" ? bulkPathFor(survey.subject(), route.raw)
                                                       : QByteArray());
        }
        if (!bulk->isEmpty()) {
            byBulk[*bulk].append(call);
        }
    }
    QList<QByteArray> paths = byBulk.keys();
    std::sort(paths.begin(), paths.end());
    for (const QByteArray& path : paths) {
        const Creates creates = createsOf(survey, byBulk.value(path), path);
        if (!creates.groups.isEmpty()) {
            tellCreates(book, findings, creates);
            return;
        }
    }
}

void findHopelessCalls(const Casebook& book, QList<Finding>& findings)
{
    findLargeBodies(book, findings);
    findForbiddenRetries(book, findings);
}

} // namespace Pacewatch
