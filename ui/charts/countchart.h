#pragma once

#include "ui/charts/axisplot.h"

#include <QList>

namespace Pacewatch {

/// What the practice gateway had counted at one moment.
struct CountSample
{
    WallTime at{};
    qint64 client = 0;
    qint64 other = 0;
};

/// What the practice gateway counts in its longest window of calls: the client's part, and on top
/// of it what somebody else used. Window thread.
class CountChart final : public AxisPlot
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CountChart)

public:
    explicit CountChart(const Theme& theme, QWidget* parent = nullptr);

    /// Appends what the gateway counts at @p now; @p sawRefusal hatches the other's part, so that
    /// it is not taken for refused calls.
    void addSample(const CountSample& sample, qint64 limit, Duration window, bool sawRefusal);
    void clearSamples();
    [[nodiscard]] const QList<CountSample>& samples() const { return m_samples; }

protected:
    void recolor() override;
    [[nodiscard]] QString tipAt(QPointF place) const override;
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;

private:
    void redraw();
    QBrush otherBrush() const;

    QList<CountSample> m_samples;
    WallTime m_now{};
    qint64 m_limit = 0;
    Duration m_window = std::chrono::minutes(1);
    bool m_isHatched = false;
    QLineSeries* m_clientUpper;
    QLineSeries* m_otherUpper;
    QLineSeries* m_otherLower;
    QAreaSeries* m_clientArea;
    QAreaSeries* m_otherArea;
    QLineSeries* m_clientLine;
    QLineSeries* m_otherLine;
};

/// How far back the chart reaches for a window: three of them, an hour at most.
[[nodiscard]] Duration countReach(Duration window);

} // namespace Pacewatch
