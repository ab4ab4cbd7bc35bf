#pragma once

#include "ui/charts/callseries.h"
#include "ui/charts/timerange.h"
#include "ui/theme.h"

#include <QWidget>

namespace Pacewatch {

/// The whole session as a strip, refusals as ticks; its handles set the shared range. Dragging
/// between them moves it, dragging outside draws a new one.
class OverviewStrip final : public QWidget
{
    Q_OBJECT

public:
    OverviewStrip(const Theme& theme, TimeRange& range, QWidget* parent = nullptr);

    /// Room left and right of the strip for the handles.
    static constexpr int Overhang = 5;

    void place(const QRectF& strip);
    /// Takes the bars of the whole session; @p limit draws a line where it is in sight.
    void showCalls(const CallBars& bars, std::optional<qint64> limit);
    /// The session in this picture; it ends where the strip ends.
    [[nodiscard]] TimeScale scale() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;

private:
    enum class Grip
    {
        None,
        Left,
        Right,
        Middle,
        New,
    };

    [[nodiscard]] Grip gripAt(double x) const;
    [[nodiscard]] QRectF rangeRect() const;
    void paintBars(QPainter& painter) const;
    void paintRange(QPainter& painter) const;

    const Theme& m_theme;
    TimeRange& m_range;
    CallBars m_bars;
    std::optional<qint64> m_limit;
    Grip m_grip = Grip::None;
    WallTime m_pressedAt{};
    TimeSlice m_pressedSlice;
};

} // namespace Pacewatch
