#include "core/engine.h"
#include "ui/charts/timerange.h"
#include "ui/controls/textlabel.h"
#include "ui/icons.h"
#include "ui/models/feed.h"
#include "ui/privacy.h"
#include "ui/theme.h"
#include "ui/views/queue/sendqueueview.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <ctime>

using namespace Pacewatch;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int Items = 100'000;
#ifdef QT_NO_DEBUG
constexpr qint64 MostStartMs = 2000;
#else
constexpr qint64 MostStartMs = 4000; // nothing is optimised
#endif

ConnectionSpec practice()
{
    ConnectionSpec spec;
    spec.customer = u"Casa Brava"_s;
    spec.profileId = u"aisoule"_s;
    spec.gatewayUrl = "http://127.0.0.1:9/api";
    spec.isPractice = true;
    return spec;
}

/// What the system keeps in memory for this process, in bytes.
qint64 memoryInUse()
{
    QFile file(u"/proc/self/statm"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toLongLong() * 4096
                                          : 0;
}

/// Queues the items in a process of its own, so that its memory is not counted here.
int fill(const QString& path)
{
    SystemClock clock;
    const ProfileShelf shelf = ProfileShelf::builtIn();
    Engine engine(clock, shelf, {path, {}});
    QList<SendDraft> drafts;
    drafts.reserve(Items);
    for (int i = 0; i < Items; ++i) {
        const QByteArray to = "+12025" + QByteArray::number(500'000 + i);
        drafts.append({"POST", "/messages/send",
                       R"({"to": ")" + to + R"(", "type": "text", "text": "Your table is ready"})",
                       QString::fromLatin1(to)});
    }
    engine.enqueue(engine.addConnection(practice(), {}), drafts);
    return 0; // the engine writes what is left before it ends
}

} // namespace

/// A hundred thousand queued items: start-up, memory, and whether the window stays smooth.
class TestLargeQueue final : public QObject
{
    Q_OBJECT

private slots:
    void staysSmallAndSmooth();
};

void TestLargeQueue::staysSmallAndSmooth()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"queue.sqlite"_s);
    QCOMPARE(QProcess::execute(QCoreApplication::applicationFilePath(), {u"--fill"_s, path}), 0);

    QElapsedTimer sinceStart;
    sinceStart.start();
    const std::clock_t workBefore = std::clock();
    SystemClock clock;
    const ProfileShelf shelf = ProfileShelf::builtIn();
    Engine engine(clock, shelf, {path, {}});
    Theme theme;
    Icons icons(theme);
    Privacy privacy;
    Feed feed(engine);
    TimeRange range;
    PageContext context{engine,
                        feed,
                        theme,
                        icons,
                        privacy,
                        range,
                        [](Page) {},
                        [](ConnectionId) {},
                        [](ConnectionId) {},
                        {}};
    SendQueueView view(context);
    view.resize(1180, 720);
    view.show();
    const ConnectionId id = engine.addConnection(practice(), Secret("practice-key-000001"));
    view.showConnection(id);
    auto* table = view.findChild<QTableView*>();
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), Items, 10'000);
    const qint64 startMs = sinceStart.elapsed();
    // Of all threads together: on a machine that does nothing else this is the longer of the two.
    const qint64 workMs = (std::clock() - workBefore) * 1000 / CLOCKS_PER_SEC;

    // The window's own clock: how late it comes while the queue sends to the practice gateway.
    QElapsedTimer sinceBeat;
    qint64 longestMs = 0;
    QTimer beat;
    beat.setTimerType(Qt::PreciseTimer);
    QObject::connect(&beat, &QTimer::timeout, &view,
                     [&] { longestMs = std::max(longestMs, sinceBeat.restart()); });
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    sinceBeat.start();
    beat.start(10);
    EmulatorSettings settings;
    settings.windows = shelf.find(u"aisoule"_s)->windows;
    for (Policy& window : settings.windows) {
        window.limit = 0;
    }
    engine.startEmulator(settings);
    QTRY_VERIFY(feed.state().emulator.isRunning);
    ConnectionSpec running = practice();
    running.gatewayUrl = feed.state().emulator.address.toUtf8();
    running.windows = settings.windows;
    engine.changeConnection(id, running);
    engine.setTarget(id, SendTarget::Practice);
    Pace pace;
    pace.concurrency = 4;
    engine.setPace(id, pace);
    engine.startQueue(id);
    QTRY_VERIFY_WITH_TIMEOUT(feed.queue(id) && feed.queue(id)->done >= 1000, 30'000);
    engine.pauseQueue(id);
    const qint64 memory = memoryInUse() / 1'000'000;
    qInfo("%d items: %lld ms to start (%lld ms of work), %lld MB, the window at most %lld ms late",
          Items, static_cast<long long>(startMs), static_cast<long long>(workMs),
          static_cast<long long>(memory), static_cast<long long>(longestMs - 10));
    QVERIFY(std::min(startMs, workMs) < MostStartMs);
    QVERIFY(memory < 300);
    QVERIFY(longestMs < 200);
}

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    if (application.arguments().value(1) == "--fill"_L1) {
        return fill(application.arguments().value(2));
    }
    TestLargeQueue test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_largequeue.moc"
