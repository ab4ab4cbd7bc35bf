#include "ui/views/snippets.h"
#include "ui/views/typedaddress.h"

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
