#include "core/diagnosis/excerpt.h"
#include "core/diagnosis/finders.h"

#include <algorithm>
#include <cmath>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr qint64 LeastStatements = 5;
constexpr qsizetype MostMarks = 400;
constexpr double Cluster = 0.03;
constexpr double MostCases = 0.8;
constexpr qint64 LeastAtOnce = 3;
constexpr qsizetype LeastRefusals = 5;
constexpr Duration Apart = 2s;

/// Whether another edition of the documentation grants exactly @p limit in such a window.
QString editionWith(const DiagnosisSubject& subject, const Policy& window, qint64 limit)
{
    for (const Profile& edition : subject.editions) {
        for (const Policy& policy : edition.windows) {
            if (policy.window == window.window && policy.limit == limit) {
                return edition.id;
            }
        }
    }
    return {};
}

/// Per window since the first call: the most that counted, and the least at a refusal.
LimitMarks marksOf(const Casebook& book, int window, qint64 documented, qint64 observed)
{
    const Survey& survey = book.survey();
    LimitMarks chart;
    chart.documented = documented;
    chart.observed = observed;
    chart.window = survey.windows().at(window).window;
    const Instant begin = survey.at(0).sent;
    qint64 last = -1;
    for (const CallFacts& call : survey.calls()) {
        const CallFacts::Shown* shown = Survey::shown(window, call);
        if (shown == nullptr) {
            continue;
        }
        const qint64 index = (call.sent - begin) / chart.window;
        if (index != last) {
            if (chart.marks.size() >= MostMarks) {
                break;
            }
            chart.marks.append({wallOf(survey, begin + index * chart.window), 0, {}});
            last = index;
        }
        LimitMarks::Mark& mark = chart.marks.last();
        const qint64 used = shown->limit - shown->remaining;
        if (call.isRefused()) {
            mark.refusedAt = std::min(mark.refusedAt.value_or(used), used);
        } else {
            mark.accepted = std::max(mark.accepted, used);
        }
    }
    return chart;
}

void tellLimit(Casebook& book, QList<Finding>& findings, int window, qint64 documented,
               qint64 observed, qint64 times)
{
    const Survey& survey = book.survey();
    Finding finding = book.finding(FindingKind::LimitDiffers, Culprit::Gateway, times);
    finding.group = finding.refusals > 0 ? FindingGroup::CausesRefusals : FindingGroup::LowersLoad;
    Policy inForce = survey.windows().at(window);
    inForce.limit = observed;
    advisePace(finding, inForce);
    finding.edition = editionWith(survey.subject(), inForce, observed);
    finding.facts.append(fact(Fact::Kind::Documented, documented));
    finding.facts.append(fact(Fact::Kind::Observed, observed));
    Fact since = fact(Fact::Kind::FirstSeen, times);
    for (const CallFacts& call : survey.calls()) {
        if (Survey::shown(window, call) != nullptr
            && (!call.isRefused() || observed == survey.windows().at(window).limit)) {
            since.at = call.sentWall;
            break;
        }
    }
    finding.facts.append(since);
    finding.evidence = marksOf(book, window, documented, observed);
    finding.exampleFrom = survey.at(0).sentWall;
    finding.exampleTo = finding.exampleFrom + 2 * inForce.window;
    findings.append(finding);
}

/// The headers state another limit than the documentation.
bool findStated(Casebook& book, QList<Finding>& findings)
{
    const Survey& survey = book.survey();
    bool isFound = false;
    for (int window = 0; window < static_cast<int>(survey.windows().size()); ++window) {
        const qint64 documented = survey.subject().windows.at(window).limit;
        const qint64 stated = survey.windows().at(window).limit;
        const bool isDocumented = survey.subject().windows.at(window).source != Source::Headers;
        if (!isDocumented || survey.statements(window) < LeastStatements || stated == documented) {
            continue;
        }
        for (int index = 0; index < book.size(); ++index) {
            const bool wouldFit = stated < documented
                && survey.mostCounted(window, book.facts(index), true) <= documented;
            if (book.isOpenOfClient(index) && book.at(index).window == window && wouldFit) {
                book.claim(index, FindingKind::LimitDiffers);
            }
        }
        if (!isFound) {
            tellLimit(book, findings, window, documented, stated, survey.statements(window));
        }
        isFound = true;
    }
    return isFound;
}

