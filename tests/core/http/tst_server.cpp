#include "core/http/server.h"
#include "tests/support/fakeclock.h"

#include <QAbstractEventDispatcher>
#include <QPointer>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QtEndian>

#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Pacewatch;
using namespace Pacewatch::Http;
using namespace std::chrono_literals;

namespace {

/// A client that writes bytes and keeps what comes back.
class Wire final : public QObject
{
public:
    explicit Wire(const Server& server)
    {
        connect(&m_socket, &QTcpSocket::readyRead, this,
                [this] { m_received += m_socket.readAll(); });
        m_socket.connectToHost(server.address(), server.port());
    }

    void send(const QByteArray& bytes) { m_socket.write(bytes); }
    /// Hands everything to the system now, without a turn of the event loop.
    void flush() { m_socket.flush(); }
    void leave() { m_socket.abort(); }
    void setReading(bool reads)
    {
        m_socket.setReadBufferSize(reads ? 0 : 1);
        if (reads) {
            m_received += m_socket.readAll();
        }
    }
    [[nodiscard]] qint64 unsent() const { return m_socket.bytesToWrite(); }
    [[nodiscard]] QAbstractSocket::SocketError error() const { return m_socket.error(); }
    [[nodiscard]] const QByteArray& received() const { return m_received; }
    [[nodiscard]] bool isOpen() const
    {
        return m_socket.state() != QAbstractSocket::UnconnectedState;
    }

private:
    QTcpSocket m_socket;
    QByteArray m_received;
};

const QByteArray Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

} // namespace

/// What an exchange tells; one with an answer gives it as soon as the request is whole, its path
/// and body behind it.
class Heard final : public ServerExchange::Listener
{
public:
    Heard(std::shared_ptr<ServerExchange> exchange, int status = 0, QByteArray answer = {})
        : exchange(std::move(exchange))
        , m_status(status)
        , m_answer(std::move(answer))
    {
        this->exchange->setListener(this);
    }
    ~Heard() { exchange->setListener(nullptr); }
    Q_DISABLE_COPY_MOVE(Heard)

    void requestBodyArrived(const QByteArray& bytes) override
    {
        body += bytes;
        exchange->setBodyPaused(pausesEach);
    }
    void requestEnded(const Headers& ended) override
    {
        trailers = ended;
        if (m_status > 0) {
            exchange->reply(m_status, {}, QByteArray(m_answer + exchange->head().target + body));
        }
    }
    void answerDrained() override { ++drained; }
    void clientLeft() override { ++left; }

    std::shared_ptr<ServerExchange> exchange;
    QByteArray body;
    Headers trailers;
    bool pausesEach = false;
    int drained = 0;
    int left = 0;

private:
    int m_status;
    QByteArray m_answer;
};

class TestServer : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void answersOnAKeptConnection();
    void answersPipelinedRequestsInOrder();
    void handsOutTheBodyBeforeItsEnd();
    void framesAnswers_data();
    void framesAnswers();
    void refusesMalformedRequestsAndCloses();
    void sendsContinueWhenTheBodyIsAccepted();
    void closesWhenAWaitingClientWasNotAskedToGoOn();
    void sendsEarlyHints();
    void keepsTheConnectionAfterAnAnswerThatCameBeforeTheBody();
    void closesWhenAnUnwantedBodyIsLong();
    void takesTheRestBeforeItHangsUp();
    void givesASlowReaderTheRestOfItsLastAnswer();
    void hangsUpOnAClientThatNeverEnds();
    void cutsAnAnswerThatIsShorterThanItsLength();
    void tellsWhenTheClientLeaves();
    void pausesABodyAndReadsNoFurther();
    void tellsWhenTheAnswerHasDrained();
    void turnsAwayWhenAllAreBusy();
    void takesNoClientThatLeft();
    void makesRoomByTheOneThatWaitedLongest();
    void takesNoMoreRequestsThanAnswersAreRead();
    void cutsAClientThatTakesNothing();
    void noticesThatAClientLeftWhileItsBodyWaits();
    void closesIdleConnections();
    void takesWhatCameWhileTheComputerSlept();
    void answersAStalledHeadWith408();
    void answersAStalledBodyWith408();
    void restsWhileThereAreNoDescriptors();
    void tellsThatAPortIsTaken();
    void listensOnBothLoopbackAddresses();
    void cutsOpenExchangesWhenItEnds();

private:
    void answerAll(int status = 200, const QByteArray& body = "ok");

    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<Server> m_server;
    QList<std::shared_ptr<ServerExchange>> m_exchanges;
    std::list<Heard> m_heard;
};

