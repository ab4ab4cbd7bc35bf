#include "ui/controls/keyhint.h"

#include <QPainter>

namespace Pacewatch {

KeyHint::KeyHint(const Theme& theme, const QString& keys, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_keys(keys)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize KeyHint::sizeHint() const
{
    return {QFontMetrics(m_theme.font(FontRole::Axis)).horizontalAdvance(m_keys) + 12, 18};
}

void KeyHint::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.color(Color::BorderDefault));
    painter.setBrush(m_theme.color(Color::BgSurface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.setPen(m_theme.color(Color::TextMuted));
    painter.setFont(m_theme.font(FontRole::Axis));
    painter.drawText(rect(), Qt::AlignCenter, m_keys);
}

} // namespace Pacewatch
