#include "ui/charts/leftplot.h"

#include <QLineSeries>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr double FillLight = 0.09;
constexpr double FillDark = 0.13;
constexpr double EmptyBar = 4;
constexpr double LeastEmpty = 2;

} // namespace

Color lineColor(const LeftLine& line)
{
    return line.isDashed ? Color::SeriesDay : windowColor(line.policy.window);
}

LeftPlot::LeftPlot(const Theme& theme, QWidget* parent)
    : PlotView(theme, parent)
{
    setRenderHint(QPainter::Antialiasing);
    setValueRange(0, 1);
    for (Trace& trace : m_traces) {
        trace.line = new QLineSeries(this);
        addLine(trace.line);
        style(trace);
    }
}

void LeftPlot::style(Trace& trace) const
{
    const QColor color = theme().color(trace.color);
    QPen pen(color, theme().metric(trace.isDashed ? "stroke.seriesDay"_L1 : "stroke.series"_L1));
    pen.setJoinStyle(Qt::MiterJoin);
    pen.setCapStyle(Qt::FlatCap);
    if (trace.isDashed) {
        pen.setDashPattern({5 / pen.widthF(), 4 / pen.widthF()});
    }
    trace.line->setPen(pen);
}

void LeftPlot::followTheme()
{
    for (Trace& trace : m_traces) {
        style(trace);
    }
}

void LeftPlot::replaceSeries(const TimelineContent& content)
{
    for (std::size_t i = 0; i < m_traces.size(); ++i) {
        Trace& trace = m_traces[i];
        const bool isUsed = static_cast<qsizetype>(i) < content.lines.size();
        QList<QPointF> points;
        if (isUsed) {
            const LeftLine& line = content.lines[static_cast<qsizetype>(i)];
            points = line.points;
            for (QPointF& point : points) {
                point.rx() -= content.scale.left;
            }
            if (trace.color != lineColor(line) || trace.isDashed != line.isDashed) {
                trace.color = lineColor(line);
                trace.isDashed = line.isDashed;
                style(trace);
            }
        }
        if (points != trace.line->points()) {
            trace.line->replace(points);
        }
    }
}

void LeftPlot::paintBelow(QPainter& painter, const TimelineContent& content)
{
    // A step line stands on rectangles, which cost far less than one area of many corners.
    const ValueScale values = valueScale();
    const double bottom = values.bottom - values.top;
    for (const LeftLine& line : content.lines) {
        if (line.isDashed) {
            continue;
        }
        QColor ground = theme().color(lineColor(line));
        ground.setAlphaF(static_cast<float>(theme().isDark() ? FillDark : FillLight));
        for (qsizetype i = 1; i < line.points.size(); ++i) {
            const QPointF from = line.points[i - 1] - QPointF(content.scale.left, 0);
            const QPointF to = line.points[i] - QPointF(content.scale.left, 0);
            const double top = values.map(from.y()) - values.top;
            painter.fillRect(QRectF(QPointF(from.x(), top), QPointF(to.x(), bottom)), ground);
        }
    }
}

void LeftPlot::paintAbove(QPainter& painter, const TimelineContent& content)
{
    const double bottom = valueScale().bottom - valueScale().top;
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (const LeftLine& line : content.lines) {
        for (const TimeSlice& empty : line.empty) {
            const TimeScale& scale = content.scale;
            const double left = std::max(scale.map(empty.from), scale.left) - scale.left;
            const double right = std::min(scale.map(empty.to), scale.right) - scale.left;
            painter.fillRect(
                QRectF(left, bottom - EmptyBar + 1, std::max(right - left, LeastEmpty), EmptyBar),
                theme().color(Color::SeriesRefused));
        }
    }
}

} // namespace Pacewatch
