#pragma once

#include "ui/charts/plotview.h"

namespace Pacewatch {

/// Plot 2: the busiest second of each bucket, allowed calls below, refused ones on top.
class CallsPlot final : public PlotView
{
    Q_OBJECT

public:
    explicit CallsPlot(const Theme& theme, QWidget* parent = nullptr);

protected:
    void replaceSeries(const TimelineContent& content) override;
    void paintAbove(QPainter& painter, const TimelineContent& content) override;
    void followTheme() override;

private:
    QLineSeries* m_allowedTop;
    QLineSeries* m_refusedTop;
    QLineSeries* m_refusedBottom;
    QAreaSeries* m_allowed;
    QAreaSeries* m_refused;
};

} // namespace Pacewatch
