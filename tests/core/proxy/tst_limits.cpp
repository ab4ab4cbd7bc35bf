#include "tests/support/proxyrig.h"

#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;

/// Every limit of the proxy at its edge and one beyond, through real sockets. What is beyond is
/// answered by Pacewatch, marked and recorded as its own, and reaches no origin.
class TestLimits : public QObject
{
    Q_OBJECT

private slots:
    void takesRequestsAtTheEdgeAndNoneBeyond_data();
    void takesRequestsAtTheEdgeAndNoneBeyond();
    void takesAnswersAtTheEdgeAndNoneBeyond_data();
    void takesAnswersAtTheEdgeAndNoneBeyond();
    void cutsAnswersBeyondTheEdgeOfTheirBody_data();
    void cutsAnswersBeyondTheEdgeOfTheirBody();
    void answers503ToOneConnectionTooMany();
    void answers408ToAHeadThatDawdles();
    void answers408ToABodyThatStops();
    void closesWhatNobodyUses();
    void cutsAClientThatReadsNothing();
    void readsNoInterimAnswersAheadOfTheClient();
    void recordsNothingWhilePaused();
};

namespace {

const QByteArray Host = "Host: {host}\r\n";
const QByteArray Chunked = "POST / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n";

/// Fields of @p count lines and @p bytes bytes altogether, CRLFs counted.
QByteArray fields(int count, qsizetype bytes)
{
    QByteArray lines = QByteArray("A: 1\r\n").repeated(count - 1);
    return lines + "B: " + QByteArray(bytes - lines.size() - 5, 'b') + "\r\n";
}

} // namespace

void TestLimits::takesRequestsAtTheEdgeAndNoneBeyond_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    const auto line = [](qsizetype size) {
        const QByteArray rest = "GET / HTTP/1.1";
        return QByteArray("GET /" + QByteArray(size - rest.size(), 'a') + " HTTP/1.1\r\n" + Host
                          + "\r\n");
    };
    QTest::newRow("a line of 8 KiB") << line(8 * 1024) << 200;
    QTest::newRow("one byte more") << line(8 * 1024 + 1) << 414;
    QTest::newRow("a line without an end") << QByteArray(8 * 1024 + 2, 'A') << 414;

    const qsizetype hostSize = 6 + 15 + 2; // "Host: 127.0.0.1:NNNNN" and its end
    const auto head = [&](int count, qsizetype bytes) {
        return QByteArray("GET / HTTP/1.1\r\n" + Host + fields(count - 1, bytes - hostSize)
                          + "\r\n");
    };
    QTest::newRow("64 KiB of fields") << head(3, 64 * 1024) << 200;
    QTest::newRow("one byte more of fields") << head(3, 64 * 1024 + 1) << 431;
    QTest::newRow("200 fields") << head(200, 4000) << 200;
    QTest::newRow("201 fields") << head(201, 4000) << 431;
    QTest::newRow("a field without an end")
        << QByteArray("GET / HTTP/1.1\r\n" + Host + "A: " + QByteArray(64 * 1024, 'a')) << 431;

    const auto chunk = [](qsizetype size) {
        return QByteArray(Chunked + "1;" + QByteArray(size - 2, 'x') + "\r\na\r\n0\r\n\r\n");
    };
    QTest::newRow("a chunk line of 1 KiB") << chunk(1024) << 200;
    QTest::newRow("one byte more of it") << chunk(1025) << 400;
    QTest::newRow("64 KiB of trailers") << Chunked + "0\r\n" + fields(3, 64 * 1024) + "\r\n" << 200;
    QTest::newRow("one byte more of trailers") << Chunked + "0\r\n" + fields(3, 64 * 1024 + 1)
            + "\r\n" << 431;
    QTest::newRow("200 trailers") << Chunked + "0\r\n" + fields(200, 4000) + "\r\n" << 200;
    QTest::newRow("201 trailers") << Chunked + "0\r\n" + fields(201, 4000) + "\r\n" << 431;
    QTest::newRow("a chunk of 16 digits that never comes") << Chunked + "8000000000000000\r\n"
                                                           << 0; // taken, and waited for
    QTest::newRow("a chunk of 17 digits") << Chunked + "10000000000000000\r\n" << 400;
    QTest::newRow("a length that fits")
        << QByteArray("POST / HTTP/1.1\r\n" + Host + "Content-Length: 9223372036854775807\r\n\r\n")
        << 0;
    QTest::newRow("a length that does not")
        << QByteArray("POST / HTTP/1.1\r\n" + Host + "Content-Length: 9223372036854775808\r\n\r\n")
        << 400;
}

