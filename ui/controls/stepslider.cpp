#include "ui/controls/stepslider.h"

#include <QMouseEvent>
#include <QPainter>
#include <QSignalBlocker>

#include <algorithm>
#include <cmath>

namespace Pacewatch {

namespace {

constexpr double GrooveHeight = 6;
constexpr double HandleRadius = 8;
constexpr int PageSteps = 5;

} // namespace

StepSlider::StepSlider(const Theme& theme, int most, int usual, QWidget* parent)
    : QSlider(Qt::Horizontal, parent)
    , m_theme(theme)
    , m_usual(usual)
{
    setRange(0, most);
    setPageStep(PageSteps);
    setValue(usual);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void StepSlider::setStep(int step)
{
    const QSignalBlocker quiet(this);
    setValue(step);
    update();
}

QRectF StepSlider::groove() const
{
    return {HandleRadius + 2, height() / 2.0 - GrooveHeight / 2, width() - 2 * HandleRadius - 4,
            GrooveHeight};
}

double StepSlider::placeOf(int step) const
{
    return groove().left() + groove().width() * step / std::max(maximum(), 1);
}

void StepSlider::moveTo(double x)
{
    const double share
        = std::clamp((x - groove().left()) / std::max(groove().width(), 1.0), 0., 1.);
    setValue(static_cast<int>(std::lround(share * maximum())));
}

void StepSlider::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        moveTo(event->position().x());
    }
}

void StepSlider::mouseMoveEvent(QMouseEvent* event)
{
    if ((event->buttons() & Qt::LeftButton) != 0) {
        moveTo(event->position().x());
    }
}

void StepSlider::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF bar = groove();
    const double handle = placeOf(value());
    const double usual = placeOf(m_usual);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(Color::GaugeTrack));
    painter.drawRoundedRect(bar, 3, 3);
    painter.setBrush(m_theme.color(Color::AccentBase));
    painter.drawRect(QRectF(QPointF(std::min(handle, usual), bar.top()),
                            QPointF(std::max(handle, usual), bar.bottom())));
    painter.setBrush(m_theme.color(Color::BorderInput));
    painter.drawRect(QRectF(usual - 0.75, bar.top() - 4, 1.5, bar.height() + 8));
    painter.setBrush(m_theme.color(Color::BgSurface));
    painter.setPen(QPen(m_theme.color(isUsual() ? Color::BorderInput : Color::AccentBase), 2));
    painter.drawEllipse(QPointF(handle, bar.center().y()), HandleRadius - 1, HandleRadius - 1);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QPointF(handle, bar.center().y()), HandleRadius + 1.5,
                            HandleRadius + 1.5);
    }
}

} // namespace Pacewatch
