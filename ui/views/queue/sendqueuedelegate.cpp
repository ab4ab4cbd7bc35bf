#include "ui/views/queue/sendqueuedelegate.h"

#include "ui/controls/tabular.h"
#include "ui/models/queuemodel.h"
#include "ui/wording/queue.h"

#include <QMouseEvent>
#include <QPainter>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int Padding = 8;
constexpr int FirstPadding = 16;
constexpr int IconSize = 15;
constexpr int StateTextLeft = 22;

Color lookColor(ItemLook look)
{
    switch (look) {
    case ItemLook::Queued:
    case ItemLook::DryRun:
        return Color::TextSecondary;
    case ItemLook::Cancelled:
        return Color::TextMuted;
    case ItemLook::Sending:
        return Color::TextLink;
    case ItemLook::Sent:
        return Color::StateClearFg;
    case ItemLook::Waiting:
        return Color::StateWaitingFg;
    case ItemLook::Failed:
        return Color::StateLimitedFg;
    case ItemLook::Unknown:
        return Color::StateTightFg;
    }
    return Color::TextPrimary;
}

/// The two shapes the icon set has no drawing of are drawn by hand.
void paintLook(QPainter& painter, const Icons& icons, const QRectF& box, ItemLook look,
               const QColor& color)
{
    switch (look) {
    case ItemLook::Queued:
        icons.paint(painter, box, Icon::Clock, lookColor(look));
        return;
    case ItemLook::Sending:
        icons.paint(painter, box, Icon::ArrowRight, lookColor(look));
        return;
    case ItemLook::Sent:
        icons.paint(painter, box, Icon::Check, lookColor(look));
        return;
    case ItemLook::Waiting:
        icons.paint(painter, box, Icon::Pause, lookColor(look));
        return;
    case ItemLook::Failed:
        icons.paint(painter, box, Icon::Cross, lookColor(look));
        return;
    case ItemLook::Unknown:
        icons.paint(painter, box, Icon::Help, lookColor(look));
        return;
    case ItemLook::DryRun:
        icons.paint(painter, box, Icon::Eye, lookColor(look));
        return;
    case ItemLook::Cancelled:
        painter.setPen(QPen(color, 1.6, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(box.left() + 3, box.center().y()),
                         QPointF(box.right() - 3, box.center().y()));
        return;
    }
}

} // namespace

SendQueueDelegate::SendQueueDelegate(const Theme& theme, const Icons& icons, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
    , m_icons(icons)
{ }

void SendQueueDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const
{
    painter->save();
    const auto look = ItemLook(index.data(QueueModel::LookRole).toInt());
    const bool isLit = option.state.testFlag(QStyle::State_Selected) || look == ItemLook::Sending;
    painter->fillRect(option.rect, m_theme.color(isLit ? Color::SelectBg : Color::BgSurface));
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                      m_theme.color(Color::BorderSubtle));
    const QRect cell = option.rect.adjusted(0, 0, 0, -1);
    painter->setFont(m_theme.font(FontRole::Body));
    switch (index.column()) {
    case QueueModel::StateColumn:
        paintState(*painter, cell, index);
        break;
    case QueueModel::TimeColumn:
        paintTime(*painter, cell, index);
        break;
    case QueueModel::AnswerColumn:
        paintAnswer(*painter, cell, index);
        break;
    default: {
        const bool isMain = index.column() == QueueModel::RecipientColumn;
        const int left = index.column() == QueueModel::NumberColumn ? FirstPadding : Padding;
        const int right = index.column() == QueueModel::TookColumn ? FirstPadding : Padding;
        painter->setPen(m_theme.color(isMain ? Color::TextPrimary : Color::TextSecondary));
        drawTabular(*painter, cell.adjusted(left, 0, -right, 0),
                    Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt()),
                    index.data().toString());
        break;
    }
    }
    painter->restore();
}

QSize SendQueueDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {60, m_theme.pixels("size.tableRowRoomy"_L1)};
}

