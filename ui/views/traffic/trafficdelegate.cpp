#include "ui/views/traffic/trafficdelegate.h"

#include "ui/controls/tabular.h"
#include "ui/models/callrows.h"

#include <QHeaderView>
#include <QPainter>
#include <QTableView>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int Padding = 8;
constexpr int FirstPadding = 19; // leaves the gutter of the table free
constexpr int MethodWidth = 36;
constexpr QSize StatusChip(36, 20);
constexpr QSize LeftBar(44, 5);
constexpr QSize TieLine(2, 3); // its width, and the air at its ends
constexpr int TieLeft = 6;
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
    case ExchangeModel::AttemptColumn:
    case ExchangeModel::RequestIdColumn:
    case ExchangeModel::FinishedColumn:
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

TrafficDelegate::TrafficDelegate(const Theme& theme, const Icons& icons, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
    , m_icons(icons)
{ }

void TrafficDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    painter->save();
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const bool isFold = index.data(CallRows::FoldedRole).toInt() > 0;
    painter->fillRect(option.rect,
                      m_theme.color(isSelected   ? Color::SelectBg
                                        : isFold ? Color::BgSunken
                                                 : Color::BgSurface));
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                      m_theme.color(Color::BorderSubtle));
    const QRect cell = option.rect.adjusted(0, 0, 0, -1);
    const auto* table = qobject_cast<const QTableView*>(option.widget);
    const int firstLeft = table != nullptr ? -table->horizontalHeader()->offset() : cell.left();
    const bool isFirst = cell.left() == firstLeft;
    if (isFold) {
        painter->setClipRect(cell);
        paintFold(*painter, {firstLeft, cell.top(), option.widget->width(), cell.height()}, index);
    } else {
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
        case ExchangeModel::NoteColumn:
            paintNote(*painter, cell, index);
            break;
        default:
            paintText(*painter, cell, isFirst ? FirstPadding : Padding, index);
            break;
        }
    }
    if (isFirst) {
        paintTie(*painter, cell, index);
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

void TrafficDelegate::paintText(QPainter& painter, const QRect& cell, int padding,
                                const QModelIndex& index) const
{
    const Color color = textColor(index);
    const bool isStrong
        = index.column() == ExchangeModel::LeftSecondColumn && color == Color::StateLimitedFg;
    const QFont font = m_theme.font(isStrong ? FontRole::BodyStrong : FontRole::Body);
    painter.setFont(font);
    painter.setPen(m_theme.color(color));
    const QRect inner = cell.adjusted(padding, 0, -Padding, 0);
    const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
    const QString text = index.data().toString();
    if (index.column() == ExchangeModel::ClientColumn) {
        painter.drawText(inner, int(alignment | Qt::TextSingleLine),
                         QFontMetrics(font).elidedText(text, Qt::ElideRight, inner.width()));
        return;
    }
    drawTabular(painter, inner, alignment, text);
}

void TrafficDelegate::paintNote(QPainter& painter, const QRect& cell,
                                const QModelIndex& index) const
{
    const QFont font = m_theme.font(FontRole::Body);
    const QFontMetrics metrics(font);
    const QRect inner = cell.adjusted(Padding, 0, -Padding, 0);
    const QString text = metrics.elidedText(index.data().toString(), Qt::ElideRight, inner.width());
    // Only the waiting that was not kept stands out, not which retry it was.
    const QString plain = text.left(index.data(CallRows::StrongFromRole).toInt());
    painter.setFont(font);
    painter.setPen(m_theme.color(Color::TextPrimary));
    painter.drawText(inner, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, plain);
    painter.setPen(m_theme.color(textColor(index)));
    painter.drawText(inner.adjusted(metrics.horizontalAdvance(plain), 0, 0, 0),
                     Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text.mid(plain.size()));
}

void TrafficDelegate::paintFold(QPainter& painter, const QRect& line,
                                const QModelIndex& index) const
{
    const QModelIndex cell = index.siblingAtColumn(ExchangeModel::TimeColumn);
    const QString text = cell.data().toString();
    const QString strong = text.left(cell.data(CallRows::StrongFromRole).toInt());
    const bool isOpen = cell.data(CallRows::OpenRole).toBool();
    const QRectF mark(line.left() + FirstPadding, line.center().y() - 5.5, 12, 12);
    m_icons.paint(painter, mark, isOpen ? Icon::ChevronDown : Icon::ChevronRight,
                  Color::TextSecondary);
    const QRect words = line.adjusted(FirstPadding + 19, 0, 0, 0);
    const QFont font = m_theme.font(FontRole::BodyStrong);
    painter.setFont(font);
    painter.setPen(m_theme.color(Color::TextPrimary));
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, strong);
    painter.setFont(m_theme.font(FontRole::Body));
    painter.setPen(m_theme.color(Color::TextSecondary));
    painter.drawText(words.adjusted(QFontMetrics(font).horizontalAdvance(strong), 0, 0, 0),
                     Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     text.mid(strong.size()));
}

void TrafficDelegate::paintTie(QPainter& painter, const QRect& cell, const QModelIndex& index) const
{
    const auto kind = CallGroups::Kind(index.data(CallRows::TieRole).toInt());
    if (kind == CallGroups::Kind::None) {
        return;
    }
    const int above = index.data(CallRows::TieBeginsRole).toBool() ? TieLine.height() : 0;
    const int below = index.data(CallRows::TieEndsRole).toBool() ? -TieLine.height() : 1;
    QRect line = cell.adjusted(TieLeft, above, 0, below);
    line.setWidth(TieLine.width());
    painter.setClipping(false);
    painter.fillRect(line,
                     m_theme.color(kind == CallGroups::Kind::Burst ? Color::SeriesRefused
                                                                   : Color::StateWaitingFill));
}

} // namespace Pacewatch
