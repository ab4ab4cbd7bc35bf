#pragma once

#include "core/engine.h"
#include "ui/charts/forecastchart.h"
#include "ui/charts/sendforecast.h"
#include "ui/models/queuefilter.h"
#include "ui/views/connectionview.h"

#include <QPointer>

#include <map>
#include <memory>
#include <optional>

class QMenu;
class QStackedLayout;
class QTableView;
class QTimer;

namespace Pacewatch {

class Button;
class Card;
class LiveSendDialog;
class MessageBar;
class QueueModel;
class SendQueueProgress;
class SegmentedControl;
class SendQueueCompose;
class SendQueuePace;
class SentenceLabel;
class TextLabel;

/// The Send queue page: where to, what, how fast, and what became of each item. It keeps the
/// items of all connections.
class SendQueueView final : public ConnectionView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SendQueueView)

public:
    explicit SendQueueView(PageContext& context, QWidget* parent = nullptr);
    ~SendQueueView() override;

    void showConnection(ConnectionId id) override;
    /// Starts, pauses or resumes, as the button does; asks before a live send.
    void startOrPause();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    /// As far back as the chart goes, and a little more.
    static constexpr Duration ShownPast = std::chrono::seconds(100);

    /// What is kept for each connection.
    struct Kept
    {
        std::unique_ptr<QueueModel> model;
        QList<LeftReading> left; ///< of the longest window of calls, the last 100 s
        std::map<ItemId, WallTime> sends; ///< that left in the last 100 s
        QList<SendMark> marks; ///< refusals and waits; x are seconds since their start
        std::optional<WallTime> confirmed; ///< when a live send was confirmed last
    };

    /// The least that will be left of the window on the chart.
    struct Lowest
    {
        qint64 left = 0;
        WallTime at{};
    };

    void build();
    QWidget* buildStrip();
    QWidget* buildLeft();
    QWidget* buildProgress();
    QWidget* buildTable();
    Kept& keptOf(ConnectionId id);
    void takeExchanges(const QList<Exchange>& exchanges);
    void takeItems(const QList<ItemChange>& changes);
    void takeState();
    void showState();
    void showStrip(const ConnectionState& connection, const QueueState& queue);
    void showButtons(const QueueState& queue);
    void showNotice(const QueueState& queue);
    void takeNoticeAction();
    /// Returns the lowest that the chart foresees, if it foresees one.
    std::optional<Lowest> showChart(const ConnectionState& connection, const QueueState& queue);
    void showCounts();
    void chooseTarget(int index);
    void askBeforeLive(const ConnectionState& connection, const QueueState& queue);
    void cancelWaiting();
    void openItemMenu(QPoint place);
    void addQuestions(QMenu& menu, const QPersistentModelIndex& item);
    void addMoves(QMenu& menu, const QModelIndex& index);
    void confirmItem(const QModelIndex& index, bool wasSent);
    void sendItemAgain(const QModelIndex& index);
    void tick();
    [[nodiscard]] QueueState queueState() const;
    void noteSends(Kept& kept, const QList<SendItem>& items);
    [[nodiscard]] QList<SendMark> sendMarks(const Kept& kept, WallTime now) const;

    PageContext& m_context;
    ConnectionId m_connection{};
    std::map<ConnectionId, Kept> m_kept;
    QueueFilter* m_filter;
    QTimer* m_second;
    QList<SendTarget> m_targets; ///< in the order of the segments
    QPointer<LiveSendDialog> m_dialog;
    bool m_asksCancel = false;
    bool m_hidesSetAside = false;
    bool m_offersTogether = false;
    QString m_noticeShown;

    MessageBar* m_notice = nullptr;
    Card* m_strip = nullptr;
    SegmentedControl* m_target = nullptr;
    SentenceLabel* m_targetLine = nullptr;
    TextLabel* m_key = nullptr;
    SendQueueCompose* m_compose = nullptr;
    SendQueuePace* m_pace = nullptr;
    TextLabel* m_progress = nullptr;
    TextLabel* m_progressAside = nullptr;
    Button* m_run = nullptr;
    Button* m_cancel = nullptr;
    Button* m_keepThem = nullptr;
    SendQueueProgress* m_bar = nullptr;
    ForecastChart* m_chart = nullptr;
    SegmentedControl* m_choice = nullptr;
    Button* m_clearDone = nullptr;
    QStackedLayout* m_stack = nullptr;
    QTableView* m_table = nullptr;
};

} // namespace Pacewatch
