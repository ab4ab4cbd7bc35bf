#include "core/diagnosis/casebook.h"

#include "core/diagnosis/diagnose.h"
#include "core/diagnosis/longloop.h"

#include <algorithm>

namespace Pacewatch {

namespace {

/// So many calls may be missing from a full window: those that were in the air at its edges.
qint64 slack(qint64 limit)
{
    return std::max<qint64>(1, limit / 50);
}

} // namespace

Casebook::Casebook(const Survey& survey, const std::function<bool()>& goesOn)
    : m_survey(survey)
    , m_caseOf(survey.calls().size(), -1)
{
    const auto refused = std::count_if(survey.calls().begin(), survey.calls().end(),
                                       [](const CallFacts& call) { return call.isRefused(); });
    m_cases.reserve(refused);
    m_calls.reserve(static_cast<std::size_t>(refused));
    LongLoop loop(goesOn);
    for (int call = 0; call < survey.size(); ++call) {
        m_isWhole = loop.next();
        if (!m_isWhole) {
            return;
        }
        if (survey.at(call).isRefused()) {
            open(call);
        }
    }
    m_isCertain.resize(m_calls.size(), false);
}

void Casebook::open(int call)
{
    const CallFacts& facts = m_survey.at(call);
    RefusalCase entry;
    entry.call = facts.id;
    if (facts.byUs) {
        entry.by = RefusedBy::Pacewatch;
    } else if (facts.fromBehind) {
        entry.by = RefusedBy::BehindGateway;
        entry.code = facts.code;
    } else if (facts.fromCdn) {
        entry.by = RefusedBy::Cdn;
    } else {
        solveWindow(entry, facts);
    }
    m_caseOf[static_cast<std::size_t>(call)] = size();
    m_cases.append(entry);
    m_calls.push_back(call);
}

/// Whether @p filled calls that were seen before @p call, and those of others that the answers
/// prove, fill a window.
bool Casebook::isFullWithUnseen(const Policy& policy, qint64 filled, const CallFacts& call) const
{
    return filled >= policy.limit
        || (2 * filled >= policy.limit
            && filled + m_survey.leastUnseen(call, policy.window) >= policy.limit);
}

void Casebook::solveWindow(RefusalCase& entry, const CallFacts& call) const
{
    const QList<Policy>& windows = m_survey.windows();
    int empty = -1; // the longest one that the headers show as used up
    int hidden = -1; // the shortest one that no header shows and that the calls fill
    int emptyCount = 0;
    for (int window = 0; window < static_cast<int>(windows.size()); ++window) {
        if (!m_survey.counts(window, call)) {
            continue;
        }
        if (const CallFacts::Shown* shown = Survey::shown(window, call)) {
            if (shown->remaining == 0) {
                empty = window;
                ++emptyCount;
            }
        } else if (hidden < 0 && m_survey.statements(window) == 0
                   && isFullWithUnseen(windows.at(window),
                                       m_survey.mostCounted(window, call, false), call)) {
            hidden = window;
        }
    }
    int window = -1;
    if (call.told >= 0 && !(emptyCount == 1 && empty == call.told)) {
        window = call.told;
        entry.known = WindowKnown::Told;
    } else if (empty >= 0) {
        window = empty;
        entry.known = emptyCount > 1 || hidden >= 0 ? WindowKnown::Ambiguous : WindowKnown::Shown;
    } else if (hidden >= 0) {
        window = hidden;
        entry.known = WindowKnown::WorkedOut;
    }
    entry.window = static_cast<qint16>(window);
    if (window < 0) {
        return;
    }
    entry.filled = m_survey.mostCounted(window, call, false);
    const qint64 limit = windows.at(window).limit;
    entry.over = std::max<qint64>(m_survey.mostCounted(window, call, true) - limit, 0);
    const int from = m_survey.firstFrom(
        m_survey.startOfFill(window, call, std::min<qint64>(entry.filled, limit)));
    if (from < m_survey.size()) {
        entry.filledFrom = m_survey.at(from).id;
    }
    entry.filledTo = call.id;
}

bool Casebook::isOpenOfClient(int index) const
{
    return isOpen(index) && at(index).by == RefusedBy::Gateway
        && facts(index).origin == Origin::Client;
}

bool Casebook::isFullWith(int index, qint64 more) const
{
    const RefusalCase& entry = at(index);
    if (entry.window < 0) {
        return false;
    }
    const qint64 limit = m_survey.windows().at(entry.window).limit;
    return entry.filled + more >= limit - slack(limit);
}

void Casebook::claim(int index, FindingKind kind, bool isCertain)
{
    if (isOpen(index)) {
        m_cases[index].cause = kind;
        m_isCertain[static_cast<std::size_t>(index)] = isCertain;
    }
}

qint64 Casebook::claimed(FindingKind kind) const
{
    return std::count_if(m_cases.begin(), m_cases.end(),
                         [&](const RefusalCase& entry) { return entry.cause == kind; });
}

QList<QList<int>> Casebook::episodes(const QList<int>& cases, Duration apart) const
{
    QList<QList<int>> found;
    Instant start{};
    for (const int index : cases) {
        const Instant sent = facts(index).sent;
        if (found.isEmpty() || sent >= start + apart) {
            found.append(QList<int>());
            start = sent;
        }
        found.last().append(index);
    }
    return found;
}

Finding Casebook::finding(FindingKind kind, Culprit who, qint64 times) const
{
    Finding made;
    made.kind = kind;
    made.who = who;
    made.times = times;
    qint64 certain = 0;
    for (int index = 0; index < size(); ++index) {
        if (m_cases.at(index).cause == kind) {
            ++made.refusals;
            certain += m_isCertain[static_cast<std::size_t>(index)] ? 1 : 0;
            made.calls.append(m_cases.at(index).call);
        }
    }
    made.explained = made.refusals == 0
        ? 1.0
        : static_cast<double>(certain) / static_cast<double>(made.refusals);
    made.group = made.refusals == 0 ? FindingGroup::LowersLoad : FindingGroup::CausesRefusals;
    const Sureness sureness = surenessOf(times, made.explained);
    made.sure = sureness.sure;
    made.rule = sureness.rule;
    return made;
}

QList<RefusalCase> Casebook::take(const QList<Finding>& findings)
{
    for (int index = 0; index < size(); ++index) {
        RefusalCase& entry = m_cases[index];
        for (const Finding& finding : findings) {
            if (entry.cause == finding.kind) {
                const bool isCertain = m_isCertain[static_cast<std::size_t>(index)];
                entry.sure = isCertain ? finding.sure : Cause::Sure::Possible;
            }
        }
    }
    return std::move(m_cases);
}

} // namespace Pacewatch
