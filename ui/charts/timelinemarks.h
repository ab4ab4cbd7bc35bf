#pragma once

#include "ui/charts/timelinecontent.h"
#include "ui/charts/timelinelayout.h"
#include "ui/theme.h"

class QPainter;

namespace Pacewatch {

/// Paints what stands around the plots: titles, axis labels, resets, the two rows, end labels.
/// A small painter over the scales of the content it was handed; keeps nothing between pictures.
class TimelineMarks final
{
public:
    TimelineMarks(const Theme& theme, const TimelineLayout& layout, const TimelineContent& content)
        : m_theme(theme)
        , m_layout(layout)
        , m_content(content)
    { }

    /// @p pausedAt replaces the mark of the present by a line that says when it stopped.
    void paint(QPainter& painter, std::optional<WallTime> pausedAt) const;

    /// Distance of the labelled times.
    static constexpr double LabelGap = 100;
    [[nodiscard]] static QList<TimeTick> ticks(const TimeScale& scale);
    [[nodiscard]] static QList<double> callTicks(const TimelineContent& content);

private:
    void paintTitles(QPainter& painter) const;
    void paintTitle(QPainter& painter, const QRectF& rect, const QString& title,
                    const QString& aside) const;
    void paintValueLabels(QPainter& painter) const;
    void paintResets(QPainter& painter) const;
    void paintNotes(QPainter& painter) const;
    void paintRows(QPainter& painter) const;
    void paintRefusals(QPainter& painter) const;
    void paintWaits(QPainter& painter) const;
    void paintTimeLabels(QPainter& painter, std::optional<WallTime> pausedAt) const;
    void paintEndLabels(QPainter& painter) const;

    const Theme& m_theme;
    const TimelineLayout& m_layout;
    const TimelineContent& m_content;
};

/// The diamond of a refusal around @p centre.
void paintDiamond(QPainter& painter, QPointF centre, double half, const QColor& color);
/// The bar of a wait: filled when kept, outlined and with a cross when ignored.
void paintWaitBar(QPainter& painter, const QRectF& rect, bool kept, bool cross, const Theme& theme);

} // namespace Pacewatch
