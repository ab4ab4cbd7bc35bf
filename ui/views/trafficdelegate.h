#pragma once

#include "ui/theme.h"

#include <QStyledItemDelegate>

namespace Pacewatch {

/// Paints the rows of the traffic table: call in mono, status as a chip, what is left as a bar.
class TrafficDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TrafficDelegate)

public:
    explicit TrafficDelegate(const Theme& theme, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;

private:
    void paintCall(QPainter& painter, const QRect& cell, const QModelIndex& index) const;
    void paintStatus(QPainter& painter, const QRect& cell, const QModelIndex& index) const;
    void paintLeft(QPainter& painter, const QRect& cell, const QModelIndex& index) const;
    void paintText(QPainter& painter, const QRect& cell, const QModelIndex& index) const;

    const Theme& m_theme;
};

} // namespace Pacewatch
