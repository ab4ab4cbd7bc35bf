#pragma once

#include "core/engine.h"
#include "ui/models/exchangefilter.h"
#include "ui/views/connectionview.h"

#include <map>
#include <memory>

class QLabel;
class QStackedLayout;
class QSplitter;
class QTableView;

namespace Pacewatch {

class Button;
class Card;
class ExchangeModel;
class Inspector;
class MessageBar;
class SegmentedControl;
class TextLabel;

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
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    void buildTable();
    void buildKeys();
    ExchangeModel& modelOf(ConnectionId id);
    void takeExchanges(const QList<Exchange>& exchanges);
    void takeState(const EngineState& state);
    void follow(qsizetype arrived);
    void holdPlace(int rowsGone);
    void showChoice(int choice);
    void showAllCalls();
    void showCounts();
    void showSelected();
    void stepRow(int by);
    void stepRefusal(int by);
    void selectRow(int row);
    void goToEnd();
    void copyRow() const;
    void placeNewCalls();
    void keepLayout() const;
    void restoreLayout();
    void openColumnMenu();
    [[nodiscard]] bool isAtEnd() const;

    PageContext& m_context;
    std::map<ConnectionId, std::unique_ptr<ExchangeModel>> m_models;
    ExchangeModel* m_model = nullptr; ///< of the connection that is shown
    ExchangeFilter* m_filter;
    ConnectionId m_connection{};
    QString m_layoutName; ///< the profile whose column layout is in use

    SegmentedControl* m_choice = nullptr;
    Button* m_columns = nullptr;
    MessageBar* m_picked = nullptr; ///< says that only some calls are shown
    QSplitter* m_splitter = nullptr;
    Card* m_card = nullptr;
    QStackedLayout* m_stack = nullptr;
    QTableView* m_table = nullptr;
    TextLabel* m_footer = nullptr;
    TextLabel* m_emptyTitle = nullptr;
    TextLabel* m_emptyText = nullptr;
    Button* m_emptyAction = nullptr;
    Button* m_newCalls = nullptr;
    Inspector* m_inspector = nullptr;
    bool m_isFollowing = true;
    qsizetype m_unseen = 0;
};

} // namespace Pacewatch
