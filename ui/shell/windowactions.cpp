#include "ui/shell/windowactions.h"

#include "ui/wording/compare.h"
#include "ui/wording/report.h"
#include "ui/wording/sessions.h"
#include "ui/wording/words.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>
#include <QMenuBar>

#include <optional>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

using Wording::say;
using Wording::Words;

enum class Needs
{
    Nothing,
    Connection,
    Live, ///< a connection that is watched, not one from a file
};

struct Row
{
    Command command;
    QString (*text)();
    const char* keys;
    std::optional<Icon> icon;
    Needs needs = Needs::Nothing;
    bool isCheckable = false;
};

template<Words words>
QString text()
{
    return say(words);
}

/// In the order of Command.
constexpr Row Rows[] = {
    {Command::NewConnection, text<Words::NewConnectionDots>, "Ctrl+N", Icon::Plus},
    {Command::ExplainAnswer, text<Words::ExplainAnswerDots>, "Ctrl+Shift+E", Icon::Help},
    {Command::Quit, text<Words::Quit>, "Ctrl+Q", {}},
    {Command::PauseWatching, text<Words::PauseWatching>, "Ctrl+P", Icon::Pause, Needs::Live},
    {Command::TestSend, text<Words::TestSend>, "Ctrl+T", Icon::Send, Needs::Live},
    {Command::TestCall, text<Words::TestCall>, "", Icon::Plug, Needs::Live},
    {Command::CopyAddress, text<Words::CopyProxyAddress>, "Ctrl+Shift+C", Icon::Copy, Needs::Live},
    {Command::TryAgain, text<Words::TryAgain>, "", Icon::Retry, Needs::Live},
    {Command::EditConnection, text<Words::EditConnectionDots>, "", Icon::Sliders, Needs::Live},
    {Command::RemoveConnection, text<Words::RemoveConnectionDots>, "", Icon::Cross,
     Needs::Connection},
    {Command::PauseQueue, text<Words::PauseQueue>, "Ctrl+Shift+P", Icon::Queue, Needs::Live},
    {Command::SaveSession, Wording::saveSessionDots, "Ctrl+S", Icon::Save, Needs::Connection},
    {Command::OpenSession, Wording::openSessionDots, "Ctrl+O", Icon::Folder},
    {Command::Import, Wording::importDots, "", Icon::Download},
    {Command::Export, Wording::exportDots, "", Icon::Upload, Needs::Connection},
    {Command::AddNote, Wording::addNoteDots, "", Icon::Pin, Needs::Connection},
    {Command::Compare, Wording::compareSessionsDots, "", Icon::Compare},
    {Command::Monitor, text<Words::Monitor>, "Ctrl+1", Icon::Monitor, Needs::Connection},
    {Command::Traffic, text<Words::Traffic>, "Ctrl+2", Icon::Traffic, Needs::Connection},
    {Command::Diagnosis, text<Words::Diagnosis>, "Ctrl+3", Icon::Diagnosis, Needs::Connection},
    {Command::SendQueue, text<Words::SendQueue>, "Ctrl+4", Icon::Queue, Needs::Live},
    {Command::Report, Wording::reportPage, "Ctrl+5", Icon::Report, Needs::Connection},
    {Command::CreateReport, Wording::createReport, "Ctrl+E", Icon::Report, Needs::Connection},
    {Command::Practice, text<Words::PracticeGateway>, "", Icon::Flask},
    {Command::CollapseSidebar, text<Words::CollapseSidebar>, "Ctrl+B", {}, Needs::Nothing, true},
    {Command::PrivacyMode, text<Words::PrivacyMode>, "Ctrl+Shift+H", {}, Needs::Nothing, true},
    {Command::ThemeSystem, text<Words::ThemeSystem>, "", {}, Needs::Nothing, true},
    {Command::ThemeLight, text<Words::ThemeLight>, "", {}, Needs::Nothing, true},
    {Command::ThemeDark, text<Words::ThemeDark>, "", {}, Needs::Nothing, true},
    {Command::Find, text<Words::Find>, "Ctrl+K", Icon::Search},
    {Command::Keyboard, text<Words::Keyboard>, "F1", Icon::Command},
    {Command::About, text<Words::About>, "", Icon::Info},
};

} // namespace