void SendQueueDelegate::paintState(QPainter& painter, const QRect& cell,
                                   const QModelIndex& index) const
{
    const auto look = ItemLook(index.data(QueueModel::LookRole).toInt());
    const QColor color = m_theme.color(lookColor(look));
    QRectF box(cell.left() + Padding, 0, IconSize, IconSize);
    box.moveTop(cell.center().y() - IconSize / 2.0 + 0.5);
    painter.setRenderHint(QPainter::Antialiasing);
    paintLook(painter, m_icons, box, look, color);
    const bool isEnd = look == ItemLook::Sent || look == ItemLook::Failed
        || look == ItemLook::Unknown || look == ItemLook::Sending || look == ItemLook::Waiting;
    QFont font = m_theme.font(FontRole::Body);
    font.setWeight(isEnd ? QFont::Medium : QFont::Normal);
    painter.setFont(font);
    painter.setPen(color);
    const QRect rest = cell.adjusted(Padding + StateTextLeft, 0, 0, 0);
    painter.drawText(
        rest, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
        QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight, rest.width()));
}

void SendQueueDelegate::paintTime(QPainter& painter, const QRect& cell,
                                  const QModelIndex& index) const
{
    const QString time = index.data().toString();
    const QRect inner = cell.adjusted(Padding, 0, 0, 0);
    painter.setPen(m_theme.color(Color::TextSecondary));
    drawTabular(painter, inner, Qt::AlignLeft | Qt::AlignVCenter, time);
    const QString hint = index.data(QueueModel::HintRole).toString();
    if (!hint.isEmpty()) {
        const int width = qCeil(tabularWidth(painter.font(), time)) + 8;
        painter.setPen(m_theme.color(Color::TextMuted));
        drawTabular(painter, inner.adjusted(width, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                    hint);
    }
}

void SendQueueDelegate::paintAnswer(QPainter& painter, const QRect& cell,
                                    const QModelIndex& index) const
{
    const auto look = ItemLook(index.data(QueueModel::LookRole).toInt());
    QRect inner = cell.adjusted(Padding, 0, -Padding, 0);
    if (index.data(QueueModel::UnknownRole).toBool()) {
        QFont font = painter.font();
        font.setWeight(QFont::Medium);
        painter.setFont(font);
        painter.setPen(m_theme.color(Color::TextLink));
        painter.drawText(againRect(cell), Qt::AlignLeft | Qt::AlignVCenter,
                         Wording::sendItemAgain());
        painter.drawText(leaveRect(cell), Qt::AlignLeft | Qt::AlignVCenter, Wording::leaveItem());
        painter.setFont(m_theme.font(FontRole::Body));
        inner.setLeft(leaveRect(cell).right() + 12);
    }
    painter.setPen(
        m_theme.color(look == ItemLook::Failed ? Color::StateLimitedFg : Color::TextSecondary));
    painter.drawText(inner, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     QFontMetrics(painter.font())
                         .elidedText(index.data().toString(), Qt::ElideRight, inner.width()));
}

QRect SendQueueDelegate::againRect(const QRect& cell) const
{
    QFont font = m_theme.font(FontRole::Body);
    font.setWeight(QFont::Medium);
    return {cell.left() + Padding, cell.top(),
            QFontMetrics(font).horizontalAdvance(Wording::sendItemAgain()), cell.height()};
}

QRect SendQueueDelegate::leaveRect(const QRect& cell) const
{
    QFont font = m_theme.font(FontRole::Body);
    font.setWeight(QFont::Medium);
    return {againRect(cell).right() + 14, cell.top(),
            QFontMetrics(font).horizontalAdvance(Wording::leaveItem()), cell.height()};
}

bool SendQueueDelegate::editorEvent(QEvent* event, QAbstractItemModel* model,
                                    const QStyleOptionViewItem& option, const QModelIndex& index)
{
    if (event->type() == QEvent::MouseButtonRelease && index.column() == QueueModel::AnswerColumn
        && index.data(QueueModel::UnknownRole).toBool()) {
        const QPoint place = static_cast<QMouseEvent*>(event)->position().toPoint();
        if (againRect(option.rect).contains(place)) {
            emit againAsked(index);
            return true;
        }
        if (leaveRect(option.rect).contains(place)) {
            emit leaveAsked(index);
            return true;
        }
    }
    return QStyledItemDelegate::editorEvent(event, model, option, index);
}

} // namespace Pacewatch
