#pragma once

#include <QWidget>

class QStackedLayout;
class QTableView;

namespace Pacewatch {

class BrushStrip;
class Button;
class TextLabel;
class Theme;
class TimeRange;

/// The card of the calls: the strip of the time they came in, their table, and below it how many
/// are shown; in place of the table why there is none.
class CallCard final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CallCard)

public:
    /// In a lower page the rows need the room of the strip.
    static constexpr int LeastPageForStrip = 560;

    /// @p range outlives it; the table becomes its child.
    CallCard(const Theme& theme, TimeRange& range, QTableView* table, QWidget* parent = nullptr);

    [[nodiscard]] BrushStrip& strip() const { return *m_strip; }
    void showStrip(bool isShown);
    /// The table, and what is said below it; @p all is on the button that leaves the range, which
    /// is hidden when it is empty.
    void showRows(const QString& footer, const QString& all);
    /// Why there is no call, and what can be done; no button when @p action is empty.
    void showEmpty(const QString& title, const QString& text, const QString& action);

signals:
    void allWanted();
    void actionWanted();

private:
    [[nodiscard]] QWidget* makeRows(QTableView* table);
    [[nodiscard]] QWidget* makeEmpty();

    BrushStrip* m_strip;
    QWidget* m_rule;
    QStackedLayout* m_stack;
    TextLabel* m_footer;
    Button* m_all;
    TextLabel* m_emptyTitle;
    TextLabel* m_emptyText;
    Button* m_action;
};

} // namespace Pacewatch
