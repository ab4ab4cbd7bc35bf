#include "core/diagnosis/endpointname.h"
#include "ui/models/histories.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const WallTime Start(std::chrono::seconds(1'763'546'400));

Exchange call(Duration after, bool refused = false, std::optional<Duration> wait = std::nullopt)
{
    Exchange exchange;
    exchange.connection = ConnectionId(1);
    exchange.request.method = "POST";
    exchange.request.target = "/contacts/8812";
    exchange.arrivedWall = Start + after;
    exchange.took = 80ms;
    exchange.reading.isRateLimited = refused;
    exchange.reading.retryAfter = wait;
    exchange.response.status = refused ? 429 : 200;
    return exchange;
}

} // namespace

class TestHistory final : public QObject
{
    Q_OBJECT

private slots:
    void countsCallsAndRefusals();
    void readsTheResetFromTheAnswer();
    void seesThatAWaitWasKept();
    void seesThatAWaitWasIgnored();
    void putsTheWaitsOfOneBurstTogether();
    void remembersTheRefusedCalls();
    void countsHappeningsOfOneKindWithinTwoSeconds();
    void findsTheBusiestEndpointsOfASlice();
    void foldsIdsInPaths_data();
    void foldsIdsInPaths();
    void keepsUpWithAThousandCallsASecond();
    void keepsConnectionsApart();
};

void TestHistory::countsCallsAndRefusals()
{
    History history;
    for (int i = 0; i < 30; ++i) {
        history.take(call(i * 1s, i % 3 == 0));
    }
    QCOMPARE(history.calls().total({Start, Start + 30s}), (CallCount{20, 10}));
    QCOMPARE(history.callCount(), 30);
    QCOMPARE(*history.firstCall(), Start);
    QCOMPARE(*history.lastCall(), Start + 29s);
}

void TestHistory::readsTheResetFromTheAnswer()
{
    History history;
    ConnectionState state;
    WindowState window;
    window.policy.name = u"minute"_s;
    window.policy.limit = 100;
    window.policy.window = 1min;
    state.windows = {window};
    history.takeState(state);
    QVERIFY(!history.left(u"minute"_s));
    Exchange exchange = call(10s);
    exchange.left = {{u"minute"_s, 72, 100}};
    WindowReading reading;
    reading.name = u"minute"_s;
    reading.resetIn = 20s;
    exchange.reading.windows = {reading};
    history.take(exchange);
    QVERIFY(history.left(u"minute"_s));
    QCOMPARE(history.left(u"minute"_s)->leftAt(Start + 25s)->left, 72);
    QCOMPARE(history.left(u"minute"_s)->leftAt(Start + 31s)->left, 100);
}

void TestHistory::seesThatAWaitWasKept()
{
    History history;
    history.take(call(0s));
    history.take(call(1s, true, 25s)); // until 26.08
    history.take(call(27s));
    const QList<Wait> waits = history.waits({Start, Start + 60s});
    QCOMPARE(waits.size(), 1);
    QVERIFY(waits.first().isKept());
    QCOMPARE(waits.first().length(), Duration(25s));
    QCOMPARE(*waits.first().nextCall, Start + 27s);
    QVERIFY(!history.waitAt(Start + 26s + 100ms));
    QVERIFY(history.waitAt(Start + 20s));
}

void TestHistory::seesThatAWaitWasIgnored()
{
    History history;
    history.take(call(1s, true, 2s));
    history.take(call(1500ms));
    history.take(call(2000ms));
    const QList<Wait> waits = history.waits({Start, Start + 60s});
    QCOMPARE(waits.size(), 1);
    QVERIFY(!waits.first().isKept());
    QCOMPARE(waits.first().early, 2);
}

void TestHistory::putsTheWaitsOfOneBurstTogether()
{
    History history;
    for (int i = 0; i < 16; ++i) {
        history.take(call(i * 1ms, true, 2s)); // all sent before the first answer
    }
    history.take(call(20s, true, 2s));
    const QList<Wait> waits = history.waits({Start, Start + 60s});
    QCOMPARE(waits.size(), 2);
    QCOMPARE(waits.first().refused, 16);
    QVERIFY(waits.first().isKept());
}

