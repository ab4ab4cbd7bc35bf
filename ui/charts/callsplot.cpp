#include "ui/charts/callsplot.h"

#include <QPainter>

#include <cmath>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr double BelowLimit = 0.72;
/// Bars keep a pixel between them where they are wide enough to spare it.
constexpr double GapNeeds = 3;

/// Inside @p bar, and thin: what is printed in colour keeps it.
void outline(QPainter& painter, const QRectF& bar)
{
    constexpr double Hair = 0.5;
    painter.setPen(QPen(Qt::black, Hair));
    painter.drawRect(bar.adjusted(Hair / 2, Hair / 2, -Hair / 2, -Hair / 2));
}

} // namespace

void CallsPlot::replaceSeries(const TimelineContent& content)
{
    setValueRange(0, content.highest);
}

void CallsPlot::paintBelow(QPainter& painter, const TimelineContent& content)
{
    QColor allowed = theme().color(Color::SeriesCallStrong);
    allowed.setAlphaF(static_cast<float>(BelowLimit));
    const QColor refused = theme().color(Color::SeriesRefused);
    const TimeScale& scale = content.scale;
    const ValueScale values = valueScale();
    const auto heightOf
        = [&values](qint64 count) { return values.map(static_cast<double>(count)) - values.top; };
    for (const CallBar& bar : content.bars.bars) {
        // Whole pixels: bars are drawn without antialiasing and must not change their width.
        const double left = std::max(std::round(scale.map(bar.from) - scale.left), 0.0);
        double right = std::min(std::round(scale.map(bar.from + content.bars.bucket) - scale.left),
                                scale.right - scale.left);
        right = std::max(right - (right - left >= GapNeeds ? 1 : 0), left + 1);
        const double below = heightOf(bar.busiest.allowed);
        const double top = heightOf(bar.busiest.total());
        painter.fillRect(QRectF(QPointF(left, below), QPointF(right, heightOf(0))), allowed);
        const QRectF upper(QPointF(left, top), QPointF(right, below));
        painter.fillRect(upper, refused);
        if (m_isOutlined && bar.busiest.refused > 0) {
            outline(painter, upper);
        }
    }
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