void TestServer::init()
{
    m_clock = std::make_unique<FakeClock>();
    m_server = std::make_unique<Server>(*m_clock);
    QVERIFY(m_server->listen(QHostAddress::LocalHost, 0).has_value());
    connect(
        m_server.get(), &Server::requestArrived, this,
        [this](const std::shared_ptr<ServerExchange>& exchange) { m_exchanges.append(exchange); });
}

void TestServer::cleanup()
{
    m_server.reset();
    m_heard.clear();
    m_exchanges.clear();
}

/// From now on every request is answered at once, with its path and its body behind @p body.
void TestServer::answerAll(int status, const QByteArray& body)
{
    connect(m_server.get(), &Server::requestArrived, this,
            [=, this](const std::shared_ptr<ServerExchange>& exchange) {
                m_heard.emplace_back(exchange, status, body);
            });
}

void TestServer::answersOnAKeptConnection()
{
    answerAll();
    Wire wire(*m_server);
    for (int calls = 1; calls <= 3; ++calls) {
        wire.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
        const QByteArray answer = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nok/xabc";
        QTRY_COMPARE(wire.received(), answer.repeated(calls));
    }
    QCOMPARE(m_server->connectionCount(), 1);
    QVERIFY(wire.isOpen());
}

void TestServer::answersPipelinedRequestsInOrder()
{
    Wire wire(*m_server);
    wire.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n"
              "GET /3 HTTP/1.1\r\nHost: a\r\n\r\n");
    for (int number = 0; number < 3; ++number) {
        QTRY_COMPARE(m_exchanges.size(), number + 1);
        m_exchanges[number]->reply(200, {}, m_exchanges[number]->head().target);
    }
    const auto answer = [](const char* body) {
        return QByteArray(QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n") + body);
    };
    QTRY_COMPARE(wire.received(), QByteArray(answer("/1") + answer("/2") + answer("/3")));
}

void TestServer::handsOutTheBodyBeforeItsEnd()
{
    Wire wire(*m_server);
    wire.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
    QTRY_COMPARE(m_exchanges.size(), 1);
    QCOMPARE(m_exchanges.first()->bodySize(), -1);
    const Heard heard(m_exchanges.first());
    wire.send("2\r\nde\r\n");
    QTRY_VERIFY(heard.body.endsWith("de"));
    QVERIFY(!m_exchanges.first()->isBodyWhole());
    wire.send("0\r\nX-Sum: 5\r\n\r\n");
    QTRY_VERIFY(m_exchanges.first()->isBodyWhole());
    QCOMPARE(heard.trailers, (Headers{{"X-Sum", "5"}}));
}

void TestServer::framesAnswers_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::addColumn<Headers>("headers");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("staysOpen");

    const QByteArray head = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";
    const QByteArray old = "GET / HTTP/1.0\r\n\r\n";
    QTest::newRow("without a length: chunked")
        << Get << 200 << Headers()
        << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                      "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n")
        << true;
    QTest::newRow("with a length")
        << Get << 200 << Headers{{"content-length", "3"}}
        << QByteArray("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc") << true;
    QTest::newRow("HEAD keeps the length and sends nothing")
        << head << 200 << Headers{{"Content-Length", "3"}}
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n") << true;
    QTest::newRow("204") << Get << 204 << Headers{{"Content-Length", "3"}}
                         << QByteArray("HTTP/1.1 204 No Content\r\n\r\n") << true;
    QTest::newRow("304") << Get << 304 << Headers{{"Content-Length", "3"}}
                         << QByteArray("HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\n")
                         << true;
    QTest::newRow("HTTP/1.0 without a length: until the end")
        << old << 200 << Headers() << QByteArray("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc")
        << false;
    QTest::newRow("HTTP/1.0 kept alive")
        << QByteArray("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n") << 200
        << Headers{{"Content-Length", "3"}}
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: keep-alive\r\n\r\nabc")
        << true;
    QTest::newRow("client asks to close")
        << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n") << 200
        << Headers{{"Content-Length", "3"}}
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc")
        << false;
}

