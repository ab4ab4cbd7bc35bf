#include "core/clock.h"
#include "core/engine.h"
#include "core/processsetup.h"
#include "tests/bench/heartbeat.h"
#include "ui/keystore.h"
#include "ui/models/feed.h"
#include "ui/models/queuemodel.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme.h"
#include "ui/views/allpages.h"

#include <QAbstractItemModel>
#include <QAction>
#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QProcess>
#include <QTableView>
#include <QTemporaryDir>
#include <QTimer>

#include <cstdio>
#include <functional>
#include <sys/resource.h>
#include <utility>
#include <vector>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Steady = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr double MostStartMs = 2000;
constexpr double MostMiB = 300e6 / (1024 * 1024);
constexpr double MostBlockMs = 100;

ConnectionSpec practice()
{
    ConnectionSpec spec;
    spec.customer = u"Casa Brava"_s;
    spec.profileId = u"aisoule"_s;
    spec.gatewayUrl = "http://127.0.0.1:9/api";
    spec.isPractice = true;
    return spec;
}

/// Leaves @p items in a journal, each with a number and a text of @p bodySize bytes.
int fill(const QString& path, int items, int bodySize)
{
    SystemClock clock;
    const ProfileShelf shelf = ProfileShelf::builtIn();
    Engine engine(clock, shelf, {path, {}});
    QList<SendDraft> drafts;
    drafts.reserve(items);
    SendBody before;
    for (int i = 0; i < items; ++i) {
        const QByteArray to = "+12025" + QByteArray::number(500'000 + i);
        const QByteArray body = R"({"to":")" + to + R"(","type":"text","text":")"
            + QByteArray(bodySize, 'a') + R"("})";
        before = SendBody(body, before);
        drafts.append({"POST", "/messages/send", before, QString::fromLatin1(to)});
    }
    engine.enqueue(engine.addConnection(practice(), {}), drafts);
    return 0; // the engine writes what is left before it ends
}

/// The real window over a queue that waits, taken through the steps of a run.
class Run final
{
public:
    Run(Steady::time_point began, const QString& journal, int items, std::chrono::seconds length)
        : m_began(began)
        , m_items(items)
        , m_length(length)
        , m_engine(m_clock, m_profiles, {journal, {}})
        , m_feed(m_engine)
        , m_window(m_engine, m_feed, dressed(m_theme), allPages(), m_keys, Settings{})
        , m_id(m_engine.addConnection(practice(), Secret("practice-key-000001")))
        , m_heartbeat(m_window)
    {
        m_window.resize(1440, 870);
        m_window.show();
        m_look.setInterval(5ms);
        QObject::connect(&m_look, &QTimer::timeout, &m_window, [this] { look(); });
        m_look.start();
        addSteps();
        openTab();
        m_stepBegan = began;
    }

private:
    /// Begins when the one before is done.
    struct Step
    {
        const char* name;
        std::function<void()> begin;
        std::function<bool()> isDone;
    };

    /// Before there is a window, as in the program: each part is styled once.
    static Theme& dressed(Theme& theme)
    {
        theme.choose(ThemeChoice::Light);
        theme.applyTo(*qApp);
        return theme;
    }

    [[nodiscard]] QAbstractItemModel* rows() const
    {
        const auto* const table = m_window.findChild<QTableView*>(u"queueTable"_s);
        return table == nullptr ? nullptr : table->model();
    }

    /// Whether the window shows the last of the items in that state.
    [[nodiscard]] bool isLastRow(ItemState state) const
    {
        const QModelIndex last = rows() == nullptr
            ? QModelIndex()
            : rows()->index(m_items - 1, QueueModel::StateColumn);
        return last.isValid() && last.data(QueueModel::ValueRole).toInt() == int(state);
    }

    void addSteps();
    void goLive();
    void openTab();
    void look();
    void report(const Step& step);

    const Steady::time_point m_began;
    const int m_items;
    const std::chrono::seconds m_length;
    SystemClock m_clock;
    const ProfileShelf m_profiles = ProfileShelf::builtIn();
    Engine m_engine;
    Feed m_feed;
    Theme m_theme;
    KeyStore m_keys;
    MainWindow m_window;
    ConnectionId m_id;
    QTimer m_look;
    std::vector<Step> m_steps;
    std::size_t m_step = 0;
    Steady::time_point m_stepBegan;
    bool m_isFine = true;
    Heartbeat m_heartbeat; ///< last: it knocks on the window
};

void Run::openTab()
{
    for (QAction* const action : m_window.findChildren<QAction*>()) {
        if (action->shortcuts().contains(QKeySequence(u"Ctrl+4"_s))) {
            action->trigger();
        }
    }
}

/// A gateway without limits, so that the queue sends as fast as it can.
void Run::goLive()
{
    ConnectionSpec running = practice();
    running.gatewayUrl = m_feed.state().emulator.address.toUtf8();
    running.windows = m_feed.state().emulator.settings.windows;
    m_engine.changeConnection(m_id, running);
    m_engine.setTarget(m_id, SendTarget::Practice);
    Pace pace;
    pace.concurrency = 4;
    m_engine.setPace(m_id, pace);
}

