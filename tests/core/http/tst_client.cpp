#include "core/http/client.h"
#include "core/http/server.h"
#include "core/http/singlecall.h"
#include "tests/support/fakeclock.h"

#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Pacewatch;
using namespace Pacewatch::Http;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A server of one's own making: counts requests and answers with fixed bytes, then maybe closes.
class TestOrigin final : public QTcpServer
{
public:
    explicit TestOrigin(QByteArray answer = {}, bool closes = false)
        : m_answer(std::move(answer))
        , m_closes(closes)
    {
        listen(QHostAddress::LocalHost);
    }

    [[nodiscard]] Site site() const { return {m_isTls, "127.0.0.1", serverPort()}; }
    /// Closes the connection once so many bytes of requests came in; 0: as soon as it stands.
    void closeAfter(qsizetype bytes) { m_closeAfter = bytes; }
    void useTls(const QSslConfiguration& tls)
    {
        m_isTls = true;
        m_tls = tls;
    }
    [[nodiscard]] const QByteArray& received() const { return m_received; }
    [[nodiscard]] qsizetype requests() const { return m_received.count("HTTP/1.1\r\n"); }
    [[nodiscard]] int connections() const { return m_connections; }
    void cutAll()
    {
        const auto sockets = findChildren<QSslSocket*>();
        for (QSslSocket* socket : sockets) {
            socket->abort();
        }
    }
    /// Hands everything to the system now, without a turn of the event loop.
    void flushAll()
    {
        const auto sockets = findChildren<QSslSocket*>();
        for (QSslSocket* socket : sockets) {
            socket->flush();
        }
    }
    /// Resets all connections.
    void resetAll()
    {
        const auto sockets = findChildren<QSslSocket*>();
        for (QSslSocket* socket : sockets) {
            const linger atOnce{1, 0};
            ::setsockopt(static_cast<int>(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER,
                         &atOnce, sizeof atOnce);
            socket->abort();
        }
    }
    void sendToAll(const QByteArray& bytes)
    {
        const auto sockets = findChildren<QSslSocket*>();
        for (QSslSocket* socket : sockets) {
            socket->write(bytes);
        }
    }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        ++m_connections;
        auto* socket = new QSslSocket(this);
        socket->setSocketDescriptor(descriptor);
        if (m_isTls) {
            socket->setSslConfiguration(m_tls);
            socket->startServerEncryption();
        }
        if (m_closeAfter == 0) {
            socket->abort();
            socket->deleteLater();
            return;
        }
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { take(socket); });
    }

private:
    void take(QTcpSocket* socket)
    {
        m_received += socket->readAll();
        if (m_closeAfter > 0 && m_received.size() >= m_closeAfter) {
            socket->abort();
            return;
        }
        if (m_closeAfter < 0 && m_received.endsWith("\r\n\r\n") && !m_answer.isEmpty()) {
            socket->write(m_answer);
            if (m_closes) {
                socket->disconnectFromHost();
            }
        }
    }

    QByteArray m_answer;
    QByteArray m_received;
    QSslConfiguration m_tls;
    qsizetype m_closeAfter = -1;
    int m_connections = 0;
    bool m_closes = false;
    bool m_isTls = false;
};

/// What one call led to.
struct Told final : ClientCall::Listener
{
    Told() = default;
    ~Told()
    {
        if (call) {
            call->abort();
        }
    }
    Q_DISABLE_COPY_MOVE(Told)

    void connected(Duration took) override { connecting = took; }
    void firstByteSent() override { hasFirstByte = true; }
    void informational(const ResponseHead& interim) override { codes.append(interim.status); }
    void headArrived(const ResponseHead& arrived) override
    {
        head = arrived;
        if (pausesAtHead) {
            call->setBodyPaused(true);
        }
    }
    void bodyArrived(const QByteArray& bytes) override { body += bytes; }
    void finished(const Headers& last) override
    {
        trailers = last;
        isOver = true;
    }
    void failed(const Error& fault, bool may) override
    {
        error = fault;
        mayHaveBeenProcessed = may;
        isOver = true;
    }

