#pragma once

#include "ui/icons.h"

#include <QFrame>
#include <QLineEdit>
#include <QListWidget>

#include <functional>

class QAction;

namespace Pacewatch {

/// What the find box offers: a command or a connection.
struct FindEntry
{
    QString text;
    QString aside; ///< its shortcut, or the profile
    QIcon icon;
    std::function<void()> run;
};

/// The field in the menu row, and the list under it while something is looked for. Enter runs, Esc
/// closes.
class FindBox final : public QLineEdit
{
    Q_OBJECT

public:
    /// @p entries is asked for what there is at the moment the box is opened.
    FindBox(const Theme& theme, const Icons& icons, std::function<QList<FindEntry>()> entries,
            QWidget* parent = nullptr);
    ~FindBox() override;

    void open();
    /// What is offered now, for tests and assistive software.
    [[nodiscard]] QStringList offered() const;

protected:
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void refill();
    void place();
    void close();
    void runCurrent();
    void move(int by);

    const Theme& m_theme;
    const Icons& m_icons;
    std::function<QList<FindEntry>()> m_entries;
    QList<FindEntry> m_shown;
    QListWidget* m_list;
};

} // namespace Pacewatch
