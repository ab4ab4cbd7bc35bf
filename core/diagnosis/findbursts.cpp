#include "core/diagnosis/excerpt.h"
#include "core/diagnosis/finders.h"

#include <algorithm>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

/// Longer windows are used up, not burst.
constexpr Duration LongestBurstWindow = 2s;
/// What goes on longer than so many windows is no burst but a pace.
constexpr int LongestBurst = 6;
constexpr double OverTheLimit = 1.2;
constexpr qint64 LeastRefused = 2;
constexpr Duration Herd = 300ms;
constexpr qint64 LeastHerd = 5;
constexpr double HerdRefused = 0.2;

struct Span
{
    CallGroup group;
    QList<int> calls;
};

/// Spans in which more calls than the limit left within one window, from @p starters.
QList<Span> spansOver(const Survey& survey, const std::vector<int>& starters, Duration window,
                      qint64 threshold)
{
    QList<Span> spans;
    std::size_t oldest = 0;
    std::size_t open = 0; // first of starters that is in the last span
    for (std::size_t i = 0; i < starters.size(); ++i) {
        const Instant sent = survey.at(starters[i]).sent;
        while (survey.at(starters[oldest]).sent + window <= sent) {
            ++oldest;
        }
        if (static_cast<qint64>(i - oldest) + 1 < threshold) {
            continue;
        }
        const Instant first = survey.at(starters[oldest]).sent;
        const bool goesOn = !spans.isEmpty() && first <= spans.last().group.last + window;
        if (!goesOn) {
            spans.append(Span());
            spans.last().group.first = first;
            open = oldest;
        }
        Span& span = spans.last();
        span.group.last = sent;
        for (; open <= i; ++open) {
            span.calls.append(starters[open]);
        }
    }
    for (Span& span : spans) {
        span.group.calls = span.calls.size();
        span.group.refused = std::count_if(span.calls.begin(), span.calls.end(),
                                           [&](int call) { return survey.at(call).isRefused(); });
    }
    return spans;
}

bool isOfWindow(const Casebook& book, int index, int window)
{
    const RefusalCase& entry = book.at(index);
    const bool mayBeHidden = book.survey().statements(window) == 0;
    return entry.window == window || (entry.known == WindowKnown::Ambiguous && mayBeHidden);
}

void tell(Casebook& book, QList<Finding>& findings, FindingKind kind, int window,
          const QList<Span>& spans, qint64 times)
{
    const Survey& survey = book.survey();
    Finding finding = book.finding(kind, Culprit::Client, times);
    advisePace(finding, survey.windows().at(window));
    QList<CallGroup> groups;
    QList<int> calls;
    double sum = 0;
    std::vector<Duration> lengths;
    for (const Span& span : spans) {
        groups.append(span.group);
        calls.append(span.calls);
        sum += static_cast<double>(span.group.calls);
        lengths.push_back(span.group.last - span.group.first);
    }
    nameRoute(finding, survey, calls);
    finding.facts.append(fact(Fact::Kind::Times, times));
    Fact each = fact(Fact::Kind::CallsEach, sum / static_cast<double>(spans.size()));
    each.path = finding.path.isEmpty() ? QByteArray() : finding.method + ' ' + finding.path;
    finding.facts.append(each);
    finding.facts.append(fact(Fact::Kind::Length, median(lengths)));
    const CallSteps chart = stepsAround(survey, window, groups);
    if (chart.between > Duration::zero()) {
        finding.facts.append(fact(Fact::Kind::Distance, chart.between));
    }
    finding.evidence = chart;
    finding.exampleFrom = wallOf(survey, spans.first().group.first);
    finding.exampleTo = wallOf(survey, spans.first().group.last);
    findings.append(finding);
}

int shortestWindow(const Survey& survey, const CallFacts& call)
{
    int best = -1;
    for (int window = 0; window < static_cast<int>(survey.windows().size()); ++window) {
        const Duration span = survey.windows().at(window).window;
        if (survey.counts(window, call) && span <= LongestBurstWindow
            && (best < 0 || span < survey.windows().at(best).window)) {
            best = window;
        }
    }
    return best;
}

} // namespace

void findLockstep(Casebook& book, QList<Finding>& findings)
{
    const Survey& survey = book.survey();
    std::vector<int> returns;
    int window = -1;
    for (int call = 0; call < survey.size(); ++call) {
        const RetryLink& link = survey.retry(call);
        if (link.of >= 0 && link.early.value_or(Duration::zero()) <= 50ms) {
            returns.push_back(call);
            window = window < 0 ? shortestWindow(survey, survey.at(call)) : window;
        }
    }
    if (returns.empty() || window < 0) {
        return;
    }
    const qint64 limit = survey.windows().at(window).limit;
    QList<Span> herds;
    for (Span& span :
         spansOver(survey, returns, Herd, std::max<qint64>(LeastHerd, limit * 6 / 10))) {
        // Alone it must be enough to be refused again.
        if (static_cast<double>(span.group.refused)
                >= HerdRefused * static_cast<double>(span.group.calls)
            && span.group.refused >= LeastRefused) {
            herds.append(std::move(span));
        }
    }
    for (const Span& herd : herds) {
        for (const int call : herd.calls) {
            const int index = book.caseOf(call);
            if (index >= 0 && book.isOpenOfClient(index)) {
                book.claim(index, FindingKind::Lockstep, isOfWindow(book, index, window));
            }
        }
    }
    if (book.claimed(FindingKind::Lockstep) > 0) {
        tell(book, findings, FindingKind::Lockstep, window, herds, herds.size());
    }
}

void findBursts(Casebook& book, QList<Finding>& findings)
{
    const Survey& survey = book.survey();
    for (int window = 0; window < static_cast<int>(survey.windows().size()); ++window) {
        const Policy& policy = survey.windows().at(window);
        if (policy.window > LongestBurstWindow) {
            continue;
        }
        std::vector<int> starters;
        for (int call = 0; call < survey.size(); ++call) {
            const CallFacts& facts = survey.at(call);
            if (survey.counts(window, facts) && facts.origin == Origin::Client && !facts.byUs
                && survey.retry(call).of < 0) {
                starters.push_back(call);
            }
        }
        const auto over = static_cast<qint64>(OverTheLimit * static_cast<double>(policy.limit));
        QList<Span> bursts;
        for (Span& span :
             spansOver(survey, starters, policy.window, std::max(over, policy.limit + 2))) {
            const auto refused = std::count_if(span.calls.begin(), span.calls.end(), [&](int call) {
                const int index = book.caseOf(call);
                return index >= 0 && book.isOpenOfClient(index) && isOfWindow(book, index, window);
            });
            if (refused >= LeastRefused
                && span.group.last - span.group.first <= LongestBurst * policy.window) {
                bursts.append(std::move(span));
            }
        }
        for (const Span& burst : bursts) {
            for (const int call : burst.calls) {
                const int index = book.caseOf(call);
                if (index >= 0 && book.isOpenOfClient(index) && isOfWindow(book, index, window)) {
                    book.claim(index, FindingKind::Bursts, book.at(index).window == window);
                }
            }
        }
        if (!bursts.isEmpty()) {
            tell(book, findings, FindingKind::Bursts, window, bursts, bursts.size());
            return;
        }
    }
}

} // namespace Pacewatch
