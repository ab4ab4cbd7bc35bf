#include "ui/charts/callsplot.h"

#include <QAreaSeries>
#include <QLineSeries>
#include <QPainter>

#include <cmath>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr double BelowLimit = 0.72;
/// Bars keep a pixel between them where they are wide enough to spare it.
constexpr double GapNeeds = 3;

/// Adds the outline of one bar to a stepped line that rests on @p ground between the bars.
void addBar(QList<QPointF>& line, double left, double right, double ground, double top)
{
    line.append({left, ground});
    line.append({left, top});
    line.append({right, top});
    line.append({right, ground});
}

} // namespace

CallsPlot::CallsPlot(const Theme& theme, QWidget* parent)
    : PlotView(theme, parent)
    , m_allowedTop(new QLineSeries(this))
    , m_refusedTop(new QLineSeries(this))
    , m_refusedBottom(new QLineSeries(this))
    , m_allowed(new QAreaSeries(m_allowedTop))
    , m_refused(new QAreaSeries(m_refusedTop, m_refusedBottom))
{
    setRenderHint(QPainter::Antialiasing, false);
    addArea(m_allowed);
    addArea(m_refused);
    m_allowed->setPen(Qt::NoPen);
    m_refused->setPen(Qt::NoPen);
    followTheme();
}

void CallsPlot::followTheme()
{
    QColor allowed = theme().color(Color::SeriesCallStrong);
    allowed.setAlphaF(static_cast<float>(BelowLimit));
    m_allowed->setBrush(allowed);
    m_refused->setBrush(theme().color(Color::SeriesRefused));
}

void CallsPlot::replaceSeries(const TimelineContent& content)
{
    QList<QPointF> allowed;
    QList<QPointF> refusedTop;
    QList<QPointF> refusedBottom;
    const TimeScale& scale = content.scale;
    for (const CallBar& bar : content.bars.bars) {
        // Whole pixels: bars are drawn without antialiasing and must not change their width.
        const double left = std::max(std::round(scale.map(bar.from) - scale.left), 0.0);
        double right = std::min(std::round(scale.map(bar.from + content.bars.bucket) - scale.left),
                                scale.right - scale.left);
        right = std::max(right - (right - left >= GapNeeds ? 1 : 0), left + 1);
        const auto below = static_cast<double>(bar.busiest.allowed);
        const auto top = static_cast<double>(bar.busiest.total());
        if (bar.busiest.allowed > 0) {
            addBar(allowed, left, right, 0, below);
        }
        if (bar.busiest.refused > 0) {
            addBar(refusedTop, left, right, below, top);
            addBar(refusedBottom, left, right, below, below);
        }
    }
    setValueRange(0, content.highest);
    m_allowedTop->replace(allowed);
    m_refusedTop->replace(refusedTop);
    m_refusedBottom->replace(refusedBottom);
}

void CallsPlot::paintAbove(QPainter& painter, const TimelineContent& content)
{
    if (!content.secondLimit || static_cast<double>(*content.secondLimit) > content.highest) {
        return;
    }
    const ValueScale values = valueScale();
    const double y
        = std::floor(values.map(static_cast<double>(*content.secondLimit)) - values.top) + 0.5;
    QPen pen(theme().color(Color::ChartLimitLine), theme().metric("stroke.limit"_L1));
    pen.setDashPattern({2 / pen.widthF(), 3 / pen.widthF()});
    pen.setCapStyle(Qt::FlatCap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(pen);
    painter.drawLine(QPointF(0, y), QPointF(plotWidth(), y));
}

} // namespace Pacewatch
