#pragma once

#include "ui/charts/timelinecontent.h"
#include "ui/charts/timelinelayout.h"
#include "ui/theme.h"

#include <QWidget>

#include <optional>

namespace Pacewatch {

class CallsPlot;
class LeftPlot;
class TimelineOverlay;

/// A slice of a history as the timeline draws it, but lower, without the strip of the whole session
/// and with nothing of the present: for two below each other, and for paper.
///
/// Its owner says what to show and when; the mouse and the keys only move the crosshair.
class StillTimeline final : public QWidget
{
    Q_OBJECT

public:
    explicit StillTimeline(const Theme& theme, QWidget* parent = nullptr);

    /// @p now is the end of what is known. Lines and bars are drawn on the width of this moment.
    void showSlice(const History& history, const QList<WindowState>& windows,
                   const TimeSlice& slice, WallTime now);
    /// Another top for the calls of a second, so that two have the same.
    void setHighest(double highest);
    void clear();
    /// On paper without colour, refused bars are told from the others by a dark outline.
    void setForPrint(bool forPrint);
    void setCrosshair(std::optional<WallTime> at);

    [[nodiscard]] const TimelineContent& content() const { return m_content; }
    [[nodiscard]] const TimelineLayout& parts() const { return m_layout; }
    [[nodiscard]] std::optional<WallTime> crosshair() const;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;

signals:
    /// It has another width: what it shows must be looked up again.
    void widthChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void place();
    void showContent();

    const Theme& m_theme;
    TimelineLayout m_layout;
    TimelineContent m_content;
    bool m_hasContent = false;
    LeftPlot* m_leftPlot;
    CallsPlot* m_callsPlot;
    TimelineOverlay* m_overlay;
};

} // namespace Pacewatch
