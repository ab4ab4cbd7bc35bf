#include "core/engine.h"
#include "core/http/url.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QUrl>

#include <algorithm>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// An engine whose world, practice gateway included, passes @p factor times faster.
struct World
{
    explicit World(double factor)
        : clock(system, factor)
        , engine(clock, profiles)
    { }

    void drain()
    {
        if (std::optional<EngineState> latest = engine.states().take()) {
            state = std::move(*latest);
        }
        exchanges += engine.exchanges().takeAll();
        happenings += engine.happenings().takeAll();
        for (const ItemChange& change : engine.itemChanges().takeAll()) {
            items.insert(quint64(change.item.id), change.item);
        }
        answers += engine.emulatorAnswers().takeAll();
    }

    const ConnectionState* connection(ConnectionId id)
    {
        drain();
        for (const ConnectionState& candidate : state.connections) {
            if (candidate.id == id) {
                return &candidate;
            }
        }
        return nullptr;
    }

    const QueueState* queue(ConnectionId id)
    {
        drain();
        for (const QueueState& candidate : state.queues) {
            if (candidate.connection == id) {
                return &candidate;
            }
        }
        return nullptr;
    }

    QByteArray startEmulator(const EmulatorSettings& settings)
    {
        engine.startEmulator(settings);
        [&] { QTRY_VERIFY((drain(), state.emulator.isRunning)); }();
        return state.emulator.address.toUtf8();
    }

    SystemClock system;
    ScaledClock clock;
    ProfileShelf profiles = ProfileShelf::builtIn();
    Engine engine;
    EngineState state;
    QList<Exchange> exchanges;
    QList<Happening> happenings;
    QMap<quint64, SendItem> items;
    QList<EmulatorAnswer> answers;
};

QList<SendDraft> messages(int count)
{
    QList<SendDraft> drafts;
    for (int i = 0; i < count; ++i) {
        const QByteArray to = "+44770090" + QByteArray::number(1000 + i);
        drafts.append({"POST", "/messages/send",
                       R"({"to":")" + to + R"(","type":"text","text":"Test"})",
                       QString::fromLatin1(to)});
    }
    return drafts;
}

QByteArray get(quint16 port, const QByteArray& target)
{
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, port);
    socket.write("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port)
                 + "\r\nX-API-Key: ak_live_0123456789abcd\r\nConnection: close\r\n\r\n");
    QByteArray answer;
    [&] {
        QTRY_VERIFY(
            (answer += socket.readAll(), socket.state() == QAbstractSocket::UnconnectedState));
    }();
    return answer + socket.readAll();
}

} // namespace

class TestEngine final : public QObject
{
    Q_OBJECT

private slots:
    void carriesACallThroughTheProxyAndReadsItsLimits();
    void putsTheStoredKeyInWhenAskedTo();
    void saysWhichKeyOrCertificateIsMissing();
    void saysWhenThePortIsTaken();
    void saysWhenTheGatewayIsUnreachable();
    void playsAScenarioOnAPracticeConnection();
    void pacesTestSendsWithoutARefusal();
    void plansADryRunWithoutACall();
    void makesOneTestCall();
    void pollsAtTheStatedPace();
    void callsBackOnlyLivingContexts();
    void showsALimitThatRefusalsGaveAway();
    void saysWhyTheProxyHoldsACall();
};

void TestEngine::carriesACallThroughTheProxyAndReadsItsLimits()
{
    World world(1);
    ConnectionSpec spec;
    spec.customer = u"Nordlys Optik"_s;
    spec.profileId = u"aisoule"_s;
    spec.gatewayUrl = world.startEmulator({});
    spec.isPractice = true;
    const ConnectionId id = world.engine.addConnection(spec, {});
    QTRY_VERIFY(world.connection(id) && !world.connection(id)->proxyAddress.isEmpty());
    const QUrl proxy(world.connection(id)->proxyAddress);
    const QByteArray answer = get(static_cast<quint16>(proxy.port()), "/api/contacts");
    QVERIFY2(answer.startsWith("HTTP/1.1 200"), answer.constData());

    QTRY_COMPARE((world.drain(), world.exchanges.size()), 1);
    const Exchange& exchange = world.exchanges.first();
    QCOMPARE(exchange.connection, id);
    QCOMPARE(exchange.response.status, 200);
    QVERIFY(!exchange.request.headers.value("X-API-Key").contains("0123456789"));
    QCOMPARE(exchange.left.last().window, u"minute"_s);
    QCOMPARE(exchange.left.last().remaining, 99);
    QTRY_COMPARE(world.connection(id)->standing, Standing::Clear);
    const ConnectionState& state = *world.connection(id);
    QCOMPARE(state.calls, 1);
    QVERIFY(state.tightest >= 0);
    QCOMPARE(state.windows.at(state.tightest).remaining, std::optional<qint64>(99));
}

