#include "ui/controls/spinfield.h"

#include <QPainter>

namespace Pacewatch {

namespace {

constexpr int ArrowSide = 10;
constexpr int ArrowRight = 16;

} // namespace

SpinField::SpinField(const Theme& theme, const Icons& icons, int lowest, int highest,
                     QWidget* parent)
    : QSpinBox(parent)
    , m_icons(icons)
{
    setRange(lowest, highest);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void SpinField::paintEvent(QPaintEvent* event)
{
    QSpinBox::paintEvent(event);
    QPainter painter(this);
    const qreal left = width() - ArrowRight;
    const qreal middle = height() / 2.0;
    const Color color = isEnabled() ? Color::TextMuted : Color::TextDisabled;
    m_icons.paint(painter, QRectF(left, middle - ArrowSide, ArrowSide, ArrowSide), Icon::ChevronUp,
                  color);
    m_icons.paint(painter, QRectF(left, middle, ArrowSide, ArrowSide), Icon::ChevronDown, color);
}

} // namespace Pacewatch
