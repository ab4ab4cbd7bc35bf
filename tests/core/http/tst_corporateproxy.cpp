#include "core/http/client.h"
#include "tests/support/fakeclock.h"

#include <QFile>
#include <QProcess>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <utility>

using namespace Pacewatch;
using namespace Pacewatch::Http;
using namespace Qt::StringLiterals;

namespace {

const QByteArray Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/// A company's proxy and the gateway behind it in one: it answers CONNECT, then each request.
class CompanyProxy final : public QTcpServer
{
public:
    CompanyProxy() { listen(QHostAddress::LocalHost); }

    QByteArray answerToConnect = "HTTP/1.1 200 Connection established\r\n\r\n";
    QSslConfiguration tls; ///< of the gateway behind it
    bool isTls = false;

    [[nodiscard]] const QByteArrayList& connects() const { return m_connects; }
    [[nodiscard]] const QByteArrayList& requests() const { return m_requests; }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto* socket = new QSslSocket(this);
        socket->setSocketDescriptor(descriptor);
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { take(socket); });
    }

private:
    void take(QSslSocket* socket)
    {
        QByteArray& received = m_received[socket];
        received += socket->readAll();
        if (!received.endsWith("\r\n\r\n")) {
            return;
        }
        const QByteArray head = std::exchange(received, {});
        if (!head.startsWith("CONNECT ")) {
            m_requests.append(head);
            socket->write(Ok);
            return;
        }
        m_connects.append(head);
        socket->write(answerToConnect);
        if (isTls) {
            socket->flush();
            socket->setSslConfiguration(tls);
            socket->startServerEncryption();
        }
    }

    QHash<QSslSocket*, QByteArray> m_received;
    QByteArrayList m_connects;
    QByteArrayList m_requests;
};

/// How one call ended.
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

    void headArrived(const ResponseHead&) override { }
    void bodyArrived(const QByteArray& bytes) override { body += bytes; }
    void finished(const Headers&) override { isOver = true; }
    void failed(const Error& fault, bool) override
    {
        error = fault;
        isOver = true;
    }

    std::shared_ptr<ClientCall> call;
    QByteArray body;
    std::optional<Error> error;
    bool isOver = false;
};

std::shared_ptr<Told> follow(Client& client, const Site& site, const RequestHead& head)
{
    auto told = std::make_shared<Told>();
    told->call = client.start(site, head, {}, *told);
    return told;
}

RequestHead get()
{
    return {"GET", "/x", 1, {}};
}

// Names that no server anywhere has (RFC 6761, 6.4): only who stands between can reach them.
const Site Gateway{false, "gateway.invalid", 8080};
const Site SafeGateway{true, "gateway.invalid", 443};

} // namespace

/// The way to a gateway through the proxy that the system's settings name, here by http_proxy.
class TestCorporateProxy final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();

    void goesThroughTheProxyOfTheSystem();
    void checksTheGatewaysCertificateBehindIt();
    void neverTakesItToThisComputer();
    void goesAroundItWhenToldTo();
    void tellsThatTheProxyRefused_data();
    void tellsThatTheProxyRefused();
    void checksAnAddressBeforeTheProxyHearsOfIt();

private:
    QTemporaryDir m_folder;
    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<CompanyProxy> m_proxy;
};

void TestCorporateProxy::initTestCase()
{
    QProcess openssl;
    openssl.setWorkingDirectory(m_folder.path());
    openssl.start(u"openssl"_s,
                  {u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-keyout"_s,
                   u"key.pem"_s, u"-out"_s, u"certificate.pem"_s, u"-days"_s, u"2"_s, u"-subj"_s,
                   u"/CN=gateway.invalid"_s, u"-addext"_s,
                   u"subjectAltName=DNS:gateway.invalid"_s});
    QVERIFY(openssl.waitForFinished());
    QCOMPARE(openssl.exitCode(), 0);
}

void TestCorporateProxy::init()
{
    m_clock = std::make_unique<FakeClock>();
    m_proxy = std::make_unique<CompanyProxy>();
    const QByteArray address = "http://127.0.0.1:" + QByteArray::number(m_proxy->serverPort());
    for (const char* name : {"http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"}) {
        qputenv(name, address);
    }
    for (const char* name : {"no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY"}) {
        qunsetenv(name);
    }
}

void TestCorporateProxy::goesThroughTheProxyOfTheSystem()
{
    Client client(*m_clock);
    for (int calls = 0; calls < 2; ++calls) {
        const auto told = follow(client, Gateway, get());
        QTRY_VERIFY(told->isOver);
        QVERIFY2(!told->error, qPrintable(told->error ? told->error->detail : QString()));
        QCOMPARE(told->body, "ok");
    }
    QCOMPARE(m_proxy->connects().size(), 1); // the tunnel was kept for the second call
    QVERIFY2(m_proxy->connects()[0].startsWith("CONNECT gateway.invalid:8080 HTTP/1."),
             m_proxy->connects()[0].constData());
    QCOMPARE(m_proxy->requests().size(), 2);
    QVERIFY(m_proxy->requests()[0].startsWith("GET /x HTTP/1.1\r\n"));
    QVERIFY(m_proxy->requests()[0].contains("Host: gateway.invalid:8080\r\n"));
}

