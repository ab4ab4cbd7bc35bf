#include "ui/charts/series.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <random>
#include <vector>

using namespace Pacewatch;
using namespace std::chrono_literals;

namespace {

const WallTime Start(std::chrono::seconds(1'763'546'400));

struct Sample
{
    WallTime at;
    double value;
};

/// What the envelope must be, from every single sample.
QList<Column> bruteForce(const std::vector<Sample>& samples, const TimeSlice& slice, int columns,
                         std::chrono::seconds step)
{
    const Duration width = Series::columnWidth(slice, columns);
    std::map<Duration, Column> found;
    const Duration first = slice.from.time_since_epoch() / step * Duration(step);
    for (const Sample& sample : samples) {
        const Duration start = sample.at.time_since_epoch() / step * Duration(step);
        if (start < first || start >= slice.to.time_since_epoch()) {
            continue;
        }
        const Duration at = start / width * width;
        auto [place, isNew]
            = found.try_emplace(at, Column{WallTime(at), sample.value, sample.value});
        place->second.min = std::min(place->second.min, sample.value);
        place->second.max = std::max(place->second.max, sample.value);
    }
    QList<Column> columnsFound;
    for (const auto& [at, column] : found) {
        columnsFound.append(column);
    }
    return columnsFound;
}

} // namespace

class TestSeries final : public QObject
{
    Q_OBJECT

private slots:
    void agreesWithAllSamples_data();
    void agreesWithAllSamples();
    void keepsColumnsInPlaceWhileTheSliceMoves();
    void forgetsTheOldestAtTheFinestStepFirst();
    void knowsMeanAndCount();
};

void TestSeries::agreesWithAllSamples_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<int>("columns");
    QTest::newRow("a minute on 650 pixels") << qint64(60) << 650;
    QTest::newRow("5 minutes on 650 pixels") << qint64(300) << 650;
    QTest::newRow("50 minutes on 100 pixels") << qint64(3000) << 100;
    QTest::newRow("50 minutes on 3 pixels") << qint64(3000) << 3;
    QTest::newRow("one pixel") << qint64(600) << 1;
}

void TestSeries::agreesWithAllSamples()
{
    QFETCH(const qint64, seconds);
    QFETCH(const int, columns);
    constexpr quint32 Seed = 20'251'119;
    std::mt19937 random(Seed);
    std::uniform_int_distribution<int> gap(0, 900);
    std::uniform_int_distribution<int> jitter(-4000, 4000);
    std::uniform_real_distribution<double> value(-5, 5);
    Series series;
    std::vector<Sample> samples;
    WallTime at = Start;
    for (int i = 0; i < 6000; ++i) {
        at += std::chrono::milliseconds(gap(random));
        samples.push_back({at + std::chrono::milliseconds(jitter(random)), value(random)});
        series.append(samples.back().at, samples.back().value);
    }
    for (int i = 0; i < 20; ++i) {
        const WallTime to = at - i * 7s - 13ms;
        const TimeSlice slice{to - std::chrono::seconds(seconds), to};
        const QList<Column> envelope = series.envelope(slice, columns);
        QVERIFY2(envelope == bruteForce(samples, slice, columns, series.stepFor(slice, columns)),
                 qPrintable(QStringLiteral("seed %1, slice %2").arg(Seed).arg(i)));
        QVERIFY(envelope.size() <= columns + 1);
    }
}

void TestSeries::keepsColumnsInPlaceWhileTheSliceMoves()
{
    Series series;
    for (int i = 0; i < 3000; ++i) {
        series.append(Start + i * 1s, i % 17);
    }
    const QList<Column> before = series.envelope({Start + 100s, Start + 1300s}, 101);
    const QList<Column> after = series.envelope({Start + 112s, Start + 1312s}, 101);
    QCOMPARE(after[5], before[6]);
    QCOMPARE(after[50], before[51]);
}

void TestSeries::forgetsTheOldestAtTheFinestStepFirst()
{
    Series series;
    for (int i = 0; i < 7200; ++i) {
        series.append(Start + i * 1s, i);
    }
    const TimeSlice old{Start + 10s, Start + 70s};
    QCOMPARE(series.stepFor(old, 600).count(), 10);
    QCOMPARE(series.envelope(old, 600).size(), 6);
    const TimeSlice fresh{Start + 7000s, Start + 7060s};
    QCOMPARE(series.stepFor(fresh, 600).count(), 1);
    QCOMPARE(series.envelope(fresh, 600).size(), 60);
}

void TestSeries::knowsMeanAndCount()
{
    Series series;
    QVERIFY(!series.total({Start, Start + 60s}));
    for (const double value : {4.0, 8.0, 6.0}) {
        series.append(Start + 5s, value);
    }
    const std::optional<Span> total = series.total({Start, Start + 60s});
    QVERIFY(total);
    QCOMPARE(total->count, 3U);
    QCOMPARE(total->mean(), 6.0);
    QCOMPARE(total->min, 4.0);
    QCOMPARE(total->max, 8.0);
}

QTEST_GUILESS_MAIN(TestSeries)
#include "tst_series.moc"
