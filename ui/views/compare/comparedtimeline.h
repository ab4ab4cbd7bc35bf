#pragma once

#include "ui/charts/stilltimeline.h"
#include "ui/controls/textlabel.h"
#include "ui/theme.h"

#include <QWidget>

class QHBoxLayout;

namespace Pacewatch {

/// One of the two timelines of a comparison in its card: which side, which time, the chart.
class ComparedTimeline final : public QWidget
{
    Q_OBJECT

public:
    ComparedTimeline(const Theme& theme, const QString& title, QWidget* parent = nullptr);

    /// Puts @p control at the right of the title.
    void addControl(QWidget* control);
    /// Adds a line of explanation under the chart.
    void addNote(QWidget* note);
    void showSlice(const History& history, const QList<WindowState>& windows,
                   const TimeSlice& slice, WallTime now);
    void clear();

    [[nodiscard]] StillTimeline* timeline() const { return m_timeline; }
    [[nodiscard]] QString range() const { return m_range->text(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    TextLabel* m_range;
    QHBoxLayout* m_head;
    StillTimeline* m_timeline;
};

} // namespace Pacewatch
