#include "ui/controls/tabular.h"

#include <QFontInfo>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace Pacewatch {

namespace {

constexpr qreal LargeSize = 24;
constexpr qreal LargeTightening = 0.035;

qreal digitWidth(const QFont& font, const QFontMetricsF& metrics)
{
    qreal widest = 0;
    for (char16_t digit = u'0'; digit <= u'9'; ++digit) {
        widest = std::max(widest, metrics.horizontalAdvance(QChar(digit)));
    }
    const qreal size = QFontInfo(font).pixelSize();
    return size >= LargeSize ? widest - size * LargeTightening : widest;
}

bool isDigit(QChar character)
{
    return character >= u'0' && character <= u'9';
}

/// Calls @p draw(piece, left, width) for runs of other text and for each digit.
template<typename Draw>
qreal layOut(const QFont& font, const QString& text, Draw draw)
{
    const QFontMetricsF metrics(font);
    const qreal digit = digitWidth(font, metrics);
    qreal left = 0;
    for (qsizetype i = 0; i < text.size();) {
        qsizetype end = i + 1;
        qreal width = digit;
        if (!isDigit(text[i])) {
            while (end < text.size() && !isDigit(text[end])) {
                ++end;
            }
            width = metrics.horizontalAdvance(text.mid(i, end - i));
        }
        draw(text.mid(i, end - i), left, width);
        left += width;
        i = end;
    }
    return left;
}

} // namespace

qreal tabularWidth(const QFont& font, const QString& text)
{
    return layOut(font, text, [](const QString&, qreal, qreal) {});
}

void drawTabular(QPainter& painter, const QRectF& rect, Qt::Alignment alignment,
                 const QString& text)
{
    const QFont font = painter.font();
    const QFontMetricsF metrics(font);
    qreal left = rect.left();
    if (alignment & Qt::AlignRight) {
        left = rect.right() - tabularWidth(font, text);
    } else if (alignment & Qt::AlignHCenter) {
        left = rect.center().x() - tabularWidth(font, text) / 2;
    }
    qreal baseline = rect.top() + metrics.ascent();
    if (alignment & Qt::AlignBottom) {
        baseline = rect.bottom() - metrics.descent();
    } else if (alignment & Qt::AlignVCenter) {
        baseline = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    }
    layOut(font, text, [&](const QString& piece, qreal offset, qreal width) {
        const qreal inside = isDigit(piece[0]) ? (width - metrics.horizontalAdvance(piece)) / 2 : 0;
        painter.drawText(QPointF(left + offset + inside, baseline), piece);
    });
}

TabularLabel::TabularLabel(const Theme& theme, FontRole role, Color color, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_role(role)
    , m_color(color)
{
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void TabularLabel::setText(const QString& text)
{
    if (text == m_text) {
        return;
    }
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void TabularLabel::setColor(Color color)
{
    if (color != m_color) {
        m_color = color;
        update();
    }
}

void TabularLabel::setAlignment(Qt::Alignment alignment)
{
    m_alignment = alignment;
    update();
}

QSize TabularLabel::sizeHint() const
{
    return {qCeil(tabularWidth(m_theme.font(m_role), m_text)) + 1, m_theme.lineHeight(m_role)};
}

void TabularLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setFont(m_theme.font(m_role));
    painter.setPen(m_theme.color(isEnabled() ? m_color : Color::TextDisabled));
    drawTabular(painter, rect(), m_alignment, m_text);
}

} // namespace Pacewatch