    std::shared_ptr<ClientCall> call;
    ResponseHead head;
    QList<int> codes; // of interim answers
    QByteArray body;
    Headers trailers;
    std::optional<Error> error;
    bool mayHaveBeenProcessed = false;
    bool isOver = false;
    bool hasFirstByte = false;
    bool pausesAtHead = false;
    std::optional<Duration> connecting;
};

/// Starts a call and notes what it leads to.
std::shared_ptr<Told> follow(Client& client, const Site& site, const RequestHead& head,
                             const BodyLength& length = {})
{
    auto told = std::make_shared<Told>();
    told->call = client.start(site, head, length, *told);
    return told;
}

RequestHead get(const QByteArray& target = "/")
{
    return {"GET", target, 1, {}};
}

const QByteArray Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

} // namespace

class TestClient : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();

    void asksAndReadsTheAnswer();
    void keepsTheConnectionForTheNextCall();
    void givesEachCallOfAManyItsOwnConnection();
    void sendsBodiesWithTheirFraming();
    void readsAnswers_data();
    void readsAnswers();
    void neverPoolsAConnectionWithBytesLeftOver();
    void dropsAnIdleConnectionThatSpeaksOrCloses();
    void dropsIdleConnectionsInTime();
    void keepsNoMoreConnectionsThanItMay();
    void sendsARequestAtMostOnceHoweverTheServerCloses();
    void tellsCutAnswersFromWholeOnes_data();
    void tellsCutAnswersFromWholeOnes();
    void takesNoResetForAnEnd();
    void namesWhatWentWrong();
    void timesOut();
    void takesAnAnswerThatCameWhileTheComputerSlept();
    void looksUpManyNames();
    void triesEveryAddressOfAName();
    void guardsAddresses();
    void staysSilentAfterAbort();
    void pausesTheAnswer();
    void speaksTlsToATrustedServer();
    void refusesAnUntrustedServer();
    void findsNoTlsWhereThereIsNone();
    void probesWithoutSendingAnything();
    void makesASingleCall();
    void boundsTheAnswerOfASingleCall();

private:
    QSslConfiguration serverTls() const;

    QTemporaryDir m_folder;
    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<Client> m_client;
};

void TestClient::initTestCase()
{
    // A certificate for this run alone; its key never leaves the temporary folder.
    QProcess openssl;
    openssl.setWorkingDirectory(m_folder.path());
    openssl.start(u"openssl"_s,
                  {u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-keyout"_s,
                   u"key.pem"_s, u"-out"_s, u"certificate.pem"_s, u"-days"_s, u"2"_s, u"-subj"_s,
                   u"/CN=localhost"_s, u"-addext"_s,
                   u"subjectAltName=DNS:localhost,IP:127.0.0.1"_s});
    QVERIFY(openssl.waitForFinished());
    QCOMPARE(openssl.exitCode(), 0);
}

void TestClient::init()
{
    m_client.reset(); // its bells go before the clock they hang on
    m_clock = std::make_unique<FakeClock>();
    m_client = std::make_unique<Client>(*m_clock);
}

QSslConfiguration TestClient::serverTls() const
{
    QFile key(m_folder.filePath(u"key.pem"_s));
    if (!key.open(QIODevice::ReadOnly)) {
        return {};
    }
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    tls.setPrivateKey(QSslKey(&key, QSsl::Rsa));
    tls.setLocalCertificateChain(
        QSslCertificate::fromPath(m_folder.filePath(u"certificate.pem"_s)));
    return tls;
}

void TestClient::asksAndReadsTheAnswer()
{
    TestOrigin origin("HTTP/1.1 200 Fine\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 2\r\n\r\nok");
    const auto told = follow(*m_client, origin.site(),
                             {"GET", "/a/%2e//b?c", 1, {{"X-One", "1"}, {"x-two", "2"}}});
    QVERIFY(!told->connecting); // nothing happens inside start()
    QTRY_VERIFY(told->isOver);
    QVERIFY(!told->error);
    QCOMPARE(origin.received(),
             QByteArray("GET /a/%2e//b?c HTTP/1.1\r\nX-One: 1\r\nx-two: 2\r\nHost: 127.0.0.1:"
                        + QByteArray::number(origin.serverPort()) + "\r\n\r\n"));
    QCOMPARE(told->head,
             (ResponseHead{200, "Fine", 1, {{"X-A", "1"}, {"x-a", "2"}, {"Content-Length", "2"}}}));
    QCOMPARE(told->body, QByteArray("ok"));
    QVERIFY(told->hasFirstByte);
}