void TestHistory::remembersTheRefusedCalls()
{
    History history;
    history.take(call(1s, true, 2s));
    history.take(call(2s));
    Exchange early = call(3s, true, 4s);
    early.id = ExchangeId(7);
    early.held = 500ms;
    early.tooEarlyBy = 100ms;
    early.requestBody.head = "short";
    early.responseBody.head = "{}";
    history.take(early);
    const std::optional<Exchange> found = history.refusedCall(ExchangeId(7));
    QVERIFY(found.has_value());
    QCOMPARE(found->sent(), early.sent());
    QCOMPARE(found->request, early.request);
    QVERIFY(found->requestBody.head.isEmpty());
    QVERIFY(found->responseBody.head.isEmpty());
    QCOMPARE(found->tooEarlyBy, std::optional<Duration>(100ms));
    QVERIFY(!history.refusedCall(ExchangeId(8)));
}

void TestHistory::countsHappeningsOfOneKindWithinTwoSeconds()
{
    History history;
    Happening happening;
    happening.kind = Happening::Kind::CallsRefused;
    for (const Duration after : {0ms, 700ms, 1900ms, 5000ms}) {
        happening.at = Start + after;
        history.take(happening);
    }
    happening.kind = Happening::Kind::AskedToWait;
    happening.at = Start + 5100ms;
    history.take(happening);
    const QList<HappeningEntry> newest = history.happenings(10);
    QCOMPARE(newest.size(), 3);
    QCOMPARE(newest[0].happening.kind, Happening::Kind::AskedToWait);
    QCOMPARE(newest[1].count, 1);
    QCOMPARE(newest[2].count, 3);
}

void TestHistory::findsTheBusiestEndpointsOfASlice()
{
    History history;
    for (int i = 0; i < 60; ++i) {
        Exchange exchange = call(i * 1s, i % 2 == 0);
        exchange.request.target = i < 30 ? "/contacts/1" : "/templates";
        history.take(exchange);
    }
    const QList<EndpointCount> all = history.busiest({Start, Start + 60s}, 5);
    QCOMPARE(all.size(), 2);
    const QList<EndpointCount> late = history.busiest({Start + 40s, Start + 60s}, 5);
    QCOMPARE(late.size(), 1);
    QCOMPARE(late.first().path, "/templates");
    QCOMPARE(late.first().calls, (CallCount{10, 10}));
    QCOMPARE(history.busiest({Start, Start + 60s}, 1).size(), 1);
}

void TestHistory::foldsIdsInPaths_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("a number") << QByteArray("/contacts/8812") << QByteArray("/contacts/{id}");
    QTest::newRow("a version stays") << QByteArray("/v2/messages") << QByteArray("/v2/messages");
    QTest::newRow("a phone number")
        << QByteArray("/chats/+34600111222/x") << QByteArray("/chats/{id}/x");
    QTest::newRow("an encoded phone number")
        << QByteArray("/chats/%2B34600111222") << QByteArray("/chats/{id}");
    QTest::newRow("an address") << QByteArray("/users/a@b.c") << QByteArray("/users/{id}");
    QTest::newRow("a UUID") << QByteArray("/m/6f1c2a90-1111-2222-3333-444455556666")
                            << QByteArray("/m/{id}");
    QTest::newRow("query values go") << QByteArray("/contacts?updated_since=2025&page=2")
                                     << QByteArray("/contacts?updated_since");
    QTest::newRow("nothing") << QByteArray("") << QByteArray("/");
}

void TestHistory::foldsIdsInPaths()
{
    QFETCH(const QByteArray, target);
    QFETCH(const QByteArray, name);
    QCOMPARE(endpointName(target), name);
}

void TestHistory::keepsUpWithAThousandCallsASecond()
{
    History history;
    QElapsedTimer timer;
    timer.start();
    constexpr int Calls = 60'000; // a minute's worth
    for (int i = 0; i < Calls; ++i) {
        Exchange exchange
            = call(i * 1ms, i % 5 == 0, i % 5 == 0 ? std::optional(1s) : std::nullopt);
        exchange.left = {{u"minute"_s, Calls - i, Calls}};
        exchange.request.target = "/contacts/" + QByteArray::number(i);
        history.take(exchange);
    }
    QCOMPARE(history.callCount(), Calls);
    QCOMPARE(history.busiest({Start, Start + 60s}, 5).size(), 1);
    QVERIFY2(timer.elapsed() < 6'000, "a tenth of real time is far more than it may cost");
}

void TestHistory::keepsConnectionsApart()
{
    Histories histories;
    Exchange other = call(0s);
    other.connection = ConnectionId(2);
    histories.takeExchanges({call(0s), other, call(1s)});
    QCOMPARE(histories.of(ConnectionId(1)).callCount(), 2);
    QCOMPARE(histories.of(ConnectionId(2)).callCount(), 1);
    histories.forget(ConnectionId(1));
    QCOMPARE(histories.of(ConnectionId(1)).callCount(), 0);
}

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
