#include "core/proxy/proxy.h"
#include "tests/support/fakeclock.h"
#include "tests/support/proxyrig.h"

#include <QPointer>
#include <QTcpSocket>
#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;

class TestProxy : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void forwardsUnchangedButForHostAndVia();
    void masksKeysInTheRecordOnly();
    void holdsUntilTheHostLetsGo();
    void refusesAfterTheLongestHold();
    void answersByItselfWhenItEnforces();
    void deniesWhatIsNoneOfItsBusiness_data();
    void deniesWhatIsNoneOfItsBusiness();
    void addsNoPermissionForWebPages();
    void tellsThatTheGatewayIsGone();
    void cutsTheClientWhenTheAnswerIsCut();
    void abortsUpstreamWhenTheClientLeaves();
    void bringsRedirectsBack();
    void keepsAwayFromForbiddenAddresses();

private:
    void open(ProxyMode mode);
    void send(const QByteArray& head, const QByteArray& body = {});

    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<NotingHost> m_host;
    std::unique_ptr<Http::Server> m_gateway;
    std::unique_ptr<Proxy> m_proxy;
    std::unique_ptr<QTcpSocket> m_socket;
    QList<std::shared_ptr<Http::ServerExchange>> m_arrived;
};

void TestProxy::init()
{
    m_clock = std::make_unique<FakeClock>();
    m_host = std::make_unique<NotingHost>();
    m_gateway = std::make_unique<Http::Server>(*m_clock);
    QVERIFY(m_gateway->listen(QHostAddress::LocalHost, 0).has_value());
    connect(m_gateway.get(), &Http::Server::requestArrived, this,
            [this](const std::shared_ptr<Http::ServerExchange>& exchange) {
                m_arrived.append(exchange);
            });
}

void TestProxy::cleanup()
{
    m_socket.reset();
    m_proxy.reset();
    m_gateway.reset();
    m_arrived.clear();
}

void TestProxy::open(ProxyMode mode)
{
    ProxySettings settings;
    settings.gateway = {{false, "127.0.0.1", m_gateway->port()}, "/api", {}};
    settings.mode = mode;
    settings.authHeader = "X-Gate";
    m_proxy = std::make_unique<Proxy>(*m_clock, *m_host, settings);
    QVERIFY(m_proxy->listen().has_value());
    m_socket = std::make_unique<QTcpSocket>();
    m_socket->connectToHost(QHostAddress::LocalHost, m_proxy->port());
}

void TestProxy::send(const QByteArray& head, const QByteArray& body)
{
    QByteArray bytes = head;
    bytes.replace("PORT", QByteArray::number(m_proxy->port()));
    m_socket->write(bytes + "\r\n" + body);
}

void TestProxy::forwardsUnchangedButForHostAndVia()
{
    open(ProxyMode::Watch);
    send("POST /api/%2e//x?a=1;b HTTP/1.1\r\nx-B: 1\r\nHost: 127.0.0.1:PORT\r\nX-b: 2\r\n"
         "Connection: x-c\r\nX-C: 3\r\nUpgrade: h2c\r\nContent-Length: 3\r\n",
         "abc");
    QTRY_COMPARE(m_arrived.size(), 1);
    const Http::RequestHead head = m_arrived[0]->head();
    QCOMPARE(head.target, QByteArray("/api/%2e//x?a=1;b"));
    QCOMPARE(head.headers.size(), 5);
    QCOMPARE(head.headers.fields()[0], (Http::Field{"x-B", "1"}));
    QCOMPARE(head.headers.fields()[2], (Http::Field{"X-b", "2"}));
    QCOMPARE(head.headers.value("Host"), "127.0.0.1:" + QByteArray::number(m_gateway->port()));
    QVERIFY(head.headers.value("Via").startsWith("1.1 pacewatch-"));
    QTRY_VERIFY(m_arrived[0]->isBodyWhole());
    m_arrived[0]->reply(200, {{"Set-Cookie", "a"}, {"set-cookie", "b"}}, "answer");
    QTRY_COMPARE(m_host->exchanges.size(), 1);
    QTRY_VERIFY(m_socket->peek(4096).endsWith("\r\n\r\nanswer"));
    QVERIFY(m_socket->peek(4096).contains("Set-Cookie: a\r\nset-cookie: b\r\n"));
    QCOMPARE(m_host->exchanges[0].outcome, Outcome::Answered);
    QCOMPARE(m_host->exchanges[0].requestBody.head, QByteArray("abc"));
    QCOMPARE(m_host->exchanges[0].responseBody.head, QByteArray("answer"));
    QCOMPARE(m_host->departures, 1);
}

