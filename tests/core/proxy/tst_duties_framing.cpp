#include "tests/support/proxyrig.h"

#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;

/// What an intermediary owes the bodies of messages (RFC 9112, 6 to 8; RFC 9110, 10.1.1 and 15.2),
/// through real sockets.
class TestDutiesFraming : public QObject
{
    Q_OBJECT

private slots:
    void relaysRequestBodiesInTheirFraming_data();
    void relaysRequestBodiesInTheirFraming();
    void relaysAnswersInTheirFraming_data();
    void relaysAnswersInTheirFraming();
    void sendsNoBodyWhereThereIsNone_data();
    void sendsNoBodyWhereThereIsNone();
    void keepsTrailersApart();
    void relaysInterimAnswers_data();
    void relaysInterimAnswers();
    void letsABodyGoThatNobodyAskedFor();
    void endsTheConnectionWhenTheAnswerCameBeforeTheBody();
    void passesEachPieceOnAtOnce();
    void leavesZippedBodiesZipped();
    void streamsWhatNeverFitsInMemory();
    void answersPipelinedRequestsInOrder();
    void keepsConnectionsOnBothSides();
};

namespace {

const QByteArray Post = "POST /api HTTP/1.1\r\nHost: {host}\r\n";
const QByteArray Get = "GET /api HTTP/1.1\r\nHost: {host}\r\n\r\n";

} // namespace

void TestDutiesFraming::relaysRequestBodiesInTheirFraming_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("framing"); // as the origin sees it; empty for none
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("a length") << Post + "content-length: 3\r\n\r\nabc"
                              << QByteArray("content-length: 3") << QByteArray("abc");
    QTest::newRow("an empty body") << Post + "Content-Length: 0\r\n\r\n"
                                   << QByteArray("Content-Length: 0") << QByteArray();
    QTest::newRow("nothing stated") << Post + "\r\n" << QByteArray() << QByteArray();
    QTest::newRow("chunks") << Post
            + "transfer-encoding: chunked\r\n\r\n1\r\na\r\n2;x=y\r\nbc\r\n0\r\n\r\n"
                            << QByteArray("transfer-encoding: chunked") << QByteArray("abc");
    QTest::newRow("no chunk at all") << Post + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                                     << QByteArray("Transfer-Encoding: chunked") << QByteArray();
    QTest::newRow("GET with a body")
        << QByteArray("GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 2\r\n\r\nab")
        << QByteArray("Content-Length: 2") << QByteArray("ab");
    QTest::newRow("HTTP/1.0 with a length")
        << QByteArray("POST / HTTP/1.0\r\nContent-Length: 2\r\n\r\nab")
        << QByteArray("Content-Length: 2") << QByteArray("ab");
}

void TestDutiesFraming::relaysRequestBodiesInTheirFraming()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, framing);
    QFETCH(QByteArray, body);
    ProxyRig rig;
    rig.origin.answer = [](const SeenRequest&) { return okAnswer("ok"); };
    const auto client = rig.send(request);
    QTRY_COMPARE(client->answers().size(), 1);
    QCOMPARE(rig.origin.seen().size(), 1);
    QCOMPARE(rig.origin.seen()[0].body, body);
    QVERIFY(!rig.origin.wasConfused());
    const QByteArray head = rig.origin.received().first(rig.origin.received().indexOf("\r\n\r\n"));
    if (framing.isEmpty()) {
        QVERIFY(!head.toLower().contains("content-length"));
        QVERIFY(!head.toLower().contains("transfer-encoding"));
    } else {
        QVERIFY(QByteArray(head + "\r\n").contains(QByteArray("\r\n" + framing + "\r\n")));
    }
    QCOMPARE(rig.host.exchanges[0].requestBody.head, body);
}

