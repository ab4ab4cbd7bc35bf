#include "ui/controls/messagebar.h"
#include "ui/shell/connectionpage.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/menurow.h"
#include "ui/shell/sessioncommands.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/statusline.h"
#include "ui/views/compare/compareview.h"
#include "ui/wording/sessions.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMimeData>
#include <QUrl>

namespace Pacewatch {

// The window and recorded sessions: what is opened, dropped, recorded.

void MainWindow::connectSessions()
{
    m_sessions = new SessionCommands(m_context, *this);
    setAcceptDrops(true);
    m_sessions->setFieldMaps(KnownMaps(m_settings.fieldMaps));
    connect(m_sessions, &SessionCommands::fieldMapsChanged, this, [this] {
        m_settings.fieldMaps = m_sessions->fieldMaps().texts();
        emit settingsChanged();
    });
    connect(m_sessions, &SessionCommands::opened, this, &MainWindow::select);
    connect(m_sessions, &SessionCommands::succeeded, this,
            [this](const QString& text) { m_message->say(MessageBar::Kind::Clear, text, {}); });
    connect(m_sessions, &SessionCommands::failed, this,
            [this](const QString& title, const QString& detail) {
                m_message->say(MessageBar::Kind::Limited, title, detail);
            });
    connect(m_compare, &CompareView::addWanted, this,
            [this](ConnectionId id, const ReportTable& comparison) {
                select(id);
                m_connection->addComparison(comparison);
            });
    connect(m_compare, &CompareView::succeeded, m_sessions, &SessionCommands::succeeded);
    connect(m_compare, &CompareView::failed, m_sessions, &SessionCommands::failed);
    connect(m_connection, &ConnectionPage::reportWanted, this,
            [this] { run(Command::CreateReport); });
    connect(m_connection, &ConnectionPage::compareWanted, this, [this] { run(Command::Compare); });
    connect(m_sidebar, &Sidebar::sessionWanted, m_sessions, &SessionCommands::openFile);
    connect(m_connection, &ConnectionPage::closeWanted, this,
            [this] { run(Command::RemoveConnection); });
    connect(&m_feed, &Feed::readingFailed, this, [this](ConnectionId, const Error& error) {
        m_message->say(MessageBar::Kind::Limited, Wording::notOpened(),
                       Wording::fileFailure(error));
    });
}

/// A disk that takes nothing is told at once and until it is over.
void MainWindow::showRecording()
{
    const EngineState& state = m_feed.state();
    const RecordingHealth& health = state.recordingHealth;
    if (health.trouble && !m_wasTroubled) {
        m_menuRow->addNotice(Standing::Limited, Wording::notRecording(*health.trouble), [] {});
    }
    m_wasTroubled = health.trouble.has_value();
    m_status->setRecordingTrouble(health.trouble        ? Wording::notRecording(*health.trouble)
                                      : health.lost > 0 ? Wording::lostCalls(health.lost)
                                                        : QString());
    if (state.connections.size() != m_connectionCount) {
        m_connectionCount = state.connections.size();
        findRecentSessions();
    }
}

void MainWindow::findRecentSessions()
{
    m_engine.recentSessions(RecentList::Most, this, [this](const QList<RecentSession>& sessions) {
        m_sidebar->showRecent(sessions);
    });
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event)
{
    QStringList files;
    for (const QUrl& url : event->mimeData()->urls()) {
        if (url.isLocalFile()) {
            files.append(url.toLocalFile());
        }
    }
    if (!files.isEmpty()) {
        event->acceptProposedAction();
        m_sessions->openFiles(files);
    }
}

} // namespace Pacewatch
