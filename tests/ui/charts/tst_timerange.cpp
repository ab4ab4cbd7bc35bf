#include "ui/charts/timerange.h"

#include <QSignalSpy>
#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;

namespace {

const WallTime Start(std::chrono::seconds(1'763'546'400));

} // namespace

class TestTimeRange final : public QObject
{
    Q_OBJECT

private slots:
    void followsThePresent();
    void growsWithAYoungSession();
    void standsStillAfterASelection();
    void followsAgainWhenTheRightHandleIsAtTheEnd();
    void keepsThePlaceUnderThePointerWhenItZooms();
    void returnsToTheLastPreset();
    void neverLeavesTheSession();
    void showsTheWholeSession();
    void comesBackFromAVisit();
};

void TestTimeRange::followsThePresent()
{
    TimeRange range;
    range.setSession({Start, Start + 1h});
    QCOMPARE(range.slice(), (TimeSlice{Start + 55min, Start + 1h}));
    QSignalSpy changes(&range, &TimeRange::changed);
    range.setSession({Start, Start + 1h + 1s});
    QCOMPARE(range.slice().to, Start + 1h + 1s);
    QCOMPARE(changes.size(), 1);
    range.setSession({Start, Start + 1h + 1s});
    QCOMPARE(changes.size(), 1);
}

void TestTimeRange::comesBackFromAVisit()
{
    TimeRange range;
    range.setSession({Start, Start + 1h});
    range.setPreset(TimeRange::Preset::Minutes15);
    const TimeSlice evidence{Start + 10min, Start + 10min + 3s};
    range.visit({Start + 9min, Start + 11min}, evidence);
    QCOMPARE(range.evidence(), std::optional(evidence));
    QVERIFY(!range.follows());
    range.zoom(0.5, Start + 10min); // still there
    QCOMPARE(range.evidence(), std::optional(evidence));
    range.setSession({Start, Start + 2h});
    range.comeBack();
    QVERIFY(!range.evidence());
    QVERIFY(range.follows() && range.isPreset());
    QCOMPARE(range.slice(), (TimeSlice{Start + 105min, Start + 2h}));
    range.visit({Start + 9min, Start + 11min}, evidence);
    range.select({Start + 20min, Start + 30min});
    QVERIFY(!range.evidence());
    range.comeBack(); // there is nothing to come back from
    QCOMPARE(range.slice(), (TimeSlice{Start + 20min, Start + 30min}));
}

void TestTimeRange::growsWithAYoungSession()
{
    TimeRange range;
    range.setSession({Start, Start + 5s});
    QCOMPARE(range.slice(), (TimeSlice{Start - 55s, Start + 5s}));
    range.setSession({Start, Start + 2min});
    QCOMPARE(range.slice(), (TimeSlice{Start, Start + 2min}));
    range.setSession({Start, Start + 6min});
    QCOMPARE(range.slice(), (TimeSlice{Start + 1min, Start + 6min}));

    TimeRange chosen;
    chosen.setSession({Start, Start + 2min});
    chosen.setPreset(TimeRange::Preset::Minutes5);
    QCOMPARE(chosen.slice(), (TimeSlice{Start - 3min, Start + 2min}));
}

void TestTimeRange::standsStillAfterASelection()
{
    TimeRange range;
    range.setSession({Start, Start + 1h});
    QSignalSpy choices(&range, &TimeRange::chosen);
    range.select({Start + 10min, Start + 12min});
    QVERIFY(!range.follows());
    QVERIFY(!range.isPreset());
    QCOMPARE(choices.size(), 1);
    range.setSession({Start, Start + 2h});
    QCOMPARE(range.slice(), (TimeSlice{Start + 10min, Start + 12min}));
}

void TestTimeRange::followsAgainWhenTheRightHandleIsAtTheEnd()
{
    TimeRange range;
    range.setSession({Start, Start + 1h});
    range.select({Start + 40min, Start + 1h});
    QVERIFY(range.follows());
    range.setSession({Start, Start + 1h + 30s});
    QCOMPARE(range.slice(), (TimeSlice{Start + 40min + 30s, Start + 1h + 30s}));
}

void TestTimeRange::keepsThePlaceUnderThePointerWhenItZooms()
{
    TimeRange range;
    range.setSession({Start, Start + 2h});
    range.select({Start + 30min, Start + 50min});
    const WallTime pointer = Start + 35min;
    range.zoom(0.5, pointer);
    QCOMPARE(range.slice(), (TimeSlice{Start + 32min + 30s, Start + 42min + 30s}));
}

void TestTimeRange::returnsToTheLastPreset()
{
    TimeRange range;
    range.setSession({Start, Start + 1h});
    range.setPreset(TimeRange::Preset::Minutes5);
    range.select({Start, Start + 1min});
    range.reset();
    QVERIFY(range.isPreset());
    QVERIFY(range.follows());
    QCOMPARE(range.slice(), (TimeSlice{Start + 55min, Start + 1h}));
}

void TestTimeRange::neverLeavesTheSession()
{
    TimeRange range;
    range.setSession({Start, Start + 1h});
    range.select({Start - 1h, Start - 50min});
    QVERIFY(range.slice().from >= Start);
    range.select({Start + 10min, Start + 10min});
    QCOMPARE(range.slice().length(), Duration(10s));
    range.zoom(1000, Start + 30min);
    QVERIFY(range.slice().length() <= Duration(1h));
    range.move(9h);
    QCOMPARE(range.slice().to, Start + 1h);
}

void TestTimeRange::showsTheWholeSession()
{
    TimeRange range;
    range.setSession({Start, Start + 42min});
    range.setPreset(TimeRange::Preset::All);
    QCOMPARE(range.slice(), (TimeSlice{Start, Start + 42min}));
    range.setSession({Start, Start + 43min});
    QCOMPARE(range.slice(), (TimeSlice{Start, Start + 43min}));
}

QTEST_GUILESS_MAIN(TestTimeRange)
#include "tst_timerange.moc"
