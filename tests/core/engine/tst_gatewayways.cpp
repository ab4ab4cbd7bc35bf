#include "core/engine.h"
#include "core/http/url.h"
#include "tests/support/proxyrig.h"

#include <QFile>
#include <QProcess>
#include <QSslKey>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Pacewatch;
using namespace Qt::StringLiterals;

/// The ways to a gateway that a connection is given: certificates, addresses, protocols, and what
/// is said in its place.
class TestGatewayWays final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void trustsTheAuthoritiesOfAFile();
    void reachesAGatewayOverIpv6();
    void enforcesInTheGatewaysOwnWords();
    void relaysWebSocketsWhenTheUserAllows();
    void refusesAnAddressOfTheLocalLink();

private:
    QTemporaryDir m_folder;
};

namespace {

/// An engine with one connection.
struct Desk
{
    explicit Desk(const ConnectionSpec& spec)
        : engine(clock, profiles)
    {
        engine.addConnection(spec, {});
        [&] { QTRY_VERIFY((look(), state.trouble || !state.proxyAddress.isEmpty())); }();
    }

    void look()
    {
        if (std::optional<EngineState> latest = engine.states().take()) {
            state = latest->connections.value(0);
        }
        exchanges += engine.exchanges().takeAll();
    }

    /// Sends @p line with @p fields to the proxy.
    std::unique_ptr<RawClient> send(const QByteArray& line, const QByteArray& fields = {})
    {
        const Http::Url url = Http::readUrl(state.proxyAddress.toLatin1()).value_or(Http::Url{});
        auto client = std::make_unique<RawClient>(url.site.port);
        client->send(line + " HTTP/1.1\r\nHost: " + url.site.authority() + "\r\n" + fields
                     + "\r\n");
        return client;
    }

    SystemClock clock;
    ProfileShelf profiles = ProfileShelf::builtIn();
    Engine engine;
    ConnectionState state;
    QList<Exchange> exchanges;
};

ConnectionSpec specFor(const QByteArray& url)
{
    ConnectionSpec spec;
    spec.profileId = u"generic"_s;
    spec.gatewayUrl = url;
    return spec;
}

QByteArray always(const SeenRequest&)
{
    return okAnswer("ok");
}

} // namespace

void TestGatewayWays::initTestCase()
{
    QProcess openssl;
    openssl.setWorkingDirectory(m_folder.path());
    openssl.start(u"openssl"_s,
                  {u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-keyout"_s,
                   u"key.pem"_s, u"-out"_s, u"certificate.pem"_s, u"-days"_s, u"2"_s, u"-subj"_s,
                   u"/CN=localhost"_s, u"-addext"_s, u"subjectAltName=DNS:localhost"_s});
    QVERIFY(openssl.waitForFinished());
    QCOMPARE(openssl.exitCode(), 0);
}

void TestGatewayWays::trustsTheAuthoritiesOfAFile()
{
    QFile key(m_folder.filePath(u"key.pem"_s));
    QVERIFY(key.open(QIODevice::ReadOnly));
    const QString file = m_folder.filePath(u"certificate.pem"_s);
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    tls.setPrivateKey(QSslKey(&key, QSsl::Rsa));
    tls.setLocalCertificateChain(QSslCertificate::fromPath(file));
    RawOrigin origin;
    origin.answer = always;
    origin.useTls(tls);
    ConnectionSpec spec
        = specFor("https://localhost:" + QByteArray::number(origin.serverPort()) + "/api");
    {
        Desk desk(spec);
        const auto client = desk.send("GET /api/x");
        QTRY_COMPARE(client->answers().size(), 1);
        QCOMPARE(client->answers()[0].head.status, 502);
        QVERIFY(client->received().contains("error=tls_certificate_error"));
        QVERIFY2(client->answers()[0].body.contains("certificate"),
                 client->answers()[0].body.constData()); // what is wrong with it
        QTRY_COMPARE((desk.look(), desk.exchanges.size()), 1);
        QCOMPARE(desk.exchanges[0].error->code, ErrorCode::Untrusted);
        QVERIFY(origin.seen().isEmpty());
    }
    spec.caFile = file;
    Desk desk(spec);
    const auto client = desk.send("GET /api/x");
    QTRY_COMPARE(client->answers().size(), 1);
    QCOMPARE(client->answers()[0].head.status, 200);
    QCOMPARE(origin.seen().size(), 1);
    QTRY_COMPARE((desk.look(), desk.exchanges.size()), 1);
    QVERIFY(desk.exchanges[0].connecting > Duration::zero());
}

