#include "core/engine/gatewayaddress.h"

#include <QTest>

using namespace Pacewatch;

class TestGatewayAddress final : public QObject
{
    Q_OBJECT

private slots:
    void joinsBasePathAndQuery();
    void findsThePathBelowTheBase();
    void refusesWhatIsNoAddress();
};

void TestGatewayAddress::joinsBasePathAndQuery()
{
    const Result<GatewayAddress> address = readGatewayAddress("https://app.example.com/api/");
    QVERIFY(address);
    QCOMPARE(address->basePath, QByteArray("/api"));
    QCOMPARE(address->target("/contacts"), QByteArray("/api/contacts"));
    QCOMPARE(address->target("/contacts", "is_fake=true"),
             QByteArray("/api/contacts?is_fake=true"));
    QCOMPARE(address->target("/c?a=1", "is_fake=true"), QByteArray("/api/c?a=1&is_fake=true"));
    QCOMPARE(readGatewayAddress("http://127.0.0.1:80")->target(""), QByteArray("/"));
}

void TestGatewayAddress::findsThePathBelowTheBase()
{
    const Result<GatewayAddress> address = readGatewayAddress("https://app.example.com/api");
    QCOMPARE(address->pathOf("/api/contacts?x=1"), QByteArray("/contacts?x=1"));
    QCOMPARE(address->pathOf("/api"), QByteArray("/"));
    QCOMPARE(address->pathOf("/api?x"), QByteArray("/?x"));
    QCOMPARE(address->pathOf("/apia"), QByteArray("/apia"));
    QCOMPARE(address->pathOf("/other"), QByteArray("/other"));
}

void TestGatewayAddress::refusesWhatIsNoAddress()
{
    for (const char* text : {"", "app.example.com", "ftp://x", "https://", "https://a b/"}) {
        QVERIFY2(!readGatewayAddress(text), text);
    }
}

QTEST_GUILESS_MAIN(TestGatewayAddress)
#include "tst_gatewayaddress.moc"
