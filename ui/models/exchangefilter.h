#pragma once

#include <QSortFilterProxyModel>

namespace Pacewatch {

/// The quick choices of the traffic table. It never sorts: rows stay in the order they arrived.
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

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    Choice m_choice = Choice::All;
};

} // namespace Pacewatch
