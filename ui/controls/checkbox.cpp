#include "ui/controls/checkbox.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int Gap = 8;
constexpr int Margin = 2;
constexpr int TargetHeight = 28;

} // namespace

void paintCheckMark(QPainter& painter, const QRectF& rect, CheckBox::Shape shape, bool isChecked,
                    bool isEnabled, const Theme& theme, const Icons& icons)
{
    const qreal radius = shape == CheckBox::Shape::Round ? rect.height() / 2 : 4;
    const Color edge = !isEnabled ? Color::BorderDefault
        : isChecked               ? Color::AccentBase
                                  : Color::BorderInput;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.color(edge));
    painter.setBrush(theme.color(isChecked && isEnabled ? Color::AccentBase : Color::BgSurface));
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    if (!isChecked) {
        return;
    }
    if (shape == CheckBox::Shape::Round) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(Color::TextOnAccent));
        painter.drawEllipse(rect.center(), 3, 3);
    } else {
        icons.paint(painter, rect.adjusted(2, 2, -2, -2), Icon::Check, Color::TextOnAccent);
    }
}

CheckBox::CheckBox(const Theme& theme, const Icons& icons, const QString& text, Shape shape,
                   QWidget* parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_icons(icons)
    , m_shape(shape)
{
    setText(text);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize CheckBox::sizeHint() const
{
    const QFontMetrics metrics(m_theme.font(FontRole::Body));
    return {m_theme.pixels("size.checkbox"_L1) + Gap + metrics.horizontalAdvance(text())
                + 2 * Margin + 2,
            TargetHeight};
}

void CheckBox::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const qreal side = m_theme.metric("size.checkbox"_L1);
    const QRectF mark(Margin, (height() - side) / 2, side, side);
    paintCheckMark(painter, mark, m_shape, isChecked(), isEnabled(), m_theme, m_icons);
    painter.setFont(m_theme.font(FontRole::Body));
    painter.setPen(m_theme.color(isEnabled() ? Color::TextPrimary : Color::TextDisabled));
    painter.drawText(QRectF(rect()).adjusted(mark.right() + Gap, 0, 0, 0),
                     Qt::AlignVCenter | Qt::AlignLeft, text());
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_theme.color(Color::BorderFocus), 2));
        painter.drawRoundedRect(mark.adjusted(-1, -1, 1, 1), 5, 5);
    }
}

} // namespace Pacewatch