void TestDutiesFraming::relaysAnswersInTheirFraming_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("closes"); // the origin, after its answer
    QTest::addColumn<QByteArray>("framing"); // as the client sees it
    QTest::addColumn<QByteArray>("bytes"); // of the body, as the client sees it
    QTest::addColumn<bool>("staysOpen");
    const QByteArray old = "GET /api HTTP/1.0\r\n\r\n";
    const QByteArray oldKept = "GET /api HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    const QByteArray chunked
        = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    const QByteArray length = "Content-Length: 3";
    QTest::newRow("a length") << Get << okAnswer("abc") << false << length << QByteArray("abc")
                              << true;
    QTest::newRow("chunks") << Get << chunked << false << QByteArray("Transfer-Encoding: chunked")
                            << QByteArray("3\r\nabc\r\n0\r\n\r\n") << true;
    QTest::newRow("until the origin closes")
        << Get << QByteArray("HTTP/1.1 200 OK\r\n\r\nabc") << true
        << QByteArray("Transfer-Encoding: chunked") << QByteArray("3\r\nabc\r\n0\r\n\r\n") << true;
    QTest::newRow("an origin of HTTP/1.0")
        << Get << QByteArray("HTTP/1.0 200 OK\r\n\r\nabc") << true
        << QByteArray("Transfer-Encoding: chunked") << QByteArray("3\r\nabc\r\n0\r\n\r\n") << true;
    QTest::newRow("a client of HTTP/1.0 gets no chunks")
        << old << chunked << false << QByteArray("Connection: close") << QByteArray("abc") << false;
    QTest::newRow("nor when it would stay")
        << oldKept << chunked << false << QByteArray("Connection: close") << QByteArray("abc")
        << false;
    QTest::newRow("a client of HTTP/1.0 may stay with a length")
        << oldKept << okAnswer("abc") << false << length << QByteArray("abc") << true;
    QTest::newRow("the origin closes, the client stays")
        << Get << QByteArray("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc")
        << true << length << QByteArray("abc") << true;
    QTest::newRow("the client closes")
        << QByteArray("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
        << okAnswer("abc") << false << length << QByteArray("abc") << false;
}

void TestDutiesFraming::relaysAnswersInTheirFraming()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, answer);
    QFETCH(bool, closes);
    QFETCH(QByteArray, framing);
    QFETCH(QByteArray, bytes);
    QFETCH(bool, staysOpen);
    ProxyRig rig;
    rig.origin.answer = [&](const SeenRequest&) { return answer; };
    rig.origin.closesAfterAnswer = closes;
    const auto client = rig.send(request);
    QTRY_VERIFY(client->received().endsWith(QByteArray("\r\n\r\n" + bytes))
                || client->received().endsWith(bytes));
    const QByteArray head = client->received().first(client->received().indexOf("\r\n\r\n"));
    QVERIFY2(head.contains(QByteArray("\r\n" + framing)), head.constData());
    QCOMPARE(client->received().mid(head.size() + 4), bytes);
    if (request.contains("HTTP/1.0")) {
        QVERIFY(!head.toLower().contains("transfer-encoding"));
    }
    QTRY_COMPARE(rig.host.exchanges.size(), 1);
    QCOMPARE(rig.host.exchanges[0].outcome, Outcome::Answered);
    QCOMPARE(rig.host.exchanges[0].responseBody.head, QByteArray("abc"));
    QTRY_COMPARE(client->isOpen(), staysOpen);
}

void TestDutiesFraming::sendsNoBodyWhereThereIsNone_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("kept"); // a field that must arrive; empty for none
    const auto row
        = [](const char* name, const char* method, const QByteArray& answer, const char* kept) {
              QTest::newRow(name) << QByteArray(method) << answer << QByteArray(kept);
          };
    row("HEAD with a length", "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n",
        "Content-Length: 99");
    row("HEAD in chunks", "HEAD", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "Transfer-Encoding: chunked");
    row("HEAD without either", "HEAD", "HTTP/1.1 200 OK\r\n\r\n", "");
    row("HEAD of what is missing", "HEAD", "HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\n",
        "Content-Length: 5");
    row("204", "GET", "HTTP/1.1 204 No Content\r\n\r\n", "");
    row("204 with a length of nothing", "DELETE",
        "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", "");
    row("204 with a length of something", "GET",
        "HTTP/1.1 204 No Content\r\nContent-Length: 9\r\n\r\n", "");
    row("204 in chunks", "GET", "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n",
        "");
    row("304 in chunks", "GET", "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n",
        "");
    row("103 with a length", "GET",
        "HTTP/1.1 103 Early Hints\r\nContent-Length: 9\r\nLink: a\r\n\r\n" + okAnswer("ok"),
        "Link: a");
    row("304 with a length", "GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n",
        "Content-Length: 99");
    row("304 with a tag", "GET", "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n", "ETag: \"a\"");
    row("200 of no length", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "Content-Length: 0");
}

