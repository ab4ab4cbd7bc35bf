#pragma once

#include "core/engine.h"
#include "ui/models/callrows.h"
#include "ui/models/exchangefilter.h"
#include "ui/models/trafficbook.h"
#include "ui/views/connectionview.h"

#include <QTimer>

#include <map>
#include <memory>

class QSplitter;

namespace Pacewatch {

class CallCard;
class CallTable;
class Inspector;
class MessageBar;
class TrafficTools;

/// The Traffic page: every call of a connection in a table, the chosen one in the inspector.
/// It keeps the calls of all connections, so that switching between them loses nothing.
class TrafficView final : public ConnectionView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TrafficView)

public:
    explicit TrafficView(PageContext& context, QWidget* parent = nullptr);
    ~TrafficView() override;

    void showConnection(ConnectionId id) override;
    void showCalls(const QString& title, const QList<ExchangeId>& calls) override;
    /// Selects a call of the connection that is shown; false when it is not kept any more.
    bool showCall(ExchangeId id);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void build();
    void buildTools();
    void buildTable();
    void buildKeys();
    TrafficBook& bookOf(ConnectionId id);
    void takeExchanges(const QList<Exchange>& exchanges);
    void takeState(const EngineState& state);
    void showChoice();
    void showAllCalls();
    void tick();
    void applyRange();
    void leaveRange();
    void stepBack();
    void showOnTimeline(WallTime at);
    void clearFilter();
    void leaveEmpty();
    void showCounts();
    void showStrip();
    void showFooter();
    void showEmpty();
    void showSelected();
    void openColumnMenu();
    void openRowMenu(const QPoint& at);
    void foldBursts(bool folds);

    PageContext& m_context;
    std::map<ConnectionId, std::unique_ptr<TrafficBook>> m_books;
    TrafficBook* m_book = nullptr; ///< of the connection that is shown
    ExchangeFilter m_filter;
    CallRows m_rows;
    ConnectionId m_connection{};
    QTimer m_frames; ///< of the strip
    QTimer m_dragging; ///< from a choice of the range to the rows

    TrafficTools* m_tools = nullptr;
    MessageBar* m_picked = nullptr; ///< says that only some calls are shown
    QSplitter* m_splitter = nullptr;
    CallCard* m_card = nullptr;
    CallTable* m_table = nullptr;
    Inspector* m_inspector = nullptr;
};

} // namespace Pacewatch
