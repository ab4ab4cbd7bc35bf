#include "ui/controls/card.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace Pacewatch {

Card::Card(const Theme& theme, QWidget* parent)
    : QFrame(parent)
    , m_theme(theme)
{
    setFrameShape(QFrame::NoFrame);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Card::setTone(std::optional<Standing> tone)
{
    if (tone != m_tone) {
        m_tone = tone;
        update();
    }
}

void Card::setBorder(std::optional<Color> border)
{
    if (border != m_border) {
        m_border = border;
        update();
    }
}

void Card::setGround(Color ground)
{
    m_ground = ground;
    update();
}

void Card::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    Color ground = m_ground;
    Color border = m_border.value_or(Color::BorderSubtle);
    if (m_tone) {
        ground = stateColors(*m_tone).soft;
        border = m_border.value_or(stateColors(*m_tone).border);
    }
    const qreal radius = m_theme.metric("radius.card"_L1);
    painter.setPen(m_theme.color(border));
    painter.setBrush(m_theme.color(ground));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

} // namespace Pacewatch
