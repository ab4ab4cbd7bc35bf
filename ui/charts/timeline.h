#pragma once

#include "ui/charts/timelinecontent.h"
#include "ui/charts/timelinelayout.h"
#include "ui/charts/timerange.h"
#include "ui/theme.h"

#include <QWidget>

#include <optional>

namespace Pacewatch {

class CallsPlot;
class LeftPlot;
class OverviewStrip;
class TimelineOverlay;

/// Two plots and two rows on one time axis, the whole session below them.
///
/// It is told when to look (refresh) and looks only if a pixel may have moved; it owns no timer.
/// Drag selects a range, Ctrl+wheel narrows around the pointer, Shift+wheel moves; Left and Right
/// move the crosshair, with Ctrl from event to event; + - 0 L and Esc change the range.
class Timeline final : public QWidget
{
    Q_OBJECT

public:
    Timeline(const Theme& theme, TimeRange& range, QWidget* parent = nullptr);

    /// Takes another picture if the range, the history or the size is another than last time.
    /// Returns whether it did. @p now is the present or, when @p isPaused, when watching stopped.
    bool refresh(const History& history, const QList<WindowState>& windows, WallTime now,
                 bool isPaused);
    /// The next refresh() takes a picture in any case: another connection, say.
    void invalidate();
    void setCrosshair(std::optional<WallTime> at);

    [[nodiscard]] std::optional<WallTime> crosshair() const;
    [[nodiscard]] const TimelineContent& content() const { return m_content; }
    [[nodiscard]] const TimelineLayout& parts() const { return m_layout; }
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void placeParts();
    void showContent();
    void stepCrosshair(bool forward, bool toEvent);
    [[nodiscard]] WallTime timeAt(double x) const;

    const Theme& m_theme;
    TimeRange& m_range;
    TimelineLayout m_layout;
    TimelineContent m_content;
    LeftPlot* m_leftPlot;
    CallsPlot* m_callsPlot;
    OverviewStrip* m_overview;
    TimelineOverlay* m_overlay;
    quint64 m_shownRevision = 0;
    bool m_isStale = true;
    bool m_isPaused = false;
    WallTime m_shownNow{};
    std::optional<double> m_pressedAt;
    bool m_isSelecting = false;
};

} // namespace Pacewatch
