#pragma once

#include "ui/theme.h"

#include <QChartView>
#include <QMargins>

class QAreaSeries;
class QChart;
class QLineSeries;
class QValueAxis;

namespace Pacewatch {

/// A Qt Charts plot at a fixed place: no legend, no axes of its own, no animation. Grid, labels and
/// marks are painted by the subclasses through the same mapping, at() and rect() of the plot.
class AxisPlot : public QChartView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AxisPlot)

public:
    [[nodiscard]] QRectF plot() const;
    /// Where a value is in the view.
    [[nodiscard]] QPointF at(double x, double y) const;
    /// Which x a place in the view stands for.
    [[nodiscard]] double xAt(double place) const;

protected:
    AxisPlot(const Theme& theme, QMargins gutters, QWidget* parent);

    QLineSeries* addLine();
    /// An area without a border between two lines that this view does not draw by themselves; the
    /// area owns them. @p lower may be null for the zero line.
    QAreaSeries* addArea(QLineSeries* upper, QLineSeries* lower = nullptr);
    void setRange(double xFrom, double xTo, double yTo);

    [[nodiscard]] const Theme& theme() const { return m_theme; }
    /// Sets pens and brushes of the series from the theme.
    virtual void recolor() = 0;
    /// What is at a place, for the tool tip; empty for nothing.
    [[nodiscard]] virtual QString tipAt(QPointF place) const = 0;

    void horizontalRule(QPainter& painter, double y, Color color) const;
    /// @p anchor is the middle of the side of the text that @p alignment names.
    void label(QPainter& painter, QPointF anchor, Qt::Alignment alignment, const QString& text,
               FontRole role, Color color, bool isStrong = false) const;
    [[nodiscard]] double labelWidth(const QString& text, FontRole role,
                                    bool isStrong = false) const;
    /// Labels every @p step seconds of the calendar below the plot, except where they would touch
    /// the one for now. x are seconds from @p now.
    void timeLabels(QPainter& painter, WallTime now, Duration step, const QString& nowLabel,
                    double below, bool nowEndsThere) const;

    void resizeEvent(QResizeEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    const Theme& m_theme;
    QMargins m_gutters;
    QValueAxis* m_x;
    QValueAxis* m_y;
};

} // namespace Pacewatch
