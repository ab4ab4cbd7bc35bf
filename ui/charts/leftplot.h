#pragma once

#include "ui/charts/plotview.h"

#include <array>

namespace Pacewatch {

/// Plot 1: what is left in each window, as a share of its limit.
class LeftPlot final : public PlotView
{
    Q_OBJECT

public:
    explicit LeftPlot(const Theme& theme, QWidget* parent = nullptr);

protected:
    void replaceSeries(const TimelineContent& content) override;
    void paintBelow(QPainter& painter, const TimelineContent& content) override;
    void paintAbove(QPainter& painter, const TimelineContent& content) override;
    void followTheme() override;

private:
    struct Trace
    {
        QLineSeries* line = nullptr;
        Color color = Color::SeriesMinute;
        bool isDashed = false;
    };

    void style(Trace& trace) const;

    std::array<Trace, 3> m_traces;
};

/// The colour of a line; dashed ones share that of the day.
[[nodiscard]] Color lineColor(const LeftLine& line);

} // namespace Pacewatch
