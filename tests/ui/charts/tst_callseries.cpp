#include "ui/charts/callseries.h"

#include <QTest>

#include <map>
#include <random>
#include <vector>

using namespace Pacewatch;
using namespace std::chrono_literals;

namespace {

const WallTime Start(std::chrono::seconds(1'763'546'400));

} // namespace

class TestCallSeries final : public QObject
{
    Q_OBJECT

private slots:
    void showsTheBusiestSecondOfEachBucket_data();
    void showsTheBusiestSecondOfEachBucket();
    void countsWhatLiesInASlice();
    void keepsTheBusiestSecondWhenItRollsUp();
    void choosesTheBucketByLength();
};

void TestCallSeries::showsTheBusiestSecondOfEachBucket_data()
{
    QTest::addColumn<qint64>("bucket");
    QTest::newRow("1 s") << qint64(1);
    QTest::newRow("5 s") << qint64(5);
    QTest::newRow("15 s") << qint64(15);
    QTest::newRow("1 min") << qint64(60);
    QTest::newRow("10 min") << qint64(600);
}

void TestCallSeries::showsTheBusiestSecondOfEachBucket()
{
    QFETCH(const qint64, bucket);
    constexpr quint32 Seed = 7;
    std::mt19937 random(Seed);
    std::exponential_distribution<double> gap(3);
    std::uniform_int_distribution<int> jitter(-3000, 3000);
    CallSeries series;
    std::map<qint64, CallCount> seconds;
    WallTime at = Start;
    for (int i = 0; i < 8000; ++i) {
        at += fromSeconds(gap(random));
        const WallTime call = at + std::chrono::milliseconds(jitter(random));
        const bool refused = i % 7 == 0;
        series.append(call, refused);
        CallCount& second = seconds[unixSeconds(call)];
        ++(refused ? second.refused : second.allowed);
    }
    const TimeSlice slice{Start + 60s, at + 10min};
    const CallBars bars = series.bars(slice, std::chrono::seconds(bucket));
    QCOMPARE(bars.bucket.count(), bucket);
    qint64 calls = 0;
    for (const CallBar& bar : bars.bars) {
        const qint64 from = unixSeconds(bar.from);
        QCOMPARE(from % bucket, qint64(0));
        CallCount all;
        qint64 most = 0;
        for (qint64 second = from; second < from + bucket; ++second) {
            if (seconds.contains(second)) {
                all.allowed += seconds[second].allowed;
                all.refused += seconds[second].refused;
                most = std::max(most, seconds[second].total());
            }
        }
        QCOMPARE(bar.busiest.total(), most);
        QCOMPARE(bar.all, all);
        calls += all.total();
    }
    QVERIFY(calls > 7000);
}

void TestCallSeries::countsWhatLiesInASlice()
{
    CallSeries series;
    for (int i = 0; i < 100; ++i) {
        series.append(Start + i * 1s, i % 10 == 0);
    }
    QCOMPARE(series.total({Start + 10s, Start + 30s}), (CallCount{18, 2}));
    QCOMPARE(series.total({Start + 200s, Start + 300s}), CallCount{});
}

void TestCallSeries::keepsTheBusiestSecondWhenItRollsUp()
{
    CallSeries series;
    for (int i = 0; i < 26; ++i) {
        series.append(Start + 5s + i * 10ms, i >= 10);
    }
    series.append(Start + 12h, false);
    const CallBars bars = series.bars({Start, Start + 1min}, 1s);
    QCOMPARE(bars.bucket.count(), 10); // the single seconds of that time are gone
    QCOMPARE(bars.bars.size(), 1);
    QCOMPARE(bars.bars.first().busiest, (CallCount{10, 16}));
}

void TestCallSeries::choosesTheBucketByLength()
{
    QCOMPARE(CallSeries::bucketFor(5min, 650), std::chrono::seconds(1s));
    QCOMPARE(CallSeries::bucketFor(15min, 650), std::chrono::seconds(5s));
    QCOMPARE(CallSeries::bucketFor(1h, 650), std::chrono::seconds(15s));
    for (const auto length : {2h, 5h, 24h, 70h}) {
        const auto bucket = CallSeries::bucketFor(length, 650);
        QVERIFY(toSeconds(bucket) / toSeconds(length) * 650 >= 3);
    }
}

QTEST_GUILESS_MAIN(TestCallSeries)
#include "tst_callseries.moc"