void TestClient::keepsTheConnectionForTheNextCall()
{
    TestOrigin origin(Ok);
    for (int calls = 1; calls <= 3; ++calls) {
        const auto told = follow(*m_client, origin.site(), get());
        QTRY_VERIFY(told->isOver);
        QCOMPARE(told->body, QByteArray("ok"));
        QCOMPARE(m_client->idleCount(), 1);
    }
    QCOMPARE(origin.connections(), 1);
    QCOMPARE(origin.requests(), 3);
}

void TestClient::givesEachCallOfAManyItsOwnConnection()
{
    TestOrigin origin;
    QList<std::shared_ptr<Told>> tolds;
    for (int calls = 0; calls < 20; ++calls) {
        tolds.append(follow(*m_client, origin.site(), get()));
    }
    QTRY_COMPARE(origin.requests(), 20);
    QCOMPARE(origin.connections(), 20);
    origin.sendToAll(Ok);
    for (const auto& told : tolds) {
        QTRY_VERIFY(told->isOver);
        QVERIFY(!told->error);
    }
    QCOMPARE(m_client->idleCount(), 20);
}

void TestClient::sendsBodiesWithTheirFraming()
{
    TestOrigin origin;
    const RequestHead post{"POST", "/", 1, {{"Host", "h"}, {"content-length", "9"}}};
    const auto told = follow(*m_client, origin.site(), post, BodyLength::known(3));
    told->call->sendBody("abcdef"); // more than announced stays here
    told->call->endBody();
    QTRY_COMPARE(origin.received(),
                 QByteArray("POST / HTTP/1.1\r\nHost: h\r\ncontent-length: 3\r\n\r\nabc"));
    origin.sendToAll(Ok);
    QTRY_VERIFY(told->isOver);

    const auto other
        = follow(*m_client, origin.site(), {"PUT", "/", 1, {{"Host", "h"}}}, BodyLength::chunked());
    ClientCall* chunked = other->call.get();
    chunked->sendBody("ab");
    QTRY_VERIFY(origin.received().endsWith("\r\n\r\n2\r\nab\r\n"));
    chunked->sendBody("c");
    chunked->endBody({{"X-Sum", "1"}});
    QTRY_VERIFY(origin.received().endsWith("1\r\nc\r\n0\r\nX-Sum: 1\r\n\r\n"));
}

void TestClient::readsAnswers_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("closes");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kept");
    const auto row = [](const char* name, const char* method, const char* answer, bool closes,
                        int status, const char* body, int kept) {
        QTest::newRow(name) << QByteArray(method) << QByteArray(answer) << closes << status
                            << QByteArray(body) << kept;
    };
    row("chunked", "GET",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n2\r\nyz\r\n0\r\n\r\n",
        false, 200, "xyz", 1);
    row("until the end", "GET", "HTTP/1.1 200 OK\r\n\r\nabc", true, 200, "abc", 0);
    row("HEAD", "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", false, 200, "", 1);
    row("204", "GET", "HTTP/1.1 204 No Content\r\n\r\n", false, 204, "", 1);
    row("304 with a length", "GET", "HTTP/1.1 304 x\r\nContent-Length: 9\r\n\r\n", false, 304, "",
        1);
    row("103 first", "GET",
        "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx",
        false, 200, "x", 1);
    row("asks to close", "GET",
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx", false, 200, "x", 0);
    row("HTTP/1.0", "GET", "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx", false, 200, "x", 0);
}

void TestClient::readsAnswers()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, answer);
    QFETCH(bool, closes);
    TestOrigin origin(answer, closes);
    const auto told = follow(*m_client, origin.site(), {method, "/", 1, {}});
    QTRY_VERIFY(told->isOver);
    QVERIFY(!told->error);
    QTEST(told->head.status, "status");
    QTEST(told->body, "body");
    QTEST(m_client->idleCount(), "kept");
    QCOMPARE(told->codes, answer.contains(" 103 ") ? QList<int>{103} : QList<int>{});
}

