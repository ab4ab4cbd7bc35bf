#include "ui/charts/brushstrip.h"

#include "ui/charts/timelinemarks.h"
#include "ui/wording/calls.h"
#include "ui/wording/charts.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace Pacewatch {

using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int Side = 14;
constexpr double BarsTop = 10;
constexpr double BarsBottom = 46;
constexpr double LabelsTop = 49;
constexpr double Reach = 6;
/// A shorter drag is a click.
constexpr double LeastDrag = 3;
constexpr Duration ShortestChoice = 10s; // as TimeRange

} // namespace

BrushStrip::BrushStrip(const Theme& theme, TimeRange& range, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_range(range)
{
    setObjectName(u"brushStrip"_s);
    setAccessibleName(Wording::brushName());
    setToolTip(Wording::brushTip());
    setFixedHeight(Height);
    setMouseTracking(true);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    connect(&range, &TimeRange::changed, this, qOverload<>(&QWidget::update));
    connect(&range, &TimeRange::chosen, this, qOverload<>(&QWidget::update));
}

TimeScale BrushStrip::scale() const
{
    TimeSlice slice = m_range.presetSlice();
    if (hasChoice() && m_range.slice().from < slice.from) {
        const Duration air = (slice.to - m_range.slice().from) / 20;
        slice.from = m_range.slice().from - air;
    }
    const TimeSlice snapped = snapToPixels(slice, width() - 2.0 * Side);
    return {snapped, Side, static_cast<double>(width() - Side)};
}

void BrushStrip::refresh(const CallSeries* series, quint64 revision)
{
    if (series != m_series || revision != m_revision) {
        m_series = series;
        m_revision = revision;
        m_isCounted = false;
    }
    const TimeScale across = scale();
    if (!m_isCounted || across.slice != m_counted.slice || across.right != m_counted.right) {
        countBars();
        update();
    }
}

void BrushStrip::countBars()
{
    m_counted = scale();
    m_isCounted = true;
    m_bars = m_series == nullptr
        ? CallBars()
        : m_series->bars(
            m_counted.slice,
            CallSeries::bucketFor(m_counted.slice.length(), m_counted.right - m_counted.left));
}

QRectF BrushStrip::choiceRect(const TimeScale& across) const
{
    constexpr double Least = 6;
    const double right
        = std::clamp(across.map(m_range.slice().to), across.left + Least, across.right);
    const double left = std::clamp(across.map(m_range.slice().from), across.left, right - Least);
    return QRectF(left, BarsTop - 6, right - left, BarsBottom - BarsTop + 8);
}

void BrushStrip::paintBars(QPainter& painter, const TimeScale& across) const
{
    double highest = 1;
    for (const CallBar& bar : m_bars.bars) {
        highest = std::max(highest, static_cast<double>(bar.busiest.total()));
    }
    const ValueScale values{0, highest, BarsTop, BarsBottom};
    const QColor allowed = m_theme.color(Color::SeriesCallStrong);
    const QColor refused = m_theme.color(Color::SeriesRefused);
    for (const CallBar& bar : m_bars.bars) {
        const double left = std::round(std::max(across.map(bar.from), across.left));
        const double end = std::min(across.map(bar.from + m_bars.bucket), across.right);
        const double wide = std::max(std::round(end) - left - 1, 2.0);
        const double top = std::round(values.map(static_cast<double>(bar.busiest.total())));
        const double middle = std::round(values.map(static_cast<double>(bar.busiest.allowed)));
        painter.fillRect(QRectF(left, middle, wide, BarsBottom - middle), allowed);
        painter.fillRect(QRectF(left, top, wide, middle - top), refused);
    }
    painter.fillRect(QRectF(across.left, BarsBottom, across.right - across.left, 1),
                     m_theme.color(Color::ChartBaseline));
}

void BrushStrip::paintTimes(QPainter& painter, const TimeScale& across) const
{
    painter.setFont(m_theme.font(FontRole::Axis));
    painter.setPen(m_theme.color(Color::ChartAxis));
    const std::chrono::seconds step = across.labelStep(TimelineMarks::LabelGap);
    const QFontMetricsF metrics(painter.font());
    for (const TimeTick& tick : TimelineMarks::ticks(across)) {
        if (!tick.isLabelled) {
            continue;
        }
        const QString text = Wording::axisTime(tick.at, step);
        const double wide = metrics.horizontalAdvance(text);
        const double left = across.map(tick.at) - wide / 2;
        if (left >= 0 && left + wide <= width()) {
            painter.drawText(QRectF(left, LabelsTop, wide + 2, Height - LabelsTop),
                             Qt::AlignLeft | Qt::AlignTop, text);
        }
    }
}

void BrushStrip::paintChoice(QPainter& painter, const TimeScale& across) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF choice = choiceRect(across);
    QColor ground = m_theme.color(Color::AccentBase);
    ground.setAlphaF(0.12F);
    painter.setPen(QPen(m_theme.color(Color::AccentBase), 1.5));
    painter.setBrush(ground);
    painter.drawRoundedRect(choice, 3, 3);
    constexpr double HandleWidth = 5;
    constexpr double HandleHeight = 15;
    painter.setBrush(m_theme.color(Color::BgSurface));
    for (const double x : {choice.left(), choice.right()}) {
        painter.drawRoundedRect(QRectF(x - HandleWidth / 2, choice.center().y() - HandleHeight / 2,
                                       HandleWidth, HandleHeight),
                                2, 2);
    }
}

void BrushStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const TimeScale across = scale();
    // The range and the width may have changed since anybody told of the calls.
    if (across.slice != m_counted.slice || across.right != m_counted.right) {
        countBars();
    }
    paintBars(painter, across);
    paintTimes(painter, across);
    if (hasChoice()) {
        paintChoice(painter, across);
    }
}

BrushStrip::Grip BrushStrip::gripAt(double x) const
{
    if (!hasChoice()) {
        return Grip::New;
    }
    const QRectF choice = choiceRect(scale());
    if (std::abs(x - choice.left()) <= Reach) {
        return Grip::Left;
    }
    if (std::abs(x - choice.right()) <= Reach) {
        return Grip::Right;
    }
    return x > choice.left() && x < choice.right() ? Grip::Middle : Grip::New;
}

void BrushStrip::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        m_grip = gripAt(event->position().x());
        m_pressedScale = scale();
        m_pressedX = event->position().x();
        m_pressedAt = m_pressedScale.unmap(m_pressedX);
        m_pressedSlice = m_range.slice();
    }
}

void BrushStrip::mouseMoveEvent(QMouseEvent* event)
{
    const double x = event->position().x();
    if (m_grip == Grip::None) {
        const Grip under = gripAt(x);
        setCursor(under == Grip::Left || under == Grip::Right ? Qt::SizeHorCursor
                      : under == Grip::Middle                 ? Qt::OpenHandCursor
                                                              : Qt::CrossCursor);
        return;
    }
    const WallTime at = m_pressedScale.unmap(x);
    const Duration by = at - m_pressedAt;
    switch (m_grip) {
    case Grip::None:
        break;
    case Grip::Left:
        m_range.select({std::min(at, m_pressedSlice.to - ShortestChoice), m_pressedSlice.to});
        break;
    case Grip::Right:
        m_range.select({m_pressedSlice.from, std::max(at, m_pressedSlice.from + ShortestChoice)});
        break;
    case Grip::Middle:
        m_range.select({m_pressedSlice.from + by, m_pressedSlice.to + by});
        break;
    case Grip::New:
        if (std::abs(x - m_pressedX) >= LeastDrag) {
            m_range.select({std::min(at, m_pressedAt), std::max(at, m_pressedAt)});
        }
        break;
    }
}

void BrushStrip::mouseReleaseEvent(QMouseEvent*)
{
    m_grip = Grip::None;
}

void BrushStrip::mouseDoubleClickEvent(QMouseEvent*)
{
    m_grip = Grip::None;
    m_range.reset();
}

} // namespace Pacewatch
