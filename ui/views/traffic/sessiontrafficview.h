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
/// counts are answered by it. Bursts are not folded: a page does not know the calls before it.
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
    void openColumnMenu();
    void openRowMenu(const QPoint& at);

    // What is shown: sessiontrafficfilter.cpp
    void ask();
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
    void readChosen();
    void readAround(ExchangeId id);
    void stepRow(int by);
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
    QList<ExchangeId> m_refused; ///< in their order
    QList<ExchangeId> m_chosen; ///< the calls the inspector is to show, at most two
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
