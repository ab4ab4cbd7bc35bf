#pragma once

#include "ui/icons.h"

#include <QStyledItemDelegate>

namespace Pacewatch {

/// Paints the rows of the traffic table: call in mono, status as a chip, what is left as a bar; in
/// the gutter the lines that tie a burst together, and folds across all columns.
class TrafficDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TrafficDelegate)

public:
    TrafficDelegate(const Theme& theme, const Icons& icons, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;

private:
    void paintCall(QPainter& painter, const QRect& cell, const QModelIndex& index) const;
    void paintStatus(QPainter& painter, const QRect& cell, const QModelIndex& index) const;
    void paintLeft(QPainter& painter, const QRect& cell, const QModelIndex& index) const;
    void paintText(QPainter& painter, const QRect& cell, int padding,
                   const QModelIndex& index) const;
    void paintNote(QPainter& painter, const QRect& cell, const QModelIndex& index) const;
    void paintFold(QPainter& painter, const QRect& line, const QModelIndex& index) const;
    void paintTie(QPainter& painter, const QRect& cell, const QModelIndex& index) const;

    const Theme& m_theme;
    const Icons& m_icons;
};

} // namespace Pacewatch
