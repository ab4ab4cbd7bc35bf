#include "ui/shell/mainwindow.h"

#include "ui/controls/messagebar.h"
#include "ui/shell/connectionpage.h"
#include "ui/shell/findbox.h"
#include "ui/shell/menurow.h"
#include "ui/shell/sessioncommands.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/statusline.h"
#include "ui/views/compare/compareview.h"
#include "ui/views/connection/connectiondialog.h"
#include "ui/views/startpage.h"
#include "ui/wording/compare.h"
#include "ui/wording/forms.h"
#include "ui/wording/sessions.h"
#include "ui/wording/words.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

using Wording::say;
using Wording::Words;

constexpr int NarrowWindow = 1100; ///< below it the sidebar collapses by itself
constexpr QSize FirstSize(1440, 870);
constexpr int ConnectionKeys = 9;
constexpr int MessageMargin = 20;

} // namespace

MainWindow::MainWindow(Engine& engine, Feed& feed, Theme& theme, const Pages& pages, KeyStore& keys,
                       const Settings& settings)
    : m_engine(engine)
    , m_feed(feed)
    , m_theme(theme)
    , m_keys(keys)
    , m_icons(theme)
    , m_settings(settings)
    , m_context{.engine = engine,
                .feed = feed,
                .theme = theme,
                .icons = m_icons,
                .privacy = m_privacy,
                .range = m_range,
                .openPage = [this](Page page) { openPage(page); },
                .editConnection = [this](ConnectionId id) { openDialog(id); },
                .selectConnection = [this](ConnectionId id) { select(id); },
                .showCalls
                = [this](const QString& title,
                         const QList<ExchangeId>& calls) { m_connection->showCalls(title, calls); },
                .exportCalls = [this](ConnectionId id) { m_sessions->exportCalls(id); }}
    , m_actions(new WindowActions(m_icons, *this))
{
    setWindowTitle(say(Words::Program));
    setWindowIcon(m_icons.appIcon());
    setMinimumSize(theme.pixels("size.minWindow.0"_L1), theme.pixels("size.minWindow.1"_L1));
    theme.choose(settings.theme);
    m_privacy.setOn(settings.privacyMode);
    layOut(pages);
    connectParts();
    resize(FirstSize);
    if (!settings.windowGeometry.isEmpty()) {
        restoreGeometry(settings.windowGeometry);
    }
    m_actions->action(Command::CollapseSidebar)->setChecked(settings.sidebarCollapsed);
    m_actions->action(Command::PrivacyMode)->setChecked(settings.privacyMode);
    m_actions
        ->action(settings.theme == ThemeChoice::System     ? Command::ThemeSystem
                     : settings.theme == ThemeChoice::Dark ? Command::ThemeDark
                                                           : Command::ThemeLight)
        ->setChecked(true);
    fitSidebar();
    showState();
}

MainWindow::~MainWindow()
{
    // The pages use members of this window, so they go while those still stand.
    delete takeCentralWidget();
}

void MainWindow::layOut(const Pages& pages)
{
    auto* const find = new FindBox(m_theme, m_icons, [this] { return findEntries(); });
    m_menuRow = new MenuRow(m_theme, m_icons, *m_actions, find);
    setMenuWidget(m_menuRow);
    m_menuRow->setPrivacy(m_privacy.isOn());
    connect(m_actions->action(Command::Find), &QAction::triggered, find, &FindBox::open);

    // From the outside in: a page that is moved into a parent is styled once more as a whole.
    auto* const middle = new QWidget;
    setCentralWidget(middle);
    m_splitter = new QSplitter(middle);
    m_splitter->setHandleWidth(0);
    m_splitter->setChildrenCollapsible(false);
    m_sidebar = new Sidebar(m_theme, m_icons, m_privacy, m_splitter);
    auto* const right = new QWidget(m_splitter);
    m_splitter->setStretchFactor(1, 1);

    m_message = new MessageBar(m_theme, m_icons, right);
    m_message->setObjectName(u"windowMessage"_s);
    m_message->hide();
    auto* const message = new QHBoxLayout;
    message->setContentsMargins(MessageMargin, 0, MessageMargin, 0);
    message->addWidget(m_message);
    m_pages = new QStackedWidget(right);
    auto* const rightColumn = new QVBoxLayout(right);
    rightColumn->setContentsMargins(0, 0, 0, 0);
    rightColumn->setSpacing(0);
    rightColumn->addLayout(message);
    rightColumn->addWidget(m_pages, 1);

    auto* const start = new StartPage(m_theme, m_icons, m_pages);
    connect(start, &StartPage::newConnectionWanted, this, [this] { openDialog({}); });
    connect(start, &StartPage::practiceWanted, this, [this] {
        togglePractice(true);
        showPractice();
    });
    connect(start, &StartPage::sessionWanted, this, [this] { run(Command::OpenSession); });
    m_start = start;
    m_connection = new ConnectionPage(m_context, pages, m_pages);
    m_practice = pages.practice ? pages.practice(m_context, m_pages) : new QWidget(m_pages);
    m_compare = new CompareView(m_context, m_pages);
    for (QWidget* const page : {m_start, static_cast<QWidget*>(m_connection), m_practice,
                                static_cast<QWidget*>(m_compare)}) {
        m_pages->addWidget(page);
    }

    m_status = new StatusLine(m_theme, m_icons, middle);
    m_status->setPrivacy(m_privacy.isOn());
    auto* const column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_splitter, 1);
    column->addWidget(m_status);
}

