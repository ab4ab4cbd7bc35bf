#include "app/application.h"

#include "app/keptconnections.h"
#include "app/shelf.h"
#include "app/terminal.h"
#include "ui/keystore.h"
#include "ui/models/feed.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme.h"

#include <QApplication>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace Pacewatch {

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
    Engine engine{clock,
                  profiles,
                  {dataFile("queue.sqlite"_L1), dataFile("limits"_L1), dataFile("sessions"_L1)}};
    Feed feed{engine};
    Theme theme;
    KeyStore keys;
    KeptConnections kept{dataFile("connections.json"_L1)};
    qsizetype restored = 0; ///< connections the engine was given at the start
    bool areAllBack = false; ///< its state holds them; from then on changes are kept
    std::unique_ptr<MainWindow> window;
    std::unique_ptr<Bell> end;

    void restore();
    void keep(const EngineState& state);
};

void Application::Parts::restore()
{
    const Result<QList<ConnectionSpec>> specs = kept.read();
    if (!specs) {
        printError(u"The connections of the last start cannot be read. They lie in "_s
                   + printable(specs.error().detail));
        return;
    }
    restored = specs->size();
    for (const ConnectionSpec& spec : *specs) {
        const ConnectionId id = engine.addConnection(spec, {});
        keys.read(KeyStore::nameFor(spec.customer, spec.gatewayUrl), &keys,
                  [this, id, spec](Secret key) {
                      if (!key.isEmpty()) {
                          engine.changeConnection(id, spec, std::move(key));
                      }
                  });
    }
}

void Application::Parts::keep(const EngineState& state)
{
    areAllBack = areAllBack || state.connections.size() >= restored;
    if (!areAllBack) {
        return;
    }
    QList<ConnectionSpec> specs;
    for (const ConnectionState& connection : state.connections) {
        if (state.recordingOf(connection.id) == nullptr) {
            specs.append(connection.spec);
        }
    }
    if (const Result<void> written = kept.write(specs); !written) {
        printError(u"The connections are not kept: "_s + printable(written.error().detail));
    }
}

Application::Application(QApplication& qt, const Pages& pages)
    : m_parts(std::make_unique<Parts>(qt, pages))
{
    QApplication::setApplicationName(u"pacewatch"_s);
    QApplication::setApplicationDisplayName(u"Pacewatch"_s);
    QApplication::setApplicationVersion(QString::fromLatin1(PACEWATCH_VERSION));
    MainWindow* const window = m_parts->window.get();
    QObject::connect(window, &MainWindow::settingsChanged, window,
                     [this, window] { saveSettings(window->settings(), m_parts->stored); });
    m_parts->restore();
    QObject::connect(&m_parts->feed, &Feed::stateArrived, window,
                     [this](const EngineState& state) { m_parts->keep(state); });
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