void TestLimits::takesRequestsAtTheEdgeAndNoneBeyond()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    ProxyRig rig;
    rig.origin.answer = [](const SeenRequest&) { return okAnswer("ok"); };
    QCOMPARE(rig.authority().size(), 15); // what the sizes above count with
    const auto client = rig.send(request);
    if (status == 0) {
        QTRY_COMPARE(rig.origin.seen().size(), 1);
        QVERIFY(client->received().isEmpty());
        return;
    }
    QTRY_COMPARE(client->answers().size(), 1);
    QCOMPARE(client->answers()[0].head.status, status);
    QTRY_COMPARE(rig.host.exchanges.size(), 1);
    QCOMPARE(rig.host.exchanges[0].response.status, status);
    if (status == 200) {
        QCOMPARE(rig.origin.seen().size(), 1);
        QVERIFY(!rig.origin.wasConfused());
        return;
    }
    QVERIFY(client->received().contains("Proxy-Status: pacewatch;"));
    QTRY_VERIFY(!client->isOpen());
    QCOMPARE(rig.host.exchanges[0].outcome, Outcome::RefusedByUs);
    QVERIFY(rig.host.exchanges[0].error.has_value());
    for (const SeenRequest& seen : rig.origin.seen()) {
        QVERIFY(!seen.isWhole);
    }
}

void TestLimits::takesAnswersAtTheEdgeAndNoneBeyond_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("status");
    const auto head = [](const QByteArray& lines) {
        return QByteArray("HTTP/1.1 200 OK\r\n" + lines + "\r\n");
    };
    const QByteArray empty = "Content-Length: 0\r\n"; // 19 bytes
    QTest::newRow("64 KiB of fields") << head(empty + fields(2, 64 * 1024 - 19)) << 200;
    QTest::newRow("one byte more") << head(empty + fields(2, 64 * 1024 - 18)) << 502;
    QTest::newRow("200 fields") << head(empty + fields(199, 4000)) << 200;
    QTest::newRow("201 fields") << head(empty + fields(200, 4000)) << 502;
    QTest::newRow("a reason of 8 KiB")
        << QByteArray("HTTP/1.1 200 " + QByteArray(8 * 1024 - 13, 'r') + "\r\n" + empty + "\r\n")
        << 200;
    QTest::newRow("one byte more of it")
        << QByteArray("HTTP/1.1 200 " + QByteArray(8 * 1024 - 12, 'r') + "\r\n" + empty + "\r\n")
        << 502;
    QTest::newRow("interim answers without an end")
        << QByteArray("HTTP/1.1 103 Early Hints\r\n\r\n").repeated(200) << 502;
}

void TestLimits::takesAnswersAtTheEdgeAndNoneBeyond()
{
    QFETCH(QByteArray, answer);
    QFETCH(int, status);
    ProxyRig rig;
    rig.origin.answer = [&](const SeenRequest&) { return answer; };
    const auto client = rig.send("GET / HTTP/1.1\r\n" + Host + "\r\n");
    QTRY_COMPARE(client->answers().size(), 1);
    QCOMPARE(client->answers()[0].head.status, status);
    QCOMPARE(client->received().contains("Proxy-Status: pacewatch;"), status != 200);
}