void TestEngine::putsTheStoredKeyInWhenAskedTo()
{
    World world(1);
    EmulatorSettings settings;
    settings.profileId = u"aisoule"_s;
    ConnectionSpec spec;
    spec.profileId = u"aisoule"_s;
    spec.gatewayUrl = world.startEmulator(settings);
    spec.injectKey = true;
    const ConnectionId id
        = world.engine.addConnection(spec, Secret(QByteArray("ak_live_stored4711")));
    QTRY_VERIFY(world.connection(id) && !world.connection(id)->proxyAddress.isEmpty());
    const Result<Http::Url> address = Http::readUrl(world.connection(id)->proxyAddress.toLatin1());
    QVERIFY(address.has_value());
    QVERIFY(address->path.startsWith("/pw-"));

    const QByteArray refused = get(address->site.port, "/api/contacts");
    QVERIFY(refused.startsWith("HTTP/1.1 403 "));
    QVERIFY(refused.contains("Proxy-Status: pacewatch;"));
    const QByteArray answer = get(address->site.port, address->path + "/contacts");
    QVERIFY2(answer.startsWith("HTTP/1.1 200 "), answer.left(300).constData());
    QTRY_COMPARE((world.drain(), world.exchanges.size()), 2);
    const Http::RequestHead& kept = world.exchanges[1].request;
    QVERIFY(kept.headers.value("X-API-Key").endsWith("4711"));
    QVERIFY(!kept.headers.value("X-API-Key").contains("stored"));
    QVERIFY(!kept.target.contains("pw-"));
}

void TestEngine::saysWhichKeyOrCertificateIsMissing()
{
    World world(1);
    ConnectionSpec spec;
    spec.profileId = u"aisoule"_s;
    spec.gatewayUrl = "http://127.0.0.1:9/api";
    spec.injectKey = true;
    const ConnectionId keyless = world.engine.addConnection(spec, {});
    spec.injectKey = false;
    spec.caFile = u"/nonexistent/authorities.pem"_s;
    const ConnectionId blind = world.engine.addConnection(spec, {});
    QTRY_VERIFY(world.connection(keyless) && world.connection(keyless)->trouble
                && world.connection(blind) && world.connection(blind)->trouble);
    QVERIFY(world.connection(keyless)->proxyAddress.isEmpty());
    QVERIFY(world.connection(blind)->trouble->detail.contains("authorities.pem"_L1));
}

void TestEngine::saysWhenThePortIsTaken()
{
    World world(1);
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost, 0));
    ConnectionSpec spec;
    spec.profileId = u"aisoule"_s;
    spec.gatewayUrl = "http://127.0.0.1:9";
    spec.port = taken.serverPort();
    const ConnectionId id = world.engine.addConnection(spec, {});
    QTRY_VERIFY(world.connection(id) && world.connection(id)->trouble);
    QCOMPARE(world.connection(id)->trouble->code, ErrorCode::Busy);
    QCOMPARE(world.connection(id)->standing, Standing::Off);

    std::optional<std::pair<bool, quint16>> port;
    world.engine.checkPort(spec.port, this,
                           [&](bool isFree, quint16 next) { port = std::pair(isFree, next); });
    QTRY_VERIFY(port);
    QVERIFY(!port->first);
    QVERIFY(port->second > spec.port);

    taken.close();
    world.engine.retry(id);
    QTRY_VERIFY(!world.connection(id)->trouble);
    QVERIFY(!world.connection(id)->proxyAddress.isEmpty());
}

void TestEngine::saysWhenTheGatewayIsUnreachable()
{
    World world(1);
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost, 0));
    ConnectionSpec spec;
    spec.profileId = u"aisoule"_s;
    spec.gatewayUrl = "http://127.0.0.1:" + QByteArray::number(closed.serverPort()) + "/api";
    closed.close();
    const ConnectionId id = world.engine.addConnection(spec, {});
    QTRY_VERIFY(world.connection(id) && !world.connection(id)->proxyAddress.isEmpty());
    const QUrl proxy(world.connection(id)->proxyAddress);
    const QByteArray answer = get(static_cast<quint16>(proxy.port()), "/api/contacts");
    QVERIFY2(answer.startsWith("HTTP/1.1 502"), answer.constData());
    QTRY_COMPARE(world.connection(id)->standing, Standing::Off);
    QCOMPARE(world.connection(id)->trouble->code, ErrorCode::Refused);
    QTRY_VERIFY((world.drain(), !world.happenings.isEmpty()));
    QCOMPARE(world.happenings.first().kind, Happening::Kind::GatewayLost);

    std::optional<Result<void>> reachable;
    world.engine.checkReachable(spec.gatewayUrl, this,
                                [&](Result<void> result) { reachable = std::move(result); });
    QTRY_VERIFY(reachable);
    QVERIFY(!*reachable);
}

