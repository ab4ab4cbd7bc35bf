#pragma once

#include "ui/charts/callseries.h"
#include "ui/charts/timerange.h"
#include "ui/theme.h"

#include <QWidget>

namespace Pacewatch {

/// The calls of each second over the last preset of the shared range, the refused part on top.
/// Dragging chooses a piece of it; the handles of that piece move its ends, its middle moves it.
class BrushStrip final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BrushStrip)

public:
    static constexpr int Height = 66;

    BrushStrip(const Theme& theme, TimeRange& range, QWidget* parent = nullptr);

    /// The calls to show, and a number that is another one whenever they are; repaints only if it
    /// shows. @p series outlives it, or is replaced before; null shows none.
    void refresh(const CallSeries* series, quint64 revision);

    /// The time that is shown: the last preset, and as much before it as the chosen piece needs.
    [[nodiscard]] TimeScale scale() const;
    /// Whether a piece of time is chosen, and not all up to now.
    [[nodiscard]] bool hasChoice() const { return !m_range.isPreset(); }
    [[nodiscard]] const CallBars& bars() const { return m_bars; }

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

    [[nodiscard]] QRectF choiceRect(const TimeScale& across) const;
    [[nodiscard]] Grip gripAt(double x) const;
    /// Counts the bars anew when the calls, the range or the width are others.
    void countBars();
    void paintBars(QPainter& painter, const TimeScale& across) const;
    void paintTimes(QPainter& painter, const TimeScale& across) const;
    void paintChoice(QPainter& painter, const TimeScale& across) const;

    const Theme& m_theme;
    TimeRange& m_range;
    const CallSeries* m_series = nullptr;
    quint64 m_revision = 0;
    CallBars m_bars;
    TimeScale m_counted; ///< what the bars were counted for
    bool m_isCounted = false;
    Grip m_grip = Grip::None;
    TimeScale m_pressedScale; ///< stands still while somebody drags
    WallTime m_pressedAt{};
    TimeSlice m_pressedSlice;
    double m_pressedX = 0;
};

} // namespace Pacewatch
