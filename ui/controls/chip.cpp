#include "ui/controls/chip.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int SidePadding = 7;

} // namespace

Chip::Chip(const Theme& theme, const QString& text, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setText(text);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Chip::setText(const QString& text)
{
    if (text == m_text) {
        return;
    }
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void Chip::setTone(std::optional<Standing> tone)
{
    m_tone = tone;
    update();
}

void Chip::setOutlined(bool outlined)
{
    m_isOutlined = outlined;
    update();
}

QSize Chip::sizeHint() const
{
    const QFontMetrics metrics(m_theme.font(FontRole::Label));
    return {metrics.horizontalAdvance(m_text) + 2 * SidePadding, m_theme.pixels("size.chip"_L1)};
}

void Chip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const StateColors tone = stateColors(m_tone.value_or(Standing::Quiet));
    const qreal radius = m_theme.metric("radius.chip"_L1);
    if (m_isOutlined) {
        painter.setPen(m_theme.color(tone.fill));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    } else {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(m_tone ? tone.soft : Color::BgChip));
        painter.drawRoundedRect(QRectF(rect()), radius, radius);
    }
    painter.setPen(m_theme.color(m_tone ? tone.fg : Color::TextSecondary));
    painter.setFont(m_theme.font(FontRole::Label));
    painter.drawText(rect(), Qt::AlignCenter, m_text);
}

} // namespace Pacewatch
