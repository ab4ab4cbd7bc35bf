#pragma once

#include <QSortFilterProxyModel>

namespace Pacewatch {

/// The choices above the queue's table. It never sorts.
class QueueFilter final : public QSortFilterProxyModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QueueFilter)

public:
    enum class Choice
    {
        All,
        Waiting,
        Problems
    };

    explicit QueueFilter(QObject* parent = nullptr)
        : QSortFilterProxyModel(parent)
    { }

    void setChoice(Choice choice);
    [[nodiscard]] Choice choice() const { return m_choice; }

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    Choice m_choice = Choice::All;
};

} // namespace Pacewatch
