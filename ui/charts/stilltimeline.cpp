#include "ui/charts/stilltimeline.h"

#include "ui/charts/callsplot.h"
#include "ui/charts/leftplot.h"
#include "ui/charts/timelinemarks.h"
#include "ui/charts/timelineoverlay.h"
#include "ui/wording/charts.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QResizeEvent>

#include <algorithm>

namespace Pacewatch {

namespace {

constexpr int Yielding = 16; ///< pixels that the plots can do without

} // namespace

StillTimeline::StillTimeline(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_leftPlot(new LeftPlot(theme, this))
    , m_callsPlot(new CallsPlot(theme, this))
    , m_overlay(new TimelineOverlay(theme, this))
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    clear();
}

QSize StillTimeline::minimumSizeHint() const
{
    return {360, TimelineLayout::compactHeight() - Yielding};
}

QSize StillTimeline::sizeHint() const
{
    return {783, TimelineLayout::compactHeight()};
}

void StillTimeline::showSlice(const History& history, const QList<WindowState>& windows,
                              const TimeSlice& slice, WallTime now)
{
    place(); // a chart that is never shown gets no event
    m_content = collectTimeline(history, windows,
                                {slice, m_layout.left.left(), m_layout.left.right()}, now);
    m_content.isStill = true;
    m_hasContent = true;
    showContent();
}

void StillTimeline::setHighest(double highest)
{
    if (highest != m_content.highest) {
        m_content.highest = highest;
        showContent();
    }
}

void StillTimeline::clear()
{
    m_hasContent = false;
    m_content = {};
    m_content.isStill = true;
    m_overlay->setCrosshair(std::nullopt);
    for (QWidget* const part :
         {static_cast<QWidget*>(m_leftPlot), static_cast<QWidget*>(m_callsPlot)}) {
        part->hide();
    }
    setAccessibleDescription({});
    update();
}

void StillTimeline::showContent()
{
    if (!m_hasContent) {
        return;
    }
    QList<double> columns;
    for (const TimeTick& tick : TimelineMarks::ticks(m_content.scale)) {
        if (tick.isLabelled) {
            columns.append(m_content.scale.map(tick.at) - m_content.scale.left);
        }
    }
    QList<double> values = TimelineMarks::callTicks(m_content);
    erase_if(values, [this](double value) {
        return value == 0
            || (m_content.secondLimit && value == static_cast<double>(*m_content.secondLimit));
    });
    m_leftPlot->setGrid(columns, {0.5, 1.0});
    m_callsPlot->setGrid(columns, values);
    m_leftPlot->showContent(m_content);
    m_callsPlot->showContent(m_content);
    m_leftPlot->show();
    m_callsPlot->show();
    m_overlay->showContent(m_layout, m_content, false);
    setAccessibleName(Wording::timelineName(m_content.scale.slice.length()));
    setAccessibleDescription(Wording::timelineSummary(m_content));
    update();
}

std::optional<WallTime> StillTimeline::crosshair() const
{
    return m_overlay->crosshair();
}

void StillTimeline::setCrosshair(std::optional<WallTime> at)
{
    m_overlay->setCrosshair(m_hasContent ? at : std::nullopt);
}

void StillTimeline::setForPrint(bool forPrint)
{
    m_callsPlot->setOutlined(forPrint);
}

void StillTimeline::place()
{
    m_layout = TimelineLayout::compact(size());
    m_leftPlot->place(m_layout.left);
    m_callsPlot->place(m_layout.calls);
    m_overlay->setGeometry(rect());
    m_overlay->raise();
}

void StillTimeline::resizeEvent(QResizeEvent* event)
{
    place();
    m_content.scale.left = m_layout.left.left();
    m_content.scale.right = m_layout.left.right();
    showContent();
    if (event->oldSize().width() != event->size().width()) {
        emit widthChanged();
    }
}

void StillTimeline::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    if (m_hasContent) {
        TimelineMarks(m_theme, m_layout, m_content).paint(painter, std::nullopt);
    }
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(m_theme.color(Color::BorderFocus), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(7, 1, -7, -3), 6, 6);
    }
}

void StillTimeline::mouseMoveEvent(QMouseEvent* event)
{
    const QRectF area = m_layout.crosshairArea();
    const bool isInside = m_hasContent && area.contains(event->position());
    const double x = std::clamp(event->position().x(), area.left(), area.right() - 1);
    setCrosshair(isInside ? std::optional(m_content.scale.unmap(x)) : std::nullopt);
}

void StillTimeline::leaveEvent(QEvent*)
{
    setCrosshair(std::nullopt);
}

void StillTimeline::keyPressEvent(QKeyEvent* event)
{
    const bool isStep = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right;
    if (isStep && m_hasContent) {
        const bool toEvent = event->modifiers() & Qt::ControlModifier;
        if (const auto next
            = steppedMoment(m_content, crosshair(), event->key() == Qt::Key_Right, toEvent)) {
            setCrosshair(next);
        }
    } else if (event->key() == Qt::Key_Escape && crosshair()) {
        setCrosshair(std::nullopt);
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace Pacewatch
