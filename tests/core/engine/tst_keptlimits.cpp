#include "core/engine.h"
#include "core/engine/keptlimits.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <utility>
#include <vector>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr double Scale = 60;
const WallTime Wall(std::chrono::seconds(1'763'546'400));

/// A gateway that plays in an engine of its own, so that it outlives the one that sends. It states
/// no limits: whoever has forgotten what it used learns it by refusals only.
struct World
{
    World()
    {
        EmulatorSettings settings;
        settings.algorithm = Algorithm::Sliding;
        settings.sendsLimitHeaders = false;
        gateway.startEmulator(settings);
        [&] { QTRY_VERIFY(gatewayState().isRunning); }();
    }

    EmulatorState gatewayState()
    {
        if (std::optional<EngineState> latest = gateway.states().take()) {
            lastGateway = latest->emulator;
        }
        return lastGateway;
    }

    void start(const QString& keptIn)
    {
        engine.reset();
        sent = 0;
        state = {};
        engine = std::make_unique<Engine>(clock, profiles, EngineFiles{{}, keptIn});
        ConnectionSpec spec;
        spec.customer = u"Casa"_s;
        spec.profileId = u"aisoule"_s;
        spec.gatewayUrl = gatewayState().address.toUtf8();
        spec.timeScale = Scale;
        spec.isPractice = true;
        id = engine->addConnection(spec, Secret("key-of-the-test-0001"));
        engine->setTarget(id, SendTarget::Practice);
        Pace pace;
        pace.concurrency = 0;
        engine->setPace(id, pace);
    }

    void send(int count)
    {
        QList<SendDraft> drafts;
        for (int number = 0; number < count; ++number) {
            drafts.append({"POST", "/messages/send",
                           R"({"to":"+12025550100","type":"text","text":"Test"})", u"1"_s});
        }
        engine->enqueue(id, drafts);
        engine->startQueue(id);
    }

    bool areSent(int count)
    {
        for (const ItemChange& change : engine->itemChanges().takeAll()) {
            sent += change.item.state == ItemState::Sent ? 1 : 0;
        }
        return sent == count;
    }

    const EngineState& engineState()
    {
        if (std::optional<EngineState> latest = engine->states().take()) {
            state = std::move(*latest);
        }
        return state;
    }

    qint64 refusals()
    {
        const qint64 answers = gatewayState().answers;
        [&] { QTRY_VERIFY(gatewayState().answers >= answers); }();
        return gatewayState().refused;
    }

    QTemporaryDir home; // outlives those that write into it
    QString folder = home.filePath(u"limits"_s);
    SystemClock system;
    ScaledClock clock{system, Scale};
    ProfileShelf profiles = ProfileShelf::builtIn();
    Engine gateway{clock, profiles};
    EmulatorState lastGateway;
    std::unique_ptr<Engine> engine;
    EngineState state;
    ConnectionId id{};
    int sent = 0;
};

QStringList filesIn(const QString& folder, const QString& pattern = u"*.limits"_s)
{
    return QDir(folder).entryList({pattern}, QDir::Files | QDir::System | QDir::Hidden);
}

ConnectionSpec casa()
{
    ConnectionSpec spec;
    spec.customer = u"Casa"_s;
    spec.profileId = u"aisoule"_s;
    spec.gatewayUrl = "https://gateway.example/api";
    return spec;
}

/// The connection of a program, which has one.
constexpr ConnectionId Own{1};

qint64 sum(const LimiterMemory& memory)
{
    qint64 units = 0;
    for (const WindowMemory& window : memory.windows) {
        for (const OccupiedUntil& each : window.units) {
            units += each.units;
        }
    }
    return units;
}

LimiterMemory used(qint64 units, Instant until)
{
    LimiterMemory memory;
    memory.windows.append({u"minute"_s, 60s, std::nullopt, {{until, units}}, {}, std::nullopt});
    return memory;
}

} // namespace

/// What the limits have used up outlives the engine.
class TestKeptLimits final : public QObject
{
    Q_OBJECT

private slots:
    void readsWhatItWrote();
    void keepsNothingWithoutAFolder();
    void tellsKeysApartWithoutNamingThem();
    void takesTheCustomerWhereThereIsNoKey();
    void setsDamagedFilesAside_data();
    void setsDamagedFilesAside();
    void removesWhatIsOver();
    void goesOnWithAHalfUsedWindow();
    void goesOnAfterACrash();
    void beginsAfreshWithoutAFolder();
    void sendsThoughTheFileWasDamaged();
    void addsUpWhatTwoProgramsUsed();
    void countsNothingTwice();
    void takesOverWhatEndedAndLeavesTheOthers();
    void writesFromManySidesAtOnce();
    void readsAFileOfOnePart();
    void goesOnAfterTwoProgramsAtOnce();
};

void TestKeptLimits::readsWhatItWrote()
{
    const QTemporaryDir home;
    const QString name = KeptLimits::nameFor(casa(), Secret("k"));
    const Instant now(1h);
    {
        KeptLimits kept(home.filePath(u"deep/limits"_s), Wall);
        QCOMPARE(kept.read(name, Own, now, Wall).error().code, ErrorCode::NotFound);
        kept.write(name, Own, used(70, now + 30s), now, Wall);
        kept.write(name, Own, used(80, now + 40s), now, Wall);
    }
    KeptLimits kept(home.filePath(u"deep/limits"_s), Wall);
    const Result<LimiterMemory> memory = kept.read(name, Own, Instant(2min), Wall + 10s);
    QVERIFY(memory);
    QCOMPARE(*memory, used(80, Instant(2min) + 30s));
    const QString file = home.filePath(u"deep/limits/"_s + name + u".limits"_s);
    QCOMPARE(QFile::permissions(file)
                 & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
}

void TestKeptLimits::keepsNothingWithoutAFolder()
{
    KeptLimits kept({}, Wall);
    QVERIFY(!kept.isOn());
    kept.write(u"name"_s, Own, used(1, Instant(1h)), Instant(1min), Wall);
    QCOMPARE(kept.read(u"name"_s, Own, Instant(1min), Wall).error().code, ErrorCode::NotFound);
}

void TestKeptLimits::tellsKeysApartWithoutNamingThem()
{
    const QString one = KeptLimits::nameFor(casa(), Secret("pk_live_1"));
    QCOMPARE(KeptLimits::nameFor(casa(), Secret("pk_live_1")), one);
    QVERIFY(KeptLimits::nameFor(casa(), Secret("pk_live_2")) != one);
    QVERIFY(!one.contains("pk_live"_L1));
    ConnectionSpec elsewhere = casa();
    elsewhere.gatewayUrl = "https://other.example/api";
    QVERIFY(KeptLimits::nameFor(elsewhere, Secret("pk_live_1")) != one);
    ConnectionSpec renamed = casa(); // the key counts, not what the customer is called
    renamed.customer = u"Brava"_s;
    QCOMPARE(KeptLimits::nameFor(renamed, Secret("pk_live_1")), one);
}

void TestKeptLimits::takesTheCustomerWhereThereIsNoKey()
{
    ConnectionSpec other = casa();
    other.customer = u"Brava"_s;
    QVERIFY(KeptLimits::nameFor(casa(), {}) != KeptLimits::nameFor(other, {}));
}

void TestKeptLimits::setsDamagedFilesAside_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("garbage") << QByteArray("\x00\xff not ours", 11);
    QTest::newRow("cut off") << QByteArray(R"({"version":1,"windows":[{"na)");
    QTest::newRow("another version") << QByteArray(R"({"version":99,"windows":[]})");
    QTest::newRow("far too large") << QByteArray(5 << 20, ' ');
}

void TestKeptLimits::setsDamagedFilesAside()
{
    QFETCH(const QByteArray, bytes);
    const QTemporaryDir home;
    QFile file(home.filePath(u"name.limits"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
    file.close();
    KeptLimits kept(home.path(), Wall);
    const Result<LimiterMemory> memory = kept.read(u"name"_s, Own, Instant(1h), Wall);
    QVERIFY(!memory);
    QCOMPARE(memory.error().code, ErrorCode::Corrupt);
    QVERIFY(QFile::exists(memory.error().detail));
    QVERIFY(!file.exists());
    QCOMPARE(kept.read(u"name"_s, Own, Instant(1h), Wall).error().code, ErrorCode::NotFound);
}

void TestKeptLimits::removesWhatIsOver()
{
    const QTemporaryDir home;
    const QStringList names{u"old.limits"_s, u"new.limits"_s, u"old.txt"_s};
    for (const QString& name : names) {
        QFile file(home.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const qint64 age = name.startsWith("old"_L1) ? 40 : 1;
        QVERIFY(
            file.setFileTime(QDateTime::fromMSecsSinceEpoch(unixMilliseconds(Wall)).addDays(-age),
                             QFileDevice::FileModificationTime));
    }
    const KeptLimits kept(home.path(), Wall);
    QCOMPARE(filesIn(home.path()), QStringList{u"new.limits"_s});
    QVERIFY(QFile::exists(home.filePath(u"old.txt"_s))); // not one of ours
}

void TestKeptLimits::goesOnWithAHalfUsedWindow()
{
    World world;
    world.start(world.folder);
    world.send(80);
    QTRY_VERIFY(world.areSent(80));
    world.start(world.folder);
    world.send(60);
    QTRY_VERIFY_WITH_TIMEOUT(world.areSent(60), 20'000);
    QCOMPARE(world.refusals(), 0);
    QCOMPARE(filesIn(world.folder).size(), 1);
    QVERIFY(world.engineState().limitsSetAside.isEmpty());
}

void TestKeptLimits::goesOnAfterACrash()
{
    World world;
    world.start(world.folder);
    world.send(80);
    QTRY_VERIFY(world.areSent(80));
    QTRY_COMPARE(filesIn(world.folder).size(), 1);
    // What lies there at this moment is what a crash would leave.
    const QString name = filesIn(world.folder).first();
    QVERIFY(QFile::copy(world.folder + u'/' + name, world.home.filePath(name)));
    world.engine.reset();
    QVERIFY(QFile::remove(world.folder + u'/' + name));
    QVERIFY(QFile::copy(world.home.filePath(name), world.folder + u'/' + name));
    world.start(world.folder);
    world.send(60);
    QTRY_VERIFY_WITH_TIMEOUT(world.areSent(60), 20'000);
    QCOMPARE(world.refusals(), 0);
}

/// The other side of the two above: without the memory the gateway does refuse.
void TestKeptLimits::beginsAfreshWithoutAFolder()
{
    World world;
    world.start({});
    world.send(80);
    QTRY_VERIFY(world.areSent(80));
    world.start({});
    world.send(60);
    QTRY_VERIFY_WITH_TIMEOUT(world.gatewayState().refused > 0, 20'000);
}

void TestKeptLimits::sendsThoughTheFileWasDamaged()
{
    World world;
    world.start(world.folder);
    world.send(1);
    QTRY_VERIFY(world.areSent(1));
    world.engine.reset();
    QFile file(world.folder + u'/' + filesIn(world.folder).value(0));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write("not json");
    file.close();
    world.start(world.folder);
    QTRY_VERIFY(!world.engineState().limitsSetAside.isEmpty());
    QVERIFY(QFile::exists(world.engineState().limitsSetAside));
    world.send(1);
    QTRY_VERIFY(world.areSent(1));
}

/// The gateway shows nobody what the others use: both must be there, whoever wrote last.
void TestKeptLimits::addsUpWhatTwoProgramsUsed()
{
    const QTemporaryDir home;
    const Instant now(1h);
    {
        KeptLimits one(home.path(), Wall);
        KeptLimits other(home.path(), Wall);
        one.write(u"name"_s, Own, used(40, now + 30s), now, Wall);
        other.write(u"name"_s, Own, used(30, now + 20s), now, Wall);
        one.write(u"name"_s, ConnectionId{2}, used(5, now + 20s), now, Wall);
    }
    KeptLimits next(home.path(), Wall);
    const Result<LimiterMemory> memory = next.read(u"name"_s, Own, now, Wall);
    QVERIFY(memory);
    QCOMPARE(memory->windows.size(), 1);
    QCOMPARE(memory->windows.first().units,
             (QList<OccupiedUntil>{{now + 20s, 35}, {now + 30s, 40}}));
}

void TestKeptLimits::countsNothingTwice()
{
    const QTemporaryDir home;
    const Instant now(1h);
    {
        // Each sees in the headers what the other used.
        KeptLimits one(home.path(), Wall);
        KeptLimits other(home.path(), Wall);
        LimiterMemory first = used(70, now + 30s);
        first.windows.first().others = {{now + 30s, 30}};
        LimiterMemory second = used(70, now + 30s);
        second.windows.first().others = {{now + 30s, 40}};
        one.write(u"name"_s, Own, first, now, Wall);
        other.write(u"name"_s, Own, second, now, Wall);
    }
    KeptLimits next(home.path(), Wall);
    const Result<LimiterMemory> memory = next.read(u"name"_s, Own, now, Wall);
    QVERIFY(memory);
    QCOMPARE(sum(*memory), 70);
}

void TestKeptLimits::takesOverWhatEndedAndLeavesTheOthers()
{
    const QTemporaryDir home;
    const Instant now(1h);
    KeptLimits running(home.path(), Wall);
    running.write(u"name"_s, Own, used(10, now + 30s), now, Wall);
    QTRY_COMPARE(filesIn(home.path()).size(), 1);
    {
        KeptLimits next(home.path(), Wall);
        const Result<LimiterMemory> memory = next.read(u"name"_s, Own, now, Wall);
        QVERIFY(memory);
        QCOMPARE(sum(*memory), 10);
        LimiterMemory grown = used(30, now + 40s); // 20 of its own
        grown.windows.first().others = {{now + 40s, 10}};
        next.write(u"name"_s, Own, grown, now, Wall);
    }
    QFile file(home.filePath(u"name.limits"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const Result<LimitsFile> parts = LimitsFile::parse(file.readAll());
    QVERIFY(parts);
    QCOMPARE(parts->versions().size(), 1); // what it read is in its own
    running.write(u"name"_s, Own, used(15, now + 45s), now, Wall);
    QTRY_COMPARE(sum(KeptLimits(home.path(), Wall).read(u"name"_s, Own, now, Wall).value()), 35);
    // An hour later nothing of it counts any more.
    QCOMPARE(sum(KeptLimits(home.path(), Wall).read(u"name"_s, Own, now, Wall + 1h).value()), 0);
}

void TestKeptLimits::writesFromManySidesAtOnce()
{
    const QTemporaryDir home;
    const Instant now(1h);
    constexpr quint32 Programs = 4;
    {
        std::vector<std::unique_ptr<KeptLimits>> programs;
        for (quint32 number = 0; number < Programs; ++number) {
            programs.push_back(std::make_unique<KeptLimits>(home.path(), Wall));
        }
        for (qint64 units = 1; units <= 5; ++units) {
            for (const auto& program : programs) {
                program->write(u"name"_s, Own, used(units, now + 30s), now, Wall);
            }
        }
    }
    KeptLimits next(home.path(), Wall);
    const Result<LimiterMemory> memory = next.read(u"name"_s, Own, now, Wall);
    QVERIFY(memory);
    QCOMPARE(sum(*memory), 5 * Programs);
}

void TestKeptLimits::readsAFileOfOnePart()
{
    const QTemporaryDir home;
    const Instant now(1h);
    QFile file(home.filePath(u"name.limits"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(toJson(used(25, now + 30s), now, Wall));
    file.close();
    KeptLimits kept(home.path(), Wall);
    const Result<LimiterMemory> memory = kept.read(u"name"_s, Own, now, Wall);
    QVERIFY(memory);
    QCOMPARE(sum(*memory), 25);
}

void TestKeptLimits::goesOnAfterTwoProgramsAtOnce()
{
    World world;
    world.start(world.folder);
    std::unique_ptr<Engine> first = std::move(world.engine);
    world.start(world.folder);
    world.send(40);
    QTRY_VERIFY(world.areSent(40));
    // Neither knows yet what the other sends in the same second, and the gateway counts both.
    const Instant later = world.clock.now() + 2s;
    QTRY_VERIFY(world.clock.now() >= later);
    std::swap(first, world.engine);
    world.sent = 0;
    world.send(40);
    QTRY_VERIFY(world.areSent(40));
    first.reset();
    world.start(world.folder); // the other one ends here
    world.send(60);
    QTRY_VERIFY_WITH_TIMEOUT(world.areSent(60), 20'000);
    QCOMPARE(world.refusals(), 0);
}

QTEST_GUILESS_MAIN(TestKeptLimits)
#include "tst_keptlimits.moc"