void TestClient::neverPoolsAConnectionWithBytesLeftOver()
{
    TestOrigin origin(Ok + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
    const auto told = follow(*m_client, origin.site(), get());
    QTRY_VERIFY(told->isOver);
    QCOMPARE(told->body, QByteArray("ok"));
    QCOMPARE(m_client->openCount(), 0);
}

void TestClient::dropsAnIdleConnectionThatSpeaksOrCloses()
{
    TestOrigin origin(Ok);
    for (const bool speaks : {true, false}) {
        const auto told = follow(*m_client, origin.site(), get());
        QTRY_VERIFY(told->isOver);
        QCOMPARE(m_client->idleCount(), 1);
        if (speaks) {
            origin.sendToAll("HTTP/1.1 408 x\r\n\r\n");
        } else {
            origin.cutAll();
        }
        QTRY_COMPARE(m_client->openCount(), 0);
    }
}

void TestClient::dropsIdleConnectionsInTime()
{
    TestOrigin origin(Ok);
    const auto kept = follow(*m_client, origin.site(), get());
    QTRY_COMPARE(m_client->idleCount(), 1);
    m_clock->advance(14s);
    QCOMPARE(m_client->idleCount(), 1);
    m_clock->advance(2s);
    QCOMPARE(m_client->openCount(), 0);

    TestOrigin hasty(
        "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5, max=9\r\nContent-Length: 0\r\n\r\n");
    const auto dropped = follow(*m_client, hasty.site(), get());
    QTRY_COMPARE(m_client->idleCount(), 1);
    m_clock->advance(4s);
    QCOMPARE(m_client->openCount(), 0); // a second before the server would
}

void TestClient::keepsNoMoreConnectionsThanItMay()
{
    ClientOptions options;
    options.idlePerSite = 3;
    Client client(*m_clock, options);
    TestOrigin origin;
    TestOrigin other(Ok);
    QList<std::shared_ptr<Told>> tolds;
    for (int calls = 0; calls < 8; ++calls) {
        tolds.append(follow(client, origin.site(), get()));
    }
    QTRY_COMPARE(origin.requests(), 8);
    origin.sendToAll(Ok);
    for (const auto& told : tolds) {
        QTRY_VERIFY(told->isOver);
    }
    QCOMPARE(client.openCount(), 3);
    const auto told = follow(client, other.site(), get());
    QTRY_VERIFY(told->isOver);
    QCOMPARE(client.idleCount(), 4); // each site has its own
}

void TestClient::sendsARequestAtMostOnceHoweverTheServerCloses()
{
    for (const bool isKept : {false, true}) {
        for (const qsizetype bytes : {0, 1, 20, 60, 100}) {
            TestOrigin origin(Ok);
            qsizetype before = 0;
            if (isKept) {
                const auto first = follow(*m_client, origin.site(), get());
                QTRY_VERIFY(first->isOver);
                before = origin.received().size();
            }
            if (isKept && bytes == 0) {
                continue; // closing the idle connection is a case of its own
            }
            origin.closeAfter(before + bytes);
            const auto told = follow(*m_client, origin.site(), {"POST", "/once", 1, {}},
                                     BodyLength::known(200));
            told->call->sendBody(QByteArray(200, 'x'));
            told->call->endBody();
            QTRY_VERIFY(told->isOver);
            QVERIFY(told->error.has_value());
            QVERIFY(told->mayHaveBeenProcessed == told->hasFirstByte);
            QVERIFY(origin.received().count("POST /once") <= 1);
            QVERIFY(origin.connections() == 1);
        }
    }
}

void TestClient::tellsCutAnswersFromWholeOnes_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("nothing") << QByteArray("HTTP");
    QTest::newRow("inside the head") << QByteArray("HTTP/1.1 200 OK\r\nA:");
    QTest::newRow("inside the length")
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab");
    QTest::newRow("inside a chunk")
        << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab");
    QTest::newRow("before the last chunk")
        << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n");
}

