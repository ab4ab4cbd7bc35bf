#include "tests/support/proxyrig.h"

#include <QFile>
#include <QHostInfo>
#include <QProcess>
#include <QSslKey>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <array>
#include <cerrno>
#include <netinet/in.h>
#include <optional>
#include <sys/socket.h>
#include <unistd.h>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// How calls end when one side leaves at an odd moment, and what may never be repeated (RFC 9110,
/// 9.2.2; RFC 9112, 8), through real sockets.
class TestDutiesLifecycle : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void speaksBothFamiliesOnBothSides_data();
    void speaksBothFamiliesOnBothSides();
    void triesTheOtherAddressOfAName();
    void neverCompletesWhatWasCut_data();
    void neverCompletesWhatWasCut();
    void resetsAClientThatCannotSeeTheCut();
    void tellsACutTlsAnswerFromAWholeOne();
    void sendsARequestOnceHoweverTheOriginLeaves();
    void survivesClientsThatLeaveAtAnyByte();
    void survivesClientsThatLeaveInsideTheAnswer();
    void survivesOriginsThatLeaveAtAnyByte_data();
    void survivesOriginsThatLeaveAtAnyByte();
    void timesEachPartOfACall();
    void answers504ToASilentOrigin();
    void answersThatTheOriginIsGone();
    void relaysWebSocketsWhenAllowed();
    void refusesWebSocketsUnlessAllowed();
    void takesARefusedWebSocketForAnAnswer();
    void refusesAProtocolThatNobodyAskedFor();
    void endsBothSidesOfATunnel();

private:
    QTemporaryDir m_folder;
};

namespace {

const QByteArray Get = "GET /api HTTP/1.1\r\nHost: {host}\r\n\r\n";
const QByteArray OldGet = "GET /api HTTP/1.0\r\n\r\n";
const QByteArray Socket = "GET /socket HTTP/1.1\r\nHost: {host}\r\nConnection: keep-alive, Upgrade"
                          "\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGVzdA==\r\n"
                          "Sec-WebSocket-Version: 13\r\n\r\n";
const QByteArray Switched = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                            "Connection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n";

} // namespace

void TestDutiesLifecycle::initTestCase()
{
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

void TestDutiesLifecycle::speaksBothFamiliesOnBothSides_data()
{
    QTest::addColumn<QHostAddress>("client");
    QTest::addColumn<QHostAddress>("gateway");
    const QHostAddress v4(QHostAddress::LocalHost);
    const QHostAddress v6(QHostAddress::LocalHostIPv6);
    QTest::newRow("IPv4, then IPv4") << v4 << v4;
    QTest::newRow("IPv4, then IPv6") << v4 << v6;
    QTest::newRow("IPv6, then IPv4") << v6 << v4;
    QTest::newRow("IPv6, then IPv6") << v6 << v6;
}

void TestDutiesLifecycle::speaksBothFamiliesOnBothSides()
{
    QFETCH(const QHostAddress, client);
    QFETCH(const QHostAddress, gateway);
    QTcpServer probe;
    if (!probe.listen(client) || !(probe.close(), probe.listen(gateway))) {
        QSKIP("this computer has no IPv6");
    }
    FakeClock clock;
    NotingHost host;
    RawOrigin origin;
    origin.answer = [](const SeenRequest&) { return okAnswer("ok"); };
    origin.close();
    QVERIFY(origin.listen(gateway));
    ProxySettings settings;
    settings.gateway = {{false, gateway.toString().toLatin1(), origin.serverPort()}, "/api", {}};
    Proxy proxy(clock, host, settings);
    QVERIFY(proxy.listen().has_value());
    const Http::Site self{false, client.toString().toLatin1(), proxy.port()};
    RawClient caller(proxy.port(), client);
    caller.send("GET /api HTTP/1.1\r\nHost: " + self.authority() + "\r\n\r\n");
    QTRY_COMPARE(caller.answers().size(), 1);
    QCOMPARE(caller.answers()[0].head.status, 200);
    QCOMPARE(origin.seen()[0].head.headers.value("Host"), settings.gateway.site.authority());
}

void TestDutiesLifecycle::triesTheOtherAddressOfAName()
{
    const QList<QHostAddress> addresses = QHostInfo::fromName(u"localhost"_s).addresses();
    for (const QHostAddress& address : addresses) {
        RawOrigin origin; // listens on one of them, so the other refuses
        origin.answer = [](const SeenRequest&) { return okAnswer("ok"); };
        origin.close();
        if (!origin.listen(address)) {
            continue;
        }
        FakeClock clock;
        NotingHost host;
        ProxySettings settings;
        settings.gateway = {{false, "localhost", origin.serverPort()}, "/api", {}};
        Proxy proxy(clock, host, settings);
        QVERIFY(proxy.listen().has_value());
        RawClient client(proxy.port());
        client.send("GET /api HTTP/1.1\r\nHost: localhost:" + QByteArray::number(proxy.port())
                    + "\r\n\r\n");
        QTRY_COMPARE(client.answers().size(), 1);
        QCOMPARE(client.answers()[0].head.status, 200);
        QCOMPARE(origin.seen().size(), 1);
    }
}

void TestDutiesLifecycle::neverCompletesWhatWasCut_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("isReset");
    QTest::addColumn<QByteArray>("arrives"); // at the end of what the client has
    const QByteArray chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (const bool isReset : {false, true}) {
        const char* how = isReset ? "reset" : "closed";
        QTest::addRow("length, %s", how)
            << Get << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc") << isReset
            << QByteArray("\r\n\r\nabc");
        QTest::addRow("inside a chunk, %s", how)
            << Get << chunked + "5\r\nab" << isReset << QByteArray("2\r\nab\r\n");
        QTest::addRow("between chunks, %s", how) << Get << chunked + "2\r\nab\r\n"
                                                 << isReset << QByteArray("2\r\nab\r\n");
        QTest::addRow("before the last CRLF, %s", how) << Get << chunked + "2\r\nab\r\n0\r\n"
                                                       << isReset << QByteArray("2\r\nab\r\n");
        QTest::addRow("chunks for HTTP/1.0, %s", how) << OldGet << chunked + "2\r\nab\r\n"
                                                      << isReset << QByteArray("\r\n\r\nab");
    }
    QTest::newRow("until the end, reset")
        << Get << QByteArray("HTTP/1.1 200 OK\r\n\r\nab") << true << QByteArray("2\r\nab\r\n");
    QTest::newRow("until the end for HTTP/1.0, reset")
        << OldGet << QByteArray("HTTP/1.1 200 OK\r\n\r\nab") << true << QByteArray("\r\n\r\nab");
    QTest::newRow("no chunk at all") << Get << chunked + "zz\r\n" << false << QByteArray();
}

