#pragma once

#include "core/connection.h"
#include "ui/charts/timeline.h"
#include "ui/charts/timelinetable.h"
#include "ui/icons.h"

#include <QWidget>

class QAction;
class QTableView;

namespace Pacewatch {

class Button;
class Card;
class SegmentedControl;
class TextLabel;
class TimelineLegend;

/// The timeline with its title, legend and ranges. In its place: a table of minutes, or what to
/// do while no call has come yet.
class TimelineCard final : public QWidget
{
    Q_OBJECT

public:
    TimelineCard(const Theme& theme, const Icons& icons, TimeRange& range,
                 QWidget* parent = nullptr);

    /// @p now is the present or, while paused, when watching stopped.
    void refresh(const History& history, const ConnectionState& state, WallTime now, bool isPaused);
    void showAsTable(bool asTable);

    [[nodiscard]] Timeline* timeline() const { return m_timeline; }
    [[nodiscard]] QAction* tableAction() const { return m_tableAction; }
    [[nodiscard]] static int leastHeight();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    enum class Body
    {
        Chart,
        Table,
        NoCalls,
    };

    void makeWaiting();
    void makeNoCalls();
    void showNoCalls();
    void showBody(Body body);
    void refreshTable(const History& history, const ConnectionState& state, WallTime now);

    const Theme& m_theme;
    TimeRange& m_range;
    Card* m_card;
    TextLabel* m_title;
    TimelineLegend* m_legend;
    SegmentedControl* m_presets;
    Timeline* m_timeline;
    QTableView* m_table;
    TimelineTable* m_tableModel;
    QWidget* m_waiting;
    TextLabel* m_waitingLine;
    TextLabel* m_address;
    Button* m_copy;
    QWidget* m_noCalls;
    TextLabel* m_noCallsLine;
    QAction* m_tableAction;
    bool m_asTable = false;
    quint64 m_tableRevision = 0;
    TimeSlice m_tableSlice;
};

} // namespace Pacewatch
