#pragma once

#include "core/diagnosis/diagnosis.h"
#include "core/diagnosis/survey.h"

#include <functional>
#include <vector>

namespace Pacewatch {

/// Every refusal of a survey as a case, and who has explained which. Each finder claims the cases
/// it explains; the first claim stands, so the finders' order is the order of their proof.
class Casebook final
{
public:
    /// @p goesOn is asked now and then; see isWhole().
    explicit Casebook(const Survey& survey, const std::function<bool()>& goesOn = {});

    /// False when it was told not to go on: then nothing else of it holds.
    [[nodiscard]] bool isWhole() const { return m_isWhole; }

    [[nodiscard]] const Survey& survey() const { return m_survey; }
    [[nodiscard]] int size() const { return static_cast<int>(m_cases.size()); }
    [[nodiscard]] const RefusalCase& at(int index) const { return m_cases.at(index); }
    /// The refused call of a case.
    [[nodiscard]] int callOf(int index) const { return m_calls[static_cast<std::size_t>(index)]; }
    [[nodiscard]] const CallFacts& facts(int index) const { return m_survey.at(callOf(index)); }
    /// The case of a call; -1 when it was not refused.
    [[nodiscard]] int caseOf(int call) const { return m_caseOf[static_cast<std::size_t>(call)]; }
    [[nodiscard]] bool isOpen(int index) const { return !m_cases.at(index).cause; }
    /// Refused by the gateway because of the customer's calls, and not explained yet.
    [[nodiscard]] bool isOpenOfClient(int index) const;
    /// Whether the calls that were seen fill the window of a case.
    [[nodiscard]] bool isFullBySeen(int index) const { return isFullWith(index, 0); }
    /// The same with @p more calls, which were not seen.
    [[nodiscard]] bool isFullWith(int index, qint64 more) const;

    /// Claims a case. @p isCertain: nothing else that was seen explains it as well.
    void claim(int index, FindingKind kind, bool isCertain = true);
    [[nodiscard]] qint64 claimed(FindingKind kind) const;

    /// Groups cases into episodes that begin at least @p apart after the last one began.
    [[nodiscard]] QList<QList<int>> episodes(const QList<int>& cases, Duration apart) const;

    /// A finding of @p kind with what follows from the claims: refusals, calls, how sure.
    /// @p times is how often the cause was seen complete.
    [[nodiscard]] Finding finding(FindingKind kind, Culprit who, qint64 times) const;

    [[nodiscard]] QList<RefusalCase> take(const QList<Finding>& findings);

private:
    void open(int call);
    [[nodiscard]] bool isFullWithUnseen(const Policy& policy, qint64 filled,
                                        const CallFacts& call) const;
    void solveWindow(RefusalCase& entry, const CallFacts& call) const;

    const Survey& m_survey;
    QList<RefusalCase> m_cases;
    std::vector<int> m_calls;
    std::vector<int> m_caseOf;
    std::vector<bool> m_isCertain;
    bool m_isWhole = true;
};

} // namespace Pacewatch