WindowActions::WindowActions(const Icons& icons, QWidget& window)
    : QObject(&window)
{
    for (const Row& row : Rows) {
        auto* const action = new QAction(row.text(), &window);
        if (*row.keys != '\0') {
            action->setShortcut(QKeySequence(QLatin1String(row.keys)));
        }
        if (row.icon) {
            action->setIcon(icons.icon(*row.icon));
        }
        action->setCheckable(row.isCheckable);
        action->setEnabled(row.needs == Needs::Nothing);
        window.addAction(action);
        m_actions.append(action);
        connect(action, &QAction::triggered, this,
                [this, command = row.command] { emit triggered(command); });
    }
    QAction* const keyboard = action(Command::Keyboard);
    keyboard->setShortcuts({QKeySequence(Qt::Key_F1), QKeySequence(u"Ctrl+/"_s)});
    auto* const themes = new QActionGroup(this);
    for (const Command command : {Command::ThemeSystem, Command::ThemeLight, Command::ThemeDark}) {
        themes->addAction(action(command));
    }
}

QAction* WindowActions::action(Command command) const
{
    return m_actions.at(static_cast<qsizetype>(command));
}

void WindowActions::fillMenus(QMenuBar& bar)
{
    QMenu* const file = bar.addMenu(say(Words::MenuFile));
    file->addAction(action(Command::NewConnection));
    file->addAction(action(Command::ExplainAnswer));
    file->addSeparator();
    file->addAction(action(Command::Quit));

    fillConnectionMenu(*bar.addMenu(say(Words::MenuConnection)));

    QMenu* const session = bar.addMenu(Wording::menuSession());
    for (const Command command :
         {Command::OpenSession, Command::SaveSession, Command::Import, Command::Export,
          Command::AddNote, Command::Compare, Command::CreateReport}) {
        session->addAction(action(command));
    }

    QMenu* const view = bar.addMenu(say(Words::MenuView));
    for (const Command command : {Command::Monitor, Command::Traffic, Command::Diagnosis,
                                  Command::SendQueue, Command::Report, Command::Practice}) {
        view->addAction(action(command));
    }
    view->addSeparator();
    view->addAction(action(Command::Find));
    view->addAction(action(Command::CollapseSidebar));
    view->addAction(action(Command::PrivacyMode));
    QMenu* const theme = view->addMenu(say(Words::Theme));
    for (const Command command : {Command::ThemeSystem, Command::ThemeLight, Command::ThemeDark}) {
        theme->addAction(action(command));
    }

    QMenu* const help = bar.addMenu(say(Words::MenuHelp));
    help->addAction(action(Command::Keyboard));
    help->addAction(action(Command::About));
}

void WindowActions::fillConnectionMenu(QMenu& menu) const
{
    for (const Command command : {Command::PauseWatching, Command::TestSend, Command::TestCall,
                                  Command::PauseQueue, Command::CopyAddress, Command::TryAgain}) {
        menu.addAction(action(command));
    }
    menu.addSeparator();
    menu.addAction(action(Command::EditConnection));
    menu.addAction(action(Command::RemoveConnection));
}

void WindowActions::setShown(Shown shown)
{
    for (const Row& row : Rows) {
        if (row.needs != Needs::Nothing) {
            action(row.command)
                ->setEnabled(shown == Shown::Live
                             || (shown == Shown::Recorded && row.needs == Needs::Connection));
        }
    }
    action(Command::RemoveConnection)
        ->setText(shown == Shown::Recorded ? Wording::closeSession()
                                           : say(Words::RemoveConnectionDots));
}

} // namespace Pacewatch
