#pragma once

#include "ui/charts/timelinecontent.h"
#include "ui/theme.h"

#include <QChartView>
#include <QImage>
#include <QPen>

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
    /// Paints rectangles under the series, above grid and waits, in pixels of the plot. They go to
    /// an image of their own and replace each other there: Qt 6 hands each half-transparent fill
    /// of over 96 rows to a pool of threads, which costs more than the fill.
    virtual void paintBelow(QPainter&, const TimelineContent&) { }
    /// Paints on top of the series, in pixels of the plot.
    virtual void paintAbove(QPainter& painter, const TimelineContent& content) = 0;
    /// Takes the colours of the theme for what it does not paint itself.
    virtual void followTheme() { }
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void wheelEvent(QWheelEvent* event) override;

    void addLine(QLineSeries* series);
    void setValueRange(double low, double high);
    [[nodiscard]] ValueScale valueScale() const;
    [[nodiscard]] const Theme& theme() const { return m_theme; }
    [[nodiscard]] double plotWidth() const { return m_plot.width(); }

private:
    void paintWaits(QPainter& painter) const;
    void paintGround(QPainter& painter);

    const Theme& m_theme;
    QValueAxis* m_xAxis;
    QValueAxis* m_yAxis;
    QRectF m_plot; // in the view
    TimelineContent m_content;
    QList<double> m_gridColumns;
    QList<double> m_gridValues;
    QBrush m_hatch;
    QImage m_ground;
};

/// A brush of slanted lines that looks the same at every device pixel ratio; Qt's own patterns
/// follow device pixels and get finer.
[[nodiscard]] QBrush hatchBrush(const QColor& line, qreal ratio);

} // namespace Pacewatch
