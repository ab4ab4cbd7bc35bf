#include "ui/models/trafficbook.h"

#include <algorithm>

namespace Pacewatch {

TrafficBook::TrafficBook(const Privacy& privacy)
    : m_model(privacy)
{
    // Connected first: whoever else listens to the model finds the groups up to date.
    QObject::connect(&m_model, &QAbstractItemModel::rowsInserted, &m_model,
                     [this](const QModelIndex&, int first, int last) { take(first, last); });
    QObject::connect(&m_model, &QAbstractItemModel::rowsRemoved, &m_model,
                     [this] { m_groups.forget(m_model.firstNumber()); });
}

void TrafficBook::take(int first, int last)
{
    for (int row = first; row <= last; ++row) {
        const Exchange& exchange = m_model.exchangeAt(row);
        m_groups.take(exchange);
        m_series.append(exchange.arrivedWall, exchange.isRefused());
        m_firstCall = std::min(m_firstCall.value_or(exchange.arrivedWall), exchange.arrivedWall);
        ++m_revision;
    }
}

} // namespace Pacewatch