void TestProxy::masksKeysInTheRecordOnly()
{
    open(ProxyMode::Watch);
    send("GET /?api_key=abcdefghijklmnop HTTP/1.1\r\nHost: localhost:PORT\r\nX-Gate: "
         "gate-key-12345678\r\nAuthorization: Bearer token-1234567890\r\n"
         "X-RateLimit-Tokens: 5\r\n");
    QTRY_COMPARE(m_arrived.size(), 1);
    QCOMPARE(m_arrived[0]->head().headers.value("X-Gate"), QByteArray("gate-key-12345678"));
    m_arrived[0]->reply(200);
    QTRY_COMPARE(m_host->exchanges.size(), 1);
    const Http::RequestHead& kept = m_host->exchanges[0].request;
    QVERIFY(!kept.headers.value("X-Gate").contains("gate"));
    QVERIFY(kept.headers.value("Authorization").startsWith("Bearer "));
    QVERIFY(!kept.headers.value("Authorization").contains("token"));
    QVERIFY(!kept.target.contains("abcdef"));
    QCOMPARE(kept.headers.value("X-RateLimit-Tokens"), QByteArray("5"));
}

void TestProxy::holdsUntilTheHostLetsGo()
{
    open(ProxyMode::Pace);
    m_host->verdict = Verdict::hold(m_clock->now() + 5s, HoldReason::WindowFull);
    send("GET / HTTP/1.1\r\nHost: localhost:PORT\r\n");
    QTRY_COMPARE(m_proxy->heldCount(), 1);
    QCOMPARE(m_host->departures, 0);
    m_host->verdict = Verdict::go();
    m_clock->advance(5s);
    QCOMPARE(m_proxy->heldCount(), 0);
    QTRY_COMPARE(m_arrived.size(), 1);
    m_arrived[0]->reply(200);
    QTRY_COMPARE(m_host->exchanges.size(), 1);
    QCOMPARE(m_host->exchanges[0].held, Duration(5s));
}

void TestProxy::refusesAfterTheLongestHold()
{
    open(ProxyMode::Pace);
    m_host->verdict = Verdict::hold(m_clock->now() + 90s, HoldReason::WindowFull);
    send("GET / HTTP/1.1\r\nHost: localhost:PORT\r\n");
    QTRY_COMPARE(m_proxy->heldCount(), 1);
    m_clock->advance(30s);
    QTRY_VERIFY(m_socket->peek(4096).contains("HTTP/1.1 429 "));
    QVERIFY(m_socket->peek(4096).contains("Retry-After: 60\r\n"));
    QVERIFY(m_socket->peek(4096).contains("Proxy-Status: pacewatch;"));
    QCOMPARE(m_host->exchanges[0].outcome, Outcome::RefusedByUs);
    QCOMPARE(m_arrived.size(), 0);
}

void TestProxy::answersByItselfWhenItEnforces()
{
    open(ProxyMode::Enforce);
    m_host->verdict = Verdict::hold(m_clock->now() + 7s, HoldReason::WindowFull);
    send("GET / HTTP/1.1\r\nHost: localhost:PORT\r\n");
    QTRY_VERIFY(m_socket->peek(4096).contains("Retry-After: 7\r\n"));
    QCOMPARE(m_host->departures, 0);
    QCOMPARE(m_arrived.size(), 0);
}

