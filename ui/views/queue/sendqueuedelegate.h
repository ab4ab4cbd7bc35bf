#pragma once

#include "ui/icons.h"

#include <QStyledItemDelegate>

namespace Pacewatch {

/// Paints the rows of the queue's table: the state with its shape, the time with its countdown, and
/// two links in a row nobody knows the outcome of.
class SendQueueDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SendQueueDelegate)

public:
    SendQueueDelegate(const Theme& theme, const Icons& icons, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;
    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                     const QModelIndex& index) override;

    /// Where the two links are in the answer cell of an unknown item.
    [[nodiscard]] QRect againRect(const QRect& cell) const;
    [[nodiscard]] QRect leaveRect(const QRect& cell) const;

signals:
    void againAsked(const QModelIndex& index);
    void leaveAsked(const QModelIndex& index);

private:
    void paintState(QPainter& painter, const QRect& cell, const QModelIndex& index) const;
    void paintTime(QPainter& painter, const QRect& cell, const QModelIndex& index) const;
    void paintAnswer(QPainter& painter, const QRect& cell, const QModelIndex& index) const;

    const Theme& m_theme;
    const Icons& m_icons;
};

} // namespace Pacewatch
