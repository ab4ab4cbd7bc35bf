#include "ui/charts/leftseries.h"

#include <QTest>

#include <random>

using namespace Pacewatch;
using namespace std::chrono_literals;

namespace {

const WallTime Start(std::chrono::seconds(1'763'546'400));

LeftSeries minute()
{
    LeftSeries series;
    series.setWindow(1min, false);
    return series;
}

} // namespace

class TestLeftSeries final : public QObject
{
    Q_OBJECT

private slots:
    void isTheRunningMinimumInsideAWindow();
    void breaksAtTheReset();
    void leavesOutAnswersOfAWindowThatIsOver();
    void findsAResetNobodyAnnounced();
    void isFullAgainWhenNobodyCallsAfterTheReset();
    void mayRiseInARollingWindow();
    void knowsWhereNothingWasLeft();
    void staysBoundedUnderAThousandCallsASecond();
    void hasAtMostFourCornersAColumn();
};

void TestLeftSeries::isTheRunningMinimumInsideAWindow()
{
    LeftSeries series = minute();
    const WallTime reset = Start + 60s;
    int at = 1;
    for (const qint64 left : {99, 97, 98, 96, 97, 95}) {
        series.append({Start + at++ * 1s, left, 100, reset});
    }
    double last = 1;
    for (const LeftPoint& point : series.line({Start, Start + 30s}, 650, Start + 30s)) {
        QVERIFY(point.share <= last);
        last = point.share;
    }
    QCOMPARE(last, 0.95);
    QCOMPARE(series.leftAt(Start + 3500ms)->left, 97);
}

void TestLeftSeries::breaksAtTheReset()
{
    LeftSeries series = minute();
    series.append({Start + 50s, 40, 100, Start + 60s});
    series.append({Start + 65s, 99, 100, Start + 120s});
    const QList<LeftPoint> line = series.line({Start, Start + 70s}, 650, Start + 70s);
    QCOMPARE(line.size(), 3);
    QCOMPARE(line[0], (LeftPoint{Start + 50s, 0.4, 40, 100}));
    QCOMPARE(line[1], (LeftPoint{Start + 60s, 1.0, 100, 100}));
    QCOMPARE(line[2], (LeftPoint{Start + 65s, 0.99, 99, 100}));
    QCOMPARE(series.resets({Start, Start + 70s}, Start + 70s), QList<WallTime>{Start + 60s});
}

void TestLeftSeries::leavesOutAnswersOfAWindowThatIsOver()
{
    LeftSeries series = minute();
    series.append({Start + 59s, 3, 100, Start + 60s});
    series.append({Start + 61s, 99, 100, Start + 120s});
    series.append({Start + 61500ms, 2, 100, Start + 60s}); // an answer that was slow
    QCOMPARE(series.leftAt(Start + 62s)->left, 99);
}

void TestLeftSeries::findsAResetNobodyAnnounced()
{
    LeftSeries series = minute();
    series.append({Start + 1s, 30, 100, std::nullopt});
    series.append({Start + 2s, 34, 100, std::nullopt}); // overtaken
    QCOMPARE(series.leftAt(Start + 3s)->left, 30);
    series.append({Start + 9s, 98, 100, std::nullopt});
    QCOMPARE(series.leftAt(Start + 9s)->left, 98);
    QCOMPARE(series.resets({Start, Start + 20s}, Start + 20s), QList<WallTime>{Start + 9s});
}

void TestLeftSeries::isFullAgainWhenNobodyCallsAfterTheReset()
{
    LeftSeries series = minute();
    series.append({Start + 50s, 0, 100, Start + 60s});
    QCOMPARE(series.leftAt(Start + 59s)->left, 0);
    QCOMPARE(series.leftAt(Start + 61s)->left, 100);
    QCOMPARE(series.line({Start, Start + 90s}, 650, Start + 90s).last().share, 1.0);
    QCOMPARE(series.line({Start, Start + 59s}, 650, Start + 59s).last().share, 0.0);
}

void TestLeftSeries::mayRiseInARollingWindow()
{
    LeftSeries series;
    series.setWindow(24h, true);
    series.append({Start, 6'900, 10'000, std::nullopt});
    series.append({Start + 60s, 6'950, 10'000, std::nullopt});
    QCOMPARE(series.leftAt(Start + 60s)->left, 6'950);
    QVERIFY(series.resets({Start, Start + 1h}, Start + 1h).isEmpty());
}

void TestLeftSeries::knowsWhereNothingWasLeft()
{
    LeftSeries series = minute();
    series.append({Start + 20s, 1, 100, Start + 60s});
    series.append({Start + 50s, 0, 100, Start + 60s});
    series.append({Start + 70s, 99, 100, Start + 120s});
    const QList<TimeSlice> empty = series.empty({Start, Start + 80s}, Start + 80s);
    QCOMPARE(empty.size(), 1);
    QCOMPARE(empty.first(), (TimeSlice{Start + 50s, Start + 60s}));
}

void TestLeftSeries::staysBoundedUnderAThousandCallsASecond()
{
    LeftSeries series = minute();
    qint64 left = 60'000;
    for (int i = 0; i < 50'000; ++i) {
        series.append({Start + i * 1ms, --left, 60'000, Start + 60s});
    }
    const QList<LeftPoint> line = series.line({Start, Start + 50s}, 100'000, Start + 50s);
    QVERIFY(line.size() <= 1'001);
    QCOMPARE(line.last().left, 10'000);
}

void TestLeftSeries::hasAtMostFourCornersAColumn()
{
    constexpr quint32 Seed = 3;
    std::mt19937 random(Seed);
    std::uniform_int_distribution<int> gap(100, 2500);
    LeftSeries series = minute();
    WallTime at = Start;
    qint64 left = 100;
    WallTime reset = Start + 60s;
    while (at < Start + 1h) {
        at += std::chrono::milliseconds(gap(random));
        if (at >= reset) {
            reset += 60s;
            left = 100;
        }
        left = std::max<qint64>(left - 2, 0);
        series.append({at, left, 100, reset});
    }
    const TimeSlice slice{Start, at};
    QVERIFY(series.line(slice, 300, at).size() <= 300 * 4);
    double least = 1;
    for (const LeftPoint& point : series.line(slice, 300, at)) {
        least = std::min(least, point.share);
    }
    QCOMPARE(least, 0.0);
}

QTEST_GUILESS_MAIN(TestLeftSeries)
#include "tst_leftseries.moc"
