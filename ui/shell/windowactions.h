#pragma once

#include "ui/icons.h"

#include <QList>
#include <QObject>

class QAction;
class QActionGroup;
class QMenu;
class QMenuBar;
class QWidget;

namespace Pacewatch {

/// What the window can be told to do, from a menu, a key or the find box.
enum class Command
{
    NewConnection,
    ExplainAnswer,
    Quit,
    PauseWatching,
    TestSend,
    TestCall,
    CopyAddress,
    TryAgain,
    EditConnection,
    RemoveConnection,
    PauseQueue,
    SaveSession,
    OpenSession,
    Import,
    Export,
    AddNote,
    Compare,
    Monitor,
    Traffic,
    Diagnosis,
    SendQueue,
    Report,
    CreateReport,
    Practice,
    CollapseSidebar,
    PrivacyMode,
    ThemeSystem,
    ThemeLight,
    ThemeDark,
    Find,
    Keyboard,
    About,
};

/// The actions of the window: one for each command, with its words, icon and keys.
class WindowActions final : public QObject
{
    Q_OBJECT

public:
    /// The actions belong to @p window, so that their keys work in all of it.
    WindowActions(const Icons& icons, QWidget& window);

    void fillMenus(QMenuBar& bar);
    /// The menu of one connection.
    void fillConnectionMenu(QMenu& menu) const;
    /// What is shown: nothing, a connection that is watched, or one opened from a file.
    enum class Shown
    {
        Nothing,
        Live,
        Recorded,
    };

    /// Turns on those that make sense for what is shown, and the others off.
    void setShown(Shown shown);

    [[nodiscard]] QAction* action(Command command) const;
    [[nodiscard]] const QList<QAction*>& all() const { return m_actions; }

signals:
    void triggered(Pacewatch::Command command);

private:
    QList<QAction*> m_actions; ///< in the order of Command
};

} // namespace Pacewatch