/// Refuses though it says that something is left, and always at the same count.
void findEnforced(Casebook& book, QList<Finding>& findings)
{
    const Survey& survey = book.survey();
    for (int window = 0; window < static_cast<int>(survey.windows().size()); ++window) {
        const qint64 limit = survey.windows().at(window).limit;
        QList<int> cases;
        std::vector<qint64> counts;
        for (int index = 0; index < book.size(); ++index) {
            const CallFacts::Shown* shown = Survey::shown(window, book.facts(index));
            const bool isOpenHere = book.isOpenOfClient(index) && shown != nullptr
                && shown->remaining > 0
                && (book.at(index).window < 0 || book.at(index).window == window);
            if (isOpenHere) {
                cases.append(index);
                counts.push_back(shown->limit - shown->remaining);
            }
        }
        if (cases.size() < LeastRefusals) {
            continue;
        }
        std::vector<qint64> sorted = counts;
        std::sort(sorted.begin(), sorted.end());
        const qint64 observed = sorted[sorted.size() / 2];
        const auto near = std::max<qint64>(
            1, static_cast<qint64>(std::ceil(Cluster * static_cast<double>(observed))));
        QList<int> agreeing;
        for (qsizetype i = 0; i < cases.size(); ++i) {
            if (std::abs(counts[static_cast<std::size_t>(i)] - observed) <= near) {
                agreeing.append(cases.at(i));
            }
        }
        qint64 most = 0;
        for (const CallFacts& call : survey.calls()) {
            const CallFacts::Shown* shown = Survey::shown(window, call);
            if (!call.isRefused() && shown != nullptr) {
                most = std::max<qint64>(most, shown->limit - shown->remaining);
            }
        }
        const bool isOneCount
            = static_cast<double>(agreeing.size()) >= MostCases * static_cast<double>(cases.size());
        const auto times = book.episodes(agreeing, survey.windows().at(window).window / 2).size();
        if (!isOneCount || observed >= limit || observed <= limit / 10 || most > observed + near
            || times < 2) {
            continue;
        }
        for (const int index : agreeing) {
            book.claim(index, FindingKind::LimitDiffers);
        }
        tellLimit(book, findings, window, limit, observed, times);
        return;
    }
}

} // namespace

void findLimits(Casebook& book, QList<Finding>& findings)
{
    if (book.survey().size() > 0 && !findStated(book, findings)) {
        findEnforced(book, findings);
    }
}

void findConnections(Casebook& book, QList<Finding>& findings)
{
    const Survey& survey = book.survey();
    QList<int> cases;
    std::vector<qint64> refusedAt;
    for (int index = 0; index < book.size(); ++index) {
        const bool isCandidate = book.facts(index).saysConcurrency || book.at(index).window < 0;
        if (book.isOpenOfClient(index) && isCandidate) {
            cases.append(index);
            refusedAt.push_back(survey.inTheAir(book.facts(index)));
        }
    }
    if (cases.size() < LeastRefusals) {
        return;
    }
    std::sort(refusedAt.begin(), refusedAt.end());
    const qint64 least = refusedAt[refusedAt.size() / 10];
    std::vector<qint64> acceptedAt;
    for (const CallFacts& call : survey.calls()) {
        if (!call.isRefused()) {
            acceptedAt.push_back(survey.inTheAir(call));
        }
    }
    std::sort(acceptedAt.begin(), acceptedAt.end());
    const qint64 most
        = acceptedAt.empty() ? 0 : acceptedAt[acceptedAt.size() - 1 - acceptedAt.size() / 100];
    // Never refused with fewer in the air, never accepted with more.
    if (least < LeastAtOnce || most > least) {
        return;
    }
    QList<CallGroup> groups;
    for (const QList<int>& episode : book.episodes(cases, Apart)) {
        groups.append({book.facts(episode.first()).sent, book.facts(episode.last()).sent,
                       episode.size(), episode.size()});
    }
    for (const int index : cases) {
        book.claim(index, FindingKind::TooManyConnections,
                   survey.inTheAir(book.facts(index)) >= least);
    }
    Finding finding = book.finding(FindingKind::TooManyConnections, Culprit::Client, groups.size());
    finding.facts.append(fact(Fact::Kind::AtOnce, least));
    finding.facts.append(fact(Fact::Kind::Times, groups.size()));
    finding.advice.limit = least;
    finding.evidence = stepsAround(survey, -1, groups);
    finding.exampleFrom = book.facts(cases.first()).sentWall;
    finding.exampleTo = finding.exampleFrom + 1s;
    findings.append(finding);
}

} // namespace Pacewatch