void TestLimits::cutsAnswersBeyondTheEdgeOfTheirBody_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isWhole");
    const auto chunk = [](qsizetype size) {
        return QByteArray("1;" + QByteArray(size - 2, 'x') + "\r\na\r\n0\r\n\r\n");
    };
    const auto trailers
        = [](const QByteArray& lines) { return QByteArray("1\r\na\r\n0\r\n" + lines + "\r\n"); };
    QTest::newRow("a chunk line of 1 KiB") << chunk(1024) << true;
    QTest::newRow("one byte more") << chunk(1025) << false;
    QTest::newRow("64 KiB of trailers") << trailers(fields(3, 64 * 1024)) << true;
    QTest::newRow("one byte more of trailers") << trailers(fields(3, 64 * 1024 + 1)) << false;
    QTest::newRow("200 trailers") << trailers(fields(200, 4000)) << true;
    QTest::newRow("201 trailers") << trailers(fields(201, 4000)) << false;
}

/// The head is on its way by then, so that no status can tell.
void TestLimits::cutsAnswersBeyondTheEdgeOfTheirBody()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, isWhole);
    ProxyRig rig;
    rig.origin.answer = [&](const SeenRequest&) {
        return QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
    };
    const auto client = rig.send("GET / HTTP/1.1\r\n" + Host + "\r\n");
    QTRY_COMPARE(rig.host.exchanges.size(), 1);
    if (isWhole) {
        QTRY_COMPARE(client->answers().size(), 1);
        QCOMPARE(rig.host.exchanges[0].outcome, Outcome::Answered);
        return;
    }
    QTRY_VERIFY(!client->isOpen());
    QCOMPARE(client->answers().size(), 0);
    QCOMPARE(rig.host.exchanges[0].outcome, Outcome::Incomplete);
}

void TestLimits::answers503ToOneConnectionTooMany()
{
    ProxySettings settings;
    settings.clients.connections = 3;
    ProxyRig rig(settings);
    std::vector<std::unique_ptr<RawClient>> busy;
    for (int number = 1; number <= 3; ++number) {
        busy.push_back(rig.send("GET / HTTP/1.1\r\n" + Host + "\r\n"));
        QTRY_COMPARE(rig.origin.seen().size(), number);
    }
    const auto beyond = rig.send("GET / HTTP/1.1\r\n" + Host + "\r\n");
    QTRY_COMPARE(beyond->answers().size(), 1);
    QCOMPARE(beyond->answers()[0].head.status, 503);
    QVERIFY(beyond->received().contains("Proxy-Status: pacewatch;"));
    QTRY_VERIFY(!beyond->isOpen());
    QCOMPARE(rig.host.exchanges.size(), 1);
    QCOMPARE(rig.host.exchanges[0].outcome, Outcome::RefusedByUs);
    QCOMPARE(rig.origin.seen().size(), 3);
    rig.origin.send(okAnswer("ok"));
    for (const auto& client : busy) {
        QTRY_COMPARE(client->answers().size(), 1);
    }
    rig.origin.answer = [](const SeenRequest&) { return okAnswer("ok"); };
    const auto next = rig.send("GET / HTTP/1.1\r\n" + Host + "\r\n");
    QTRY_COMPARE(next->answers().size(), 1);
    QCOMPARE(next->answers()[0].head.status, 200);
}

void TestLimits::answers408ToAHeadThatDawdles()
{
    ProxyRig rig;
    rig.origin.answer = [](const SeenRequest&) { return okAnswer("ok"); };
    const auto client = rig.send("GET / HTTP/1.1\r\n");
    QTRY_COMPARE(rig.proxy->clientCount(), 1);
    // The first byte may come after the connection: only then the 15 seconds begin.
    int seconds = 0;
    for (; client->isOpen() && seconds < 75; ++seconds) {
        client->send("A"); // a byte now and then does not help
        for (int turns = 0; turns < 20; ++turns) {
            QCoreApplication::processEvents();
        }
        rig.clock.advance(1s);
        for (int turns = 0; turns < 20; ++turns) {
            QCoreApplication::processEvents();
        }
    }
    QVERIFY2(seconds >= 15 && seconds <= 17, QByteArray::number(seconds).constData());
    QCOMPARE(client->answers().value(0).head.status, 408);
    QVERIFY(client->received().contains("Proxy-Status: pacewatch;"));
    QCOMPARE(rig.host.exchanges[0].outcome, Outcome::RefusedByUs);
    QCOMPARE(rig.origin.connections(), 0);
}

