#include "ui/charts/axisplot.h"

#include "ui/wording/wording.h"

#include <QAreaSeries>
#include <QChart>
#include <QGraphicsLayout>
#include <QHelpEvent>
#include <QLineSeries>
#include <QPainter>
#include <QToolTip>
#include <QValueAxis>

#include <cmath>

namespace Pacewatch {

AxisPlot::AxisPlot(const Theme& theme, QMargins gutters, QWidget* parent)
    : QChartView(new QChart, parent)
    , m_theme(theme)
    , m_gutters(gutters)
    , m_x(new QValueAxis)
    , m_y(new QValueAxis)
{
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setBackgroundBrush(Qt::NoBrush);
    viewport()->setAutoFillBackground(false);
    chart()->legend()->hide();
    chart()->setMargins({});
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    chart()->setBackgroundVisible(false);
    chart()->setAnimationOptions(QChart::NoAnimation);
    for (QValueAxis* axis : {m_x, m_y}) {
        axis->setVisible(false);
    }
    chart()->addAxis(m_x, Qt::AlignBottom);
    chart()->addAxis(m_y, Qt::AlignLeft);
    // Not connected to a slot of the class: recolor() of the subclass is what has to run.
    connect(&theme, &Theme::changed, this, [this] {
        recolor();
        viewport()->update();
    });
}

QRectF AxisPlot::plot() const
{
    return QRectF(rect()).marginsRemoved(m_gutters);
}

QPointF AxisPlot::at(double x, double y) const
{
    const QRectF area = plot();
    return {area.left() + (x - m_x->min()) / (m_x->max() - m_x->min()) * area.width(),
            area.bottom() - (y - m_y->min()) / (m_y->max() - m_y->min()) * area.height()};
}

double AxisPlot::xAt(double place) const
{
    const QRectF area = plot();
    return m_x->min() + (place - area.left()) / area.width() * (m_x->max() - m_x->min());
}

QLineSeries* AxisPlot::addLine()
{
    auto* line = new QLineSeries;
    chart()->addSeries(line);
    line->attachAxis(m_x);
    line->attachAxis(m_y);
    return line;
}

QAreaSeries* AxisPlot::addArea(QLineSeries* upper, QLineSeries* lower)
{
    auto* area = new QAreaSeries(upper, lower);
    upper->setParent(area);
    if (lower != nullptr) {
        lower->setParent(area);
    }
    area->setPen(Qt::NoPen);
    chart()->addSeries(area);
    area->attachAxis(m_x);
    area->attachAxis(m_y);
    return area;
}

void AxisPlot::setRange(double xFrom, double xTo, double yTo)
{
    m_x->setRange(xFrom, xTo);
    m_y->setRange(0, yTo);
}

void AxisPlot::horizontalRule(QPainter& painter, double y, Color color) const
{
    const QRectF area = plot();
    const double place = std::round(at(0, y).y()) + 0.5;
    painter.setPen(QPen(m_theme.color(color), 1));
    painter.drawLine(QPointF(area.left(), place), QPointF(area.right(), place));
}

void AxisPlot::label(QPainter& painter, QPointF anchor, Qt::Alignment alignment,
                     const QString& text, FontRole role, Color color, bool isStrong) const
{
    QFont font = m_theme.font(role);
    font.setWeight(isStrong ? QFont::DemiBold : font.weight());
    painter.setFont(font);
    painter.setPen(m_theme.color(color));
    constexpr double Reach = 600;
    QRectF box(anchor.x() - Reach / 2, anchor.y() - 10, Reach, 20);
    if (alignment.testFlag(Qt::AlignLeft)) {
        box.moveLeft(anchor.x());
    } else if (alignment.testFlag(Qt::AlignRight)) {
        box.moveRight(anchor.x());
    }
    painter.drawText(box, int(alignment | Qt::AlignVCenter | Qt::TextSingleLine), text);
}

double AxisPlot::labelWidth(const QString& text, FontRole role, bool isStrong) const
{
    QFont font = m_theme.font(role);
    font.setWeight(isStrong ? QFont::DemiBold : font.weight());
    return QFontMetricsF(font).horizontalAdvance(text);
}

void AxisPlot::timeLabels(QPainter& painter, WallTime now, Duration step, const QString& nowLabel,
                          double below, bool nowEndsThere) const
{
    const QRectF area = plot();
    const double y = area.bottom() + below;
    const double nowWidth = labelWidth(nowLabel, FontRole::Axis, true);
    const double nowAt = at(0, 0).x();
    const double nowLeft = nowEndsThere ? nowAt - nowWidth : nowAt - nowWidth / 2;
    label(painter, {nowAt, y}, nowEndsThere ? Qt::AlignRight : Qt::AlignHCenter, nowLabel,
          FontRole::Axis, Color::TextPrimary, true);

    const auto from = now + fromSeconds(m_x->min());
    const auto sinceStep = from.time_since_epoch() % step;
    for (WallTime each = from - sinceStep + step; each <= now + fromSeconds(m_x->max());
         each += step) {
        const double x = at(toSeconds(each - now), 0).x();
        const QString text = Wording::clock(each);
        const double half = labelWidth(text, FontRole::Axis) / 2;
        const bool touches = x + half > nowLeft - 8 && x - half < nowLeft + nowWidth + 8;
        if (!touches && x - half > area.left() - 30 && x + half < area.right() + 30) {
            label(painter, {x, y}, Qt::AlignHCenter, text, FontRole::Axis, Color::ChartAxis);
        }
    }
}

void AxisPlot::resizeEvent(QResizeEvent* event)
{
    QChartView::resizeEvent(event);
    chart()->setPlotArea(plot());
}

bool AxisPlot::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), tipAt(help->pos()).toHtmlEscaped(), this);
        return true;
    }
    return QChartView::viewportEvent(event);
}

} // namespace Pacewatch