void TestClient::tellsCutAnswersFromWholeOnes()
{
    QFETCH(QByteArray, answer);
    TestOrigin origin(answer, true);
    const auto told = follow(*m_client, origin.site(), get());
    QTRY_VERIFY(told->isOver);
    QVERIFY(told->error.has_value());
    QVERIFY(told->mayHaveBeenProcessed);
}

void TestClient::takesNoResetForAnEnd()
{
    for (const bool isReset : {true, false}) {
        TestOrigin origin("HTTP/1.1 200 OK\r\n\r\nab", !isReset); // lasts until the end
        const auto told = follow(*m_client, origin.site(), get());
        QTRY_COMPARE(told->body, QByteArray("ab"));
        if (isReset) {
            origin.resetAll();
        }
        QTRY_VERIFY(told->isOver);
        QCOMPARE(told->error.has_value(), isReset);
    }
}

void TestClient::namesWhatWentWrong()
{
    QTcpServer gone;
    QVERIFY(gone.listen(QHostAddress::LocalHost));
    const Site closed{false, "127.0.0.1", gone.serverPort()};
    gone.close();
    const auto refused = follow(*m_client, closed, get());
    QTRY_VERIFY(refused->isOver);
    QCOMPARE(refused->error->code, ErrorCode::Refused);
    QVERIFY(!refused->mayHaveBeenProcessed);

    TestOrigin garbage("220 smtp.example ESMTP\r\n\r\n");
    const auto corrupt = follow(*m_client, garbage.site(), get());
    QTRY_VERIFY(corrupt->isOver);
    QCOMPARE(corrupt->error->code, ErrorCode::Corrupt);

    TestOrigin closing({}, true);
    closing.closeAfter(10);
    const auto lost = follow(*m_client, closing.site(), get());
    QTRY_VERIFY(lost->isOver);
    QCOMPARE(lost->error->code, ErrorCode::Unreachable);

    TestOrigin switching("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n");
    const auto upgraded = follow(*m_client, switching.site(), get());
    QTRY_VERIFY(upgraded->isOver);
    QCOMPARE(upgraded->error->code, ErrorCode::Corrupt);
}

void TestClient::timesOut()
{
    TestOrigin silent;
    const auto told = follow(*m_client, silent.site(), get());
    QTRY_COMPARE(silent.requests(), 1);
    m_clock->advance(59s);
    QVERIFY(!told->isOver);
    m_clock->advance(2s);
    QVERIFY(told->isOver);
    QCOMPARE(told->error->code, ErrorCode::TimedOut);
    QVERIFY(told->mayHaveBeenProcessed);
}

void TestClient::takesAnAnswerThatCameWhileTheComputerSlept()
{
    TestOrigin origin;
    const auto told = follow(*m_client, origin.site(), get());
    QTRY_COMPARE(origin.requests(), 1);
    origin.sendToAll(Ok);
    origin.flushAll();
    m_clock->advance(61s); // its time is over before it is read
    QTRY_VERIFY(told->isOver);
    QVERIFY(!told->error);
    QCOMPARE(told->body, QByteArray("ok"));
}

/// For the sanitizers: Qt 6.4 damages the heap when it is asked in another way.
void TestClient::looksUpManyNames()
{
    TestOrigin origin(Ok);
    constexpr int Spellings = 256; // none of which is in the memory of names looked up
    int answered = 0;
    for (int spelling = 0; spelling < Spellings; ++spelling) {
        QByteArray name = "localhost";
        for (qsizetype at = 0; at < 8; ++at) {
            name[at] = (spelling >> at & 1) != 0 ? name[at] : static_cast<char>(name[at] - 32);
        }
        const auto told = follow(*m_client, {false, name, origin.serverPort()}, get());
        QTRY_VERIFY(told->isOver);
        answered += told->head.status == 200 ? 1 : 0;
    }
    QCOMPARE(answered, Spellings);
}