void TestEngine::playsAScenarioOnAPracticeConnection()
{
    World world(20);
    const ConnectionId id = world.engine.playScenario(u"bursts"_s);
    QTRY_VERIFY_WITH_TIMEOUT(world.connection(id), 5000);
    QVERIFY(world.connection(id)->spec.isPractice);
    QVERIFY(world.connection(id)->spec.customer.startsWith(u"Practice: "));
    QTRY_COMPARE_WITH_TIMEOUT(world.connection(id)->standing, Standing::Limited, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT((world.drain(),
                              std::any_of(world.happenings.begin(), world.happenings.end(),
                                          [](const Happening& entry) {
                                              return entry.kind == Happening::Kind::BusySecond;
                                          })),
                             20'000);
    QTRY_COMPARE_WITH_TIMEOUT(world.connection(id)->cause.kind, FindingKind::Bursts, 20'000);
    QVERIFY(!world.answers.isEmpty());
    world.engine.stopScenario();
    QTRY_VERIFY((world.drain(), world.state.emulator.scenario.isEmpty()));
}

void TestEngine::pacesTestSendsWithoutARefusal()
{
    World world(60);
    EmulatorSettings settings;
    settings.algorithm = Algorithm::Sliding;
    ConnectionSpec spec;
    spec.profileId = u"aisoule"_s;
    spec.gatewayUrl = world.startEmulator(settings);
    spec.isPractice = true;
    spec.timeScale = 60;
    const ConnectionId id = world.engine.addConnection(spec, Secret("practice-key-000001"));
    world.engine.setTarget(id, SendTarget::Practice);
    Pace pace;
    pace.concurrency = 0;
    world.engine.setPace(id, pace);
    world.engine.enqueue(id, messages(150));
    world.engine.startQueue(id);
    QTRY_VERIFY_WITH_TIMEOUT(world.queue(id) && world.queue(id)->done == 150, 30'000);
    world.drain();
    QCOMPARE(world.items.size(), 150);
    for (const SendItem& item : std::as_const(world.items)) {
        QCOMPARE(item.state, ItemState::Sent);
        QCOMPARE(item.attempts, 1);
        QCOMPARE(item.refusals, 0);
    }
    QTRY_COMPARE((world.drain(), world.exchanges.size()), 150);
    for (const Exchange& exchange : std::as_const(world.exchanges)) {
        QVERIFY(!exchange.isRefused());
        QCOMPARE(exchange.origin, Origin::TestSend);
    }
    QCOMPARE(world.state.emulator.refused, 0);
}

void TestEngine::plansADryRunWithoutACall()
{
    World world(1);
    ConnectionSpec spec;
    spec.profileId = u"aisoule"_s;
    spec.gatewayUrl = "http://127.0.0.1:9/api";
    const ConnectionId id = world.engine.addConnection(spec, {});
    world.engine.enqueue(id, messages(250));
    world.engine.startQueue(id);
    QTRY_VERIFY(world.queue(id) && world.queue(id)->done == 250);
    world.drain();
    const WallTime first = *world.items.first().due;
    const WallTime last = *world.items.last().due;
    // 250 sends under 100 a minute: the last of them in the third minute.
    QVERIFY(last - first >= 2min);
    QVERIFY(last - first < 3min);
    QVERIFY(world.exchanges.isEmpty());
}

void TestEngine::makesOneTestCall()
{
    World world(1);
    ConnectionSpec spec;
    spec.profileId = u"aisoule"_s;
    spec.gatewayUrl = world.startEmulator({});
    spec.isPractice = true;
    const ConnectionId id = world.engine.addConnection(spec, Secret("practice-key-000001"));
    std::optional<Result<Exchange>> answer;
    world.engine.testCall(id, this, [&](Result<Exchange> result) { answer = std::move(result); });
    QTRY_VERIFY(answer);
    QVERIFY(*answer);
    QCOMPARE((*answer)->response.status, 200);
    QTRY_COMPARE((world.drain(), world.exchanges.size()), 1);
}

void TestEngine::pollsAtTheStatedPace()
{
    World world(60);
    ConnectionSpec spec;
    spec.profileId = u"aisoule"_s;
    spec.gatewayUrl = world.startEmulator({});
    spec.isPractice = true;
    spec.way = WatchWay::Poll;
    spec.pollEvery = 5s;
    spec.timeScale = 60;
    const ConnectionId id = world.engine.addConnection(spec, Secret("practice-key-000001"));
    QTRY_VERIFY((world.drain(), world.exchanges.size() >= 6));
    for (const Exchange& exchange : std::as_const(world.exchanges)) {
        QCOMPARE(exchange.origin, Origin::Poll);
    }
    for (qsizetype i = 1; i < 6; ++i) {
        const Duration gap = world.exchanges.at(i).arrived - world.exchanges.at(i - 1).arrived;
        QVERIFY(gap > 3s && gap < 8s);
    }
    world.engine.setWatching(id, false);
    QTRY_VERIFY(!world.connection(id)->isWatching);
}

void TestEngine::callsBackOnlyLivingContexts()
{
    World world(1);
    bool wasCalled = false;
    {
        QObject context;
        world.engine.checkPort(0, &context, [&](bool, quint16) { wasCalled = true; });
    }
    std::optional<bool> second;
    world.engine.checkPort(0, this, [&](bool isFree, quint16) { second = isFree; });
    QTRY_VERIFY(second);
    QVERIFY(!wasCalled);
}

/// A gateway with three calls a second that shows only its minute, and a profile that knows
/// neither.
void TestEngine::showsALimitThatRefusalsGaveAway()
{
    World world(0.1); // slow, so that a busy computer makes its calls within a second
    EmulatorSettings settings;
    Policy second;
    second.name = u"second"_s;
    second.limit = 3;
    second.window = 1s;
    settings.windows = {second};
    settings.algorithm = Algorithm::Sliding; // a second of the calendar could begin in between
    ConnectionSpec spec;
    spec.profileId = u"generic"_s;
    spec.gatewayUrl = world.startEmulator(settings);
    spec.isPractice = true;
    const ConnectionId id = world.engine.addConnection(spec, {});
    QTRY_VERIFY(world.connection(id) && !world.connection(id)->proxyAddress.isEmpty());
    const QUrl proxy(world.connection(id)->proxyAddress);
    const auto found = [&] {
        const QList<WindowState>& windows = world.connection(id)->windows;
        return std::find_if(windows.begin(), windows.end(), [](const WindowState& each) {
            return each.policy.source == Source::WorkedOut;
        });
    };
    for (int call = 0; call < 8; ++call) {
        QVERIFY(!get(quint16(proxy.port()), proxy.path().toLatin1() + "/templates").isEmpty());
    }
    QTRY_VERIFY_WITH_TIMEOUT(found() != world.connection(id)->windows.end(), 20'000);
    QCOMPARE(found()->policy.window, Duration(1s));
    QCOMPARE(found()->policy.limit, 3);
    QVERIFY(found()->refusalSeen);
}

void TestEngine::saysWhyTheProxyHoldsACall()
{
    World world(1);
    EmulatorSettings settings;
    ConnectionSpec spec;
    spec.profileId = u"aisoule"_s;
    spec.gatewayUrl = world.startEmulator(settings);
    spec.isPractice = true;
    spec.mode = ProxyMode::Pace;
    Policy minute;
    minute.name = u"minute"_s;
    minute.limit = 1;
    minute.window = 1min;
    minute.source = Source::SetByUser;
    spec.windows = {minute};
    const ConnectionId id = world.engine.addConnection(spec, {});
    QTRY_VERIFY(world.connection(id) && !world.connection(id)->proxyAddress.isEmpty());
    const QUrl proxy(world.connection(id)->proxyAddress);
    QTcpSocket clients[2];
    for (QTcpSocket& client : clients) {
        client.connectToHost(u"127.0.0.1"_s, quint16(proxy.port()));
        client.write("GET " + proxy.path().toLatin1() + "/templates HTTP/1.1\r\nHost: 127.0.0.1:"
                     + QByteArray::number(proxy.port()) + "\r\nX-API-Key: a-key\r\n\r\n");
    }
    QTRY_VERIFY(world.connection(id)->heldBy);
    const ConnectionState& state = *world.connection(id);
    QCOMPARE(state.heldNow, 1);
    QCOMPARE(state.heldBy->reason, HoldReason::WindowFull);
    QCOMPARE(state.heldBy->window, u"minute"_s);
    QCOMPARE(state.heldBy->limit, 1);
    QCOMPARE(state.heldBy->source, Source::SetByUser);
    QVERIFY(state.heldUntil > world.clock.wallNow());
}

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_engine.moc"
