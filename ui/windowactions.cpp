#include "ui/windowactions.h"

#include "ui/words.h"

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
};

struct Row
{
    Command command;
    Words words;
    const char* keys;
    std::optional<Icon> icon;
    Needs needs = Needs::Nothing;
    bool isCheckable = false;
};

/// In the order of Command.
constexpr Row Rows[] = {
    {Command::NewConnection, Words::NewConnectionDots, "Ctrl+N", Icon::Plus},
    {Command::ExplainAnswer, Words::ExplainAnswerDots, "Ctrl+Shift+E", Icon::Help},
    {Command::Quit, Words::Quit, "Ctrl+Q", {}},
    {Command::PauseWatching, Words::PauseWatching, "Ctrl+P", Icon::Pause, Needs::Connection},
    {Command::TestSend, Words::TestSend, "Ctrl+T", Icon::Send, Needs::Connection},
    {Command::TestCall, Words::TestCall, "", Icon::Plug, Needs::Connection},
    {Command::CopyAddress, Words::CopyProxyAddress, "Ctrl+Shift+C", Icon::Copy, Needs::Connection},
    {Command::TryAgain, Words::TryAgain, "", Icon::Retry, Needs::Connection},
    {Command::EditConnection, Words::EditConnectionDots, "", Icon::Sliders, Needs::Connection},
    {Command::RemoveConnection, Words::RemoveConnectionDots, "", Icon::Cross, Needs::Connection},
    {Command::PauseQueue, Words::PauseQueue, "Ctrl+Shift+P", Icon::Queue, Needs::Connection},
    {Command::Monitor, Words::Monitor, "Ctrl+1", Icon::Monitor, Needs::Connection},
    {Command::Traffic, Words::Traffic, "Ctrl+2", Icon::Traffic, Needs::Connection},
    {Command::Diagnosis, Words::Diagnosis, "Ctrl+3", Icon::Diagnosis, Needs::Connection},
    {Command::SendQueue, Words::SendQueue, "Ctrl+4", Icon::Queue, Needs::Connection},
    {Command::Practice, Words::PracticeGateway, "", Icon::Flask},
    {Command::CollapseSidebar, Words::CollapseSidebar, "Ctrl+B", {}, Needs::Nothing, true},
    {Command::PrivacyMode, Words::PrivacyMode, "Ctrl+Shift+H", {}, Needs::Nothing, true},
    {Command::ThemeSystem, Words::ThemeSystem, "", {}, Needs::Nothing, true},
    {Command::ThemeLight, Words::ThemeLight, "", {}, Needs::Nothing, true},
    {Command::ThemeDark, Words::ThemeDark, "", {}, Needs::Nothing, true},
    {Command::Find, Words::Find, "Ctrl+K", Icon::Search},
    {Command::Keyboard, Words::Keyboard, "F1", Icon::Command},
    {Command::About, Words::About, "", Icon::Info},
};

} // namespace

WindowActions::WindowActions(const Icons& icons, QWidget& window)
    : QObject(&window)
{
    for (const Row& row : Rows) {
        auto* const action = new QAction(say(row.words), &window);
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

    QMenu* const view = bar.addMenu(say(Words::MenuView));
    for (const Command command : {Command::Monitor, Command::Traffic, Command::Diagnosis,
                                  Command::SendQueue, Command::Practice}) {
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

void WindowActions::setConnectionShown(bool shown)
{
    for (const Row& row : Rows) {
        if (row.needs == Needs::Connection) {
            action(row.command)->setEnabled(shown);
        }
    }
}

} // namespace Pacewatch
