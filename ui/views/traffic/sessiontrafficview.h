#pragma once

#include "core/connection.h"
#include "core/recorded.h"
#include "ui/charts/scale.h"
#include "ui/views/connectionview.h"

#include <QHash>
#include <QTimer>

#include <memory>
#include <optional>

class QMenu;
class QSplitter;
class QTableView;

namespace Pacewatch {

class CallCard;
class CallColumns;
class Inspector;
class MessageBar;
class SessionModel;
class SessionOverview;
class TrafficTools;

/// The Traffic page of a session that is too large to be held: tools, strip, columns and inspector
/// are those of every session, but the rows come from the file page by page, and filter, order and
/// counts are answered by it. Which calls belong together is worked out once, behind the pages;
/// then bursts are tied and folded.
class SessionTrafficView final : public ConnectionView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SessionTrafficView)

public:
    explicit SessionTrafficView(PageContext& context, QWidget* parent = nullptr);
    ~SessionTrafficView() override;

    void showConnection(ConnectionId id) override;
    void showCalls(const QString& title, const QList<ExchangeId>& calls) override;

    [[nodiscard]] SessionModel* model() const { return m_model.get(); }

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    void buildTools();
    void buildTable();
    void buildKeys();
    void open(const Recording& recording, const ConnectionState& state);
    void group();
    void foldBursts(bool folds);
    [[nodiscard]] bool takeTableKey(int key);
    void openColumnMenu();
    void openRowMenu(const QPoint& at);

    // What is shown: sessiontrafficfilter.cpp
    void ask();
    [[nodiscard]] CallFilter filter() const;
    void applyRange();
    void leaveRange();
    void stepBack();
    void clearFilter();
    void leaveEmpty();
    void showAllCalls();
    void showCounts();
    void showStrip();
    void showRows();
    void showEmpty();
    void showOnTimeline(WallTime at);
    [[nodiscard]] QStringList valuesOf(const QString& token) const;
    [[nodiscard]] bool isTyped() const;

    // The chosen call: sessiontrafficchoice.cpp
    void takeSelection();
    void keepPlace();
    void chooseAgain();
    void stepFold(bool isOpen);
    void toggleFold(int row);
    [[nodiscard]] std::optional<int> nextRefusal(int by) const;
    [[nodiscard]] std::optional<int> nextRefusedRow(int by) const;
    void readChosen();
    void readAround(ExchangeId id);
    void stepRow(int by);
    [[nodiscard]] std::optional<int> currentRow() const;
    void findRefused();
    void stepRefusal(int by);
    void chooseRow(int row);
    [[nodiscard]] QList<ExchangeId> selectedCalls() const;

    PageContext& m_context;
    std::unique_ptr<SessionModel> m_model;
    std::unique_ptr<SessionOverview> m_overview;
    ConnectionId m_connection{};
    QHash<ConnectionId, QString> m_typed; ///< what stands in the filter box of each session
    CallOrder m_order;
    std::optional<TimeSlice> m_piece; ///< of the time, that is asked for
    std::optional<QList<ExchangeId>> m_refused; ///< in their order, once they are known
    int m_step = 0; ///< to a refusal, wanted before they were known
    QList<ExchangeId> m_chosen; ///< the calls the inspector is to show, at most two
    ExchangeId m_top{}; ///< the call of the first row in sight, while the rows are made anew
    bool m_isChoosing = false; ///< what was chosen before is chosen again
    bool m_isReading = false; ///< a chosen call; the next one is asked for when it is here
    QTimer m_dragging; ///< from a choice of the range to the question

    TrafficTools* m_tools;
    MessageBar* m_trouble; ///< says why the file cannot be read
    MessageBar* m_picked; ///< says that only some calls are shown
    QSplitter* m_splitter;
    QTableView* m_table;
    CallColumns* m_columns;
    CallCard* m_card;
    Inspector* m_inspector;
};

} // namespace Pacewatch