void TestDutiesFraming::sendsNoBodyWhereThereIsNone()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, kept);
    ProxyRig rig;
    rig.origin.answer = [&](const SeenRequest& seen) {
        return seen.head.target == "/next" ? okAnswer("next") : answer;
    };
    const auto client = rig.send(method + " /first HTTP/1.1\r\nHost: {host}\r\n\r\n");
    QTRY_COMPARE(client->answers({method}).size(), 1);
    QVERIFY2(kept.isEmpty() || client->received().contains(QByteArray("\r\n" + kept + "\r\n")),
             client->received().constData());
    // Both connections must still be in step.
    client->send(rig.fill("GET /next HTTP/1.1\r\nHost: {host}\r\n\r\n"));
    QTRY_COMPARE(client->answers({method}).size(), 2);
    QCOMPARE(client->answers({method})[1].body, QByteArray("next"));
    QCOMPARE(rig.origin.connections(), 1);
}

void TestDutiesFraming::keepsTrailersApart()
{
    ProxySettings settings;
    settings.authHeader = "X-Gate";
    ProxyRig rig(settings);
    const QByteArray trailers = "X-Sum: 1\r\nHost: evil\r\nAuthorization: x\r\nX-Gate: y\r\n"
                                "Content-Type: z\r\nx-sum: 2\r\nSet-Cookie: c\r\n\r\n";
    rig.origin.answer = [&](const SeenRequest&) {
        return QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n"
                          + trailers);
    };
    const auto client = rig.send(
        Post + "Transfer-Encoding: chunked\r\nTE: trailers\r\n\r\n2\r\nhi\r\n0\r\n" + trailers);
    QTRY_COMPARE(client->answers().size(), 1);
    const Http::Headers meant{{"X-Sum", "1"}, {"x-sum", "2"}};
    QCOMPARE(rig.origin.seen()[0].trailers, meant);
    QVERIFY(!rig.origin.seen()[0].head.headers.contains("X-Sum"));
    QCOMPARE(client->answers()[0].trailers, meant);
    QVERIFY(!client->answers()[0].head.headers.contains("X-Sum"));

    const auto framed = rig.send(Post
                                 + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n"
                                   "Content-Length: 9\r\n\r\n");
    QTRY_COMPARE(framed->answers().size(), 1);
    QVERIFY(rig.origin.seen().value(1).trailers.isEmpty());
}

void TestDutiesFraming::relaysInterimAnswers_data()
{
    QTest::addColumn<QByteArray>("version");
    QTest::addColumn<QByteArray>("interim");
    QTest::addColumn<QByteArray>("arrives");
    QTest::newRow("100") << QByteArray("1.1") << QByteArray("HTTP/1.1 100 Continue\r\n\r\n")
                         << QByteArray("HTTP/1.1 100 Continue\r\n\r\n");
    QTest::newRow("102 unasked") << QByteArray("1.1")
                                 << QByteArray("HTTP/1.1 102 Processing\r\nX: 1\r\n\r\n")
                                 << QByteArray("HTTP/1.1 102 Processing\r\nX: 1\r\n\r\n");
    QTest::newRow("103, twice")
        << QByteArray("1.1")
        << QByteArray("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n").repeated(2)
        << QByteArray("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n").repeated(2);
    QTest::newRow("fields of one hop") << QByteArray("1.1")
                                       << QByteArray("HTTP/1.1 103 Early Hints\r\nConnection: x\r\n"
                                                     "X: 1\r\nLink: a\r\n\r\n")
                                       << QByteArray("HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n");
    QTest::newRow("not to HTTP/1.0")
        << QByteArray("1.0") << QByteArray("HTTP/1.1 103 Early Hints\r\n\r\n") << QByteArray();
}

