#include "ui/views/trafficdelegate.h"

#include "ui/controls/tabular.h"
#include "ui/models/exchangemodel.h"

#include <QPainter>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int Padding = 8;
constexpr int FirstPadding = 19; // leaves the gutter of the table free
constexpr int MethodWidth = 36;
constexpr QSize StatusChip(36, 20);
constexpr QSize LeftBar(44, 5);
constexpr int LeftNumber = 76; // right edge of the number beside the bar

Color textColor(const QModelIndex& index)
{
    switch (ExchangeModel::Column(index.column())) {
    case ExchangeModel::LeftSecondColumn: {
        const QVariant left = index.data(ExchangeModel::ValueRole);
        return left.isValid() && left.toLongLong() == 0 ? Color::StateLimitedFg
                                                        : Color::TextPrimary;
    }
    case ExchangeModel::WaitColumn:
    case ExchangeModel::TookColumn:
    case ExchangeModel::ClientColumn:
    case ExchangeModel::SentColumn:
    case ExchangeModel::ReceivedColumn:
        return Color::TextSecondary;
    case ExchangeModel::NoteColumn:
        switch (ExchangeModel::NoteTone(index.data(ExchangeModel::NoteToneRole).toInt())) {
        case ExchangeModel::Plain:
            return Color::TextPrimary;
        case ExchangeModel::Muted:
            return Color::TextMuted;
        case ExchangeModel::Early:
            return Color::StateWaitingFg;
        case ExchangeModel::Wrong:
            return Color::StateLimitedFg;
        }
        return Color::TextPrimary;
    default:
        return Color::TextPrimary;
    }
}

} // namespace

TrafficDelegate::TrafficDelegate(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{ }

void TrafficDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    painter->save();
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    painter->fillRect(option.rect, m_theme.color(isSelected ? Color::SelectBg : Color::BgSurface));
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                      m_theme.color(Color::BorderSubtle));
    const QRect cell = option.rect.adjusted(0, 0, 0, -1);
    switch (index.column()) {
    case ExchangeModel::CallColumn:
        paintCall(*painter, cell, index);
        break;
    case ExchangeModel::StatusColumn:
        paintStatus(*painter, cell, index);
        break;
    case ExchangeModel::LeftMinuteColumn:
        paintLeft(*painter, cell, index);
        break;
    default:
        paintText(*painter, cell, index);
        break;
    }
    painter->restore();
}

QSize TrafficDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {60, m_theme.pixels("size.tableRow"_L1)};
}

void TrafficDelegate::paintCall(QPainter& painter, const QRect& cell,
                                const QModelIndex& index) const
{
    const QFont font = m_theme.font(FontRole::Mono);
    painter.setFont(font);
    const QRect inner = cell.adjusted(Padding, 0, -Padding, 0);
    painter.setPen(m_theme.color(Color::TextMuted));
    painter.drawText(inner, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     index.data(ExchangeModel::MethodRole).toString());
    const QRect path = inner.adjusted(MethodWidth, 0, 0, 0);
    painter.setPen(m_theme.color(Color::TextPrimary));
    painter.drawText(path, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     QFontMetrics(font).elidedText(index.data(ExchangeModel::PathRole).toString(),
                                                   Qt::ElideMiddle, path.width()));
}

void TrafficDelegate::paintStatus(QPainter& painter, const QRect& cell,
                                  const QModelIndex& index) const
{
    const bool isRefused = index.data(ExchangeModel::RefusedRole).toBool();
    const bool isError = index.data(ExchangeModel::ErrorRole).toBool();
    const Color ground = isRefused ? Color::StateLimitedSoft
        : isError                  ? Color::StateTightSoft
                                   : Color::StateClearSoft;
    const Color ink = isRefused ? Color::StateLimitedFg
        : isError               ? Color::StateTightFg
                                : Color::StateClearFg;
    QRectF chip(QPointF(cell.left() + Padding, 0), QSizeF(StatusChip));
    chip.moveTop(cell.center().y() - chip.height() / 2 + 0.5);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(ground));
    painter.drawRoundedRect(chip, 4, 4);
    painter.setFont(m_theme.font(FontRole::BodyStrong));
    painter.setPen(m_theme.color(ink));
    painter.drawText(chip, Qt::AlignCenter, index.data().toString());
}

void TrafficDelegate::paintLeft(QPainter& painter, const QRect& cell,
                                const QModelIndex& index) const
{
    const QVariant share = index.data(ExchangeModel::ShareRole);
    QRectF bar(QPointF(cell.left() + Padding, 0), QSizeF(LeftBar));
    bar.moveTop(cell.center().y() - bar.height() / 2 + 0.5);
    if (share.isValid()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(Color::GaugeTrack));
        painter.drawRoundedRect(bar, 2, 2);
        const double width = std::clamp(share.toDouble(), 0.0, 1.0) * bar.width();
        if (width > 0) {
            painter.setBrush(m_theme.color(Color::SeriesMinute));
            painter.drawRoundedRect(
                QRectF(bar.topLeft(), QSizeF(std::max(width, 3.0), bar.height())), 2, 2);
        }
    }
    painter.setFont(m_theme.font(FontRole::Body));
    painter.setPen(m_theme.color(Color::TextPrimary));
    const QRectF number(cell.left(), cell.top(), std::min(LeftNumber, cell.width()), cell.height());
    drawTabular(painter, number, Qt::AlignRight | Qt::AlignVCenter, index.data().toString());
}

void TrafficDelegate::paintText(QPainter& painter, const QRect& cell,
                                const QModelIndex& index) const
{
    const Color color = textColor(index);
    const bool isStrong
        = index.column() == ExchangeModel::LeftSecondColumn && color == Color::StateLimitedFg;
    const QFont font = m_theme.font(isStrong ? FontRole::BodyStrong : FontRole::Body);
    painter.setFont(font);
    painter.setPen(m_theme.color(color));
    const int left = index.column() == ExchangeModel::TimeColumn ? FirstPadding : Padding;
    const QRect inner = cell.adjusted(left, 0, -Padding, 0);
    const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
    const QString text = index.data().toString();
    if (index.column() == ExchangeModel::NoteColumn
        || index.column() == ExchangeModel::ClientColumn) {
        painter.drawText(inner, int(alignment | Qt::TextSingleLine),
                         QFontMetrics(font).elidedText(text, Qt::ElideRight, inner.width()));
        return;
    }
    drawTabular(painter, inner, alignment, text);
}

} // namespace Pacewatch
