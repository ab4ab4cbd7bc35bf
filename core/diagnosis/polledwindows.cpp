#include "core/diagnosis/polledwindows.h"

#include <algorithm>
#include <vector>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

/// How many of the calls up to each are polls, and how many of those were accepted.
class PollCounts final
{
public:
    PollCounts(const Survey& survey, const QSet<int>& polls)
        : m_tried(static_cast<std::size_t>(survey.size()) + 1, 0)
        , m_accepted(m_tried)
    {
        for (int call = 0; call < survey.size(); ++call) {
            const auto at = static_cast<std::size_t>(call);
            const bool isPoll = polls.contains(call);
            m_tried[at + 1] = m_tried[at] + (isPoll ? 1 : 0);
            m_accepted[at + 1] = m_accepted[at] + (isPoll && !survey.at(call).isRefused() ? 1 : 0);
        }
    }

    /// In [@p begin, @p end].
    [[nodiscard]] int tried(int begin, int end) const { return between(m_tried, begin, end); }
    [[nodiscard]] int accepted(int begin, int end) const { return between(m_accepted, begin, end); }

private:
    static int between(const std::vector<int>& sums, int begin, int end)
    {
        return sums[static_cast<std::size_t>(end) + 1] - sums[static_cast<std::size_t>(begin)];
    }

    std::vector<int> m_tried;
    std::vector<int> m_accepted;
};

/// Calls of a window that the first answer showing it proves to have come before the record.
qint64 usedBeforeTheRecord(const Survey& survey, int window)
{
    for (const CallFacts& call : survey.calls()) {
        if (const CallFacts::Shown* shown = Survey::shown(window, call)) {
            return std::max<qint64>(
                shown->limit - shown->remaining - survey.mostCounted(window, call, false), 0);
        }
    }
    return 0;
}

/// Where the record begins in the middle of a window, the calls that were seen do not fill it. It
/// is the polls' doing all the same when half of what it takes was polls that were seen, and what
/// the first answer showed as used makes it full. Where even less was seen, polls that would fill
/// any window at their pace explain it too, but somebody else may have used what came before.
void claimFirst(Casebook& book, int index, const PollCounts& polls, int begin, qint64 all)
{
    const Survey& survey = book.survey();
    const RefusalCase& entry = book.at(index);
    const int end = book.callOf(index);
    const Policy& policy = survey.windows().at(entry.window);
    const bool isOfTheFirst = survey.at(end).sent < survey.at(0).sent + policy.window + 1s;
    if (!isOfTheFirst || entry.known == WindowKnown::Ambiguous
        || survey.statements(entry.window) == 0 || polls.tried(begin, end) * 2 < end + 1 - begin) {
        return;
    }
    if (polls.accepted(begin, end) * 2 >= policy.limit
        && book.isFullWith(index, usedBeforeTheRecord(survey, entry.window))) {
        book.claim(index, FindingKind::FrequentPolls);
        return;
    }
    const double inAWindow
        = static_cast<double>(all) * toSeconds(policy.window) / toSeconds(survey.length());
    if (inAWindow >= static_cast<double>(policy.limit)) {
        book.claim(index, FindingKind::FrequentPolls, false);
    }
}

} // namespace

void claimPolledWindows(Casebook& book, const QSet<int>& polls)
{
    const Survey& survey = book.survey();
    const PollCounts counts(survey, polls);
    QList<int> notFull;
    for (int index = 0; index < book.size(); ++index) {
        const RefusalCase& entry = book.at(index);
        if (!book.isOpenOfClient(index) || entry.window < 0) {
            continue;
        }
        const int end = book.callOf(index);
        const Duration span = survey.windows().at(entry.window).window;
        const int begin = survey.firstFrom(survey.at(end).sent - span);
        if (!book.isFullBySeen(index)) {
            notFull.append(index);
        } else if (counts.tried(begin, end) * 2 >= end + 1 - begin) {
            book.claim(index, FindingKind::FrequentPolls, entry.known != WindowKnown::Ambiguous);
        }
    }
    if (book.claimed(FindingKind::FrequentPolls) == 0) {
        return;
    }
    for (const int index : std::as_const(notFull)) {
        const Duration span = survey.windows().at(book.at(index).window).window;
        const int begin = survey.firstFrom(book.facts(index).sent - span);
        claimFirst(book, index, counts, begin, polls.size());
    }
}

} // namespace Pacewatch