void TestLimits::answers408ToABodyThatStops()
{
    ProxyRig rig;
    const auto client = rig.send("POST / HTTP/1.1\r\n" + Host + "Content-Length: 5\r\n\r\nab");
    QTRY_COMPARE(rig.origin.seen().size(), 1);
    QTRY_COMPARE(rig.origin.seen()[0].body, QByteArray("ab"));
    rig.clock.advance(59s);
    QVERIFY(client->isOpen());
    rig.clock.advance(2s);
    QTRY_COMPARE(client->answers().size(), 1);
    QCOMPARE(client->answers()[0].head.status, 408);
    QTRY_COMPARE(rig.origin.openConnections(), 0);
    QCOMPARE(rig.host.exchanges.size(), 1);
    QCOMPARE(rig.host.exchanges[0].response.status, 408);
    QCOMPARE(rig.host.exchanges[0].outcome, Outcome::RefusedByUs);
}

void TestLimits::closesWhatNobodyUses()
{
    ProxyRig rig;
    rig.origin.answer = [](const SeenRequest&) { return okAnswer("ok"); };
    const auto client = rig.send("GET / HTTP/1.1\r\n" + Host + "\r\n");
    QTRY_COMPARE(client->answers().size(), 1);
    rig.clock.advance(74s);
    QVERIFY(client->isOpen());
    rig.clock.advance(2s);
    QTRY_VERIFY(!client->isOpen());
    QCOMPARE(client->answers().size(), 1); // without a word: nothing was asked
    QCOMPARE(rig.host.exchanges.size(), 1);
}

void TestLimits::cutsAClientThatReadsNothing()
{
    ProxyRig rig;
    const auto client = rig.connect();
    client->setReading(false);
    client->send(rig.fill("GET / HTTP/1.1\r\n" + Host + "\r\n"));
    QTRY_COMPARE(rig.origin.seen().size(), 1);
    rig.origin.send(okAnswer(QByteArray(30'000'000, 'x')));
    for (int turns = 0; turns < 300; ++turns) {
        QCoreApplication::processEvents();
    }
    rig.clock.advance(59s);
    QCOMPARE(rig.proxy->clientCount(), 1);
    rig.clock.advance(3s);
    QTRY_COMPARE(rig.proxy->clientCount(), 0);
    QTRY_COMPARE(rig.origin.openConnections(), 0);
    QCOMPARE(rig.host.exchanges.size(), 1);
    QVERIFY(rig.host.exchanges[0].responseBody.size < 20'000'000); // it was not read ahead
}

void TestLimits::readsNoInterimAnswersAheadOfTheClient()
{
    constexpr int Most = 60;
    ProxySettings settings;
    settings.upstream.responseTime = 5s;
    ProxyRig rig(settings);
    const auto client = rig.connect();
    client->setReading(false);
    client->send(rig.fill("GET / HTTP/1.1\r\n" + Host + "\r\n"));
    QTRY_COMPARE(rig.origin.seen().size(), 1);
    const QByteArray hint
        = "HTTP/1.1 103 Early Hints\r\nX: " + QByteArray(60'000, 'x') + "\r\n\r\n";
    QByteArray hints;
    for (int number = 0; number < Most; ++number) {
        hints += hint;
    }
    rig.origin.send(hints);
    for (int turns = 0; turns < 300; ++turns) {
        QCoreApplication::processEvents();
    }
    // It does not wait for the origin, which it no longer reads.
    rig.clock.advance(6s);
    QCOMPARE(rig.host.exchanges.size(), 0);
    rig.origin.send(okAnswer("ok"));
    client->setReading(true);
    QTRY_COMPARE_WITH_TIMEOUT(client->answers().size(), 1, 20'000);
    QCOMPARE(client->received().count("103 Early Hints"), Most);
}

void TestLimits::recordsNothingWhilePaused()
{
    ProxyRig rig;
    rig.proxy->setRecording(false);
    const auto client = rig.send("nonsense\r\n\r\n");
    QTRY_COMPARE(client->answers().size(), 1);
    QCOMPARE(client->answers()[0].head.status, 400);
    QCOMPARE(rig.host.exchanges.size(), 0);
}

QTEST_GUILESS_MAIN(TestLimits)
#include "tst_limits.moc"
