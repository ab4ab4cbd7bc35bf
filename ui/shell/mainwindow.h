#pragma once

#include "core/engine.h"
#include "core/settings.h"
#include "ui/charts/timerange.h"
#include "ui/models/feed.h"
#include "ui/shell/windowactions.h"
#include "ui/views/connectionview.h"

#include <QHash>
#include <QMainWindow>
#include <QTimer>

class QSplitter;
class QStackedWidget;

namespace Pacewatch {

class CompareView;
class ConnectionPage;
class KeyStore;
struct FindEntry;
class MenuRow;
class MessageBar;
class SessionCommands;
class Sidebar;
class StatusLine;

/// The window: menu row, sidebar, one page, status line. Everything else is a page.
/// The engine, the feed, the theme and the key store must outlive it.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(Engine& engine, Feed& feed, Theme& theme, const Pages& pages, KeyStore& keys,
               const Settings& settings);
    ~MainWindow() override;

    /// What is to be kept for the next start.
    [[nodiscard]] Settings settings() const;
    [[nodiscard]] std::optional<ConnectionId> shownConnection() const { return m_shown; }
    [[nodiscard]] const Privacy& privacy() const { return m_privacy; }

signals:
    /// Something worth keeping changed.
    void settingsChanged();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void layOut(const Pages& pages);
    void connectParts();
    void run(Command command);
    void runOnConnection(Command command, ConnectionId id);
    void showState();
    void select(ConnectionId id);
    void showNothing();
    void showRecording();
    void connectSessions();
    void findRecentSessions();
    void showPractice();
    /// Offers the connection that is shown as one of the two.
    void showCompare();
    void leaveConnection(QWidget* page, const QString& title);
    void openPage(Page page);
    void noteChanges();
    void fitSidebar();
    void togglePractice(bool on);
    void openDialog(std::optional<ConnectionId> edited);
    void askToRemove(ConnectionId id);
    void showExplain();
    void showKeyboard();
    void showAbout();
    [[nodiscard]] QList<FindEntry> findEntries();
    [[nodiscard]] QString shownName(ConnectionId id) const;

    Engine& m_engine;
    Feed& m_feed;
    Theme& m_theme;
    KeyStore& m_keys;
    Icons m_icons;
    Privacy m_privacy;
    Settings m_settings;
    TimeRange m_range;
    PageContext m_context;
    WindowActions* m_actions;
    MenuRow* m_menuRow = nullptr;
    Sidebar* m_sidebar = nullptr;
    QSplitter* m_splitter = nullptr;
    QStackedWidget* m_pages = nullptr;
    QWidget* m_start = nullptr;
    ConnectionPage* m_connection = nullptr;
    QWidget* m_practice = nullptr;
    CompareView* m_compare = nullptr;
    StatusLine* m_status = nullptr;
    MessageBar* m_message = nullptr; ///< what came of a command that belongs to no page
    SessionCommands* m_sessions = nullptr;
    qsizetype m_connectionCount = -1; ///< when the recent sessions were looked for
    bool m_wasTroubled = false; ///< the recording could not be written
    QTimer m_second;
    std::optional<ConnectionId> m_shown;
    std::optional<ConnectionId> m_wanted; ///< selected before its first state arrived
    QHash<ConnectionId, Standing> m_standings;
};

} // namespace Pacewatch
