#pragma once

#include "core/engine.h"
#include "ui/models/callrows.h"
#include "ui/models/exchangefilter.h"
#include "ui/models/trafficbook.h"
#include "ui/views/connectionview.h"

#include <QTimer>

#include <map>
#include <memory>

class QGridLayout;
class QSplitter;
class QStackedLayout;

namespace Pacewatch {

class BrushStrip;
class Button;
class CallTable;
class Card;
class CheckBox;
class FieldNote;
class FilterBox;
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
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void build();
    void buildTools();
    void buildTable();
    void buildEmpty();
    void buildKeys();
    void placeTools();
    TrafficBook& bookOf(ConnectionId id);
    void takeExchanges(const QList<Exchange>& exchanges);
    void takeState(const EngineState& state);
    void takeTyped(const QString& typed);
    void applyTyped();
    void showChoice(int choice);
    void showAllCalls();
    void tick();
    void applyRange();
    void leaveRange();
    void stepBack();
    void showOnTimeline(WallTime at);
    void clearFilter();
    void showCounts();
    void showFooter();
    void showEmpty();
    void showSelected();
    void openColumnMenu();
    void openRowMenu(const QPoint& at);
    void foldBursts(bool folds);
    [[nodiscard]] QStringList valuesOf(const QString& token) const;

    PageContext& m_context;
    std::map<ConnectionId, std::unique_ptr<TrafficBook>> m_books;
    TrafficBook* m_book = nullptr; ///< of the connection that is shown
    ExchangeFilter m_filter;
    CallRows m_rows;
    ConnectionId m_connection{};
    QTimer m_typing; ///< from the last key to the filter
    QTimer m_frames; ///< of the strip
    QTimer m_dragging; ///< from a choice of the range to the rows

    QGridLayout* m_tools = nullptr;
    FilterBox* m_box = nullptr;
    FieldNote* m_note = nullptr; ///< names what cannot be read
    SegmentedControl* m_choice = nullptr;
    CheckBox* m_fold = nullptr;
    Button* m_columns = nullptr;
    MessageBar* m_picked = nullptr; ///< says that only some calls are shown
    QSplitter* m_splitter = nullptr;
    Card* m_card = nullptr;
    QStackedLayout* m_stack = nullptr;
    CallTable* m_table = nullptr;
    BrushStrip* m_strip = nullptr;
    TextLabel* m_footer = nullptr;
    Button* m_showAll = nullptr;
    TextLabel* m_emptyTitle = nullptr;
    TextLabel* m_emptyText = nullptr;
    Button* m_emptyAction = nullptr;
    Inspector* m_inspector = nullptr;
};

} // namespace Pacewatch