void TestProxy::deniesWhatIsNoneOfItsBusiness_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QByteArray>("status");
    const QByteArray host = "Host: localhost:PORT\r\n";
    QTest::newRow("TRACE") << "TRACE / HTTP/1.1\r\n" + host << QByteArray("405");
    QTest::newRow("CONNECT") << "CONNECT a:1 HTTP/1.1\r\n" + host << QByteArray("405");
    QTest::newRow("foreign Host") << QByteArray("GET / HTTP/1.1\r\nHost: evil.example\r\n")
                                  << QByteArray("421");
    QTest::newRow("other port") << QByteArray("GET / HTTP/1.1\r\nHost: localhost:1\r\n")
                                << QByteArray("421");
    QTest::newRow("foreign target")
        << "GET http://evil.example/ HTTP/1.1\r\n" + host << QByteArray("421");
    QTest::newRow("foreign page") << "GET / HTTP/1.1\r\nOrigin: http://evil.example\r\n" + host
                                  << QByteArray("403");
    QTest::newRow("opaque page") << "GET / HTTP/1.1\r\nOrigin: null\r\n" + host
                                 << QByteArray("403");
    QTest::newRow("cross-site fetch")
        << "GET / HTTP/1.1\r\nSec-Fetch-Site: cross-site\r\n" + host << QByteArray("403");
    QTest::newRow("fetch of another port")
        << "GET / HTTP/1.1\r\nSec-Fetch-Site: same-site\r\n" + host << QByteArray("403");
    QTest::newRow("cross-site fetch behind another")
        << "GET / HTTP/1.1\r\nSec-Fetch-Site: none\r\nsec-fetch-site: Cross-Site\r\n" + host
        << QByteArray("403");
    QTest::newRow("foreign page behind our own")
        << "GET / HTTP/1.1\r\nOrigin: http://localhost:PORT\r\nOrigin: http://evil.example\r\n"
            + host
        << QByteArray("403");
    QTest::newRow("page of another port")
        << "GET / HTTP/1.1\r\nOrigin: http://localhost:1\r\n" + host << QByteArray("403");
    QTest::newRow("preflight") << "OPTIONS / HTTP/1.1\r\nOrigin: http://evil.example\r\n"
                                  "Access-Control-Request-Method: PUT\r\n"
            + host << QByteArray("403");
}

void TestProxy::deniesWhatIsNoneOfItsBusiness()
{
    QFETCH(QByteArray, head);
    QFETCH(QByteArray, status);
    open(ProxyMode::Watch);
    send(head);
    QTRY_VERIFY(m_socket->peek(4096).startsWith(QByteArray("HTTP/1.1 " + status)));
    QCOMPARE(m_arrived.size(), 0);
    QCOMPARE(m_host->departures, 0);
}

void TestProxy::addsNoPermissionForWebPages()
{
    ProxyRig rig;
    rig.origin.answer = [](const SeenRequest&) { return okAnswer("ok"); };
    const QByteArray get = "GET /api/x HTTP/1.1\r\nHost: {host}\r\n";
    const QByteArray origin = "Origin: http://" + rig.authority() + "\r\n";
    const auto own = rig.send(get + origin + "\r\n");
    QTRY_COMPARE(own->answers().size(), 1);
    QCOMPARE(own->answers()[0].head.status, 200);
    const auto foreign = rig.send(get + "Origin: http://evil.example\r\n\r\n");
    QTRY_COMPARE(foreign->answers().size(), 1);
    const auto asked = rig.send("OPTIONS /api/x HTTP/1.1\r\nHost: {host}\r\n"
                                "Origin: http://evil.example\r\n"
                                "Access-Control-Request-Method: POST\r\n\r\n");
    QTRY_COMPARE(asked->answers().size(), 1);
    for (const auto* client : {own.get(), foreign.get(), asked.get()}) {
        QVERIFY(!client->received().toLower().contains("access-control-"));
    }
    QCOMPARE(foreign->answers()[0].head.status, 403);
    QCOMPARE(asked->answers()[0].head.status, 403);
    QCOMPARE(rig.origin.seen().size(), 1);
}

