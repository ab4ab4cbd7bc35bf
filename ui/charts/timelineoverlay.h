#pragma once

#include "ui/charts/timelinecontent.h"
#include "ui/charts/timelinelayout.h"
#include "ui/theme.h"
#include "ui/wording/charts.h"

#include <QWidget>

#include <optional>

namespace Pacewatch {

/// What lies over the plots: the line of the present, the crosshair with its dot and tooltip, and
/// the range being drawn. Lets the mouse through.
class TimelineOverlay final : public QWidget
{
    Q_OBJECT

public:
    explicit TimelineOverlay(const Theme& theme, QWidget* parent = nullptr);

    void showContent(const TimelineLayout& layout, const TimelineContent& content, bool isPaused);
    /// Draws the crosshair at @p at with everything near it; nothing without a time.
    void setCrosshair(std::optional<WallTime> at);
    /// The pixels of a range being drawn; nothing without one.
    void setSelection(std::optional<std::pair<double, double>> selection);
    /// What a bracket above the plots points at; nothing without one.
    void setEvidence(std::optional<TimeSlice> evidence);

    [[nodiscard]] std::optional<WallTime> crosshair() const { return m_crosshair; }
    [[nodiscard]] const Wording::TimelineTip& tip() const { return m_tip; }

    /// Everything within so many pixels of the crosshair is in the same tooltip.
    static constexpr double Reach = 12;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refreshTip();
    void paintNow(QPainter& painter) const;
    void paintEvidence(QPainter& painter) const;
    void paintCrosshair(QPainter& painter) const;
    void paintTip(QPainter& painter, double x) const;
    [[nodiscard]] std::optional<QPointF> dot(double x) const;

    const Theme& m_theme;
    TimelineLayout m_layout;
    TimelineContent m_content;
    bool m_isPaused = false;
    std::optional<WallTime> m_crosshair;
    std::optional<std::pair<double, double>> m_selection;
    std::optional<TimeSlice> m_evidence;
    Wording::TimelineTip m_tip;
};

} // namespace Pacewatch
