#include "ui/models/callrows.h"

#include <algorithm>

/// Which rows there are; what they show is in callcells.cpp, and how they are sorted in
/// callsorting.cpp.
namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

/// A call changes rows that far before it: those of its burst.
constexpr Duration Reach = CallGroups::LongestBurst + CallGroups::Together;

bool isEarlier(const ExchangeFilter::Call& left, const ExchangeFilter::Call& right)
{
    return left.at != right.at ? left.at < right.at : left.number < right.number;
}

} // namespace

CallRows::CallRows(ExchangeFilter& filter, QObject* parent)
    : QAbstractTableModel(parent)
    , m_filter(filter)
{
    connect(&filter, &ExchangeFilter::replaced, this, &CallRows::replace);
    connect(&filter, &ExchangeFilter::appended, this, &CallRows::append);
    connect(&filter, &ExchangeFilter::dropped, this, &CallRows::drop);
}

void CallRows::setGroups(const CallGroups* groups)
{
    m_groups = groups;
    m_filter.setGroups(groups);
    m_open.clear();
}

void CallRows::setFolding(bool folds)
{
    if (folds != m_folds) {
        m_folds = folds;
        swapRows(0, m_rows.size(), layOut(0, m_calls.size()));
    }
}

std::optional<int> CallRows::foldAt(int row) const
{
    const WallTime at = m_rows.at(std::size_t(row)).at;
    for (int fold = row; fold >= 0; --fold) {
        const Row& each = m_rows[std::size_t(fold)];
        if (each.folded > 0) {
            const bool isInside = each.isOpen && fold + each.folded >= row;
            return fold == row || isInside ? std::optional(fold) : std::nullopt;
        }
        if (at - each.at > Reach) {
            break; // nothing is folded over that long
        }
    }
    return std::nullopt;
}

std::optional<int> CallRows::setOpen(int row, bool isOpen)
{
    const std::optional<int> fold = isSorted() ? std::nullopt : foldAt(row);
    if (!fold || m_rows[std::size_t(*fold)].isOpen == isOpen) {
        return std::nullopt;
    }
    const auto from = std::size_t(*fold);
    Row changed = m_rows[from];
    changed.isOpen = isOpen;
    std::vector<Row> fresh{changed};
    const std::size_t first = placeOf(changed);
    const auto folded = std::size_t(changed.folded);
    if (isOpen) {
        m_open.insert(changed.number);
        for (std::size_t call = first; call < first + folded; ++call) {
            fresh.push_back({.number = m_calls[call].number, .at = m_calls[call].at});
        }
    } else {
        m_open.remove(changed.number);
    }
    swapRows(from, from + 1 + (isOpen ? 0 : folded), std::move(fresh));
    return fold;
}

void CallRows::replace()
{
    takeWanted();
    if (isSorted()) {
        sortCalls();
    } else {
        std::sort(m_calls.begin(), m_calls.end(), isEarlier);
    }
    swapRows(0, m_rows.size(), layOut(0, m_calls.size()));
}

void CallRows::takeWanted()
{
    m_calls.clear();
    for (const Call& call : m_filter.calls()) {
        if (m_filter.isWanted(call)) {
            m_calls.push_back(call);
        }
    }
}

void CallRows::append(std::size_t first)
{
    if (isSorted()) {
        const auto begin = m_filter.calls().begin() + std::ptrdiff_t(first);
        emit grown(std::count_if(begin, m_filter.calls().end(),
                                 [this](const Call& call) { return m_filter.isWanted(call); }));
        return;
    }
    const std::size_t before = m_calls.size();
    WallTime earliest = WallTime::max();
    for (std::size_t at = first; at < m_filter.calls().size(); ++at) {
        const Call& call = m_filter.calls()[at];
        if (m_filter.isWanted(call)) {
            // Answers come in another order than their calls, so the place is near the end.
            m_calls.insert(std::upper_bound(m_calls.begin(), m_calls.end(), call, isEarlier), call);
            earliest = std::min(earliest, call.at);
        }
    }
    if (m_calls.size() == before) {
        return;
    }
    const Call mark{.number = 0, .at = earliest - Reach};
    auto from = std::size_t(std::lower_bound(m_calls.begin(), m_calls.end(), mark, isEarlier)
                            - m_calls.begin());
    const Row* across = nullptr;
    do {
        while (from > 0 && areTied(from - 1, from)) {
            --from;
        }
        across = foldAcross(from);
        from = across != nullptr ? placeOf(*across) : from;
    } while (across != nullptr);
    swapRows(rowFor(from), m_rows.size(), layOut(from, m_calls.size()));
    emit grown(qsizetype(m_calls.size() - before));
}

void CallRows::drop()
{
    const quint64 first = m_filter.model()->firstNumber();
    WallTime latest = WallTime::min();
    std::erase_if(m_calls, [first, &latest](const Call& call) {
        if (call.number >= first) {
            return false;
        }
        latest = std::max(latest, call.at);
        return true;
    });
    if (latest == WallTime::min()) {
        return;
    }
    if (isSorted()) {
        swapRows(0, m_rows.size(), layOut(0, m_calls.size()));
        return;
    }
    const Call mark{.number = ~quint64(0), .at = latest};
    auto to = std::size_t(std::upper_bound(m_calls.begin(), m_calls.end(), mark, isEarlier)
                          - m_calls.begin());
    const Row* across = nullptr;
    do {
        while (to > 0 && to < m_calls.size() && areTied(to - 1, to)) {
            ++to;
        }
        across = foldAcross(to);
        while (across != nullptr && to < m_calls.size() && !isEarlier(across->last, m_calls[to])) {
            ++to;
        }
    } while (across != nullptr);
    swapRows(0, rowFor(to), layOut(0, to));
    m_open.removeIf([first](quint64 number) { return number < first; });
}

