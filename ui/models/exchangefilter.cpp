#include "ui/models/exchangefilter.h"

#include "core/store/callgroups.h"
#include "ui/models/exchangemodel.h"

#include <algorithm>
#include <utility>

namespace Pacewatch {

namespace {

quint8 choicesOf(const Exchange& exchange)
{
    unsigned bits = 0;
    for (int choice = 0; choice < CallChoices; ++choice) {
        bits |= belongsTo(CallChoice(choice), exchange) ? 1U << choice : 0U;
    }
    return quint8(bits);
}

} // namespace

ExchangeFilter::ExchangeFilter(QObject* parent)
    : QObject(parent)
{
    m_turn.setInterval(0);
    m_turn.setSingleShot(true);
    connect(&m_turn, &QTimer::timeout, this, &ExchangeFilter::work);
}

void ExchangeFilter::setModel(ExchangeModel* model)
{
    if (m_model != nullptr) {
        m_model->disconnect(this);
    }
    m_model = model;
    m_picked.clear();
    if (model != nullptr) {
        connect(model, &QAbstractItemModel::rowsInserted, this, &ExchangeFilter::takeInserted);
        connect(model, &QAbstractItemModel::rowsRemoved, this, &ExchangeFilter::takeRemoved);
        connect(model, &QObject::destroyed, this, [this] {
            m_model = nullptr;
            restart();
        });
    }
    // The calls of the model before name rows that this one does not have.
    finish({});
    restart();
}

void ExchangeFilter::setFilter(const CallFilter& filter)
{
    if (filter != m_filter) {
        m_filter = filter;
        restart();
    }
}

void ExchangeFilter::pick(const QList<ExchangeId>& calls)
{
    if (m_picked.isEmpty() && calls.isEmpty()) {
        return;
    }
    m_picked = QSet<ExchangeId>(calls.begin(), calls.end());
    restart();
}

void ExchangeFilter::setChoice(Choice choice)
{
    if (choice != m_choice) {
        m_choice = choice;
        emit replaced();
    }
}

void ExchangeFilter::setRange(const std::optional<TimeSlice>& range)
{
    if (range != m_range) {
        m_range = range;
        emit replaced();
    }
}

bool ExchangeFilter::isWanted(const Call& call) const
{
    return call.isIn(m_choice) && (!m_range || m_range->contains(call.at));
}

bool ExchangeFilter::passes(quint64 number, const CallMatcher& matcher) const
{
    if (m_filter.burst
        && (m_groups == nullptr || m_groups->place(number).burst != *m_filter.burst)) {
        return false;
    }
    const Exchange& exchange = m_model->exchangeAt(int(number - m_model->firstNumber()));
    return (m_picked.isEmpty() || m_picked.contains(exchange.id)) && matcher.accepts(exchange);
}

bool ExchangeFilter::accepts(int row) const
{
    const Exchange& exchange = m_model->exchangeAt(row);
    return passes(m_model->firstNumber() + quint64(row), m_matcher)
        && isWanted({.at = exchange.arrivedWall, .choices = choicesOf(exchange)});
}

std::optional<ExchangeFilter::Call> ExchangeFilter::judge(quint64 number,
                                                          const CallMatcher& matcher) const
{
    if (!passes(number, matcher)) {
        return std::nullopt;
    }
    const Exchange& exchange = m_model->exchangeAt(int(number - m_model->firstNumber()));
    return Call{number, exchange.arrivedWall, choicesOf(exchange)};
}

void ExchangeFilter::restart()
{
    m_turn.stop();
    m_next.clear();
    CallFilter single = m_filter; // what a call alone can tell
    single.burst.reset();
    m_nextMatcher = CallMatcher(single);
    if (m_model == nullptr) {
        finish({});
        return;
    }
    m_nextNumber = m_model->firstNumber();
    if (!m_picked.isEmpty()) {
        // Few calls, whose rows are known: no need to look at the others.
        QList<int> rows;
        for (const ExchangeId id : std::as_const(m_picked)) {
            if (const std::optional<int> row = m_model->rowOf(id)) {
                rows.append(*row);
            }
        }
        std::sort(rows.begin(), rows.end());
        for (const int row : std::as_const(rows)) {
            if (const auto call = judge(m_nextNumber + quint64(row), m_nextMatcher)) {
                m_next.push_back(*call);
            }
        }
        finish(std::exchange(m_next, {}));
        return;
    }
    work();
}

void ExchangeFilter::work()
{
    m_nextNumber = std::max(m_nextNumber, m_model->firstNumber());
    const quint64 end = m_model->firstNumber() + quint64(m_model->rowCount());
    // Without a text to look for a call costs a few nanoseconds.
    // Nor does one that is not of the burst.
    const bool isQuick = m_filter.isEmpty() || m_filter.burst;
    const quint64 pause = isQuick ? end : std::min(end, m_nextNumber + CallsATurn);
    for (; m_nextNumber < pause; ++m_nextNumber) {
        if (const auto call = judge(m_nextNumber, m_nextMatcher)) {
            m_next.push_back(*call);
        }
    }
    if (m_nextNumber < end) {
        m_turn.start();
        return;
    }
    const quint64 first = m_model->firstNumber();
    std::erase_if(m_next, [first](const Call& call) { return call.number < first; });
    finish(std::exchange(m_next, {}));
}

void ExchangeFilter::finish(std::vector<Call> calls)
{
    m_matcher = m_nextMatcher;
    m_calls = std::move(calls);
    m_counts.fill(0);
    for (const Call& call : m_calls) {
        countCall(call, 1);
    }
    emit replaced();
}

void ExchangeFilter::countCall(const Call& call, int by)
{
    for (std::size_t choice = 0; choice < m_counts.size(); ++choice) {
        m_counts[choice] += call.isIn(Choice(choice)) ? by : 0;
    }
}

void ExchangeFilter::takeInserted(const QModelIndex&, int first, int last)
{
    if (m_filter.burst) {
        restart(); // earlier calls turn out to be part of it
        return;
    }
    const std::size_t before = m_calls.size();
    for (int row = first; row <= last; ++row) {
        if (const auto call = judge(m_model->firstNumber() + quint64(row), m_matcher)) {
            m_calls.push_back(*call);
            countCall(*call, 1);
        }
    }
    if (m_calls.size() > before) {
        emit appended(before);
    }
}

void ExchangeFilter::takeRemoved()
{
    const auto kept = std::find_if(
        m_calls.begin(), m_calls.end(),
        [first = m_model->firstNumber()](const Call& call) { return call.number >= first; });
    if (kept != m_calls.begin()) {
        std::for_each(m_calls.begin(), kept, [this](const Call& call) { countCall(call, -1); });
        m_calls.erase(m_calls.begin(), kept);
        emit dropped();
    }
}

} // namespace Pacewatch
