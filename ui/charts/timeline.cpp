#include "ui/charts/timeline.h"

#include "ui/charts/callsplot.h"
#include "ui/charts/leftplot.h"
#include "ui/charts/overviewstrip.h"
#include "ui/charts/timelinemarks.h"
#include "ui/charts/timelineoverlay.h"
#include "ui/controls/tabular.h"
#include "ui/wording/charts.h"
#include "ui/wording/wording.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr double DragBegins = 4;
constexpr double ZoomStep = 0.8;
constexpr double PausedOpacity = 0.6;

} // namespace

Timeline::Timeline(const Theme& theme, TimeRange& range, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_range(range)
    , m_leftPlot(new LeftPlot(theme, this))
    , m_callsPlot(new CallsPlot(theme, this))
    , m_overview(new OverviewStrip(theme, range, this))
    , m_overlay(new TimelineOverlay(theme, this))
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    connect(&range, &TimeRange::chosen, this, [this] { m_isStale = true; });
}

QSize Timeline::minimumSizeHint() const
{
    return {520, TimelineLayout::leastHeight()};
}

QSize Timeline::sizeHint() const
{
    return {836, 462};
}

void Timeline::invalidate()
{
    m_isStale = true;
    setCrosshair(std::nullopt);
}

std::optional<WallTime> Timeline::crosshair() const
{
    return m_overlay->crosshair();
}

void Timeline::setCrosshair(std::optional<WallTime> at)
{
    m_overlay->setCrosshair(at);
}

bool Timeline::refresh(const History& history, const QList<WindowState>& windows, WallTime now,
                       bool isPaused)
{
    const TimeSlice session{history.firstCall().value_or(now), now};
    m_range.setSession(session);
    const TimeSlice slice = snapToPixels(m_range.slice(), m_layout.left.width());
    const bool isNewSecond = unixSeconds(now) != unixSeconds(m_shownNow);
    const bool isSame = slice == m_content.scale.slice && history.revision() == m_shownRevision
        && isPaused == m_isPaused && !isNewSecond;
    if (isSame && !m_isStale) {
        return false;
    }
    m_isStale = false;
    m_isPaused = isPaused;
    m_shownRevision = history.revision();
    m_shownNow = now;
    m_content = collectTimeline(history, windows,
                                {slice, m_layout.left.left(), m_layout.left.right()}, now);
    const TimeScale across = m_overview->scale();
    const double width = across.right - across.left;
    m_overview->showCalls(
        history.calls().bars(across.slice,
                             std::max<std::chrono::seconds>(
                                 CallSeries::bucketFor(across.slice.length(), width), 5s)),
        m_content.secondLimit);
    showContent();
    return true;
}

void Timeline::showContent()
{
    QList<double> columns;
    for (const TimeTick& tick : TimelineMarks::ticks(m_content.scale)) {
        if (tick.isLabelled) {
            columns.append(m_content.scale.map(tick.at) - m_content.scale.left);
        }
    }
    m_leftPlot->setGrid(columns, {0.5, 1.0});
    QList<double> values = TimelineMarks::callTicks(m_content);
    erase_if(values, [this](double value) {
        return value == 0
            || (m_content.secondLimit && value == static_cast<double>(*m_content.secondLimit));
    });
    m_callsPlot->setGrid(columns, values);
    m_leftPlot->showContent(m_content);
    m_callsPlot->showContent(m_content);
    m_overlay->showContent(m_layout, m_content, m_isPaused);
    m_overlay->setEvidence(m_range.evidence());
    setAccessibleName(Wording::timelineName(m_content.scale.slice.length()));
    setAccessibleDescription(Wording::timelineSummary(m_content));
    update();
}

void Timeline::placeParts()
{
    m_layout = TimelineLayout::of(size());
    m_leftPlot->place(m_layout.left);
    m_callsPlot->place(m_layout.calls);
    m_overview->place(m_layout.overview);
    m_overlay->setGeometry(rect());
    m_overlay->raise();
}

void Timeline::resizeEvent(QResizeEvent*)
{
    placeParts();
    if (m_shownNow == WallTime{}) {
        return;
    }
    // The old values on the new scale, until the next refresh looks them up again.
    m_content.scale.left = m_layout.left.left();
    m_content.scale.right = m_layout.left.right();
    m_isStale = true;
    showContent();
}