std::size_t CallRows::rowFor(std::size_t call) const
{
    if (call >= m_calls.size()) {
        return m_rows.size();
    }
    const auto row = std::lower_bound(
        m_rows.begin(), m_rows.end(), m_calls[call], [](const Row& left, const Call& right) {
            return isEarlier({.number = left.number, .at = left.at}, right);
        });
    return std::size_t(row - m_rows.begin());
}

std::size_t CallRows::placeOf(const Row& row) const
{
    const Call call{.number = row.number, .at = row.at};
    const auto found = std::lower_bound(m_calls.begin(), m_calls.end(), call, isEarlier);
    return std::size_t(found - m_calls.begin());
}

const CallRows::Row* CallRows::foldAcross(std::size_t call) const
{
    // A burst that turned out to be a stream leaves folds whose calls are no longer tied.
    if (call >= m_calls.size()) {
        return nullptr;
    }
    for (std::size_t row = rowFor(call); row > 0; --row) {
        const Row& each = m_rows[row - 1];
        if (m_calls[call].at - each.at > Reach) {
            break;
        }
        if (each.folded > 0 && !isEarlier(each.last, m_calls[call])) {
            return &each;
        }
    }
    return nullptr;
}

bool CallRows::areTied(std::size_t left, std::size_t right) const
{
    return m_groups != nullptr && m_groups->kind(m_calls[left].number) == CallGroups::Kind::Burst
        && m_groups->group(m_calls[left].number) == m_groups->group(m_calls[right].number);
}

bool CallRows::areAlike(const Call& left, const Call& right) const
{
    using Choice = ExchangeFilter::Choice;
    const Exchange* one = exchange(left.number);
    const Exchange* other = exchange(right.number);
    return one != nullptr && other != nullptr
        && left.isIn(Choice::Refused) == right.isIn(Choice::Refused)
        && left.isIn(Choice::OtherErrors) == right.isIn(Choice::OtherErrors)
        && one->request.method == other->request.method
        && one->request.target == other->request.target;
}

std::size_t CallRows::alikeFrom(std::size_t from, std::size_t to) const
{
    std::size_t end = from + 1;
    while (end < to && areTied(end - 1, end) && areAlike(m_calls[end - 1], m_calls[end])) {
        ++end;
    }
    return end;
}

std::vector<CallRows::Row> CallRows::layOut(std::size_t from, std::size_t to) const
{
    std::vector<Row> rows;
    rows.reserve(to - from);
    const auto put = [&](std::size_t first, std::size_t end) {
        for (std::size_t at = first; at < end; ++at) {
            rows.push_back({.number = m_calls[at].number, .at = m_calls[at].at});
        }
    };
    constexpr std::size_t Shown = ShownBefore + ShownBehind;
    while (from < to) {
        const std::size_t end = m_folds && !isSorted() ? alikeFrom(from, to) : from + 1;
        if (end - from < Shown + LeastFolded) {
            put(from, end);
            from = end;
            continue;
        }
        const std::size_t first = from + ShownBefore;
        const std::size_t behind = end - ShownBehind;
        const bool isOpen = m_open.contains(m_calls[first].number);
        put(from, first);
        rows.push_back({.number = m_calls[first].number,
                        .at = m_calls[first].at,
                        .folded = int(behind - first),
                        .isOpen = isOpen,
                        .last = m_calls[behind - 1]});
        if (isOpen) {
            put(first, behind);
        }
        put(behind, end);
        from = end;
    }
    return rows;
}

void CallRows::swapRows(std::size_t from, std::size_t to, std::vector<Row> fresh)
{
    const auto isSame = [](const Row& left, const Row& right) {
        return left.number == right.number && (left.folded > 0) == (right.folded > 0);
    };
    const std::size_t least = std::min(to - from, fresh.size());
    std::size_t head = 0;
    while (head < least && isSame(m_rows[from + head], fresh[head])) {
        ++head;
    }
    std::size_t tail = 0;
    while (tail < least - head && isSame(m_rows[to - 1 - tail], fresh[fresh.size() - 1 - tail])) {
        ++tail;
    }
    const auto at = [this](std::size_t row) { return m_rows.begin() + std::ptrdiff_t(row); };
    if (from + head < to - tail) {
        beginRemoveRows({}, int(from + head), int(to - tail) - 1);
        m_rows.erase(at(from + head), at(to - tail));
        endRemoveRows();
    }
    const std::size_t added = fresh.size() - head - tail;
    if (added > 0) {
        beginInsertRows({}, int(from + head), int(from + head + added) - 1);
        m_rows.insert(at(from + head), fresh.begin() + std::ptrdiff_t(head),
                      fresh.begin() + std::ptrdiff_t(head + added));
        endInsertRows();
    }
    // What stays may belong to a burst that grew, or be a fold with more behind it.
    std::copy(fresh.begin(), fresh.end(), at(from));
    if (head + tail > 0) {
        emit dataChanged(index(int(from), 0),
                         index(int(from + fresh.size()) - 1, ExchangeModel::ColumnCount - 1));
    }
    emit settled();
}

} // namespace Pacewatch
