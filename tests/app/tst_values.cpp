#include "app/values.h"

#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TestValues final : public QObject
{
    Q_OBJECT

private slots:
    void readsDurations_data();
    void readsDurations();
    void refusesWhatIsNoDuration_data();
    void refusesWhatIsNoDuration();
    void readsPaces();
    void refusesWhatIsNoPace_data();
    void refusesWhatIsNoPace();
    void readsGatewayAddresses();
    void neverRepeatsAnAddressThatMayHoldAKey();
    void knowsThisComputer();
};

void TestValues::readsDurations_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("milliseconds");

    QTest::newRow("milliseconds") << u"500ms"_s << qint64(500);
    QTest::newRow("seconds") << u"5s"_s << qint64(5'000);
    QTest::newRow("a fraction") << u"1.5m"_s << qint64(90'000);
    QTest::newRow("minutes") << u"10m"_s << qint64(600'000);
    QTest::newRow("hours") << u"2h"_s << qint64(7'200'000);
}

void TestValues::readsDurations()
{
    QFETCH(QString, text);
    QFETCH(qint64, milliseconds);
    const Result<Duration> duration = parseDuration(text);
    QVERIFY(duration);
    QCOMPARE(*duration, Duration(std::chrono::milliseconds(milliseconds)));
}

void TestValues::refusesWhatIsNoDuration_data()
{
    QTest::addColumn<QString>("text");

    QTest::newRow("nothing") << QString();
    QTest::newRow("no unit") << u"5"_s;
    QTest::newRow("no number") << u"s"_s;
    QTest::newRow("negative") << u"-5s"_s;
    QTest::newRow("zero") << u"0s"_s;
    QTest::newRow("not a number") << u"nans"_s;
    QTest::newRow("infinite") << u"infs"_s;
    QTest::newRow("too long") << u"721h"_s;
    QTest::newRow("an unknown unit") << u"5d"_s;
}

void TestValues::refusesWhatIsNoDuration()
{
    QFETCH(QString, text);
    QVERIFY(!parseDuration(text));
}

void TestValues::readsPaces()
{
    QCOMPARE(parsePace(u"asap"_s)->kind, Pace::Kind::Asap);
    QCOMPARE(parsePace(u"spread=10m"_s)->over, Duration(10min));
    QCOMPARE(parsePace(u"rate=90"_s)->perSecond, 90.0);
    QCOMPARE(parsePace(u"rate=0.5"_s)->kind, Pace::Kind::Rate);
}

void TestValues::refusesWhatIsNoPace_data()
{
    QTest::addColumn<QString>("text");

    QTest::newRow("nothing") << QString();
    QTest::newRow("a rate of zero") << u"rate=0"_s;
    QTest::newRow("a negative rate") << u"rate=-1"_s;
    QTest::newRow("no rate") << u"rate="_s;
    QTest::newRow("an open spread") << u"spread="_s;
    QTest::newRow("another word") << u"fast"_s;
}

void TestValues::refusesWhatIsNoPace()
{
    QFETCH(QString, text);
    QVERIFY(!parsePace(text));
}

void TestValues::readsGatewayAddresses()
{
    QCOMPARE(parseGatewayUrl(u"https://app.aisoule.com/api"_s).value(),
             QByteArray("https://app.aisoule.com/api"));
    QVERIFY(!parseGatewayUrl(u"app.aisoule.com"_s));
    QVERIFY(!parseGatewayUrl(u"ftp://app.aisoule.com"_s));
    QVERIFY(!parseGatewayUrl(u"https://"_s));
    QVERIFY(!parseGatewayUrl(u"https://app.aisoule.com/#part"_s));
}

void TestValues::neverRepeatsAnAddressThatMayHoldAKey()
{
    const Result<QByteArray> url = parseGatewayUrl(u"https://me:pk_secret@app.aisoule.com"_s);
    QVERIFY(!url);
    QVERIFY(!url.error().detail.contains("pk_secret"_L1));
}

void TestValues::knowsThisComputer()
{
    QVERIFY(isLoopback("http://127.0.0.1:8089/api"));
    QVERIFY(isLoopback("http://127.9.9.9"));
    QVERIFY(isLoopback("http://[::1]:80"));
    QVERIFY(isLoopback("http://localhost:80"));
    QVERIFY(!isLoopback("https://app.aisoule.com"));
    QVERIFY(!isLoopback("https://127.0.0.1.example.com"));
    QVERIFY(!isLoopback("http://192.168.0.1"));
}

QTEST_GUILESS_MAIN(TestValues)
#include "tst_values.moc"