void TestProxy::tellsThatTheGatewayIsGone()
{
    open(ProxyMode::Watch);
    m_gateway->close();
    send("GET / HTTP/1.1\r\nHost: localhost:PORT\r\n");
    QTRY_VERIFY(m_socket->peek(4096).startsWith("HTTP/1.1 502 "));
    QVERIFY(m_socket->peek(4096).contains("error=connection_refused"));
    QCOMPARE(m_host->exchanges.size(), 1);
    QCOMPARE(m_host->exchanges[0].outcome, Outcome::Failed);
    QCOMPARE(m_host->exchanges[0].error->code, ErrorCode::Refused);
}

void TestProxy::cutsTheClientWhenTheAnswerIsCut()
{
    open(ProxyMode::Watch);
    send("GET / HTTP/1.1\r\nHost: localhost:PORT\r\n");
    QTRY_COMPARE(m_arrived.size(), 1);
    m_arrived[0]->sendHead({200, "OK", 1, {{"Content-Length", "9"}}});
    m_arrived[0]->sendBody("abc");
    QTRY_VERIFY(m_socket->peek(4096).endsWith("abc"));
    m_arrived[0]->cut();
    QTRY_COMPARE(m_socket->state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(m_host->exchanges[0].outcome, Outcome::Incomplete);
}

void TestProxy::abortsUpstreamWhenTheClientLeaves()
{
    open(ProxyMode::Watch);
    send("GET / HTTP/1.1\r\nHost: localhost:PORT\r\n");
    QTRY_COMPARE(m_arrived.size(), 1);
    m_socket->abort();
    QTRY_COMPARE(m_gateway->connectionCount(), 0);
    QCOMPARE(m_host->exchanges[0].outcome, Outcome::ClientLeft);
}

void TestProxy::bringsRedirectsBack()
{
    open(ProxyMode::Watch);
    send("GET / HTTP/1.1\r\nHost: localhost:PORT\r\n");
    QTRY_COMPARE(m_arrived.size(), 1);
    m_arrived[0]->reply(
        302, {{"Location", "http://127.0.0.1:" + QByteArray::number(m_gateway->port()) + "/n?q"}});
    QTRY_VERIFY(m_socket->peek(4096).contains(QByteArray(
        "Location: http://localhost:" + QByteArray::number(m_proxy->port()) + "/n?q\r\n")));
}

void TestProxy::keepsAwayFromForbiddenAddresses()
{
    for (const char* never :
         {"169.254.169.254", "fe80::1", "0.0.0.0", "224.0.0.1", "100.100.100.200", "168.63.129.16",
          "192.0.0.192", "255.255.255.255", "::", "::169.254.169.254", "::ffff:169.254.169.254",
          "64:ff9b::169.254.169.254", "64:ff9b:1::169.254.169.254", "2002:a9fe:a9fe::1", "ff02::1",
          "fd00:ec2::254", "fd20:ce::254"}) {
        QVERIFY2(!mayConnectTo(QHostAddress(QString::fromLatin1(never)), true), never);
    }
    for (const char* priv : {"10.0.0.1", "172.16.0.1", "192.168.1.1", "fd12::1", "100.64.0.1",
                             "64:ff9b::10.0.0.1", "2002:a00:1::1"}) {
        QVERIFY2(!mayConnectTo(QHostAddress(QString::fromLatin1(priv)), false), priv);
        QVERIFY2(mayConnectTo(QHostAddress(QString::fromLatin1(priv)), true), priv);
    }
    for (const char* open :
         {"127.0.0.1", "::1", "8.8.8.8", "2001:4860::1", "64:ff9b::8.8.8.8", "2002:808:808::1"}) {
        QVERIFY2(mayConnectTo(QHostAddress(QString::fromLatin1(open)), false), open);
    }
}

QTEST_GUILESS_MAIN(TestProxy)
#include "tst_proxy.moc"
