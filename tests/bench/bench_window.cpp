#include "core/clock.h"
#include "core/engine.h"
#include "core/processsetup.h"
#include "core/store/callfilter.h"
#include "core/store/sessionreader.h"
#include "tests/bench/customer.h"
#include "tests/bench/heartbeat.h"
#include "ui/keystore.h"
#include "ui/models/feed.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme.h"
#include "ui/views/allpages.h"

#include <QAction>
#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTimer>
#include <QUrl>

#include <array>
#include <cstdio>
#include <thread>
#include <utility>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Steady = std::chrono::steady_clock;

/// How many of the customer's calls stand in the sessions of @p folder; the scenario's own program
/// asks for no page.
qint64 recorded(Engine& engine, const QString& folder)
{
    engine.settle();
    qint64 calls = -1;
    // The session is written on another thread, up to a second behind.
    for (int looks = 0; looks < 100; ++looks) {
        qint64 found = 0;
        for (const QFileInfo& file : QDir(folder).entryInfoList({u"*.pacewatch"_s}, QDir::Files)) {
            Result<SessionReader> reader = SessionReader::open(file.filePath());
            found += reader ? reader->count(*readCallFilter(u"page="_s)).value_or(0) : 0;
        }
        if (found == std::exchange(calls, found) && looks > 20) {
            break;
        }
        std::this_thread::sleep_for(100ms);
    }
    return calls;
}

} // namespace

/// Opens the real window on a rehearsed gateway, sends calls through the proxy at a steady pace and
/// prints, a line each 30 s, what that costs the window: CPU time of its thread, the longest time
/// it left an event waiting (and how much of that it worked itself: the rest, other programs had
/// the core), and the memory of the whole process. The pages take turns. With --record the session
/// is kept as well, and in the end every call that was answered must be in it.
int main(int argc, char** argv)
{
    setUpProcess();
    QApplication application(argc, argv);
    QCommandLineParser line;
    line.addOption({u"seconds"_s, u"How long; 600 when not given."_s, u"N"_s, u"600"_s});
    line.addOption({u"rate"_s, u"Calls a second; 100 when not given."_s, u"N"_s, u"100"_s});
    line.addOption({u"record"_s, u"Keep the session, and count what is in it."_s});
    line.addHelpOption();
    line.process(application);
    const std::chrono::seconds length(line.value(u"seconds"_s).toInt());
    const double rate = line.value(u"rate"_s).toDouble();

    SystemClock clock;
    const ProfileShelf profiles = ProfileShelf::builtIn();
    const QTemporaryDir folder;
    Engine engine(clock, profiles,
                  {.journal = {},
                   .limits = {},
                   .sessions = line.isSet(u"record"_s) ? folder.path() : QString()});
    Feed feed(engine);
    Theme theme;
    theme.choose(ThemeChoice::Light);
    theme.applyTo(application);
    KeyStore keys;
    MainWindow window(engine, feed, theme, allPages(), keys, Settings{});
    window.resize(1440, 870);
    window.show();
    const ConnectionId id = engine.playScenario(u"calm"_s);

    std::unique_ptr<Customer> customer;
    std::unique_ptr<Heartbeat> heartbeat;
    std::chrono::nanoseconds usedBefore{};
    Steady::time_point lineBegan;
    Steady::time_point began;
    int lines = 0;
    const std::array<const char*, 4> tabNames{"Monitor", "Traffic", "Diagnosis", "Send queue"};
    bool isFine = true;

    QTimer second;
    second.setInterval(1s);
    QObject::connect(&second, &QTimer::timeout, &window, [&] {
        const Steady::time_point now = Steady::now();
        if (customer == nullptr) {
            const ConnectionState* const state = feed.connection(id);
            if (state == nullptr || state->proxyAddress.isEmpty()) {
                return;
            }
            customer = std::make_unique<Customer>(QUrl(state->proxyAddress), rate);
            heartbeat = std::make_unique<Heartbeat>(window);
            began = lineBegan = now;
            usedBefore = threadTime();
            std::printf("%8s  %-10s %10s %10s %12s %12s %10s\n", "time", "page", "calls", "CPU",
                        "longest", "worked", "memory");
            return;
        }
        if (now - lineBegan < 30s) {
            return;
        }
        const std::chrono::nanoseconds used = threadTime();
        const double share = std::chrono::duration<double>(used - usedBefore)
            / std::chrono::duration<double>(now - lineBegan);
        const Knock wait = heartbeat->takeLongest();
        const std::chrono::duration<double, std::milli> longest = wait.lasted;
        const std::chrono::duration<double, std::milli> worked = wait.worked;
        std::printf("%6.0f s  %-10s %10lld %8.1f %% %9.1f ms %9.1f ms %6.1f MiB\n",
                    std::chrono::duration<double>(now - began).count(),
                    tabNames[static_cast<size_t>(lines) % 4],
                    static_cast<long long>(customer->calls()), share * 100, longest.count(),
                    worked.count(), residentMiB());
        std::fflush(stdout);
        isFine = isFine && share < 0.25 && longest < 100ms;
        usedBefore = used;
        lineBegan = now;
        ++lines;
        if (now - began >= length) {
            QApplication::exit(isFine ? 0 : 1);
            return;
        }
        const QKeySequence tab(u"Ctrl+%1"_s.arg(lines % 4 + 1));
        for (QAction* const action : window.findChildren<QAction*>()) {
            if (action->shortcuts().contains(tab)) {
                action->trigger();
            }
        }
    });
    second.start();
    const int result = QApplication::exec();
    const qint64 answered = customer ? customer->calls() : 0;
    customer.reset();
    heartbeat.reset();
    if (line.isSet(u"record"_s)) {
        const qint64 kept = recorded(engine, folder.path());
        std::printf("%lld calls answered, %lld of them in the session\n",
                    static_cast<long long>(answered), static_cast<long long>(kept));
        return kept < answered ? 1 : result; // one more may be under way
    }
    std::printf("%s\n",
                result == 0 ? "never over 100 ms, never over 25 % of a core"
                            : "over 100 ms or over 25 % of a core");
    return result;
}