void Timeline::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    if (m_shownNow == WallTime{}) {
        return;
    }
    if (m_isPaused) {
        painter.setOpacity(PausedOpacity);
    }
    const TimelineMarks marks(m_theme, m_layout, m_content);
    marks.paint(painter, m_isPaused ? std::optional(m_content.now) : std::nullopt);
    painter.setOpacity(1);
    painter.setFont(m_theme.font(FontRole::Axis));
    painter.setPen(m_theme.color(Color::ChartAxis));
    drawTabular(painter,
                QRectF(0, m_layout.overview.top(), m_layout.overview.left() - 8,
                       m_layout.overview.height()),
                Qt::AlignRight | Qt::AlignVCenter,
                Wording::clockMinutes(m_overview->scale().slice.from));
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(m_theme.color(Color::BorderFocus), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(7, 1, -7, -5), 6, 6);
    }
}

WallTime Timeline::timeAt(double x) const
{
    return m_content.scale.unmap(std::clamp(x, m_layout.left.left(), m_layout.left.right() - 1));
}

void Timeline::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && m_layout.crosshairArea().contains(event->position())) {
        m_pressedAt = event->position().x();
        m_isSelecting = false;
    }
}

void Timeline::mouseMoveEvent(QMouseEvent* event)
{
    const QRectF area = m_layout.crosshairArea();
    const double x = std::clamp(event->position().x(), area.left(), area.right());
    if (m_pressedAt && (m_isSelecting || std::abs(x - *m_pressedAt) >= DragBegins)) {
        m_isSelecting = true;
        m_overlay->setSelection(std::pair(*m_pressedAt, x));
        return;
    }
    const bool isInside = area.contains(event->position());
    setCursor(isInside ? Qt::CrossCursor : Qt::ArrowCursor);
    setCrosshair(isInside ? std::optional(timeAt(x)) : std::nullopt);
}

void Timeline::mouseReleaseEvent(QMouseEvent* event)
{
    if (m_isSelecting && m_pressedAt) {
        const auto [low, high] = std::minmax({timeAt(*m_pressedAt), timeAt(event->position().x())});
        m_range.select({low, high});
    }
    m_pressedAt.reset();
    m_isSelecting = false;
    m_overlay->setSelection(std::nullopt);
}

void Timeline::mouseDoubleClickEvent(QMouseEvent*)
{
    m_pressedAt.reset();
    m_range.reset();
}

void Timeline::leaveEvent(QEvent*)
{
    setCrosshair(std::nullopt);
}

void Timeline::wheelEvent(QWheelEvent* event)
{
    const int delta
        = event->angleDelta().y() != 0 ? event->angleDelta().y() : event->angleDelta().x();
    if (event->modifiers() & Qt::ControlModifier) {
        const double steps = delta / 120.0;
        m_range.zoom(std::pow(ZoomStep, steps), timeAt(event->position().x()));
    } else if (event->modifiers() & Qt::ShiftModifier) {
        m_range.move(-m_range.slice().length() * delta / 1200);
    } else {
        event->ignore();
        return;
    }
    event->accept();
}

void Timeline::stepCrosshair(bool forward, bool toEvent)
{
    if (const auto next = steppedMoment(m_content, crosshair(), forward, toEvent)) {
        setCrosshair(next);
    }
}

void Timeline::keyPressEvent(QKeyEvent* event)
{
    const WallTime middle = crosshair().value_or(m_range.slice().to);
    const bool isControl = event->modifiers() & Qt::ControlModifier;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        stepCrosshair(event->key() == Qt::Key_Right, isControl);
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        m_range.zoom(ZoomStep * ZoomStep, middle);
        return;
    case Qt::Key_Minus:
        m_range.zoom(1 / (ZoomStep * ZoomStep), middle);
        return;
    case Qt::Key_0:
        m_range.reset();
        return;
    case Qt::Key_L:
        m_range.setFollowing(!m_range.follows());
        return;
    case Qt::Key_Escape:
        if (crosshair()) {
            setCrosshair(std::nullopt);
        } else {
            m_range.reset();
        }
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace Pacewatch
