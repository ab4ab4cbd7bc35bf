#include "core/engine.h"

#include <QFile>
#include <QMap>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Send queues that outlive the engine.
class TestKeptQueues final : public QObject
{
    Q_OBJECT

private slots:
    void takesUpItsQueueAfterARestart();
    void takesWhatWasInTheAirForUnknown();
    void goesOnWithIdsThatAreNew();
    void followsAConnectionThatIsChanged();
    void sendsNothingRealThatIsNotKept();
    void saysThatTheFileWasDamaged();
};

namespace {

struct World
{
    World() { start(); }

    void start() { engine = std::make_unique<Engine>(clock, profiles, EngineFiles{path, {}}); }
    void restart()
    {
        engine.reset();
        items.clear();
        state = {};
        start();
    }

    void drain()
    {
        if (std::optional<EngineState> latest = engine->states().take()) {
            state = std::move(*latest);
        }
        for (const ItemChange& change : engine->itemChanges().takeAll()) {
            items.insert(quint64(change.item.id), change.item);
        }
    }

    ConnectionId connect(const QString& customer, const QByteArray& url)
    {
        ConnectionSpec spec;
        spec.customer = customer;
        spec.profileId = u"connexease"_s;
        spec.gatewayUrl = url;
        return engine->addConnection(spec, Secret("a-key-of-the-test"));
    }

    const QueueState& queue()
    {
        drain();
        static const QueueState None;
        return state.queues.isEmpty() ? None : state.queues.first();
    }

    QTemporaryDir dir;
    QString path = dir.filePath(u"queue.sqlite"_s);
    SystemClock clock;
    ProfileShelf profiles = ProfileShelf::builtIn();
    std::unique_ptr<Engine> engine;
    EngineState state;
    QMap<quint64, SendItem> items;
};

QList<SendDraft> messages(int count)
{
    QList<SendDraft> drafts;
    for (int i = 0; i < count; ++i) {
        drafts.append(
            {"POST", "/v1/wa/message", R"({"to":"1"})", u"+44770090"_s + QString::number(i)});
    }
    return drafts;
}

const QByteArray Nobody = "http://127.0.0.1:9";

} // namespace

void TestKeptQueues::takesUpItsQueueAfterARestart()
{
    World world;
    const ConnectionId first = world.connect(u"Casa"_s, Nobody);
    const ConnectionId second = world.connect(u"Brava"_s, Nobody);
    world.engine->enqueue(first, messages(3));
    world.engine->enqueue(second, messages(2));
    world.engine->cancelItem(first, ItemId(2));
    world.engine->moveItem(first, ItemId(3), ItemId(1));
    world.restart();
    world.connect(u"Casa"_s, Nobody);
    QTRY_COMPARE(world.queue().total, 3);
    QCOMPARE(world.queue().waiting, 2);
    QVERIFY(world.queue().isKept);
    QVERIFY(!world.queue().journalTrouble);
    QCOMPARE(world.items.size(), 3);
    QCOMPARE(world.items.value(2).state, ItemState::Cancelled);
    QVERIFY(world.items.value(3).place < world.items.value(1).place);
    QCOMPARE(world.items.value(1).draft, messages(1).first());
}

void TestKeptQueues::takesWhatWasInTheAirForUnknown()
{
    QTcpServer silent; // takes connections and never answers
    QVERIFY(silent.listen(QHostAddress(QHostAddress::LocalHost)));
    const QByteArray url = "http://127.0.0.1:" + QByteArray::number(silent.serverPort());
    World world;
    const ConnectionId id = world.connect(u"Casa"_s, url);
    world.engine->enqueue(id, messages(2));
    world.engine->setTarget(id, SendTarget::Live);
    world.engine->startQueue(id, 2);
    QTRY_VERIFY((world.drain(), world.items.value(1).sentAt.has_value()));
    world.restart();
    world.connect(u"Casa"_s, url);
    QTRY_COMPARE(world.queue().unknown, 1);
    QCOMPARE(world.queue().waiting, 1);
    QCOMPARE(world.queue().target, SendTarget::DryRun);
    QVERIFY(!world.queue().isRunning);
    QCOMPARE(world.items.value(1).state, ItemState::Unknown);
    QCOMPARE(world.items.value(1).attempts, 1);
}

void TestKeptQueues::goesOnWithIdsThatAreNew()
{
    World world;
    world.engine->enqueue(world.connect(u"Casa"_s, Nobody), messages(3));
    world.restart();
    world.engine->enqueue(world.connect(u"Brava"_s, Nobody), messages(1));
    QTRY_COMPARE(world.queue().total, 1);
    QCOMPARE(world.items.firstKey(), quint64(4));
}

void TestKeptQueues::followsAConnectionThatIsChanged()
{
    World world;
    const ConnectionId id = world.connect(u"Casa"_s, Nobody);
    world.engine->enqueue(id, messages(2));
    ConnectionSpec spec;
    spec.customer = u"Casa Nova"_s;
    spec.profileId = u"connexease"_s;
    spec.gatewayUrl = "http://127.0.0.1:10";
    world.engine->changeConnection(id, spec);
    world.restart();
    world.connect(u"Casa Nova"_s, "http://127.0.0.1:10");
    QTRY_COMPARE(world.queue().waiting, 2);
}

void TestKeptQueues::sendsNothingRealThatIsNotKept()
{
    World world;
    world.connect(u"Casa"_s, Nobody);
    QTRY_VERIFY(world.queue().isKept); // the first one has the file
    Engine second(world.clock, world.profiles, {world.path, {}});

    ConnectionSpec spec;
    spec.profileId = u"connexease"_s;
    spec.gatewayUrl = Nobody;
    const ConnectionId id = second.addConnection(spec, Secret("a-key-of-the-test"));
    second.enqueue(id, messages(1));
    second.setTarget(id, SendTarget::Live);
    second.startQueue(id, 1);
    EngineState state;
    const auto isPaused = [&] {
        state = second.states().take().value_or(state);
        return !state.queues.isEmpty() && state.queues.first().isPaused;
    };
    QTRY_VERIFY(isPaused());
    const QueueState& queue = state.queues.first();
    QCOMPARE(queue.pausedBecause, u"journal"_s);
    QCOMPARE(queue.journalTrouble->code, ErrorCode::Busy);
    QVERIFY(!queue.isKept);
    QCOMPARE(queue.waiting, 1);
}

void TestKeptQueues::saysThatTheFileWasDamaged()
{
    World world;
    world.engine.reset();
    {
        QFile file(world.path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(10'000, 'x'));
    }
    world.start();
    QTRY_VERIFY((world.drain(), !world.state.journalSetAside.isEmpty()));
    QVERIFY(QFile::exists(world.state.journalSetAside));
}

QTEST_GUILESS_MAIN(TestKeptQueues)
#include "tst_keptqueues.moc"
