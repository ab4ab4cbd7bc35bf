#include "ui/controls/switch.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int TargetHeight = 28;
constexpr int FocusRoom = 3;

} // namespace

Switch::Switch(const Theme& theme, QWidget* parent)
    : QAbstractButton(parent)
    , m_theme(theme)
{
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize Switch::sizeHint() const
{
    return {m_theme.pixels("size.switch.0"_L1) + 2 * FocusRoom, TargetHeight};
}

void Switch::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QRectF track(0, 0, m_theme.metric("size.switch.0"_L1), m_theme.metric("size.switch.1"_L1));
    track.moveCenter(QRectF(rect()).center());
    const qreal radius = track.height() / 2;
    const Color fill = !isEnabled() ? Color::TextDisabled
        : isChecked()               ? Color::AccentBase
                                    : Color::BorderInput;
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(fill));
    painter.drawRoundedRect(track, radius, radius);

    const qreal knob = track.height() - 4;
    QRectF circle(track.left() + 2, track.top() + 2, knob, knob);
    if (isChecked()) {
        circle.moveRight(track.right() - 2);
    }
    painter.setBrush(isChecked() ? m_theme.color(Color::TextOnAccent) : QColor(Qt::white));
    painter.drawEllipse(circle);

    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_theme.color(Color::BorderFocus), 2));
        painter.drawRoundedRect(track.adjusted(-2, -2, 2, 2), radius + 2, radius + 2);
    }
}

} // namespace Pacewatch
