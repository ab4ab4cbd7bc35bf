#include "app/application.h"

#include "app/shelf.h"
#include "ui/keystore.h"
#include "ui/mainwindow.h"
#include "ui/models/feed.h"
#include "ui/theme.h"

#include <QApplication>
#include <QSettings>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

/// The send queues are kept here; for nobody but the user.
QString journalFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
        + u"/pacewatch/queue.sqlite"_s;
}

} // namespace

/// In the order they are made; they go the other way round.
struct Application::Parts
{
    Parts(QApplication& qt, const Pages& pages)
    {
        // Dressed before the window is made: menus and fields keep the font they were born with.
        const Settings settings = loadSettings(stored);
        theme.choose(settings.theme);
        theme.applyTo(qt);
        window = std::make_unique<MainWindow>(engine, feed, theme, pages, keys, settings);
    }

    QSettings stored{u"Pacewatch"_s, u"Pacewatch"_s};
    SystemClock clock;
    ProfileShelf profiles = loadShelf();
    Engine engine{clock, profiles, journalFile()};
    Feed feed{engine};
    Theme theme;
    KeyStore keys;
    std::unique_ptr<MainWindow> window;
    std::unique_ptr<Bell> end;
};

Application::Application(QApplication& qt, const Pages& pages)
    : m_parts(std::make_unique<Parts>(qt, pages))
{
    QApplication::setApplicationName(u"pacewatch"_s);
    QApplication::setApplicationDisplayName(u"Pacewatch"_s);
    QApplication::setApplicationVersion(QString::fromLatin1(PACEWATCH_VERSION));
    MainWindow* const window = m_parts->window.get();
    QObject::connect(window, &MainWindow::settingsChanged, window,
                     [this, window] { saveSettings(window->settings(), m_parts->stored); });
}

Application::~Application()
{
    saveSettings(m_parts->window->settings(), m_parts->stored);
}

void Application::show()
{
    m_parts->window->show();
}

void Application::play(const QString& scenarioId)
{
    m_parts->engine.playScenario(scenarioId);
}

void Application::quitAfter(Duration span)
{
    m_parts->end = m_parts->clock.makeBell([] { QCoreApplication::quit(); });
    m_parts->end->armAt(m_parts->clock.now() + span);
}

} // namespace Pacewatch
