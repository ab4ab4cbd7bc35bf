#pragma once

#include "ui/charts/plotview.h"

namespace Pacewatch {

/// Plot 2: the busiest second of each bucket, allowed calls below, refused ones on top.
class CallsPlot final : public PlotView
{
    Q_OBJECT

public:
    using PlotView::PlotView;

protected:
    void replaceSeries(const TimelineContent& content) override;
    void paintBelow(QPainter& painter, const TimelineContent& content) override;
    void paintAbove(QPainter& painter, const TimelineContent& content) override;
};

} // namespace Pacewatch