void TestDutiesFraming::relaysInterimAnswers()
{
    QFETCH(QByteArray, version);
    QFETCH(QByteArray, interim);
    QFETCH(QByteArray, arrives);
    ProxyRig rig;
    rig.origin.earlyAnswer = [&](const Http::RequestHead&) { return interim; };
    rig.origin.answer = [](const SeenRequest&) { return okAnswer("ok"); };
    const auto client = rig.send("GET /api HTTP/" + version + "\r\nHost: {host}\r\n\r\n");
    QTRY_COMPARE(client->answers().size(), 1);
    QVERIFY2(client->received().startsWith(QByteArray(arrives + "HTTP/1.1 200 OK\r\n")),
             client->received().constData());
    QCOMPARE(rig.host.exchanges[0].response.status, 200);
}

void TestDutiesFraming::letsABodyGoThatNobodyAskedFor()
{
    const QByteArray waiting = Post + "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n";
    {
        ProxyRig rig; // the origin answers 100
        rig.origin.earlyAnswer = [](const Http::RequestHead& head) {
            return head.headers.contains("Expect") ? QByteArray("HTTP/1.1 100 Continue\r\n\r\n")
                                                   : QByteArray();
        };
        rig.origin.answer = [](const SeenRequest&) { return okAnswer("ok"); };
        const auto client = rig.send(waiting);
        QTRY_COMPARE(client->received(), QByteArray("HTTP/1.1 100 Continue\r\n\r\n"));
        QVERIFY(rig.origin.seen()[0].body.isEmpty());
        client->send("abc");
        QTRY_COMPARE(client->answers().size(), 1);
        QCOMPARE(rig.origin.seen()[0].body, QByteArray("abc"));
        client->send(rig.fill(Get)); // and the connection goes on
        QTRY_COMPARE(client->answers().size(), 2);
    }
    {
        ProxyRig rig; // the origin says nothing: the client sends it after a while
        rig.origin.answer = [](const SeenRequest&) { return okAnswer("ok"); };
        const auto client = rig.send(waiting);
        QTRY_COMPARE(rig.origin.seen().size(), 1);
        QVERIFY(client->received().isEmpty());
        client->send("abc");
        QTRY_COMPARE(client->answers().size(), 1);
        QCOMPARE(rig.origin.seen()[0].body, QByteArray("abc"));
    }
}

void TestDutiesFraming::endsTheConnectionWhenTheAnswerCameBeforeTheBody()
{
    ProxyRig rig;
    rig.origin.earlyAnswer = [](const Http::RequestHead&) {
        return QByteArray("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n");
    };
    const auto client = rig.send(Post + "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    QTRY_COMPARE(client->answers().size(), 1);
    QCOMPARE(client->answers()[0].head.status, 417);
    QTRY_VERIFY(!client->isOpen());
    QTRY_COMPARE(rig.origin.openConnections(), 0); // it may wait for a body that never comes
    QCOMPARE(rig.origin.seen().size(), 1);
    QVERIFY(rig.origin.seen()[0].body.isEmpty());
}

void TestDutiesFraming::passesEachPieceOnAtOnce()
{
    ProxyRig rig;
    const auto client = rig.send(Get);
    QTRY_COMPARE(rig.origin.seen().size(), 1);
    rig.origin.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                    "Transfer-Encoding: chunked\r\n\r\n");
    QTRY_VERIFY(client->received().endsWith("\r\n\r\n")); // the head alone, before any event
    for (int number = 0; number < 5; ++number) {
        const QByteArray event = "data: " + QByteArray::number(number) + "\n\n";
        const QByteArray chunk = QByteArray::number(event.size(), 16) + "\r\n" + event + "\r\n";
        rig.origin.send(chunk);
        QTRY_VERIFY(client->received().endsWith(chunk));
        rig.clock.advance(50s); // silence is nobody's fault here
        QVERIFY(client->isOpen());
    }
    rig.origin.send("0\r\n\r\n");
    QTRY_COMPARE(client->answers().size(), 1);
}

