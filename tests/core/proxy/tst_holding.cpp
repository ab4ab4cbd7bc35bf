#include "tests/support/proxyrig.h"

#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;

/// Calls that wait for room, through real sockets.
class TestHolding : public QObject
{
    Q_OBJECT

private slots:
    void keepsTheOrderOfALaneAndLetsOthersPass();
    void tellsHowLongToWaitWhenItGivesUp();
    void freesThePlaceOfAClientThatLeaves();
    void sendsNothingForAClientThatLeftWithItsBodyUnread();
    void holdsTheBodyBackToo();
    void letsAllGoWhenTheModeChanges();
};

namespace {

ProxySettings pacing()
{
    ProxySettings settings;
    settings.mode = ProxyMode::Pace;
    return settings;
}

QByteArray get(const QByteArray& target)
{
    return "GET " + target + " HTTP/1.1\r\nHost: {host}\r\n\r\n";
}

} // namespace

void TestHolding::keepsTheOrderOfALaneAndLetsOthersPass()
{
    ProxyRig rig(pacing());
    rig.origin.answer = [](const SeenRequest&) { return okAnswer("ok"); };
    rig.host.lane = [](const Http::RequestHead& request) { return request.target.left(2); };
    QHash<QByteArray, int> room{{"/a", 0}, {"/b", 0}};
    rig.host.judge = [&](const Http::RequestHead& request, Instant now) {
        return room[request.target.left(2)]-- > 0 ? Verdict::go()
                                                  : Verdict::hold(now + 1s, HoldReason::WindowFull);
    };
    std::vector<std::unique_ptr<RawClient>> clients;
    for (const char* target : {"/a1", "/a2", "/b1", "/a3", "/b2"}) {
        clients.push_back(rig.send(get(target)));
        QTRY_COMPARE(rig.proxy->heldCount(), static_cast<int>(clients.size()));
    }
    room = {{"/a", 0}, {"/b", 2}};
    rig.clock.advance(1s);
    QCOMPARE(rig.host.departedTargets, (QList<QByteArray>{"/b1", "/b2"}));
    room = {{"/a", 2}, {"/b", 0}};
    rig.clock.advance(1s);
    QCOMPARE(rig.host.departedTargets, (QList<QByteArray>{"/b1", "/b2", "/a1", "/a2"}));
    room = {{"/a", 1}, {"/b", 0}};
    rig.clock.advance(1s);
    QCOMPARE(rig.host.departedTargets.last(), QByteArray("/a3"));
    QCOMPARE(rig.proxy->heldCount(), 0);
    for (const auto& client : clients) {
        QTRY_COMPARE(client->answers().size(), 1);
    }
}

void TestHolding::tellsHowLongToWaitWhenItGivesUp()
{
    ProxySettings settings = pacing();
    settings.longestHold = 10s;
    ProxyRig rig(settings);
    const Instant roomAt = rig.clock.now() + 42s + 1ms;
    rig.host.verdict = Verdict::hold(roomAt, HoldReason::WindowFull);
    const auto client = rig.send(get("/"));
    QTRY_COMPARE(rig.proxy->heldCount(), 1);
    rig.clock.advance(9999ms);
    QCOMPARE(rig.proxy->heldCount(), 1);
    rig.clock.advance(1ms);
    QTRY_COMPARE(client->answers().size(), 1);
    const Http::ResponseHead head = client->answers()[0].head;
    QCOMPARE(head.status, 429);
    QCOMPARE(head.headers.value("Retry-After"), QByteArray("33")); // 32.001 s, rounded up
    QVERIFY(head.headers.value("Proxy-Status").startsWith("pacewatch;"));
    QCOMPARE(rig.origin.connections(), 0);
    QCOMPARE(rig.host.exchanges[0].outcome, Outcome::RefusedByUs);
    QCOMPARE(rig.host.exchanges[0].held, Duration(10s));
}

void TestHolding::freesThePlaceOfAClientThatLeaves()
{
    ProxyRig rig(pacing());
    rig.origin.answer = [](const SeenRequest&) { return okAnswer("ok"); };
    rig.host.verdict = Verdict::hold(rig.clock.now() + 20s, HoldReason::WindowFull);
    const auto first = rig.send(get("/first"));
    QTRY_COMPARE(rig.proxy->heldCount(), 1);
    const auto second = rig.send(get("/second"));
    QTRY_COMPARE(rig.proxy->heldCount(), 2);
    first->leave();
    QTRY_COMPARE(rig.proxy->heldCount(), 1);
    QCOMPARE(rig.host.exchanges.value(0).outcome, Outcome::ClientLeft);
    rig.host.verdict = Verdict::go();
    rig.clock.advance(20s);
    QCOMPARE(rig.host.departedTargets, QList<QByteArray>{"/second"});
    QTRY_COMPARE(second->answers().size(), 1);
}

void TestHolding::sendsNothingForAClientThatLeftWithItsBodyUnread()
{
    ProxyRig rig(pacing());
    rig.host.verdict = Verdict::hold(rig.clock.now() + 100ms, HoldReason::WindowFull);
    const auto client = rig.send("POST /api HTTP/1.1\r\nHost: {host}\r\nContent-Length: 900000\r\n"
                                 "\r\n"
                                 + QByteArray(100'000, 'x'));
    QTRY_COMPARE(rig.proxy->heldCount(), 1);
    for (int turns = 0; turns < 50; ++turns) {
        QCoreApplication::processEvents(); // until nobody reads any more
    }
    client->leave();
    QCOMPARE(rig.proxy->heldCount(), 1); // the socket cannot tell
    rig.host.verdict = Verdict::go();
    rig.clock.advance(100ms);
    QTRY_COMPARE(rig.proxy->heldCount(), 0);
    QCOMPARE(rig.host.departures, 0);
    QTRY_COMPARE(rig.proxy->clientCount(), 0);
    QCOMPARE(rig.host.exchanges.size(), 1);
    QCOMPARE(rig.host.exchanges[0].outcome, Outcome::ClientLeft);
}

void TestHolding::holdsTheBodyBackToo()
{
    ProxyRig rig(pacing());
    rig.origin.answer
        = [](const SeenRequest& seen) { return okAnswer(QByteArray::number(seen.body.size())); };
    rig.host.verdict = Verdict::hold(rig.clock.now() + 5s, HoldReason::WindowFull);
    const auto client = rig.send("POST /api HTTP/1.1\r\nHost: {host}\r\nContent-Length: 500000\r\n"
                                 "\r\n"
                                 + QByteArray(500'000, 'x'));
    QTRY_COMPARE(rig.proxy->heldCount(), 1);
    rig.host.verdict = Verdict::go();
    rig.clock.advance(5s);
    QTRY_COMPARE(client->answers().size(), 1);
    QCOMPARE(client->answers()[0].body, QByteArray("500000"));
    QCOMPARE(rig.host.exchanges[0].held, Duration(5s));
    QCOMPARE(rig.host.exchanges[0].requestBody.size, 500'000);
}

void TestHolding::letsAllGoWhenTheModeChanges()
{
    ProxyRig rig(pacing());
    rig.origin.answer = [](const SeenRequest&) { return okAnswer("ok"); };
    rig.host.verdict = Verdict::hold(rig.clock.now() + 20s, HoldReason::WindowFull);
    const auto client = rig.send(get("/"));
    QTRY_COMPARE(rig.proxy->heldCount(), 1);
    rig.proxy->setMode(ProxyMode::Watch);
    QTRY_COMPARE(client->answers().size(), 1);
}

QTEST_GUILESS_MAIN(TestHolding)
#include "tst_holding.moc"