void Run::addSteps()
{
    m_steps
        = {{"start", [] {},
            [this] {
                openTab(); // not before there is a connection
                return rows() != nullptr && rows()->rowCount() == m_items;
            }},
           {"dry run", [this] { m_engine.startQueue(m_id); },
            [this] { return isLastRow(ItemState::WouldSend); }},
           {"gateway",
            [this] {
                EmulatorSettings settings;
                settings.windows = m_profiles.find(u"aisoule"_s)->windows;
                for (Policy& window : settings.windows) {
                    window.limit = 0;
                }
                m_engine.startEmulator(settings);
            },
            [this] { return m_feed.state().emulator.isRunning; }},
           {"other target", [this] { goLive(); }, [this] { return isLastRow(ItemState::Ready); }},
           {"running", [this] { m_engine.startQueue(m_id); },
            [this] { return Steady::now() - m_stepBegan >= m_length; }},
           {"cancel",
            [this] {
                m_engine.pauseQueue(m_id);
                m_engine.cancelQueued(m_id);
            },
            [this] { return isLastRow(ItemState::Cancelled); }}};
}

void Run::look()
{
    if (!m_steps[m_step].isDone()) {
        return;
    }
    report(m_steps[m_step]);
    if (++m_step == m_steps.size()) {
        QApplication::exit(m_isFine ? 0 : 1);
        m_look.stop();
        return;
    }
    m_stepBegan = Steady::now();
    m_steps[m_step].begin();
}

void Run::report(const Step& step)
{
    const double took = Milliseconds(Steady::now() - m_stepBegan).count();
    const Knock knock = m_heartbeat.takeLongest();
    const double longest = Milliseconds(knock.lasted).count();
    const QueueState* const queue = m_feed.queue(m_id);
    std::printf("%-14s %7.0f ms %9.1f ms %9.1f ms %8.1f MiB %8.1f MiB %10lld\n", step.name, took,
                longest, Milliseconds(knock.worked).count(), residentMiB(), peakMiB(),
                static_cast<long long>(queue == nullptr ? 0 : queue->done));
    std::fflush(stdout);
    const bool isStart = m_step == 0;
    m_isFine = m_isFine && (!isStart || took < MostStartMs) && peakMiB() < MostMiB
        && longest < MostBlockMs;
}

/// Prints the most memory that a program of ours took for a command.
void sendFromTheShell(const QString& program, int items)
{
    const Steady::time_point began = Steady::now();
    QProcess::execute(program,
                      {u"send"_s, u"--profile"_s, u"aisoule"_s, u"--dry-run"_s, u"--count"_s,
                       QString::number(items)});
    rusage used{};
    ::getrusage(RUSAGE_CHILDREN, &used);
    std::printf("pacewatch send --dry-run: %.0f ms, at most %.1f MiB\n",
                Milliseconds(Steady::now() - began).count(),
                static_cast<double>(used.ru_maxrss) / 1024.0);
    std::fflush(stdout);
}

} // namespace

/// Opens the real window on a journal in which many items wait, and takes them through a dry run, a
/// run against a practice gateway without limits, and the end of it. Printed are, for each step,
/// how long it took, the longest time the window left an event waiting (and how much of that it
/// worked itself), the memory of the process now and at its most, and how many items are done.
/// Exits 1 when it took 2 s to start, 300 MB, or left an event for 100 ms.
int main(int argc, char** argv)
{
    setUpProcess();
    const Steady::time_point began = Steady::now();
    QApplication application(argc, argv);
    QCommandLineParser line;
    line.addOption({u"items"_s, u"How many wait; 100000 when not given."_s, u"N"_s, u"100000"_s});
    line.addOption({u"body"_s, u"Bytes of each text; 200 when not given."_s, u"N"_s, u"200"_s});
    line.addOption({u"seconds"_s, u"How long it sends; 20 when not given."_s, u"N"_s, u"20"_s});
    line.addOption({u"send"_s, u"The program pacewatch, to measure its command too."_s, u"FILE"_s});
    line.addOption({u"fill"_s, u"Only writes the journal FILE."_s, u"FILE"_s});
    line.addOption({u"open"_s, u"Only opens the window on FILE."_s, u"FILE"_s});
    line.addHelpOption();
    line.process(application);
    const int items = line.value(u"items"_s).toInt();
    if (line.isSet(u"fill"_s)) {
        return fill(line.value(u"fill"_s), items, line.value(u"body"_s).toInt());
    }
    if (line.isSet(u"open"_s)) {
        std::printf("%-14s %10s %12s %12s %12s %12s %10s\n", "", "took", "longest", "worked",
                    "memory", "most", "done");
        Run run(began, line.value(u"open"_s), items,
                std::chrono::seconds(line.value(u"seconds"_s).toInt()));
        return QApplication::exec();
    }
    if (line.isSet(u"send"_s)) {
        sendFromTheShell(line.value(u"send"_s), items);
    }
    const QTemporaryDir folder;
    const QString journal = folder.filePath(u"queue.sqlite"_s);
    const QString self = QCoreApplication::applicationFilePath();
    const QStringList others{u"--items"_s,   line.value(u"items"_s),
                             u"--body"_s,    line.value(u"body"_s),
                             u"--seconds"_s, line.value(u"seconds"_s)};
    // Each in a process of its own: what filling takes is not the window's memory.
    if (QProcess::execute(self, QStringList{u"--fill"_s, journal} + others) != 0) {
        return 1;
    }
    std::printf("%d items, a journal of %.1f MiB\n", items,
                static_cast<double>(QFileInfo(journal).size()) / (1024.0 * 1024.0));
    std::fflush(stdout);
    return QProcess::execute(self, QStringList{u"--open"_s, journal} + others);
}