void TestCorporateProxy::checksTheGatewaysCertificateBehindIt()
{
    QFile key(m_folder.filePath(u"key.pem"_s));
    QVERIFY(key.open(QIODevice::ReadOnly));
    const auto certificates = QSslCertificate::fromPath(m_folder.filePath(u"certificate.pem"_s));
    m_proxy->isTls = true;
    m_proxy->tls = QSslConfiguration::defaultConfiguration();
    m_proxy->tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    m_proxy->tls.setPrivateKey(QSslKey(&key, QSsl::Rsa));
    m_proxy->tls.setLocalCertificateChain(certificates);
    {
        Client wary(*m_clock);
        const auto told = follow(wary, SafeGateway, get());
        QTRY_VERIFY(told->isOver);
        QCOMPARE(told->error->code, ErrorCode::Untrusted);
    }
    ClientOptions options;
    options.extraAuthorities = certificates;
    Client client(*m_clock, options);
    const auto told = follow(client, SafeGateway, get());
    QTRY_VERIFY(told->isOver);
    QVERIFY2(!told->error, qPrintable(told->error ? told->error->detail : QString()));
    QCOMPARE(told->body, "ok");
    QVERIFY(m_proxy->connects().last().startsWith("CONNECT gateway.invalid:443 HTTP/1."));
    QCOMPARE(m_proxy->requests().size(), 1);
    const auto other = follow(client, {true, "other.invalid", 443}, get());
    QTRY_VERIFY(other->isOver);
    QCOMPARE(other->error->code, ErrorCode::Untrusted); // the name on it is another
}

void TestCorporateProxy::neverTakesItToThisComputer()
{
    CompanyProxy origin; // asked directly it is a plain server
    Client client(*m_clock);
    for (const char* host : {"127.0.0.1", "localhost"}) {
        const auto told = follow(client, {false, host, origin.serverPort()}, get());
        QTRY_VERIFY(told->isOver);
        QCOMPARE(told->body, "ok");
    }
    QVERIFY(origin.connects().isEmpty());
    QVERIFY(m_proxy->connects().isEmpty() && m_proxy->requests().isEmpty());
}

void TestCorporateProxy::goesAroundItWhenToldTo()
{
    qputenv("no_proxy", "gateway.invalid");
    qputenv("NO_PROXY", "gateway.invalid");
    Client client(*m_clock);
    const auto excepted = follow(client, Gateway, get());
    QTRY_VERIFY_WITH_TIMEOUT(excepted->isOver, 20'000); // where names are looked up slowly
    QVERIFY(excepted->error.has_value()); // there is no such name
    qunsetenv("no_proxy");
    qunsetenv("NO_PROXY");

    ClientOptions options;
    options.usesSystemProxy = false;
    Client direct(*m_clock, options);
    const auto told = follow(direct, Gateway, get());
    QTRY_VERIFY_WITH_TIMEOUT(told->isOver, 20'000);
    QVERIFY(told->error.has_value());
    QVERIFY(m_proxy->connects().isEmpty());
}

void TestCorporateProxy::tellsThatTheProxyRefused_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("forbidden") << QByteArray("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    QTest::newRow("wants a password")
        << QByteArray("HTTP/1.1 407 Proxy Authentication Required\r\n"
                      "Proxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
    QTest::newRow("finds no such gateway")
        << QByteArray("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
}

void TestCorporateProxy::tellsThatTheProxyRefused()
{
    QFETCH(const QByteArray, answer);
    m_proxy->answerToConnect = answer;
    Client client(*m_clock);
    const auto told = follow(client, Gateway, get());
    QTRY_VERIFY(told->isOver);
    QVERIFY(told->error.has_value());
    QVERIFY(told->error->code == ErrorCode::Unreachable || told->error->code == ErrorCode::Refused
            || told->error->code == ErrorCode::NotFound);
    QVERIFY(!told->error->detail.isEmpty());
    QVERIFY(m_proxy->requests().isEmpty());
}

void TestCorporateProxy::checksAnAddressBeforeTheProxyHearsOfIt()
{
    ClientOptions options;
    options.mayConnectTo = [](const QHostAddress& address) { return !address.isLinkLocal(); };
    Client client(*m_clock, options);
    const auto told = follow(client, {false, "169.254.169.254", 80}, get());
    QTRY_VERIFY(told->isOver);
    QCOMPARE(told->error->code, ErrorCode::Refused);
    QVERIFY(m_proxy->connects().isEmpty());
}

QTEST_GUILESS_MAIN(TestCorporateProxy)
#include "tst_corporateproxy.moc"
