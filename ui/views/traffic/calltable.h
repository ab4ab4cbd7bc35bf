#pragma once

#include "core/exchange.h"
#include "ui/icons.h"
#include "ui/models/callrows.h"

#include <QList>
#include <QTableView>

#include <optional>

namespace Pacewatch {

class Button;
class CallColumns;

/// The table of calls. It follows the newest one until somebody scrolls back, opens and closes
/// folds, keeps the chosen call chosen whatever happens to its row, and remembers its columns.
class CallTable final : public QTableView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CallTable)

public:
    /// @p rows outlive it.
    CallTable(const Theme& theme, const Icons& icons, CallRows& rows, QWidget* parent = nullptr);

    /// Selects a call and shows it, opening its fold; false when it is not among the rows.
    bool choose(ExchangeId id);
    void chooseRow(int row);
    /// The next (1) or previous (-1) row; the last one while none is chosen.
    void stepRow(int by);
    void stepRefusal(int by);
    /// Opens or closes a fold; without one at the chosen row nothing happens.
    void openFold(bool isOpen);
    /// The newest call, where the rows stand by time.
    void goToEnd();
    /// By time again.
    void unsort();
    void stopFollowing() { m_isFollowing = false; }
    void forgetChoice();

    [[nodiscard]] std::optional<ExchangeId> chosen() const { return m_chosen; }
    /// The calls that are selected, in the order of the rows.
    [[nodiscard]] QList<ExchangeId> selectedCalls() const;

    [[nodiscard]] CallColumns& columns() const { return *m_columns; }

signals:
    /// Another call was chosen, or more than one, or none.
    void choiceChanged();
    /// Enter on a call.
    void entered();
    void scrolled();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void selectionChanged(const QItemSelection& selected,
                          const QItemSelection& deselected) override;

private:
    void build();
    void sort(int column, Qt::SortOrder order);
    void takeNewCalls();
    void takeGrown(qsizetype calls);
    void takeSettled();
    void takeScrolled();
    void takeRowsRemoved(int first, int last);
    void placeNewCalls();
    void toggleFold(int row);
    [[nodiscard]] bool isAtEnd() const;
    [[nodiscard]] std::optional<int> rowOfChoice() const;
    [[nodiscard]] std::optional<int> currentRow() const;

    CallRows& m_rows;
    CallColumns* m_columns;
    Button* m_newCalls;
    std::optional<ExchangeId> m_chosen;
    bool m_isOnFold = false; ///< the chosen call stands for its fold
    bool m_isFollowing = true;
    bool m_isChanging = false; ///< rows go; what Qt then selects nobody chose
    qsizetype m_unseen = 0;
};

} // namespace Pacewatch