void TestClient::triesEveryAddressOfAName()
{
    TestOrigin origin(Ok);
    const QHostAddress here(QHostAddress::LocalHost);
    const QHostAddress refusing(u"127.0.0.3"_s);
    const QHostAddress silent(u"127.0.0.2"_s);
    // A listener whose queue is full answers nobody.
    const int full = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = qToBigEndian(origin.serverPort());
    address.sin_addr.s_addr = qToBigEndian(silent.toIPv4Address());
    QCOMPARE(::bind(full, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    QCOMPARE(::listen(full, 0), 0);
    QTcpSocket waits;
    waits.connectToHost(silent, origin.serverPort());
    QTRY_COMPARE(waits.state(), QAbstractSocket::ConnectedState);

    ClientOptions options;
    options.names = {{"refusing.example", {refusing, here}},
                     {"silent.example", {silent, here}},
                     {"gone.example", {silent, silent}}};
    Client client(*m_clock, options);
    const auto call = [&](const char* name) {
        return follow(client, {false, name, origin.serverPort()}, get());
    };
    const auto refused = call("refusing.example");
    QTRY_VERIFY(refused->isOver);
    QCOMPARE(refused->head.status, 200);

    const auto silenced = call("silent.example");
    for (int turns = 0; turns < 50; ++turns) {
        QCoreApplication::processEvents();
    }
    QVERIFY(!silenced->isOver);
    m_clock->advance(1s);
    QTRY_VERIFY(silenced->isOver);
    QCOMPARE(silenced->head.status, 200);

    const auto gone = call("gone.example");
    for (int turns = 0; turns < 50; ++turns) {
        QCoreApplication::processEvents();
    }
    m_clock->advance(14s);
    QVERIFY(!gone->isOver);
    m_clock->advance(1s); // all of them together get no more time than one
    QTRY_VERIFY(gone->isOver);
    QCOMPARE(gone->error->code, ErrorCode::TimedOut);
    ::close(full);
}

void TestClient::guardsAddresses()
{
    TestOrigin origin(Ok);
    ClientOptions options;
    options.mayConnectTo = [](const QHostAddress& address) { return !address.isLoopback(); };
    Client guarded(*m_clock, options);
    for (const char* host : {"127.0.0.1", "localhost"}) {
        const auto told = follow(guarded, {false, host, origin.serverPort()}, get());
        QTRY_VERIFY(told->isOver);
        QCOMPARE(told->error->code, ErrorCode::Refused);
    }
    QCOMPARE(origin.connections(), 0);
}

void TestClient::staysSilentAfterAbort()
{
    TestOrigin origin;
    const auto first = follow(*m_client, origin.site(), get());
    first->call->abort();
    const auto told = follow(*m_client, origin.site(), get());
    QTRY_COMPARE(origin.requests(), 1);
    told->call->abort();
    QTRY_COMPARE(origin.findChildren<QSslSocket*>().size(), 0);
    QVERIFY(!told->isOver);
    QVERIFY(!first->isOver);
    QCOMPARE(m_client->openCount(), 0);
    QCOMPARE(origin.connections(), 1);
}

void TestClient::pausesTheAnswer()
{
    TestOrigin origin("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"
                      + QByteArray(1'000'000, 'x'));
    const auto told = follow(*m_client, origin.site(), get());
    told->pausesAtHead = true; // later, the whole answer may be in before anybody looks
    QTRY_VERIFY(told->head.status == 200);
    const qsizetype before = told->body.size();
    m_clock->advance(10min); // our own pause is nobody's silence
    QCoreApplication::processEvents();
    QCOMPARE(told->body.size(), before);
    told->call->setBodyPaused(false);
    QTRY_VERIFY(told->isOver);
    QVERIFY(!told->error);
    QCOMPARE(told->body.size(), 1'000'000);
}

void TestClient::speaksTlsToATrustedServer()
{
    TestOrigin origin(Ok);
    origin.useTls(serverTls());
    ClientOptions options;
    options.extraAuthorities = QSslCertificate::fromPath(m_folder.filePath(u"certificate.pem"_s));
    Client client(*m_clock, options);
    for (const char* host : {"localhost", "127.0.0.1"}) {
        for (int calls = 0; calls < 2; ++calls) {
            const auto told = follow(client, {true, host, origin.serverPort()}, get());
            QTRY_VERIFY(told->isOver);
            QVERIFY2(!told->error, qPrintable(told->error ? told->error->detail : QString()));
            QCOMPARE(told->body, QByteArray("ok"));
        }
    }
    QCOMPARE(origin.connections(), 2); // kept for the second call of each name
}

void TestClient::refusesAnUntrustedServer()
{
    TestOrigin origin(Ok);
    origin.useTls(serverTls());
    const auto told = follow(*m_client, origin.site(), get());
    QTRY_VERIFY(told->isOver);
    QCOMPARE(told->error->code, ErrorCode::Untrusted);
    QVERIFY(!told->error->detail.isEmpty());
    QVERIFY(!told->mayHaveBeenProcessed);
    QCOMPARE(origin.requests(), 0);

    // A certificate of the right authority for another name is no better.
    ClientOptions options;
    options.extraAuthorities = QSslCertificate::fromPath(m_folder.filePath(u"certificate.pem"_s));
    Client trusting(*m_clock, options);
    TestOrigin other(Ok);
    other.useTls(serverTls());
    const auto wrong = follow(trusting, {true, "a.localhost", other.serverPort()}, get());
    QTRY_VERIFY(wrong->isOver);
    QVERIFY(wrong->error->code == ErrorCode::Untrusted
            || wrong->error->code == ErrorCode::NotFound);
    QCOMPARE(other.requests(), 0);
}

void TestClient::findsNoTlsWhereThereIsNone()
{
    TestOrigin origin("HTTP/1.1 400 x\r\n\r\n", true);
    const auto told = follow(*m_client, {true, "127.0.0.1", origin.serverPort()}, get());
    QTRY_COMPARE(origin.connections(), 1);
    origin.sendToAll("HTTP/1.1 400 Bad Request\r\n\r\n");
    QTRY_VERIFY(told->isOver);
    QCOMPARE(told->error->code, ErrorCode::Corrupt);
    QVERIFY(!told->mayHaveBeenProcessed);
}

void TestClient::probesWithoutSendingAnything()
{
    TestOrigin origin(Ok);
    std::optional<Result<void>> answer;
    m_client->probe(origin.site(), this, [&](Result<void> result) { answer = result; });
    QTRY_VERIFY(answer.has_value());
    QVERIFY(answer->has_value());
    QTRY_COMPARE(origin.connections(), 1);
    QVERIFY(origin.received().isEmpty());

    const Site site = origin.site();
    origin.close();
    answer.reset();
    m_client->probe(site, this, [&](Result<void> result) { answer = result; });
    QTRY_VERIFY(answer.has_value());
    QCOMPARE(answer->error().code, ErrorCode::Refused);
}

void TestClient::makesASingleCall()
{
    TestOrigin origin(Ok);
    SingleCall call(*m_clock, *m_client);
    std::optional<SingleAnswer> answer;
    connect(&call, &SingleCall::done, this, [&](const SingleAnswer& done) { answer = done; });
    QSignalSpy firstByte(&call, &SingleCall::departed);
    call.start(origin.site(), get());
    QTRY_VERIFY(answer.has_value());
    QCOMPARE(firstByte.size(), 1);
    QVERIFY(!answer->error);
    QCOMPARE(answer->response.head.status, 200);
    QCOMPARE(answer->response.body, QByteArray("ok"));
    QCOMPARE(answer->sent, m_clock->now());
}

void TestClient::boundsTheAnswerOfASingleCall()
{
    TestOrigin origin("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + QByteArray(1000, 'x'));
    SingleCall call(*m_clock, *m_client);
    std::optional<SingleAnswer> answer;
    connect(&call, &SingleCall::done, this, [&](const SingleAnswer& done) { answer = done; });
    call.start(origin.site(), get(), {}, 100);
    QTRY_VERIFY(answer.has_value());
    QCOMPARE(answer->error->code, ErrorCode::TooLarge);
    QVERIFY(answer->isIncomplete);
    QCOMPARE(answer->response.body.size(), 100);
}

QTEST_GUILESS_MAIN(TestClient)
#include "tst_client.moc"
