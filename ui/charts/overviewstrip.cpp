#include "ui/charts/overviewstrip.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr double Reach = 6;
constexpr double TickHeight = 6;
constexpr double TopAir = 6;

} // namespace

OverviewStrip::OverviewStrip(const Theme& theme, TimeRange& range, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_range(range)
{
    setMouseTracking(true);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    connect(&range, &TimeRange::changed, this, qOverload<>(&QWidget::update));
}

void OverviewStrip::place(const QRectF& strip)
{
    setGeometry(strip.toAlignedRect().adjusted(-Overhang, 0, Overhang, 0));
}

void OverviewStrip::showCalls(const CallBars& bars, std::optional<qint64> limit)
{
    m_bars = bars;
    m_limit = limit;
    update();
}

TimeScale OverviewStrip::scale() const
{
    TimeSlice slice = m_range.session();
    slice.from = std::min(slice.from, slice.to - 1min);
    return {slice, Overhang, static_cast<double>(width() - Overhang)};
}

QRectF OverviewStrip::rangeRect() const
{
    const TimeScale across = scale();
    constexpr double Least = 6;
    const double right
        = std::clamp(across.map(m_range.slice().to), across.left + Least, across.right);
    const double left = std::clamp(across.map(m_range.slice().from), across.left, right - Least);
    return QRectF(left, 0.75, right - left, height() - 1.5);
}

void OverviewStrip::paintBars(QPainter& painter) const
{
    const TimeScale across = scale();
    double highest = 1;
    for (const CallBar& bar : m_bars.bars) {
        highest = std::max(highest, static_cast<double>(bar.busiest.total()));
    }
    const double bottom = height() - TickHeight - 1;
    const ValueScale values{0, highest, TopAir, bottom};
    const QColor call = m_theme.color(Color::SeriesCall);
    const QColor refused = m_theme.color(Color::SeriesRefused);
    for (const CallBar& bar : m_bars.bars) {
        const double left = std::round(std::max(across.map(bar.from), across.left));
        const double end = std::min(across.map(bar.from + m_bars.bucket), across.right);
        const double right = std::max(std::round(end) - 1, left + 1);
        const double top = std::round(values.map(static_cast<double>(bar.busiest.total())));
        painter.fillRect(QRectF(left, top, right - left, bottom - top), call);
        if (bar.all.refused > 0) {
            painter.fillRect(QRectF(left, bottom + 1, std::max(right - left, 2.0), TickHeight),
                             refused);
        }
    }
    if (m_limit && static_cast<double>(*m_limit) < highest) {
        const double y = std::floor(values.map(static_cast<double>(*m_limit))) + 0.5;
        QPen pen(m_theme.color(Color::SeriesCall), 1);
        pen.setDashPattern({2, 2});
        painter.setPen(pen);
        painter.drawLine(QPointF(across.left, y), QPointF(across.right, y));
    }
}

void OverviewStrip::paintRange(QPainter& painter) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF range = rangeRect();
    QColor ground = m_theme.color(Color::AccentBase);
    ground.setAlphaF(0.12F);
    painter.setPen(QPen(m_theme.color(Color::AccentBase), 1.5));
    painter.setBrush(ground);
    painter.drawRoundedRect(range, 3, 3);
    constexpr double HandleWidth = 5;
    constexpr double HandleHeight = 15;
    painter.setBrush(m_theme.color(Color::BgSurface));
    for (const double x : {range.left(), range.right()}) {
        painter.drawRoundedRect(
            QRectF(x - HandleWidth / 2, (height() - HandleHeight) / 2, HandleWidth, HandleHeight),
            2, 2);
    }
}

void OverviewStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QRectF strip = QRectF(rect()).adjusted(Overhang, 0, -Overhang, 0);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(Color::BgSunken));
    painter.drawRoundedRect(strip, 3, 3);
    painter.setRenderHint(QPainter::Antialiasing, false);
    paintBars(painter);
    paintRange(painter);
}

OverviewStrip::Grip OverviewStrip::gripAt(double x) const
{
    const QRectF range = rangeRect();
    if (std::abs(x - range.left()) <= Reach) {
        return Grip::Left;
    }
    if (std::abs(x - range.right()) <= Reach) {
        return Grip::Right;
    }
    return x > range.left() && x < range.right() ? Grip::Middle : Grip::New;
}

void OverviewStrip::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        m_grip = gripAt(event->position().x());
        m_pressedAt = scale().unmap(event->position().x());
        m_pressedSlice = m_range.slice();
    }
}

void OverviewStrip::mouseMoveEvent(QMouseEvent* event)
{
    const WallTime at = scale().unmap(event->position().x());
    switch (m_grip) {
    case Grip::None: {
        const Grip under = gripAt(event->position().x());
        setCursor(under == Grip::Left || under == Grip::Right ? Qt::SizeHorCursor
                      : under == Grip::Middle                 ? Qt::OpenHandCursor
                                                              : Qt::CrossCursor);
        break;
    }
    case Grip::Left:
        m_range.select({std::min(at, m_pressedSlice.to - 10s), m_pressedSlice.to});
        break;
    case Grip::Right:
        m_range.select({m_pressedSlice.from, std::max(at, m_pressedSlice.from + 10s)});
        break;
    case Grip::Middle: {
        const Duration by = at - m_pressedAt;
        m_range.select({m_pressedSlice.from + by, m_pressedSlice.to + by});
        break;
    }
    case Grip::New:
        m_range.select({std::min(at, m_pressedAt), std::max(at, m_pressedAt)});
        break;
    }
}

void OverviewStrip::mouseReleaseEvent(QMouseEvent*)
{
    m_grip = Grip::None;
}

void OverviewStrip::mouseDoubleClickEvent(QMouseEvent*)
{
    m_grip = Grip::None;
    m_range.reset();
}

} // namespace Pacewatch
