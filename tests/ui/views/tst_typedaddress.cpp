#include "ui/views/connection/snippets.h"
#include "ui/views/connection/typedaddress.h"

#include <QTest>

using namespace Pacewatch;
using namespace Qt::StringLiterals;

class TestTypedAddress final : public QObject
{
    Q_OBJECT

private slots:
    void keepsTheBase_data();
    void keepsTheBase();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void knowsPrivateAddresses_data();
    void knowsPrivateAddresses();
    void neverPutsAKeyIntoASnippet();
};

void TestTypedAddress::keepsTheBase_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("base");
    QTest::addColumn<QByteArray>("url");
    const QByteArray base = "https://app.aisoule.com/api";
    QTest::newRow("bare host") << u"app.aisoule.com"_s << base << base;
    QTest::newRow("with the base") << u"app.aisoule.com/api/"_s << base << base;
    QTest::newRow("pasted endpoint")
        << u" https://app.aisoule.com/api/messages/send?x=1#y "_s << base << base;
    QTest::newRow("another host") << u"http://localhost:9000/api/contacts"_s << base
                                  << "http://localhost:9000/api"_ba;
    QTest::newRow("a base in between")
        << u"gw.example.com/eu/api/contacts"_s << base << "https://gw.example.com/eu/api"_ba;
    QTest::newRow("half a segment is none")
        << u"gw.example.com/apis/contacts"_s << base << "https://gw.example.com/apis/contacts"_ba;
    QTest::newRow("no known base")
        << u"api.example.com/v2/"_s << QByteArray() << "https://api.example.com/v2"_ba;
}

void TestTypedAddress::keepsTheBase()
{
    QFETCH(QString, typed);
    QFETCH(QByteArray, base);
    const auto address = parseTypedAddress(typed, base);
    QVERIFY(address.has_value());
    QTEST(address->url, "url");
}

void TestTypedAddress::saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("why");
    QTest::newRow("empty") << u"  "_s << u"empty"_s;
    QTest::newRow("scheme") << u"ftp://example.com"_s << u"scheme"_s;
    QTest::newRow("user") << u"https://me:secret@example.com"_s << u"user"_s;
    QTest::newRow("no host") << u"https://"_s << u"address"_s;
}

void TestTypedAddress::saysWhatIsWrong()
{
    QFETCH(QString, typed);
    const auto address = parseTypedAddress(typed, {});
    QVERIFY(!address.has_value());
    QTEST(address.error().detail, "why");
}

void TestTypedAddress::knowsPrivateAddresses_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<bool>("isOwn");
    QTest::addColumn<bool>("isPrivate");
    QTest::newRow("public name") << QByteArray("https://app.aisoule.com/api") << false << false;
    QTest::newRow("public address") << QByteArray("https://8.8.8.8") << false << false;
    QTest::newRow("localhost") << QByteArray("http://localhost:9000") << true << false;
    QTest::newRow("loopback") << QByteArray("http://[::1]:9000") << true << false;
    QTest::newRow("10") << QByteArray("http://10.1.2.3/api") << false << true;
    QTest::newRow("172.16") << QByteArray("http://172.31.0.1") << false << true;
    QTest::newRow("172.32 is public") << QByteArray("http://172.32.0.1") << false << false;
    QTest::newRow("192.168") << QByteArray("http://192.168.0.7:81") << false << true;
    QTest::newRow("unique local") << QByteArray("http://[fd00::7]") << false << true;
    QTest::newRow("bare name") << QByteArray("http://gateway/api") << false << true;
    QTest::newRow("lan") << QByteArray("http://gateway.lan") << false << true;
    QTest::newRow("nothing typed") << QByteArray() << false << false;
}

void TestTypedAddress::knowsPrivateAddresses()
{
    QFETCH(QByteArray, url);
    QTEST(namesThisComputer(url), "isOwn");
    QTEST(namesPrivateNetwork(url), "isPrivate");
}

void TestTypedAddress::neverPutsAKeyIntoASnippet()
{
    const auto profile = ProfileShelf::builtIn().find(u"aisoule"_s);
    QVERIFY(profile.has_value());
    for (int kind = 0; kind <= static_cast<int>(SnippetKind::SettingsFile); ++kind) {
        const QString text
            = makeSnippet(static_cast<SnippetKind>(kind), u"http://127.0.0.1:8642/api"_s, *profile);
        QVERIFY2(text.contains("YOUR_KEY"_L1), qPrintable(text));
        QVERIFY2(text.contains("http://127.0.0.1:8642/api"_L1), qPrintable(text));
        QVERIFY2(!text.contains("{{"_L1), qPrintable(text));
    }
}

QTEST_GUILESS_MAIN(TestTypedAddress)
#include "tst_typedaddress.moc"
