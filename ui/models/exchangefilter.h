#pragma once

#include "core/exchange.h"

#include <QList>
#include <QSet>
#include <QSortFilterProxyModel>

namespace Pacewatch {

/// The quick choices of the traffic table, and calls picked one by one. It never sorts: rows stay
/// in the order they arrived.
class ExchangeFilter final : public QSortFilterProxyModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ExchangeFilter)

public:
    enum class Choice
    {
        All,
        Refused,
        OtherErrors
    };

    explicit ExchangeFilter(QObject* parent = nullptr);

    void setChoice(Choice choice);
    [[nodiscard]] Choice choice() const { return m_choice; }
    /// Only these calls, and of them what the choice lets through; none means all again.
    void pick(const QList<ExchangeId>& calls);
    [[nodiscard]] bool isPicked() const { return !m_picked.isEmpty(); }

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    Choice m_choice = Choice::All;
    QSet<ExchangeId> m_picked;
};

} // namespace Pacewatch
