#include "ui/controls/pieceslabel.h"

#include <QPainter>
#include <QTextLayout>

namespace Pacewatch {

PiecesLabel::PiecesLabel(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void PiecesLabel::setPieces(const QList<Wording::Piece>& pieces)
{
    m_pieces = pieces;
    setAccessibleName(text());
    updateGeometry();
    update();
}

QString PiecesLabel::text() const
{
    QString all;
    for (const Wording::Piece& piece : m_pieces) {
        all += piece.text;
    }
    return all;
}

int PiecesLabel::lay(QTextLayout& layout, int width) const
{
    layout.setText(text());
    layout.setFont(m_theme.font(FontRole::Body));
    QList<QTextLayout::FormatRange> formats;
    int from = 0;
    for (const Wording::Piece& piece : m_pieces) {
        QTextLayout::FormatRange range;
        range.start = from;
        range.length = int(piece.text.size());
        from += range.length;
        if (piece.tone != Wording::Piece::Tone::Plain) {
            range.format.setFontWeight(QFont::DemiBold);
        }
        if (piece.tone == Wording::Piece::Tone::Early) {
            range.format.setForeground(m_theme.color(Color::StateWaitingFg));
        }
        formats.append(range);
    }
    layout.setFormats(formats);
    const int lineHeight = m_theme.lineHeight(FontRole::Body);
    int height = 0;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        line.setPosition(QPointF(0, height + (lineHeight - line.height()) / 2));
        height += lineHeight;
    }
    layout.endLayout();
    return height;
}

int PiecesLabel::heightForWidth(int width) const
{
    QTextLayout layout;
    return lay(layout, width);
}

QSize PiecesLabel::sizeHint() const
{
    constexpr int Comfortable = 320;
    return {Comfortable, heightForWidth(Comfortable)};
}

/// No line is cut off where room is short: what stands below gives way.
QSize PiecesLabel::minimumSizeHint() const
{
    return {0, heightForWidth(width())};
}

void PiecesLabel::resizeEvent(QResizeEvent*)
{
    updateGeometry();
}

void PiecesLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    QTextLayout layout;
    lay(layout, width());
    painter.setPen(m_theme.color(Color::TextPrimary));
    layout.draw(&painter, QPointF(0, 0));
}

} // namespace Pacewatch