void MainWindow::connectParts()
{
    connect(&m_feed, &Feed::stateArrived, this, [this] {
        noteChanges();
        showState();
    });
    connect(m_actions, &WindowActions::triggered, this, &MainWindow::run);
    connect(m_menuRow, &MenuRow::themeToggled, this,
            [this] { run(m_theme.isDark() ? Command::ThemeLight : Command::ThemeDark); });
    connect(m_sidebar, &Sidebar::selected, this, &MainWindow::select);
    connect(m_sidebar, &Sidebar::newConnectionWanted, this, [this] { openDialog({}); });
    connect(m_sidebar, &Sidebar::practiceWanted, this, &MainWindow::showPractice);
    connect(m_sidebar, &Sidebar::practiceSwitched, this, &MainWindow::togglePractice);
    connect(m_sidebar, &Sidebar::menuWanted, this, [this](ConnectionId id, const QPoint& at) {
        select(id);
        auto* const menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        m_actions->fillConnectionMenu(*menu);
        menu->popup(at);
    });
    connectSessions();
    connect(m_connection, &ConnectionPage::pauseWanted, this,
            [this] { run(Command::PauseWatching); });
    connect(m_connection, &ConnectionPage::testSendWanted, this,
            [this] { openPage(Page::SendQueue); });
    connect(&m_privacy, &Privacy::changed, this, [this] {
        m_menuRow->setPrivacy(m_privacy.isOn());
        m_status->setPrivacy(m_privacy.isOn());
        m_settings.privacyMode = m_privacy.isOn();
        showState();
        emit settingsChanged();
    });
    for (int i = 0; i < ConnectionKeys; ++i) {
        auto* const key = new QShortcut(QKeySequence(u"Alt+%1"_s.arg(i + 1)), this);
        connect(key, &QShortcut::activated, this, [this, i] {
            if (i < m_feed.state().connections.size()) {
                select(m_feed.state().connections.at(i).id);
            }
        });
    }
    // What counts up while nothing arrives: the age of a silence, the last call.
    m_second.setInterval(std::chrono::seconds(1));
    connect(&m_second, &QTimer::timeout, this, &MainWindow::showState);
}

void MainWindow::showState()
{
    const EngineState& state = m_feed.state();
    const Instant now = m_engine.clock().now();
    if (m_wanted && m_feed.connection(*m_wanted) != nullptr) {
        select(*m_wanted);
        return;
    }
    if (m_shown && m_feed.connection(*m_shown) == nullptr) {
        showNothing();
    }
    if (!m_shown && !m_wanted && !state.connections.isEmpty()
        && m_pages->currentWidget() == m_start) {
        select(state.connections.first().id);
        return;
    }
    showRecording();
    m_sidebar->showState(state, now);
    const ConnectionState* const shown = m_shown ? m_feed.connection(*m_shown) : nullptr;
    if (shown != nullptr) {
        m_connection->showState(*shown, m_feed.queue(*m_shown), shown->spec.customer);
        setWindowTitle(Wording::windowTitle(shown->spec.customer));
        QAction* const pause = m_actions->action(Command::PauseWatching);
        pause->setText(say(shown->isWatching ? Words::PauseWatching : Words::ResumeWatching));
        pause->setIcon(m_icons.icon(shown->isWatching ? Icon::Pause : Icon::Play));
    }
    if (m_pages->currentWidget() == m_practice && state.emulator.isRunning) {
        m_status->showPractice(state.emulator);
    } else if (m_pages->currentWidget() == m_compare) {
        const auto [recorded, live] = m_compare->kinds();
        m_status->showText(Wording::compareStatus(recorded, live));
    } else {
        m_status->showState(shown, now, m_shown ? m_feed.recording(*m_shown) : nullptr);
    }
    m_status->setDropped(m_feed.dropped());
}

