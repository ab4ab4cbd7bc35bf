#include "core/clock.h"
#include "core/emulator/actorcast.h"
#include "core/emulator/emulator.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <vector>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

struct Told
{
    QByteArray method;
    QByteArray path;
    int status = 0;
};

} // namespace

/// Gateway and client live on one clock that runs 60 times faster: a minute is a second.
class TestActorCast final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void playsEveryScenarioOverRealSockets_data();
    void playsEveryScenarioOverRealSockets();
    void looksLikeACustomersProgram();
    void changesTheGatewayInTheMidst();
    void stopsAtOnce();
    void refusesWhatIsNoAddress();

private:
    QByteArray open(const Scenario& scenario);

    SystemClock m_clock;
    std::unique_ptr<ScaledClock> m_fast;
    ProfileShelf m_profiles = ProfileShelf::builtIn();
    std::unique_ptr<Emulator> m_emulator;
    std::unique_ptr<ActorCast> m_cast;
    std::vector<Told> m_told;
};

void TestActorCast::init()
{
    m_told.clear();
    m_fast = std::make_unique<ScaledClock>(m_clock, 60);
    m_emulator = std::make_unique<Emulator>(*m_fast, m_profiles);
    m_cast = std::make_unique<ActorCast>(*m_fast, m_profiles);
    connect(m_cast.get(), &ActorCast::answered, this,
            [this](const QByteArray& method, const QByteArray& path, int status) {
                m_told.push_back({method, path, status});
            });
    connect(m_cast.get(), &ActorCast::gatewayChanges, m_emulator.get(), &Emulator::change);
}

void TestActorCast::cleanup()
{
    m_cast.reset();
    m_emulator.reset();
    m_fast.reset();
}

QByteArray TestActorCast::open(const Scenario& scenario)
{
    const Result<QString> address = m_emulator->start(scenario.gateway);
    return address ? address->toLatin1() : QByteArray();
}

void TestActorCast::playsEveryScenarioOverRealSockets_data()
{
    QTest::addColumn<QString>("id");
    for (const Scenario& scenario : builtInScenarios()) {
        QTest::newRow(qPrintable(scenario.id)) << scenario.id;
    }
}

void TestActorCast::playsEveryScenarioOverRealSockets()
{
    QFETCH(QString, id);
    const Scenario scenario = *findScenario(id);
    QVERIFY(m_cast->start(scenario, open(scenario), Secret("ak_practice")));
    QVERIFY(m_cast->isPlaying());
    QCOMPARE(m_cast->scenarioId(), id);
    QTRY_VERIFY_WITH_TIMEOUT(m_told.size() >= 60, 20000);
    for (const Told& call : m_told) {
        QVERIFY2(call.status == 200 || call.status == 201 || call.status == 429,
                 QByteArray(call.path + ' ' + QByteArray::number(call.status)).constData());
    }
    QVERIFY(m_emulator->state().answers >= 60);
}

void TestActorCast::looksLikeACustomersProgram()
{
    const Scenario scenario = *findScenario(u"bursts"_s);
    Http::Server server(m_clock);
    QVERIFY(server.listen(QHostAddress::LocalHost, 0));
    std::vector<Http::RequestHead> heads;
    connect(&server, &Http::Server::requestArrived, this,
            [&](const std::shared_ptr<Http::ServerExchange>& exchange) {
                heads.push_back(exchange->head());
                exchange->reply(200, {}, "{}");
            });
    const QByteArray address = "http://127.0.0.1:" + QByteArray::number(server.port());
    QVERIFY(m_cast->start(scenario, address, Secret("ak_practice")));
    QTRY_VERIFY(heads.size() >= 30);
    const auto post = std::find_if(heads.begin(), heads.end(), [](const Http::RequestHead& head) {
        return head.method == "POST";
    });
    QVERIFY(post != heads.end());
    QCOMPARE(post->target, QByteArray("/contacts"));
    QCOMPARE(post->headers.value("User-Agent"), QByteArray("booking-sync/2.4"));
    QCOMPARE(post->headers.value("X-API-Key"), QByteArray("ak_practice"));
    QCOMPARE(post->headers.value("Content-Type"), QByteArray("application/json"));
    QCOMPARE(post->headers.value("Host"), address.mid(7));
    m_cast->stop();
}

void TestActorCast::changesTheGatewayInTheMidst()
{
    const Scenario scenario = *findScenario(u"limit-changed"_s);
    QVERIFY(m_cast->start(scenario, open(scenario), Secret("ak_practice")));
    QCOMPARE(m_emulator->state().limit, 100);
    QTRY_COMPARE(m_emulator->state().limit, 60);
}

void TestActorCast::stopsAtOnce()
{
    const Scenario scenario = *findScenario(u"polls-too-often"_s);
    QVERIFY(m_cast->start(scenario, open(scenario), Secret("ak_practice")));
    QTRY_VERIFY(m_told.size() >= 3);
    m_cast->stop();
    const std::size_t before = m_told.size();
    QVERIFY(!m_cast->isPlaying());
    QVERIFY(m_cast->scenarioId().isEmpty());
    const Instant stopped = m_fast->now();
    QTRY_VERIFY(m_fast->now() > stopped + 3s); // it would have made six calls
    QCOMPARE(m_told.size(), before);
}

void TestActorCast::refusesWhatIsNoAddress()
{
    const Scenario scenario = *findScenario(u"calm"_s);
    QVERIFY(!m_cast->start(scenario, "nonsense", Secret("ak_practice")));
    QVERIFY(!m_cast->isPlaying());
}

QTEST_GUILESS_MAIN(TestActorCast)
#include "tst_actorcast.moc"
