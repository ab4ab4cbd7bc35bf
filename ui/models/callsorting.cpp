#include "ui/models/callrows.h"

#include <algorithm>
#include <compare>
#include <numeric>

/// The rows of the traffic table in another order than that of their arrival.
namespace Pacewatch {

namespace {

/// What a cell is sorted by: a number or a text; without a value it stands last either way.
struct SortKey
{
    bool isMissing = true;
    qint64 number = 0;
    QString text; ///< its case folded

    [[nodiscard]] bool comesBefore(const SortKey& other, Qt::SortOrder order) const
    {
        if (isMissing || other.isMissing) {
            return !isMissing && other.isMissing;
        }
        const auto compared
            = number != other.number ? number <=> other.number : text.compare(other.text) <=> 0;
        return order == Qt::AscendingOrder ? compared < 0 : compared > 0;
    }
};

SortKey keyOf(const QVariant& value)
{
    const bool isText = value.typeId() == QMetaType::QString;
    SortKey key;
    key.isMissing = !value.isValid() || (isText && value.toString().isEmpty());
    key.number = isText ? 0 : value.toLongLong();
    key.text = isText ? value.toString().toCaseFolded() : QString();
    return key;
}

} // namespace

void CallRows::setSort(int column, Qt::SortOrder order)
{
    if (column == m_sortColumn && (column < 0 || order == m_sortOrder)) {
        return;
    }
    m_sortColumn = column;
    m_sortOrder = order;
    replace();
}

void CallRows::sortAnew()
{
    if (isSorted()) {
        replace();
    }
}

/// Equal ones stand as they arrived.
void CallRows::sortCalls()
{
    const ExchangeModel* const model = m_filter.model();
    if (model == nullptr) {
        return;
    }
    std::vector<SortKey> keys;
    keys.reserve(m_calls.size());
    for (const Call& call : m_calls) {
        const int row = int(call.number - model->firstNumber());
        keys.push_back(keyOf(model->index(row, m_sortColumn).data(ExchangeModel::ValueRole)));
    }
    std::vector<std::size_t> places(m_calls.size());
    std::iota(places.begin(), places.end(), std::size_t(0));
    std::sort(places.begin(), places.end(), [&](std::size_t left, std::size_t right) {
        if (keys[left].comesBefore(keys[right], m_sortOrder)) {
            return true;
        }
        return !keys[right].comesBefore(keys[left], m_sortOrder)
            && m_calls[left].number < m_calls[right].number;
    });
    std::vector<Call> sorted;
    sorted.reserve(m_calls.size());
    for (const std::size_t place : places) {
        sorted.push_back(m_calls[place]);
    }
    m_calls = std::move(sorted);
}

} // namespace Pacewatch