void MainWindow::select(ConnectionId id)
{
    if (m_feed.connection(id) == nullptr) {
        m_wanted = id;
        return;
    }
    m_wanted.reset();
    const bool isOther = m_shown != id;
    m_shown = id;
    m_sidebar->select(id);
    m_actions->setShown(m_feed.recording(id) != nullptr ? WindowActions::Shown::Recorded
                                                        : WindowActions::Shown::Live);
    if (isOther) {
        m_connection->showConnection(id);
    }
    m_pages->setCurrentWidget(m_connection);
    showState();
}

void MainWindow::showNothing()
{
    m_shown.reset();
    m_actions->setShown(WindowActions::Shown::Nothing);
    m_sidebar->select(ConnectionId{});
    setWindowTitle(say(Words::Program));
    if (m_pages->currentWidget() == m_connection) {
        m_pages->setCurrentWidget(m_start);
    }
}

void MainWindow::showPractice()
{
    leaveConnection(m_practice, say(Words::PracticeGateway));
}

void MainWindow::showCompare()
{
    if (m_shown) {
        m_compare->offer(*m_shown);
    }
    leaveConnection(m_compare, Wording::compareTitle());
}

void MainWindow::leaveConnection(QWidget* page, const QString& title)
{
    m_pages->setCurrentWidget(page);
    // No connection is shown, so no row is marked; the last one comes back with its tab.
    m_shown.reset();
    m_sidebar->select(ConnectionId{});
    m_actions->setShown(WindowActions::Shown::Nothing);
    setWindowTitle(Wording::windowTitle(title));
    showState();
}

void MainWindow::openPage(Page page)
{
    if (m_shown) {
        m_pages->setCurrentWidget(m_connection);
        m_connection->openPage(page);
    }
}

void MainWindow::noteChanges()
{
    for (const ConnectionState& state : m_feed.state().connections) {
        if (m_feed.recording(state.id) != nullptr) {
            continue; // what happened then is no news
        }
        const auto before = m_standings.constFind(state.id);
        const bool wasLimited = before != m_standings.constEnd() && *before == Standing::Limited;
        const bool isLimited = state.standing == Standing::Limited;
        const bool isClearAgain = wasLimited && state.standing == Standing::Clear;
        if ((isLimited && !wasLimited) || isClearAgain) {
            m_menuRow->addNotice(state.standing,
                                 Wording::noticeLine(shownName(state.id), state.standing,
                                                     m_engine.clock().wallNow()),
                                 [this, id = state.id] { select(id); });
        }
        // A pause between being limited and being clear still counts as one stretch.
        if (isLimited || isClearAgain || !wasLimited) {
            m_standings.insert(state.id, state.standing);
        }
    }
}

QString MainWindow::shownName(ConnectionId id) const
{
    const QList<ConnectionState>& all = m_feed.state().connections;
    for (qsizetype i = 0; i < all.size(); ++i) {
        if (all.at(i).id == id) {
            return m_sidebar->shownName(all.at(i), i);
        }
    }
    return {};
}

void MainWindow::togglePractice(bool on)
{
    if (on) {
        m_engine.startEmulator(m_feed.state().emulator.settings);
    } else {
        m_engine.stopEmulator();
    }
}

void MainWindow::fitSidebar()
{
    const bool collapsed = m_settings.sidebarCollapsed || width() < NarrowWindow;
    if (collapsed != m_sidebar->isCollapsed()) {
        m_sidebar->setCollapsed(collapsed);
    }
    const int side = collapsed ? m_sidebar->maximumWidth() : m_settings.sidebarWidth;
    m_splitter->setSizes({side, width() - side});
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    fitSidebar();
}

void MainWindow::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    m_feed.setVisible(true);
    if (focusWidget() == nullptr) {
        setFocus(); // otherwise the find box would take it and ask to be typed into
    }
    m_second.start();
}

void MainWindow::hideEvent(QHideEvent* event)
{
    QMainWindow::hideEvent(event);
    m_feed.setVisible(false);
    m_second.stop();
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange) {
        m_feed.setVisible(isVisible() && !isMinimized());
    }
}

Settings MainWindow::settings() const
{
    Settings now = m_settings;
    now.windowGeometry = saveGeometry();
    if (!m_sidebar->isCollapsed()) {
        now.sidebarWidth = m_sidebar->width();
    }
    return now;
}

} // namespace Pacewatch
