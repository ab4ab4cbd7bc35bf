#include "ui/controls/spinner.h"

#include <QPainter>

namespace Pacewatch {

namespace {

constexpr std::chrono::milliseconds Frame(40);
constexpr int DegreesPerFrame = 12;
constexpr int ArcDegrees = 100;
constexpr qreal Stroke = 3;

} // namespace

Spinner::Spinner(const Theme& theme, int side, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_side(side)
{
    setFixedSize(side, side);
    m_frame.setInterval(Frame);
    connect(&m_frame, &QTimer::timeout, this, &Spinner::turn);
}

void Spinner::turn()
{
    m_angle = (m_angle + 360 - DegreesPerFrame) % 360;
    update();
}

void Spinner::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal inset = Stroke / 2 + 0.5;
    const QRectF circle = QRectF(rect()).adjusted(inset, inset, -inset, -inset);
    painter.setPen(QPen(m_theme.color(Color::GaugeTrack), Stroke));
    painter.drawEllipse(circle);
    painter.setPen(QPen(m_theme.color(Color::AccentBase), Stroke, Qt::SolidLine, Qt::RoundCap));
    painter.drawArc(circle, (m_angle - ArcDegrees) * 16, ArcDegrees * 16);
}

void Spinner::showEvent(QShowEvent* event)
{
    m_frame.start();
    QWidget::showEvent(event);
}

void Spinner::hideEvent(QHideEvent* event)
{
    m_frame.stop();
    QWidget::hideEvent(event);
}

} // namespace Pacewatch
