#include "ui/shell/connectionpage.h"
#include "ui/shell/findbox.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/sessioncommands.h"
#include "ui/shell/sidebar.h"
#include "ui/views/connection/connectiondialog.h"
#include "ui/views/evidence/explaindialog.h"
#include "ui/views/keyboarddialog.h"
#include "ui/wording/forms.h"
#include "ui/wording/words.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMessageBox>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

using Wording::say;
using Wording::Words;

QString plain(QString text)
{
    return text.remove(u'&');
}

} // namespace

void MainWindow::run(Command command)
{
    const auto choose = [this](ThemeChoice choice) {
        m_settings.theme = choice;
        m_theme.choose(choice);
        const Command which = choice == ThemeChoice::System ? Command::ThemeSystem
            : choice == ThemeChoice::Dark                   ? Command::ThemeDark
                                                            : Command::ThemeLight;
        m_actions->action(which)->setChecked(true);
        emit settingsChanged();
    };
    switch (command) {
    case Command::NewConnection:
        openDialog({});
        break;
    case Command::ExplainAnswer:
        showExplain();
        break;
    case Command::Quit:
        close();
        break;
    case Command::Practice:
        showPractice();
        break;
    case Command::CollapseSidebar:
        m_settings.sidebarCollapsed = m_actions->action(command)->isChecked();
        fitSidebar();
        emit settingsChanged();
        break;
    case Command::PrivacyMode:
        m_privacy.setOn(m_actions->action(command)->isChecked());
        break;
    case Command::ThemeSystem:
        choose(ThemeChoice::System);
        break;
    case Command::ThemeLight:
        choose(ThemeChoice::Light);
        break;
    case Command::ThemeDark:
        choose(ThemeChoice::Dark);
        break;
    case Command::OpenSession:
        m_sessions->open();
        break;
    case Command::Import:
        m_sessions->importFiles({});
        break;
    case Command::Compare:
        showCompare();
        break;
    case Command::Find:
        break; // goes straight to the find box
    case Command::Keyboard:
        showKeyboard();
        break;
    case Command::About:
        showAbout();
        break;
    default:
        if (m_shown) {
            runOnConnection(command, *m_shown);
        }
    }
}

void MainWindow::runOnConnection(Command command, ConnectionId id)
{
    const ConnectionState* const state = m_feed.connection(id);
    const QueueState* const queue = m_feed.queue(id);
    switch (command) {
    case Command::PauseWatching:
        m_engine.setWatching(id, state != nullptr && !state->isWatching);
        break;
    case Command::TestSend:
    case Command::SendQueue:
        openPage(Page::SendQueue);
        break;
    case Command::TestCall:
        // Its answer shows in Traffic like any other call.
        m_engine.testCall(id, this, [](const Result<Exchange>&) {});
        break;
    case Command::CopyAddress:
        if (state != nullptr && !state->proxyAddress.isEmpty()) {
            QGuiApplication::clipboard()->setText(state->proxyAddress);
        }
        break;
    case Command::TryAgain:
        m_engine.retry(id);
        break;
    case Command::EditConnection:
        openDialog(id);
        break;
    case Command::RemoveConnection:
        // A recorded session lies on the disk: closing it loses nothing.
        m_feed.recording(id) != nullptr ? m_engine.removeConnection(id) : askToRemove(id);
        break;
    case Command::SaveSession:
        m_sessions->save(id);
        break;
    case Command::Export:
        m_sessions->exportCalls(id);
        break;
    case Command::AddNote:
        m_sessions->addNote(id, m_connection->moment());
        break;
    case Command::PauseQueue:
        if (queue != nullptr && queue->isRunning && !queue->isPaused) {
            m_engine.pauseQueue(id);
        } else if (queue != nullptr && queue->isPaused && queue->target != SendTarget::Live) {
            m_engine.startQueue(id);
        } else {
            // To go on with a live queue is a question, and the page asks it.
            openPage(Page::SendQueue);
        }
        break;
    case Command::Monitor:
        openPage(Page::Monitor);
        break;
    case Command::Traffic:
        openPage(Page::Traffic);
        break;
    case Command::Diagnosis:
        openPage(Page::Diagnosis);
        break;
    case Command::Report:
    case Command::CreateReport:
        openPage(Page::Report);
        break;
    default:
        break;
    }
}

void MainWindow::openDialog(std::optional<ConnectionId> edited)
{
    const ConnectionState* const state = edited ? m_feed.connection(*edited) : nullptr;
    auto* const dialog = new ConnectionDialog(m_context, m_keys, state,
                                              static_cast<quint16>(m_settings.lastPort), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ConnectionDialog::watchingStarted, this,
            [this](ConnectionId id, quint16 port) {
                if (port != 0) {
                    m_settings.lastPort = port;
                    emit settingsChanged();
                }
                select(id);
            });
    dialog->open();
}

void MainWindow::askToRemove(ConnectionId id)
{
    const ConnectionState* const state = m_feed.connection(id);
    if (state == nullptr) {
        return;
    }
    auto* const box = new QMessageBox(this);
    box->setObjectName(u"removeQuestion"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setWindowTitle(say(Words::RemoveConnection));
    box->setText(Wording::removeQuestion(state->spec.customer));
    box->setInformativeText(Wording::removeConsequence());
    QPushButton* const remove
        = box->addButton(say(Words::RemoveConnection), QMessageBox::DestructiveRole);
    QPushButton* const keep = box->addButton(say(Words::KeepConnection), QMessageBox::RejectRole);
    box->setDefaultButton(keep);
    connect(remove, &QPushButton::clicked, this, [this, id] { m_engine.removeConnection(id); });
    box->open();
}

void MainWindow::showExplain()
{
    // Not modal: the answer to explain may be copied from a page of the window.
    auto* dialog = findChild<ExplainDialog*>();
    if (dialog == nullptr) {
        dialog = new ExplainDialog(m_theme, m_icons, m_privacy, m_engine.clock(), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
    }
    dialog->show();
    dialog->raise();
    dialog->activateWindow();
}

void MainWindow::showKeyboard()
{
    auto* const dialog = new KeyboardDialog(m_theme, m_actions->all(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showAbout()
{
    auto* const box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setIconPixmap(m_icons.appIcon().pixmap(48, 48));
    box->setWindowTitle(say(Words::About));
    box->setText(Wording::aboutText());
    box->addButton(say(Words::Close), QMessageBox::RejectRole);
    box->open();
}

QList<FindEntry> MainWindow::findEntries()
{
    QList<FindEntry> entries;
    for (const ConnectionState& state : m_feed.state().connections) {
        entries.append({.text = shownName(state.id),
                        .aside = state.profileName,
                        .icon = m_icons.stateIcon(state.standing),
                        .run = [this, id = state.id] { select(id); }});
    }
    for (QAction* const action : m_actions->all()) {
        if (action->isEnabled() && action != m_actions->action(Command::Find)) {
            entries.append({.text = plain(action->text()),
                            .aside = action->shortcut().toString(QKeySequence::NativeText),
                            .icon = action->icon(),
                            .run = [action] { action->trigger(); }});
        }
    }
    return entries;
}

} // namespace Pacewatch
