#include "app/commandline.h"
#include "app/commands.h"
#include "app/commands/entries.h"
#include "app/gatewayoptions.h"
#include "app/liveengine.h"
#include "app/shelf.h"
#include "app/stopsignal.h"
#include "app/terminal.h"
#include "app/textview.h"

#include <QCoreApplication>
#include <QTimer>

#include <cstdio>
#include <unistd.h>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Draws the view once a second: in place on a terminal, line after line elsewhere.
class Display final
{
public:
    void show(const TextView& view, Instant now, WallTime wallNow) const
    {
        if (!m_isTerminal) {
            printLine(view.line(now, wallNow));
            return;
        }
        // Home, the lines with each rest cleared, then everything below (ECMA-48).
        printLine(u"\x1b[H"_s + view.screen(now, wallNow).join(u"\x1b[K\n"_s) + u"\x1b[K\x1b[J"_s);
    }

    void tell(const TextView& view, const Happening& happening) const
    {
        if (!m_isTerminal) {
            printLine(view.line(happening));
        }
    }

    void begin() const
    {
        if (m_isTerminal) {
            printLine(u"\x1b[2J"_s);
        }
    }

private:
    const bool m_isTerminal = ::isatty(STDOUT_FILENO) == 1;
};

/// Why the practice gateway or its connection cannot run; empty while they can.
QString troubleOf(const EngineState& state)
{
    if (state.emulator.trouble) {
        return *state.emulator.trouble;
    }
    const bool isOff = !state.connections.isEmpty() && state.connections.first().trouble
        && state.connections.first().proxyAddress.isEmpty();
    return isOff ? failureText(*state.connections.first().trouble) : QString();
}

int play(const WindowOptions& options)
{
    const ProfileShelf shelf = loadShelf();
    LiveEngine live(shelf);
    TextView view;
    const Display display;
    bool isUp = false;
    QObject::connect(&live, &LiveEngine::stateChanged, &live, [&](const EngineState& state) {
        const QString trouble = troubleOf(state);
        if (!trouble.isEmpty()) {
            printError(trouble);
            QCoreApplication::exit(ExitCouldNotRun);
        } else if (!state.connections.isEmpty()) {
            isUp = true;
            view.take(state.connections.first());
        }
    });
    QObject::connect(&live, &LiveEngine::happened, &live, [&](const Happening& happening) {
        view.add(happening);
        display.tell(view, happening);
    });
    Engine& engine = live.engine();
    QTimer second;
    QObject::connect(&second, &QTimer::timeout, &second, [&] {
        if (isUp) {
            display.show(view, engine.clock().now(), engine.clock().wallNow());
        }
    });
    second.start(std::chrono::seconds(1));
    const auto finish = [] { QCoreApplication::exit(ExitDone); };
    const StopSignal stop(finish);
    const std::unique_ptr<Bell> end = engine.clock().makeBell(finish);
    if (options.runFor) {
        end->armAt(engine.clock().now() + *options.runFor);
    }
    display.begin();
    engine.playScenario(options.scenario);
    return QCoreApplication::exec();
}

} // namespace

int runPracticeText(const QStringList& arguments)
{
    const Result<WindowOptions> options = readWindowOptions(arguments);
    if (!options) {
        printError(printable(options.error().detail));
        return ExitBadInput;
    }
    if (!options->isPractice) {
        printError(u"--text shows a practice connection: add --practice"_s);
        return ExitBadInput;
    }
    return play(*options);
}

} // namespace Pacewatch