void TestGatewayWays::reachesAGatewayOverIpv6()
{
    RawOrigin origin;
    origin.answer = always;
    origin.close();
    if (!origin.listen(QHostAddress::LocalHostIPv6)) {
        QSKIP("this computer has no IPv6");
    }
    const QByteArray authority = "[::1]:" + QByteArray::number(origin.serverPort());
    Desk desk(specFor("http://" + authority + "/api"));
    const auto client = desk.send("GET /api/x");
    QTRY_COMPARE(client->answers().size(), 1);
    QCOMPARE(client->answers()[0].head.status, 200);
    QCOMPARE(origin.seen()[0].head.headers.value("Host"), authority);
}

void TestGatewayWays::enforcesInTheGatewaysOwnWords()
{
    RawOrigin origin;
    origin.answer = always;
    ConnectionSpec spec
        = specFor("http://127.0.0.1:" + QByteArray::number(origin.serverPort()) + "/api");
    spec.profileId = u"aisoule"_s;
    spec.mode = ProxyMode::Enforce;
    Policy few;
    few.name = u"minute"_s;
    few.limit = 2;
    few.window = std::chrono::minutes(1);
    spec.windows = {few};
    Desk desk(spec);
    for (int calls = 0; calls < 2; ++calls) {
        const auto client = desk.send("GET /api/contacts");
        QTRY_COMPARE(client->answers().size(), 1);
        QCOMPARE(client->answers()[0].head.status, 200);
    }
    const auto client = desk.send("GET /api/contacts");
    QTRY_COMPARE(client->answers().size(), 1);
    const Http::ResponseHead head = client->answers()[0].head;
    QCOMPARE(head.status, 429);
    QCOMPARE(head.headers.value("Proxy-Status"), "pacewatch");
    QCOMPARE(head.headers.value("X-RateLimit-Limit"), "2");
    QCOMPARE(head.headers.value("X-RateLimit-Remaining"), "0");
    const int wait = head.headers.value("Retry-After").toInt();
    QVERIFY(wait > 30 && wait <= 62);
    QVERIFY(
        client->answers()[0].body.contains(QByteArray("Try again in " + QByteArray::number(wait))));
    QCOMPARE(origin.seen().size(), 2);
    QTRY_COMPARE((desk.look(), desk.exchanges.size()), 3);
    QCOMPARE(desk.exchanges[2].outcome, Outcome::RefusedByUs);
}

void TestGatewayWays::relaysWebSocketsWhenTheUserAllows()
{
    for (const bool isAllowed : {false, true}) {
        RawOrigin origin;
        origin.answer = [](const SeenRequest&) {
            return QByteArray("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                              "Connection: Upgrade\r\n\r\n");
        };
        ConnectionSpec spec
            = specFor("http://127.0.0.1:" + QByteArray::number(origin.serverPort()));
        spec.allowWebSocket = isAllowed;
        Desk desk(spec);
        const auto client = desk.send("GET /socket",
                                      "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                                      "Sec-WebSocket-Version: 13\r\n");
        QTRY_VERIFY(client->received().contains("\r\n\r\n"));
        QCOMPARE(client->received().mid(9, 3), isAllowed ? "101" : "403");
        QCOMPARE(origin.connections(), isAllowed ? 1 : 0);
        if (isAllowed) {
            client->send("frame");
            QTRY_VERIFY(client->received().endsWith("<frame>"));
        }
    }
}

void TestGatewayWays::refusesAnAddressOfTheLocalLink()
{
    ConnectionSpec spec = specFor("http://169.254.169.254/latest");
    spec.allowPrivateHosts = true; // which these are not
    Desk desk(spec);
    if (desk.state.trouble) {
        QVERIFY(desk.state.proxyAddress.isEmpty());
        return;
    }
    const auto client = desk.send("GET /latest/meta-data");
    QTRY_COMPARE(client->answers().size(), 1);
    QCOMPARE(client->answers()[0].head.status, 502);
    QVERIFY(client->answers()[0].body.contains("not allowed"));
    QVERIFY(client->received().contains("Proxy-Status: pacewatch;"));
}

QTEST_GUILESS_MAIN(TestGatewayWays)
#include "tst_gatewayways.moc"
