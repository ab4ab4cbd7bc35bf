#pragma once

#include "core/exchange.h"
#include "core/store/callmatcher.h"
#include "ui/charts/scale.h"

#include <QList>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <array>
#include <optional>
#include <vector>

class QModelIndex;

namespace Pacewatch {

class CallGroups;
class ExchangeModel;

/// Says which calls of an ExchangeModel are wanted: by what was typed or picked one by one, then by
/// a quick choice, then by a range of time. Window thread.
///
/// The typed filter looks at 2,000 calls a turn of the event loop, so that typing never stalls;
/// until it is through, the calls of the filter before stay. The rest takes no time worth telling.
class ExchangeFilter final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ExchangeFilter)

public:
    using Choice = CallChoice;
    static constexpr int ChoiceCount = CallChoices;
    static constexpr int CallsATurn = 2000;

    /// A call that passes what was typed.
    struct Call
    {
        quint64 number = 0; ///< as the model counts, see ExchangeModel::firstNumber()
        WallTime at{};
        quint8 choices = 0; ///< one bit for each Choice it belongs to

        [[nodiscard]] bool isIn(Choice choice) const { return (choices >> int(choice) & 1) != 0; }
    };

    explicit ExchangeFilter(QObject* parent = nullptr);

    /// The calls to choose from; none for nullptr.
    void setModel(ExchangeModel* model);
    [[nodiscard]] ExchangeModel* model() const { return m_model; }
    /// Which calls of the model are a burst; to be set before that model, and outlives its use.
    void setGroups(const CallGroups* groups) { m_groups = groups; }
    void setFilter(const CallFilter& filter);
    [[nodiscard]] const CallFilter& filter() const { return m_filter; }
    /// Only these calls, and of them what the rest lets through; none means all again.
    void pick(const QList<ExchangeId>& calls);
    [[nodiscard]] bool isPicked() const { return !m_picked.isEmpty(); }
    void setChoice(Choice choice);
    [[nodiscard]] Choice choice() const { return m_choice; }
    /// Only calls that arrived inside of it.
    void setRange(const std::optional<TimeSlice>& range);
    [[nodiscard]] const std::optional<TimeSlice>& range() const { return m_range; }

    /// The calls that pass what was typed or picked, in the order of the model.
    [[nodiscard]] const std::vector<Call>& calls() const { return m_calls; }
    /// Whether the choice and the range let @p call through too.
    [[nodiscard]] bool isWanted(const Call& call) const;
    /// Whether the call in a row of the model passes all of it.
    [[nodiscard]] bool accepts(int row) const;
    /// How many calls pass what was typed, for each choice; the range does not count.
    [[nodiscard]] int count(Choice choice) const { return m_counts.at(std::size_t(choice)); }
    /// While a typed filter is not through yet.
    [[nodiscard]] bool isWorking() const { return m_turn.isActive(); }

signals:
    /// The wanted calls are others.
    void replaced();
    /// calls() from @p first on are new.
    void appended(std::size_t first);
    /// Calls left the model; what calls() had of them is gone already.
    void dropped();

private:
    void takeInserted(const QModelIndex& parent, int first, int last);
    void takeRemoved();
    void restart();
    void work();
    void finish(std::vector<Call> calls);
    void countCall(const Call& call, int by);
    [[nodiscard]] std::optional<Call> judge(quint64 number, const CallMatcher& matcher) const;
    [[nodiscard]] bool passes(quint64 number, const CallMatcher& matcher) const;

    ExchangeModel* m_model = nullptr;
    const CallGroups* m_groups = nullptr;
    CallFilter m_filter;
    CallMatcher m_matcher; ///< that m_calls passed
    CallMatcher m_nextMatcher;
    QSet<ExchangeId> m_picked;
    Choice m_choice = Choice::All;
    std::optional<TimeSlice> m_range;
    std::vector<Call> m_calls;
    std::array<int, ChoiceCount> m_counts{};
    std::vector<Call> m_next; ///< what the typed filter found so far
    quint64 m_nextNumber = 0; ///< of the call it looks at next
    QTimer m_turn;
};

} // namespace Pacewatch