void TestDutiesLifecycle::neverCompletesWhatWasCut()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, answer);
    QFETCH(bool, isReset);
    QFETCH(QByteArray, arrives);
    ProxyRig rig;
    const auto client = rig.send(request);
    QTRY_COMPARE(rig.origin.seen().size(), 1);
    rig.origin.send(answer);
    if (!arrives.isEmpty()) {
        QTRY_VERIFY2(client->received().endsWith(arrives), client->received().constData());
    }
    if (isReset) {
        rig.origin.cut();
    } else {
        rig.origin.finish();
    }
    QTRY_VERIFY(!client->isOpen());
    QVERIFY(client->received().endsWith(arrives));
    QVERIFY(!client->received().endsWith("\r\n0\r\n\r\n"));
    if (request == Get) {
        QCOMPARE(client->answers().size(), 0);
    }
    QTRY_COMPARE(rig.host.exchanges.size(), 1);
    QCOMPARE(rig.host.exchanges[0].outcome, Outcome::Incomplete);
    QVERIFY(rig.host.exchanges[0].error.has_value());
}

/// HTTP/1.0 has no other sign of the end than the connection's own.
void TestDutiesLifecycle::resetsAClientThatCannotSeeTheCut()
{
    for (const bool isCut : {true, false}) {
        ProxyRig rig;
        const int client = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = qToBigEndian(rig.proxy->port());
        address.sin_addr.s_addr = qToBigEndian<quint32>(INADDR_LOOPBACK);
        QCOMPARE(::connect(client, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
        QCOMPARE(::send(client, OldGet.data(), static_cast<std::size_t>(OldGet.size()), 0),
                 OldGet.size());
        QTRY_COMPARE(rig.origin.seen().size(), 1);
        rig.origin.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n");
        QByteArray received;
        std::optional<int> end; // 0, or what went wrong
        const auto look = [&] {
            std::array<char, 4096> bytes{};
            ssize_t count = 0;
            while ((count = ::recv(client, bytes.data(), bytes.size(), MSG_DONTWAIT)) > 0) {
                received.append(bytes.data(), count);
            }
            if (!end && (count == 0 || errno != EAGAIN)) {
                end = count == 0 ? 0 : errno;
            }
        };
        QTRY_VERIFY((look(), received.endsWith("\r\n\r\nab")));
        if (isCut) {
            rig.origin.finish();
        } else {
            rig.origin.send("0\r\n\r\n");
        }
        QTRY_VERIFY((look(), end.has_value()));
        QCOMPARE(*end, isCut ? ECONNRESET : 0);
        ::close(client);
    }
}

void TestDutiesLifecycle::tellsACutTlsAnswerFromAWholeOne()
{
    QFile key(m_folder.filePath(u"key.pem"_s));
    QVERIFY(key.open(QIODevice::ReadOnly));
    const auto certificates = QSslCertificate::fromPath(m_folder.filePath(u"certificate.pem"_s));
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    tls.setPrivateKey(QSslKey(&key, QSsl::Rsa));
    tls.setLocalCertificateChain(certificates);
    for (const bool saysSo : {true, false}) {
        ProxySettings settings;
        settings.gateway = {{true, "localhost", 0}, "/", {}};
        settings.upstream.extraAuthorities = certificates;
        ProxyRig rig(settings);
        rig.origin.useTls(tls);
        const auto client = rig.send(Get);
        QTRY_COMPARE(rig.origin.seen().size(), 1);
        rig.origin.send("HTTP/1.1 200 OK\r\n\r\nabc");
        QTRY_VERIFY(client->received().endsWith("3\r\nabc\r\n"));
        if (saysSo) {
            rig.origin.finish(); // with a close_notify
            QTRY_COMPARE(client->answers().size(), 1);
            QCOMPARE(rig.host.exchanges[0].outcome, Outcome::Answered);
        } else {
            rig.origin.closePlainly();
            QTRY_VERIFY(!client->isOpen());
            QCOMPARE(client->answers().size(), 0);
            QCOMPARE(rig.host.exchanges[0].outcome, Outcome::Incomplete);
        }
    }
}

void TestDutiesLifecycle::sendsARequestOnceHoweverTheOriginLeaves()
{
    const QByteArray request
        = "POST /once HTTP/1.1\r\nHost: {host}\r\nContent-Length: 40\r\n\r\n" + QByteArray(40, 'x');
    for (const bool isKept : {false, true}) {
        for (qsizetype bytes = isKept ? 1 : 0; bytes <= 120; bytes += 8) {
            ProxyRig rig;
            rig.origin.answer = [](const SeenRequest& seen) {
                return seen.head.method == "GET" ? okAnswer("ok") : QByteArray();
            };
            const auto client = rig.connect();
            if (isKept) {
                client->send(rig.fill(Get));
                QTRY_COMPARE(client->answers().size(), 1);
            }
            rig.origin.cutsAfter = rig.origin.received().size() + bytes;
            client->send(rig.fill(request));
            QTRY_COMPARE(client->answers().size(), isKept ? 2 : 1);
            QCOMPARE(client->answers().last().head.status, 502);
            QVERIFY(rig.origin.received().count("POST /once") <= 1);
            QCOMPARE(rig.origin.connections(), 1);
            QCOMPARE(rig.host.exchanges.last().outcome, Outcome::Failed);
        }
    }
}

void TestDutiesLifecycle::survivesClientsThatLeaveAtAnyByte()
{
    ProxyRig rig;
    const QByteArray request
        = rig.fill("POST /api HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n"
                   "5\r\nabcde\r\n0\r\nX: 1\r\n\r\n");
    for (qsizetype bytes = 0; bytes <= request.size(); ++bytes) {
        const auto client = rig.send(request.first(bytes));
        QTRY_COMPARE(rig.proxy->clientCount(), 1);
        if (bytes >= request.indexOf("\r\n\r\n") + 4) {
            QTRY_COMPARE(rig.origin.openConnections(), 1);
        }
        client->leave();
        QTRY_COMPARE(rig.proxy->clientCount(), 0);
        QTRY_COMPARE(rig.origin.openConnections(), 0);
    }
    // Every call that was one is in the record, and the next client is served.
    for (const Exchange& exchange : std::as_const(rig.host.exchanges)) {
        QCOMPARE(exchange.outcome, Outcome::ClientLeft);
    }
    rig.origin.answer = [](const SeenRequest&) { return okAnswer("ok"); };
    const auto next = rig.send(Get);
    QTRY_COMPARE(next->answers().size(), 1);
}

void TestDutiesLifecycle::survivesClientsThatLeaveInsideTheAnswer()
{
    for (qsizetype bytes : {1, 20, 60, 61, 100, 1000, 200'000}) {
        ProxyRig rig;
        const QByteArray answer = okAnswer(QByteArray(1'000'000, 'x'));
        const auto client = rig.send(Get);
        QTRY_COMPARE(rig.origin.seen().size(), 1);
        rig.origin.send(answer.first(bytes));
        if (bytes > 61) {
            QTRY_VERIFY(!client->received().isEmpty());
        }
        client->leave();
        QTRY_COMPARE(rig.origin.openConnections(), 0);
        QTRY_COMPARE(rig.host.exchanges.size(), 1);
        QCOMPARE(rig.host.exchanges[0].outcome, Outcome::ClientLeft);
    }
}

void TestDutiesLifecycle::survivesOriginsThatLeaveAtAnyByte_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("isReset");
    const QByteArray length
        = "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde";
    const QByteArray chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"
                              "2;x=y\r\nde\r\n0\r\nX: 1\r\n\r\n";
    QTest::newRow("a length, closed") << length << false;
    QTest::newRow("a length, reset") << length << true;
    QTest::newRow("chunks, closed") << chunks << false;
    QTest::newRow("chunks, reset") << chunks << true;
}

void TestDutiesLifecycle::survivesOriginsThatLeaveAtAnyByte()
{
    QFETCH(QByteArray, answer);
    QFETCH(bool, isReset);
    const qsizetype head = answer.indexOf("\r\n\r\n", answer.indexOf(" 200 ")) + 4;
    for (qsizetype bytes = 0; bytes < answer.size(); ++bytes) {
        ProxyRig rig;
        const auto client = rig.send(Get);
        QTRY_COMPARE(rig.origin.seen().size(), 1);
        rig.origin.send(answer.first(bytes));
        rig.origin.flush();
        if (isReset) {
            rig.origin.cut();
        } else {
            rig.origin.finish();
        }
        QTRY_COMPARE(rig.host.exchanges.size(), 1);
        const Outcome outcome = rig.host.exchanges[0].outcome;
        if (bytes >= head && !isReset) {
            QCOMPARE(outcome, Outcome::Incomplete);
        }
        if (outcome == Outcome::Incomplete) {
            QTRY_VERIFY(!client->isOpen());
            QCOMPARE(client->answers().size(), 0); // it is seen to be cut
        } else { // a reset may have overtaken the head
            QCOMPARE(outcome, Outcome::Failed);
            QTRY_COMPARE(client->answers().size(), 1);
            QCOMPARE(client->answers()[0].head.status, 502);
        }
    }
}

void TestDutiesLifecycle::timesEachPartOfACall()
{
    ProxySettings settings;
    settings.mode = ProxyMode::Pace;
    ProxyRig rig(settings);
    rig.host.verdict = Verdict::hold(rig.clock.now() + 5s, HoldReason::WindowFull);
    const auto client = rig.send(Get);
    QTRY_COMPARE(rig.proxy->heldCount(), 1);
    rig.host.verdict = Verdict::go();
    rig.clock.advance(5s);
    QTRY_COMPARE(rig.origin.seen().size(), 1);
    rig.clock.advance(2s);
    rig.origin.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab");
    QTRY_VERIFY(client->received().endsWith("ab"));
    rig.clock.advance(3s);
    rig.origin.send("cd");
    QTRY_COMPARE(rig.host.exchanges.size(), 1);
    const Exchange& told = rig.host.exchanges[0];
    QCOMPARE(told.held, Duration(5s)); // the wait in the queue, apart from the server's time
    QCOMPARE(told.connecting, Duration::zero()); // the clock stood still meanwhile
    QCOMPARE(told.firstByte, Duration(2s));
    QCOMPARE(told.took, Duration(5s));
}

void TestDutiesLifecycle::answers504ToASilentOrigin()
{
    ProxyRig rig;
    const auto client = rig.send(Get);
    QTRY_COMPARE(rig.origin.seen().size(), 1);
    rig.clock.advance(61s);
    QTRY_COMPARE(client->answers().size(), 1);
    QCOMPARE(client->answers()[0].head.status, 504);
    QVERIFY(client->received().contains("Proxy-Status: pacewatch; error=http_response_timeout"));
    QTRY_COMPARE(rig.origin.openConnections(), 0);
}

void TestDutiesLifecycle::answersThatTheOriginIsGone()
{
    ProxyRig rig;
    rig.origin.close();
    const auto client = rig.send(Get);
    QTRY_COMPARE(client->answers().size(), 1);
    QCOMPARE(client->answers()[0].head.status, 502);
    QVERIFY(client->received().contains("error=connection_refused"));
    QVERIFY(client->isOpen());
}

void TestDutiesLifecycle::relaysWebSocketsWhenAllowed()
{
    ProxySettings settings;
    settings.allowWebSocket = true;
    ProxyRig rig(settings);
    rig.origin.answer = [](const SeenRequest&) { return QByteArray(Switched + "<hello>"); };
    // The first frame comes right behind the request, as a hasty client sends it.
    const auto client = rig.send(Socket + "frame one");
    QTRY_VERIFY(client->received().endsWith("<frame one>"));
    const Http::Headers seen = rig.origin.seen()[0].head.headers;
    QCOMPARE(seen.value("Upgrade"), QByteArray("websocket"));
    QCOMPARE(seen.value("Connection"), QByteArray("Upgrade"));
    QCOMPARE(seen.value("Sec-WebSocket-Key"), QByteArray("dGVzdA=="));
    QVERIFY(client->received().startsWith("HTTP/1.1 101 Switching Protocols\r\n"));
    QVERIFY(client->received().contains("Sec-WebSocket-Accept: x\r\n"));
    QVERIFY(client->received().contains("Upgrade: websocket\r\n"));
    QVERIFY(client->received().contains("<hello><frame one>"));
    // The call is over for the record, whatever the two go on saying.
    QCOMPARE(rig.host.exchanges.size(), 1);
    QCOMPARE(rig.host.exchanges[0].response.status, 101);
    QCOMPARE(rig.host.exchanges[0].outcome, Outcome::Answered);
    rig.clock.advance(50min);
    client->send(QByteArray("\0GET / HTTP/1.1\r\n\r\n\xff", 20));
    QTRY_VERIFY(client->received().endsWith(QByteArray("<\0GET / HTTP/1.1\r\n\r\n\xff>", 22)));
    rig.clock.advance(50min);
    QVERIFY(client->isOpen());
    rig.clock.advance(11min);
    QTRY_VERIFY(!client->isOpen()); // an hour of silence
    QTRY_COMPARE(rig.origin.openConnections(), 0);
    QCOMPARE(rig.host.exchanges.size(), 1);
}

void TestDutiesLifecycle::refusesWebSocketsUnlessAllowed()
{
    ProxyRig rig;
    const auto client = rig.send(Socket);
    QTRY_COMPARE(client->answers().size(), 1);
    QCOMPARE(client->answers()[0].head.status, 403);
    QVERIFY(client->answers()[0].body.contains("WebSocket"));
    QVERIFY(client->received().contains("Proxy-Status: pacewatch;"));
    QCOMPARE(rig.origin.connections(), 0);
    QCOMPARE(rig.host.exchanges[0].outcome, Outcome::RefusedByUs);
}

void TestDutiesLifecycle::takesARefusedWebSocketForAnAnswer()
{
    ProxySettings settings;
    settings.allowWebSocket = true;
    ProxyRig rig(settings);
    rig.origin.answer = [](const SeenRequest& seen) {
        return seen.head.target == "/socket"
            ? QByteArray("HTTP/1.1 426 Upgrade Required\r\nContent-Length: 2\r\n\r\nno")
            : okAnswer("ok");
    };
    const auto client = rig.send(Socket);
    QTRY_COMPARE(client->answers().size(), 1);
    QCOMPARE(client->answers()[0].head.status, 426);
    client->send(rig.fill(Get));
    QTRY_COMPARE(client->answers().size(), 2);
}

void TestDutiesLifecycle::refusesAProtocolThatNobodyAskedFor()
{
    ProxySettings settings;
    settings.allowWebSocket = true;
    ProxyRig rig(settings);
    rig.origin.answer = [](const SeenRequest&) {
        return QByteArray("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n");
    };
    const auto client = rig.send("GET /api HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\n"
                                 "Upgrade: h2c\r\n\r\n");
    QTRY_COMPARE(client->answers().size(), 1);
    QCOMPARE(client->answers()[0].head.status, 502);
    QVERIFY(!rig.origin.seen()[0].head.headers.contains("Upgrade"));
}

void TestDutiesLifecycle::endsBothSidesOfATunnel()
{
    ProxySettings settings;
    settings.allowWebSocket = true;
    for (const bool clientLeaves : {true, false}) {
        ProxyRig rig(settings);
        rig.origin.answer = [](const SeenRequest&) { return Switched; };
        const auto client = rig.send(Socket);
        QTRY_VERIFY(client->received().endsWith("\r\n\r\n"));
        if (clientLeaves) {
            client->leave();
        } else {
            rig.origin.send("bye");
            rig.origin.finish();
            QTRY_VERIFY(client->received().endsWith("bye"));
        }
        QTRY_VERIFY(!client->isOpen());
        QTRY_COMPARE(rig.origin.openConnections(), 0);
        QTRY_COMPARE(rig.proxy->clientCount(), 0);
        QCOMPARE(rig.host.exchanges.size(), 1);
    }
}

QTEST_GUILESS_MAIN(TestDutiesLifecycle)
#include "tst_duties_lifecycle.moc"