void TestDutiesFraming::leavesZippedBodiesZipped()
{
    ProxyRig rig;
    const QByteArray zipped = qCompress(QByteArray(1'000'000, 'x')).mid(4);
    rig.origin.answer = [&](const SeenRequest& seen) {
        return okAnswer(seen.body.isEmpty() ? zipped : seen.body, "Content-Encoding: deflate\r\n");
    };
    const auto down
        = rig.send("GET / HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: deflate\r\n\r\n");
    QTRY_COMPARE(down->answers().size(), 1);
    QCOMPARE(down->answers()[0].body, zipped);
    QCOMPARE(rig.origin.seen()[0].head.headers.value("Accept-Encoding"), QByteArray("deflate"));
    QCOMPARE(rig.host.exchanges[0].responseBody.size, zipped.size());
    const auto up = rig.send(Post + "Content-Encoding: deflate\r\nContent-Length: "
                             + QByteArray::number(zipped.size()) + "\r\n\r\n" + zipped);
    QTRY_COMPARE(up->answers().size(), 1);
    QCOMPARE(rig.origin.seen()[1].body, zipped);
}

void TestDutiesFraming::streamsWhatNeverFitsInMemory()
{
    ProxyRig rig;
    const QByteArray piece(1'000'000, 'z');
    rig.origin.answer
        = [](const SeenRequest& seen) { return okAnswer(QByteArray::number(seen.body.size())); };
    rig.origin.setReading(false);
    const auto client = rig.send(Post + "Content-Length: 30000000\r\n\r\n");
    for (int pieces = 0; pieces < 30; ++pieces) {
        client->send(piece);
    }
    // The origin does not read, so neither may the proxy: most of it stays with the client.
    QTest::qWait(1);
    for (int turns = 0; turns < 200; ++turns) {
        QCoreApplication::processEvents();
    }
    QVERIFY2(client->unsent() > 15'000'000, QByteArray::number(client->unsent()).constData());
    rig.origin.setReading(true);
    QTRY_COMPARE_WITH_TIMEOUT(client->answers().size(), 1, 20'000);
    QCOMPARE(client->answers()[0].body, QByteArray("30000000"));
    QCOMPARE(rig.host.exchanges[0].requestBody.size, 30'000'000);
    QCOMPARE(rig.host.exchanges[0].requestBody.head.size(), KeptBody::MostKept);
}

void TestDutiesFraming::answersPipelinedRequestsInOrder()
{
    ProxyRig rig;
    rig.origin.answer = [](const SeenRequest& seen) { return okAnswer(seen.head.target); };
    QByteArray all;
    for (int number = 0; number < 20; ++number) {
        all += "GET /" + QByteArray::number(number) + " HTTP/1.1\r\nHost: {host}\r\n\r\n";
    }
    const auto client = rig.send(all);
    QTRY_COMPARE(client->answers().size(), 20);
    for (int number = 0; number < 20; ++number) {
        QCOMPARE(client->answers()[number].body, QByteArray("/" + QByteArray::number(number)));
    }
    QCOMPARE(rig.origin.connections(), 1);
}

void TestDutiesFraming::keepsConnectionsOnBothSides()
{
    ProxyRig rig;
    rig.origin.answer = [](const SeenRequest&) { return okAnswer("ok"); };
    const auto client = rig.connect();
    for (int calls = 1; calls <= 5; ++calls) {
        client->send(rig.fill(Get));
        QTRY_COMPARE(client->answers().size(), calls);
    }
    QCOMPARE(rig.origin.connections(), 1);
    QCOMPARE(rig.proxy->clientCount(), 1);
    // A connection of ten minutes takes no further call, even when it is in use.
    rig.clock.advance(14s);
    for (int calls = 6; calls <= 50; ++calls) {
        client->send(rig.fill(Get));
        QTRY_COMPARE(client->answers().size(), calls);
        rig.clock.advance(14s);
    }
    QCOMPARE(rig.origin.connections(), 2);
}

QTEST_GUILESS_MAIN(TestDutiesFraming)
#include "tst_duties_framing.moc"
