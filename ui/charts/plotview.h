#pragma once

#include "ui/charts/timelinecontent.h"
#include "ui/theme.h"

#include <QChartView>
#include <QPen>

class QAreaSeries;
class QLineSeries;
class QValueAxis;

namespace Pacewatch {

/// One plot of the timeline: a chart without axes, legend and margins, whose plot area is the
/// whole view. Series get pixels as x and a share or a count as y, so that the x axis never
/// moves; grid and waits are painted behind them on the same scale.
class PlotView : public QChartView
{
    Q_OBJECT

public:
    explicit PlotView(const Theme& theme, QWidget* parent = nullptr);

    /// Room around the plot inside the view, so that a line on the edge is not cut.
    static constexpr int Bleed = 3;

    /// Places the view so that its plot covers @p plot of the parent.
    void place(const QRectF& plot);
    void showContent(const TimelineContent& content);
    /// Where the grid lines stand, in pixels of the plot.
    void setGrid(const QList<double>& columns, const QList<double>& values);

protected:
    virtual void replaceSeries(const TimelineContent& content) = 0;
    /// Paints on top of the series, in pixels of the plot.
    virtual void paintAbove(QPainter& painter, const TimelineContent& content) = 0;
    virtual void followTheme() = 0;
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void wheelEvent(QWheelEvent* event) override;

    void addLine(QLineSeries* series);
    void addArea(QAreaSeries* series);
    void setValueRange(double low, double high);
    [[nodiscard]] ValueScale valueScale() const;
    [[nodiscard]] const Theme& theme() const { return m_theme; }
    [[nodiscard]] double plotWidth() const { return m_plot.width(); }

private:
    void paintWaits(QPainter& painter) const;

    const Theme& m_theme;
    QValueAxis* m_xAxis;
    QValueAxis* m_yAxis;
    QRectF m_plot; // in the view
    TimelineContent m_content;
    QList<double> m_gridColumns;
    QList<double> m_gridValues;
    QBrush m_hatch;
};

/// A brush of slanted lines that looks the same at every device pixel ratio; Qt's own patterns
/// follow device pixels and get finer.
[[nodiscard]] QBrush hatchBrush(const QColor& line, qreal ratio);

} // namespace Pacewatch
