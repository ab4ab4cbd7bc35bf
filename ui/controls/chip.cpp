#include "ui/controls/chip.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int SidePadding = 7;
constexpr int IconSize = 14;
constexpr int IconGap = 5;

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

void Chip::setIcon(const Icons& icons, std::optional<Icon> icon)
{
    if (icon != m_icon) {
        m_icons = &icons;
        m_icon = icon;
        updateGeometry();
        update();
    }
}

int Chip::iconWidth() const
{
    return m_icon ? IconSize + IconGap : 0;
}

void Chip::setOutlined(bool outlined)
{
    m_isOutlined = outlined;
    update();
}

QSize Chip::sizeHint() const
{
    const QFontMetrics metrics(m_theme.font(FontRole::Label));
    return {metrics.horizontalAdvance(m_text) + iconWidth() + 2 * SidePadding,
            m_theme.pixels("size.chip"_L1)};
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
    const Color ink = m_tone ? tone.fg : Color::TextSecondary;
    if (m_icon) {
        m_icons->paint(painter,
                       QRectF(SidePadding, (height() - IconSize) / 2.0, IconSize, IconSize),
                       *m_icon, ink);
    }
    painter.setPen(m_theme.color(ink));
    painter.setFont(m_theme.font(FontRole::Label));
    painter.drawText(rect().adjusted(iconWidth(), 0, 0, 0), Qt::AlignCenter, m_text);
}

} // namespace Pacewatch
