#include "ui/charts/scale.h"

#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;

namespace {

const WallTime Start(std::chrono::seconds(1'763'546'400)); // 10:00:00 UTC

} // namespace

class TestScale final : public QObject
{
    Q_OBJECT

private slots:
    void mapsTheEndsOntoTheEdges();
    void findsTheTimeUnderAPixel();
    void labelsRoundTimesFarEnoughApart_data();
    void labelsRoundTimesFarEnoughApart();
    void beginsHoursWhereTheClockOnTheWallDoes();
    void hasNoTicksWithoutLength();
    void choosesRoundValues_data();
    void choosesRoundValues();
    void mapsValuesUpwards();
    void snapsToWholePixels();
};

void TestScale::mapsTheEndsOntoTheEdges()
{
    const TimeScale scale{{Start, Start + 5min}, 58, 708};
    QCOMPARE(scale.map(Start), 58.0);
    QCOMPARE(scale.map(Start + 5min), 708.0);
    QCOMPARE(scale.map(Start + 150s), 383.0);
}

void TestScale::findsTheTimeUnderAPixel()
{
    const TimeScale scale{{Start, Start + 15min}, 58, 708};
    for (int x = 58; x <= 708; x += 13) {
        QVERIFY(std::abs(scale.map(scale.unmap(x)) - x) < 1e-6);
    }
}

void TestScale::labelsRoundTimesFarEnoughApart_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<qint64>("step");
    QTest::newRow("5 minutes") << qint64(300) << qint64(60);
    QTest::newRow("15 minutes") << qint64(900) << qint64(180);
    QTest::newRow("an hour") << qint64(3600) << qint64(600);
    QTest::newRow("a day") << qint64(86'400) << qint64(21'600);
    QTest::newRow("20 seconds") << qint64(20) << qint64(5);
}

void TestScale::labelsRoundTimesFarEnoughApart()
{
    QFETCH(const qint64, seconds);
    QFETCH(const qint64, step);
    const TimeScale scale{{Start + 54s, Start + 54s + std::chrono::seconds(seconds)}, 0, 650};
    QCOMPARE(scale.labelStep(100).count(), step);
    double last = -1000;
    int labels = 0;
    for (const TimeTick& tick : scale.ticks(100, 0s)) {
        QVERIFY(tick.at >= scale.slice.from && tick.at <= scale.slice.to);
        if (tick.isLabelled) {
            QCOMPARE(unixSeconds(tick.at) % step, qint64(0));
            QVERIFY(scale.map(tick.at) - last >= 100);
            last = scale.map(tick.at);
            ++labels;
        }
    }
    QVERIFY(labels >= 3);
}

void TestScale::beginsHoursWhereTheClockOnTheWallDoes()
{
    const TimeScale scale{{Start, Start + 24h}, 0, 650};
    const std::chrono::seconds nepal = 5h + 45min;
    for (const TimeTick& tick : scale.ticks(100, nepal)) {
        if (tick.isLabelled) {
            QCOMPARE((unixSeconds(tick.at) + nepal.count()) % 21'600, qint64(0));
        }
    }
}

void TestScale::hasNoTicksWithoutLength()
{
    const TimeScale scale{{Start, Start}, 0, 650};
    QVERIFY(scale.ticks(100, 0s).isEmpty());
}

void TestScale::choosesRoundValues_data()
{
    QTest::addColumn<double>("high");
    QTest::addColumn<QList<double>>("ticks");
    QTest::newRow("just above the limit") << 13.5 << QList<double>{0, 10};
    QTest::newRow("a storm") << 33.0 << QList<double>{0, 20};
    QTest::newRow("a thousand") << 1200.0 << QList<double>{0, 1000};
    QTest::newRow("one call") << 1.0 << QList<double>{0, 0.5, 1};
}

void TestScale::choosesRoundValues()
{
    QFETCH(const double, high);
    QFETCH(const QList<double>, ticks);
    const ValueScale scale{0, high, 0, 82};
    QCOMPARE(scale.ticks(2), ticks);
}

void TestScale::mapsValuesUpwards()
{
    const ValueScale scale{0, 1, 77, 251};
    QCOMPARE(scale.map(0), 251.0);
    QCOMPARE(scale.map(1), 77.0);
    QCOMPARE(scale.unmap(164), 0.5);
}

void TestScale::snapsToWholePixels()
{
    const Duration perPixel = fromSeconds(300.0 / 650);
    TimeSlice last;
    int moves = 0;
    for (int i = 0; i < 100; ++i) {
        const WallTime now = Start + i * 100ms;
        const TimeSlice snapped = snapToPixels({now - 5min, now}, 650);
        QCOMPARE(snapped.length(), Duration(5min));
        QVERIFY(now - snapped.to >= Duration::zero());
        QVERIFY(now - snapped.to < perPixel);
        moves += snapped == last ? 0 : 1;
        last = snapped;
    }
    QVERIFY(moves <= 23); // 10 s at 0.46 s a pixel
}

QTEST_GUILESS_MAIN(TestScale)
#include "tst_scale.moc"