void TestServer::framesAnswers()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    QFETCH(Headers, headers);
    QFETCH(bool, staysOpen);
    Wire wire(*m_server);
    wire.send(request);
    QTRY_COMPARE(m_exchanges.size(), 1);
    const std::shared_ptr<ServerExchange> exchange = m_exchanges.first();
    const QByteArray reason = status == 204 ? "No Content" : status == 304 ? "Not Modified" : "OK";
    exchange->sendHead({status, reason, 1, headers});
    exchange->sendBody("ab");
    exchange->sendBody({});
    exchange->sendBody("c");
    exchange->finish();
    QTRY_COMPARE(wire.isOpen() && m_server->connectionCount() == 1, staysOpen);
    QFETCH(QByteArray, answer);
    QTRY_COMPARE(wire.received(), answer);
}

void TestServer::refusesMalformedRequestsAndCloses()
{
    QSignalSpy refused(m_server.get(), &Server::requestRefused);
    Wire wire(*m_server);
    wire.send("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
    QTRY_VERIFY(!wire.isOpen());
    QVERIFY(wire.received().startsWith("HTTP/1.1 400 Bad Request\r\n"));
    QVERIFY(wire.received().endsWith("no Host field\n"));
    QCOMPARE(refused.size(), 1);
    QCOMPARE(m_exchanges.size(), 0);
}

void TestServer::sendsContinueWhenTheBodyIsAccepted()
{
    Wire wire(*m_server);
    wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    QTRY_COMPARE(m_exchanges.size(), 1);
    QVERIFY(m_exchanges.first()->expectsContinue());
    m_exchanges.first()->acceptBody();
    m_exchanges.first()->acceptBody();
    QTRY_COMPARE(wire.received(), QByteArray("HTTP/1.1 100 Continue\r\n\r\n"));
    wire.send("ab");
    QTRY_VERIFY(m_exchanges.first()->isBodyWhole());
    m_exchanges.first()->reply(204);
    QTRY_VERIFY(wire.received().endsWith("204 No Content\r\n\r\n"));
    QVERIFY(wire.isOpen());
}

void TestServer::closesWhenAWaitingClientWasNotAskedToGoOn()
{
    Wire wire(*m_server);
    wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    QTRY_COMPARE(m_exchanges.size(), 1);
    m_exchanges.first()->reply(417);
    QTRY_VERIFY(!wire.isOpen());
    QVERIFY(wire.received().contains("Connection: close\r\n"));
}

void TestServer::sendsEarlyHints()
{
    Wire wire(*m_server);
    wire.send(Get);
    QTRY_COMPARE(m_exchanges.size(), 1);
    m_exchanges.first()->sendInformational({103, "Early Hints", 1, {{"Link", "</a>"}}});
    m_exchanges.first()->sendInformational({101, "Switching Protocols", 1, {}}); // never
    m_exchanges.first()->reply(200, {}, "x");
    QTRY_COMPARE(wire.received(),
                 QByteArray("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"));
}

void TestServer::keepsTheConnectionAfterAnAnswerThatCameBeforeTheBody()
{
    Wire wire(*m_server);
    wire.send("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab");
    QTRY_COMPARE(m_exchanges.size(), 1);
    m_exchanges.first()->reply(403);
    QTRY_VERIFY(wire.received().contains("403"));
    wire.send("cdeGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
    QTRY_COMPARE(m_exchanges.size(), 2);
    QCOMPARE(m_exchanges[1]->head().target, QByteArray("/2"));
}

void TestServer::closesWhenAnUnwantedBodyIsLong()
{
    Wire wire(*m_server);
    wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n\r\n");
    QTRY_COMPARE(m_exchanges.size(), 1);
    m_exchanges.first()->reply(413);
    wire.send(QByteArray(400'000, 'x'));
    QTRY_VERIFY(!wire.isOpen());
}

void TestServer::takesTheRestBeforeItHangsUp()
{
    Wire wire(*m_server);
    wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n\r\n");
    wire.send(QByteArray(9'000'000, 'x'));
    QTRY_COMPARE(m_exchanges.size(), 1);
    m_exchanges.first()->reply(429, {}, "slow down");
    QTRY_VERIFY(!wire.isOpen());
    QVERIFY(wire.received().endsWith("slow down"));
    QCOMPARE(wire.unsent(), 0);
    QCOMPARE(wire.error(), QAbstractSocket::RemoteHostClosedError);
}

void TestServer::givesASlowReaderTheRestOfItsLastAnswer()
{
    const QByteArray body(9'000'000, 'x');
    Wire wire(*m_server);
    wire.setReading(false);
    wire.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    QTRY_COMPARE(m_exchanges.size(), 1);
    m_exchanges.first()->reply(200, {}, body);
    m_clock->advance(20s);
    wire.setReading(true);
    QTRY_VERIFY(!wire.isOpen());
    QVERIFY(wire.received().endsWith(body));
}

void TestServer::hangsUpOnAClientThatNeverEnds()
{
    Wire wire(*m_server);
    wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 900000000\r\n\r\n");
    QTRY_COMPARE(m_exchanges.size(), 1);
    m_exchanges.first()->reply(413);
    wire.send(QByteArray(400'000, 'x'));
    QTRY_VERIFY(wire.received().contains("413"));
    for (int i = 0; i < 40 && m_server->connectionCount() > 0; ++i) {
        wire.send("x");
        QCoreApplication::processEvents();
        m_clock->advance(1s);
    }
    QTRY_COMPARE(m_server->connectionCount(), 0);
}

void TestServer::cutsAnAnswerThatIsShorterThanItsLength()
{
    Wire wire(*m_server);
    wire.send(Get);
    QTRY_COMPARE(m_exchanges.size(), 1);
    m_exchanges.first()->sendHead({200, "OK", 1, {{"Content-Length", "5"}}});
    m_exchanges.first()->sendBody("abc");
    m_exchanges.first()->finish();
    QTRY_VERIFY(!wire.isOpen());
    QCOMPARE(m_server->connectionCount(), 0);
}

void TestServer::tellsWhenTheClientLeaves()
{
    Wire wire(*m_server);
    wire.send(Get);
    QTRY_COMPARE(m_exchanges.size(), 1);
    const Heard heard(m_exchanges.first());
    wire.leave();
    QTRY_COMPARE(heard.left, 1);
    QVERIFY(!m_exchanges.first()->isOpen());
    m_exchanges.first()->reply(200); // too late, and harmless
    QCOMPARE(m_server->connectionCount(), 0);
}

void TestServer::pausesABodyAndReadsNoFurther()
{
    connect(m_server.get(), &Server::requestArrived, this,
            [this](const std::shared_ptr<ServerExchange>& exchange) {
                m_heard.emplace_back(exchange).pausesEach = true;
            });
    Wire wire(*m_server);
    wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n"
              + QByteArray(500'000, 'x'));
    QTRY_VERIFY(!m_heard.empty() && !m_heard.front().body.isEmpty());
    const QByteArray& arrived = m_heard.front().body;
    QCoreApplication::processEvents();
    QVERIFY(arrived.size() < 100'000);
    while (arrived.size() < 500'000) {
        const qsizetype last = arrived.size();
        m_exchanges.first()->setBodyPaused(false);
        QTRY_VERIFY(arrived.size() > last);
    }
}

void TestServer::tellsWhenTheAnswerHasDrained()
{
    Wire wire(*m_server);
    wire.send(Get);
    QTRY_COMPARE(m_exchanges.size(), 1);
    const Heard heard(m_exchanges.first());
    m_exchanges.first()->sendHead({200, "OK", 1, {}});
    m_exchanges.first()->sendBody(QByteArray(1000, 'x'));
    QVERIFY(m_exchanges.first()->unsent() >= 1000);
    QCOMPARE(heard.drained, 0);
    QTRY_COMPARE(heard.drained, 1);
    QCOMPARE(m_exchanges.first()->unsent(), 0);
}

void TestServer::turnsAwayWhenAllAreBusy()
{
    ServerLimits limits;
    limits.connections = 2;
    limits.ownFields = {{"X-Mark", "ours"}};
    Server server(*m_clock, limits);
    QVERIFY(server.listen(QHostAddress::LocalHost, 0).has_value());
    QList<std::shared_ptr<ServerExchange>> exchanges;
    connect(&server, &Server::requestArrived, this,
            [&](const std::shared_ptr<ServerExchange>& exchange) { exchanges.append(exchange); });
    QSignalSpy refused(&server, &Server::requestRefused);
    std::vector<std::unique_ptr<Wire>> wires;
    for (int number = 0; number < 2; ++number) {
        wires.push_back(std::make_unique<Wire>(server));
        wires.back()->send(Get);
    }
    QTRY_COMPARE(exchanges.size(), 2); // the last two places are taken
    wires.push_back(std::make_unique<Wire>(server));
    wires.back()->send(Get);
    QTRY_VERIFY(!wires.back()->isOpen());
    QVERIFY(wires.back()->received().startsWith("HTTP/1.1 503 "));
    QVERIFY(wires.back()->received().contains("X-Mark: ours\r\n"));
    QCOMPARE(refused.size(), 1);
    exchanges[0]->reply(200); // its connection is idle now, and makes room
    QTRY_VERIFY(wires[0]->received().contains("200 OK"));
    wires.push_back(std::make_unique<Wire>(server));
    wires.back()->send(Get);
    QTRY_COMPARE(exchanges.size(), 3);
    QTRY_VERIFY(!wires[0]->isOpen());
    QVERIFY(wires[1]->isOpen());
}

void TestServer::takesNoClientThatLeft()
{
    {
        QTcpSocket client;
        client.connectToHost(QHostAddress::LocalHost, m_server->port());
        QVERIFY(client.waitForConnected());
        client.write(Get);
        QVERIFY(client.waitForBytesWritten());
        client.disconnectFromHost(); // and all of it before the server looks for the first time
    }
    Wire wire(*m_server);
    wire.send(Get);
    QTRY_COMPARE(m_exchanges.size(), 1);
    QCOMPARE(m_server->connectionCount(), 1);
}

void TestServer::makesRoomByTheOneThatWaitedLongest()
{
    ServerLimits limits;
    limits.connections = 3;
    Server server(*m_clock, limits);
    QVERIFY(server.listen(QHostAddress::LocalHost, 0).has_value());
    connect(&server, &Server::requestArrived, this,
            [](const std::shared_ptr<ServerExchange>& exchange) { exchange->reply(200); });
    std::vector<std::unique_ptr<Wire>> slow;
    for (int number = 0; number < 3; ++number) {
        slow.push_back(std::make_unique<Wire>(server));
        slow.back()->send("GET / HT"); // and never the rest
        QTRY_COMPARE(server.connectionCount(), number + 1);
        m_clock->advance(1s);
    }
    Wire wire(server);
    wire.send(Get);
    QTRY_VERIFY(wire.received().contains("200 OK"));
    QTRY_VERIFY(!slow[0]->isOpen());
    QVERIFY(slow[1]->isOpen() && slow[2]->isOpen());
    QCOMPARE(server.connectionCount(), 3);
}

void TestServer::takesNoMoreRequestsThanAnswersAreRead()
{
    constexpr int Requests = 2000;
    const QByteArray body(8 * 1024, 'x');
    int taken = 0;
    connect(m_server.get(), &Server::requestArrived, this,
            [&](const std::shared_ptr<ServerExchange>& exchange) {
                ++taken;
                exchange->reply(200, {}, body);
            });
    Wire wire(*m_server);
    wire.setReading(false);
    wire.send(Get.repeated(Requests));
    QTRY_VERIFY(taken > 10);
    for (int turns = 0; turns < 500; ++turns) {
        QCoreApplication::processEvents();
    }
    // What the system keeps for the two sockets, and a little of ours; not the 16 MB of them all.
    QVERIFY2(taken < Requests / 2, QByteArray::number(taken).constData());
    wire.setReading(true);
    QTRY_COMPARE_WITH_TIMEOUT(taken, Requests, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(wire.received().count("200 OK"), Requests, 20'000);
}

void TestServer::cutsAClientThatTakesNothing()
{
    Wire wire(*m_server);
    wire.setReading(false);
    wire.send(Get);
    QTRY_COMPARE(m_exchanges.size(), 1);
    const Heard heard(m_exchanges.first());
    m_exchanges.first()->sendHead({200, "OK", 1, {}});
    m_exchanges.first()->sendBody(QByteArray(20'000'000, 'x'));
    for (int turns = 0; turns < 50; ++turns) {
        QCoreApplication::processEvents(); // as much as the system takes
    }
    m_clock->advance(61s);
    QCOMPARE(heard.left, 1);
    QCOMPARE(m_server->connectionCount(), 0);
}

void TestServer::noticesThatAClientLeftWhileItsBodyWaits()
{
    Wire wire(*m_server);
    connect(m_server.get(), &Server::requestArrived, this,
            [](const std::shared_ptr<ServerExchange>& exchange) { exchange->setBodyPaused(true); });
    wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\n"
              + QByteArray(100'000, 'x')); // more than is read ahead, less than the system keeps
    QTRY_COMPARE(m_exchanges.size(), 1);
    for (int turns = 0; turns < 50; ++turns) {
        QCoreApplication::processEvents(); // until its buffer is full and nobody reads
    }
    QVERIFY(!m_exchanges.first()->hasClientHungUp());
    m_clock->advance(10min); // our own pause is nobody's silence
    QVERIFY(wire.isOpen());
    wire.leave();
    QTRY_VERIFY((m_clock->advance(250ms), m_server->connectionCount() == 0));
}

void TestServer::closesIdleConnections()
{
    answerAll();
    Wire wire(*m_server);
    wire.send(Get);
    QTRY_VERIFY(wire.received().contains("200 OK"));
    m_clock->advance(74s);
    QVERIFY(wire.isOpen());
    m_clock->advance(2s);
    QTRY_VERIFY(!wire.isOpen());
}

void TestServer::takesWhatCameWhileTheComputerSlept()
{
    answerAll();
    Wire wire(*m_server);
    wire.send(Get);
    QTRY_VERIFY(wire.received().contains("200 OK"));
    wire.send(Get);
    wire.flush();
    m_clock->advance(76s); // the bell of the idle connection rings before anything is read
    QTRY_COMPARE(wire.received().count("200 OK"), 2);
    QVERIFY(wire.isOpen());
}

void TestServer::answersAStalledHeadWith408()
{
    Wire wire(*m_server);
    wire.send("GET / HTTP/1.1\r\n");
    QTRY_COMPARE(m_server->connectionCount(), 1);
    // The bytes may arrive after the connection, and only then the shorter time runs.
    QTRY_VERIFY((m_clock->advance(1s), !wire.isOpen()));
    QVERIFY(wire.received().startsWith("HTTP/1.1 408 "));
}

void TestServer::answersAStalledBodyWith408()
{
    Wire wire(*m_server);
    wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab");
    QTRY_COMPARE(m_exchanges.size(), 1);
    const Heard heard(m_exchanges.first());
    m_clock->advance(61s);
    QTRY_VERIFY(!wire.isOpen());
    QCOMPARE(heard.left, 1);
    QVERIFY(wire.received().startsWith("HTTP/1.1 408 "));
}

void TestServer::restsWhileThereAreNoDescriptors()
{
    answerAll();
    {
        Wire before(*m_server); // Qt tells the first failure of a listener only, if it ever does
        before.send(Get);
        QTRY_VERIFY(before.received().contains("200 OK"));
    }
    QTRY_COMPARE(m_server->connectionCount(), 0);
    const int client = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = qToBigEndian(m_server->port());
    address.sin_addr.s_addr = qToBigEndian<quint32>(INADDR_LOOPBACK);
    const int next = ::dup(client); // the number the next descriptor would get
    ::close(next);
    // Once before: the sanitizer needs descriptors to look at an object the first time.
    QAbstractEventDispatcher* const loop = QAbstractEventDispatcher::instance();
    loop->processEvents(QEventLoop::AllEvents);
    rlimit kept{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &kept), 0);
    const rlimit none{static_cast<rlim_t>(next), kept.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &none), 0);
    QCOMPARE(::connect(client, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    int busyTurns = 0;
    for (int turns = 0; turns < 200; ++turns) {
        busyTurns += loop->processEvents(QEventLoop::AllEvents);
    }
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &kept), 0);
    QVERIFY2(busyTurns < 20, QByteArray::number(busyTurns).constData());
    QCOMPARE(m_server->connectionCount(), 0);
    m_clock->advance(1s);
    QTRY_COMPARE(m_server->connectionCount(), 1);
    ::close(client);
}

void TestServer::tellsThatAPortIsTaken()
{
    Server other(*m_clock);
    const Result<void> listening = other.listen(QHostAddress::LocalHost, m_server->port());
    QVERIFY(!listening);
    QCOMPARE(listening.error().code, ErrorCode::Busy);
}

void TestServer::listensOnBothLoopbackAddresses()
{
    Server v4(*m_clock);
    Server v6(*m_clock);
    QVERIFY(tryListenBoth(v4, v6, 0).has_value());
    QVERIFY(v4.port() != 0);
    if (v6.isListening()) { // a computer may lack IPv6
        QCOMPARE(v6.port(), v4.port());
    }
    Server again4(*m_clock);
    Server again6(*m_clock);
    const Result<void> second = tryListenBoth(again4, again6, v4.port());
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::Busy);
    QVERIFY(!again4.isListening());
}

void TestServer::cutsOpenExchangesWhenItEnds()
{
    Wire wire(*m_server);
    wire.send(Get);
    QTRY_COMPARE(m_exchanges.size(), 1);
    const Heard heard(m_exchanges.first());
    m_server.reset();
    QCOMPARE(heard.left, 1);
    QVERIFY(!m_exchanges.first()->isOpen());
    QTRY_VERIFY(!wire.isOpen());
}

QTEST_GUILESS_MAIN(TestServer)
#include "tst_server.moc"
