#pragma once

#include "core/connection.h"
#include "ui/charts/timerange.h"
#include "ui/views/connectionview.h"

#include <QTimer>

#include <optional>

class QScrollArea;

namespace Pacewatch {

struct EngineState;
class EndpointList;
class GaugeRow;
class HappeningList;
class TimelineCard;
class VerdictCard;

/// Answers four questions without a click: are we limited, how much is left, when does it reset,
/// whose doing is it. Then shows the proof over time.
///
/// It has the one frame clock of everything on it: four pictures a second, charts two in a storm,
/// none while hidden.
class MonitorView final : public ConnectionView
{
    Q_OBJECT

public:
    explicit MonitorView(PageContext& context, QWidget* parent = nullptr);

    void showConnection(ConnectionId id) override;
    [[nodiscard]] std::optional<WallTime> moment() const override;
    /// Shows what there is now, without waiting for the frame clock.
    void refresh();

    /// The range it shares with other pages of the connection.
    [[nodiscard]] TimeRange& range() { return m_range; }
    [[nodiscard]] TimelineCard* timelineCard() const { return m_timelineCard; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void connectCards();
    void openChartMenu(const QPoint& at);
    void savePicture();
    void tick();
    void refreshHead(const ConnectionState& state);
    void refreshCharts(const ConnectionState& state);
    void placeCards();
    void selectMoment(WallTime moment);
    [[nodiscard]] const ConnectionState* current() const;

    PageContext& m_context;
    TimeRange& m_range;
    ConnectionId m_id{};
    QTimer m_frames;
    int m_frame = 0;
    std::optional<WallTime> m_pausedAt;
    QScrollArea* m_scroll;
    QWidget* m_page;
    VerdictCard* m_verdict;
    GaugeRow* m_gauges;
    TimelineCard* m_timelineCard;
    HappeningList* m_happenings;
    EndpointList* m_endpoints;
};

/// For Pages::monitor.
[[nodiscard]] ConnectionView* makeMonitorView(PageContext& context, QWidget* parent);

} // namespace Pacewatch
