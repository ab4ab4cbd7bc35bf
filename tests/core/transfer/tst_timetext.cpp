#include "core/transfer/timetext.h"

#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(WallTime)

class TestTimeText final : public QObject
{
    Q_OBJECT

private slots:
    void readsTheFormsOfLogs_data();
    void readsTheFormsOfLogs();
    void refusesWhatIsNoTime_data();
    void refusesWhatIsNoTime();
};

namespace {

// 2025-11-19 10:18:27 UTC
constexpr WallTime Moment{1'763'547'507s};

} // namespace

void TestTimeText::readsTheFormsOfLogs_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("nanoseconds"); // behind Moment
    QTest::addColumn<bool>("isWhole");
    const auto row = [](const char* text, Duration behind, bool isWhole) {
        QTest::newRow(text) << QByteArray(text) << qint64(behind.count()) << isWhole;
    };
    row("2025-11-19T10:18:27Z", 0s, true);
    row("2025-11-19T10:18:27", 0s, true);
    row("2025-11-19 10:18:27", 0s, true);
    row("2025-11-19T10:18:27.123Z", 123ms, false);
    row("2025-11-19T10:18:27.1234567+00:00", 123'456'700ns, false);
    row("2025-11-19T11:18:27.5+01:00", 500ms, false);
    row("2025-11-19T05:18:27.000-0500", 0s, false);
    row("2025-11-19 10:18:27,250", 250ms, false);
    row("19/Nov/2025:10:18:27 +0000", 0s, true);
    row("19/Nov/2025:15:48:27 +0530", 0s, true);
    row("19/Nov/2025:10:18:27.042 +0000", 42ms, false);
    row("1763547507", 0s, true);
    row("1763547507.123", 123ms, false);
    row("1763547507123", 123ms, false);
    row("1763547507123456", 123'456us, false);
    row("1763547507123456789", 123'456'789ns, false);
    row("Wed, 19 Nov 2025 10:18:27 GMT", 0s, true);
}

void TestTimeText::readsTheFormsOfLogs()
{
    QFETCH(const QByteArray, text);
    QFETCH(const qint64, nanoseconds);
    QFETCH(const bool, isWhole);
    const auto told = readTime(text);
    QVERIFY(told.has_value());
    QCOMPARE((told->at - Moment).count(), nanoseconds);
    QCOMPARE(told->isWholeSecond, isWhole);
}

void TestTimeText::refusesWhatIsNoTime_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text :
         {"", "-", "yesterday", "12345678", "99999999999999999999", "9999999999999999999", "0.123",
          "2025-13-40T10:18:27Z", "2025-11-19T10:18:27Zjunk", "9999-11-19T10:18:27Z",
          "40/Nov/2025:10:18:27 +0000", "19/Xyz/2025:10:18:27 +0000", "1763547507.",
          "-1763547507"}) {
        QTest::addRow("%s", text) << QByteArray(text);
    }
}

void TestTimeText::refusesWhatIsNoTime()
{
    QFETCH(const QByteArray, text);
    const auto told = readTime(text);
    // "1763547507." is the second itself, written oddly.
    QCOMPARE(told.has_value(), text == "1763547507.");
}

QTEST_GUILESS_MAIN(TestTimeText)
#include "tst_timetext.moc"
