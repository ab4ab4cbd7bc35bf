#include "core/quota/fixdate.h"
#include "core/quota/moments.h"

#include <QDateTime>
#include <QLocale>
#include <QRandomGenerator>
#include <QTest>

using namespace Pacewatch;
using namespace Qt::StringLiterals;

class TestMoments final : public QObject
{
    Q_OBJECT

private slots:
    void readsAFixdateAsTheCalendarDoes();
    void leavesOddDatesToOthers_data();
    void leavesOddDatesToOthers();
    void readsEveryFormOfADate_data();
    void readsEveryFormOfADate();
    void takesNoOtherFieldForADate_data();
    void takesNoOtherFieldForADate();
};

void TestMoments::readsAFixdateAsTheCalendarDoes()
{
    QRandomGenerator random(7);
    const qint64 first = QDateTime(QDate(1700, 1, 1), QTime(), Qt::UTC).toSecsSinceEpoch();
    const qint64 last = QDateTime(QDate(2201, 1, 1), QTime(), Qt::UTC).toSecsSinceEpoch();
    for (int i = 0; i < 5'000; ++i) {
        const qint64 seconds = first
            + static_cast<qint64>(random.generateDouble() * static_cast<double>(last - first));
        const QByteArray text = QLocale::c()
                                    .toString(QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC),
                                              u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s)
                                    .toLatin1();
        const std::optional<WallTime> moment = parseFixdate(text);
        QVERIFY2(moment && *moment == WallTime(std::chrono::seconds(seconds)), text.constData());
    }
}

void TestMoments::leavesOddDatesToOthers_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 31 Nov 1994 08:49:37 GMT",
                             "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
                             "Sun, 06 Nov 1994 08:49:60 GMT", "Sun, 06 Nov 0994 08:49:37 GMT",
                             "Sun, 06 ovD 1994 08:49:37 GMT", "unM, 06 Nov 1994 08:49:37 GMT",
                             "Sun, -6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC",
                             "Sun, 06 Nov 1994 08:49:37 GM", "Sun; 06 Nov 1994 08:49:37 GMT", ""}) {
        QTest::newRow(text) << QByteArray(text);
    }
}

void TestMoments::leavesOddDatesToOthers()
{
    QFETCH(const QByteArray, text);
    QVERIFY(!parseFixdate(text));
}

void TestMoments::readsEveryFormOfADate_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("IMF-fixdate") << QByteArray("Sun, 06 Nov 1994 08:49:37 GMT");
    QTest::newRow("RFC 850") << QByteArray("Sunday, 06-Nov-94 08:49:37 GMT");
    QTest::newRow("asctime") << QByteArray("Sun Nov  6 08:49:37 1994");
    QTest::newRow("zone as a number") << QByteArray("Sun, 06 Nov 1994 08:49:37 +0000");
    QTest::newRow("ISO 8601") << QByteArray("1994-11-06T08:49:37Z");
    QTest::newRow("database") << QByteArray("1994-11-06 08:49:37");
    QTest::newRow("JavaScript") << QByteArray("Sun Nov 06 1994 09:49:37 GMT+0100 (CET)");
}

void TestMoments::readsEveryFormOfADate()
{
    QFETCH(const QByteArray, text);
    QCOMPARE(parseMoment(text), std::optional(WallTime(std::chrono::seconds(784'111'777))));
}

void TestMoments::takesNoOtherFieldForADate_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"application/json; charset=utf-8", "text/html", "keep-alive, Upgrade",
                             "max-age=31536000; includeSubDomains", "a:b:c is no time of day"}) {
        QTest::newRow(text) << QByteArray(text);
    }
}

void TestMoments::takesNoOtherFieldForADate()
{
    QFETCH(const QByteArray, text);
    QVERIFY(!parseMoment(text));
}

QTEST_GUILESS_MAIN(TestMoments)
#include "tst_moments.moc"
