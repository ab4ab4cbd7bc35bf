#pragma once

#include "core/recorded.h"
#include "ui/views/connectionview.h"

#include <QTimer>

#include <memory>
#include <optional>

class QLineEdit;
class QSplitter;
class QTableView;

namespace Pacewatch {

class Card;
class FieldNote;
class Inspector;
class MessageBar;
class SegmentedControl;
class SessionModel;
class TextLabel;

/// The Traffic page of a session that is too large to be held: the same columns and the same
/// inspector, but the rows come from the file page by page and the filter is answered by it.
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
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    void buildTable();
    void buildKeys();
    void applyTyped();
    void showChoice(int choice);
    void showAllCalls();
    void showFooter();
    void showSelected();
    void stepRow(int by);
    void findRefused();
    void stepRefusal(int by);
    void copyRow() const;

    PageContext& m_context;
    std::unique_ptr<SessionModel> m_model;
    ConnectionId m_connection{};
    QList<ExchangeId> m_refused; ///< in their order
    std::optional<ExchangeId> m_selected; ///< of which the whole call is asked for
    QTimer m_typing; ///< from the last key to the filter
    SegmentedControl* m_choice;
    QLineEdit* m_filter;
    FieldNote* m_note;
    MessageBar* m_picked;
    QSplitter* m_splitter;
    Card* m_card;
    QTableView* m_table;
    TextLabel* m_footer;
    Inspector* m_inspector;
};

} // namespace Pacewatch
