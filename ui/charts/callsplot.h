#pragma once

#include "ui/charts/plotview.h"

namespace Pacewatch {

/// Plot 2: the busiest second of each bucket, allowed calls below, refused ones on top.
class CallsPlot final : public PlotView
{
    Q_OBJECT

public:
    using PlotView::PlotView;

    /// Draws a dark line around refused calls, for paper without colour.
    void setOutlined(bool isOutlined) { m_isOutlined = isOutlined; }

protected:
    void replaceSeries(const TimelineContent& content) override;
    void paintBelow(QPainter& painter, const TimelineContent& content) override;
    void paintAbove(QPainter& painter, const TimelineContent& content) override;

private:
    bool m_isOutlined = false;
};

} // namespace Pacewatch
