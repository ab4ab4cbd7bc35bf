#include "tests/support/fabricatedsession.h"
#include "ui/charts/timelinecontent.h"
#include "ui/charts/timelinelayout.h"
#include "ui/wording/charts.h"

#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const WallTime End(std::chrono::seconds(1'763'546'400) + 54s);
const Instant EndInstant{9h};

History historyOf(const FabricatedSession& session)
{
    History history;
    history.takeState(session.state);
    for (const Exchange& exchange : session.exchanges) {
        history.take(exchange);
    }
    return history;
}

TimeScale lastMinutes(Duration length)
{
    return {{End - length, End}, 58, 708};
}

} // namespace

class TestTimelineLayout final : public QObject
{
    Q_OBJECT

private slots:
    void standsWhereTheDesignPutsIt();
    void givesGrowthToThePlots();
    void mergesRefusalsCloserThanNinePixels();
    void hidesCountsThatFindNoRoom();
    void keepsMarksOfASteadyStreamApart();
    void widensShortWaits();
    void movesEndLabelsApart_data();
    void movesEndLabelsApart();
    void leavesTheLabelOfThePresentAlone();
    void drawsNoMoreCornersThanColumnsAllow();
    void walksFromEventToEvent();
    void tellsABurstInTheTip();
    void tellsANoteInTheTip();
    void tellsAKeptWaitInTheTip();
};

void TestTimelineLayout::standsWhereTheDesignPutsIt()
{
    const TimelineLayout layout = TimelineLayout::of({836, 462});
    QCOMPARE(layout.left, QRectF(58, 37, 650, 174));
    QCOMPARE(layout.calls, QRectF(58, 247, 650, 82));
    QCOMPARE(layout.refusals, QRectF(58, 341, 650, 19));
    QCOMPARE(layout.waits, QRectF(58, 362, 650, 19));
    QCOMPARE(layout.overview.height(), 34.0);
    QVERIFY(layout.overview.bottom() <= 462);
}

void TestTimelineLayout::givesGrowthToThePlots()
{
    const TimelineLayout low = TimelineLayout::of(QSize(836, TimelineLayout::leastHeight()));
    const TimelineLayout high = TimelineLayout::of({1200, 900});
    QVERIFY(low.left.height() > 80 && low.calls.height() > 40);
    QVERIFY(high.left.height() > low.left.height());
    QCOMPARE(high.refusals.height(), low.refusals.height());
    for (const TimelineLayout& layout : {low, high}) {
        QVERIFY(layout.left.bottom() < layout.callsTitle.top());
        QVERIFY(layout.callsTitle.bottom() < layout.calls.top());
        QVERIFY(layout.waits.bottom() < layout.timeLabels.top());
        QVERIFY(layout.timeLabels.bottom() < layout.overview.top());
    }
}

void TestTimelineLayout::mergesRefusalsCloserThanNinePixels()
{
    CallBars seconds; // 1 s is 2.17 pixels on five minutes
    for (const auto& [after, refused] :
         {std::pair(10s, 14), std::pair(12s, 2), std::pair(60s, 5)}) {
        CallBar bar;
        bar.from = End - 5min + after;
        bar.all.refused = refused;
        seconds.bars.append(bar);
    }
    const QList<RefusalMark> marks = mergeRefusals(seconds, lastMinutes(5min), 30);
    QCOMPARE(marks.size(), 2);
    QCOMPARE(marks[0].count, 16); // 14 + 2
    QCOMPARE(marks[1].count, 5);
    QVERIFY(marks[0].showsCount);
    for (qsizetype i = 1; i < marks.size(); ++i) {
        QVERIFY(marks[i].x - marks[i - 1].x >= 9);
    }
}

void TestTimelineLayout::hidesCountsThatFindNoRoom()
{
    CallBars seconds;
    for (int i = 0; i < 10; ++i) {
        CallBar bar;
        bar.from = End - 5min + i * 7s; // 15 pixels
        bar.all.refused = 3;
        seconds.bars.append(bar);
    }
    const QList<RefusalMark> marks = mergeRefusals(seconds, lastMinutes(5min), 30);
    QCOMPARE(marks.size(), 10);
    QVERIFY(!marks.first().showsCount);
    QVERIFY(marks.last().showsCount);
}

void TestTimelineLayout::keepsMarksOfASteadyStreamApart()
{
    CallBars seconds;
    for (int i = 0; i < 290; ++i) {
        CallBar bar;
        bar.from = End - 5min + i * 1s;
        bar.all.refused = 1;
        seconds.bars.append(bar);
    }
    const QList<RefusalMark> marks = mergeRefusals(seconds, lastMinutes(5min), 30);
    QVERIFY(marks.size() > 5);
    qint64 refused = 0;
    for (const RefusalMark& mark : marks) {
        refused += mark.count;
    }
    QCOMPARE(refused, 290);
}

void TestTimelineLayout::widensShortWaits()
{
    Wait shortWait{End - 4min, End - 4min + 200ms, 1, 1, std::nullopt};
    Wait longWait{End - 2min, End - 2min + 25s, 3, 0, End - 2min + 26s};
    const QList<WaitBar> bars = placeWaits({shortWait, longWait}, lastMinutes(5min), 60);
    QCOMPARE(bars[0].right - bars[0].left, 3.0);
    QVERIFY(!bars[0].hasCross);
    QVERIFY(bars[1].hasLabel);
    QVERIFY(!bars[1].hasCross);
}

void TestTimelineLayout::movesEndLabelsApart_data()
{
    QTest::addColumn<QList<double>>("wanted");
    QTest::addColumn<QList<double>>("placed");
    QTest::newRow("far apart") << QList<double>{100, 200} << QList<double>{100, 200};
    QTest::newRow("touching") << QList<double>{100, 110} << QList<double>{100, 136};
    QTest::newRow("crossed") << QList<double>{110, 100} << QList<double>{136, 100};
    QTest::newRow("at the bottom") << QList<double>{250, 250} << QList<double>{214, 250};
    QTest::newRow("three") << QList<double>{245, 240, 100} << QList<double>{250, 214, 100};
}

void TestTimelineLayout::movesEndLabelsApart()
{
    QFETCH(const QList<double>, wanted);
    QFETCH(const QList<double>, placed);
    QCOMPARE(moveApart(wanted, 36, 50, 250), placed);
}

void TestTimelineLayout::leavesTheLabelOfThePresentAlone()
{
    for (const Duration length :
         {Duration(20s), Duration(5min), Duration(15min), Duration(1h), Duration(17h)}) {
        for (int shift = 0; shift < 60; ++shift) {
            TimeScale scale = lastMinutes(length);
            scale.slice.from += shift * 1s;
            scale.slice.to += shift * 1s;
            const QList<TimeTick> labels = labelsWithRoom(scale.ticks(100, 0s), scale, 34, 80);
            for (const TimeTick& tick : labels) {
                QVERIFY(scale.map(tick.at) + 17 < scale.right - 80);
            }
        }
    }
}

void TestTimelineLayout::drawsNoMoreCornersThanColumnsAllow()
{
    const FabricatedSession session = stormySession(ConnectionId(1), End, EndInstant);
    const History history = historyOf(session);
    const TimelineContent content
        = collectTimeline(history, session.state.windows, lastMinutes(5min), End);
    QVERIFY(!content.lines.isEmpty());
    QCOMPARE(content.bars.bucket.count(), 1);
    QCOMPARE(content.secondLimit, std::optional<qint64>(10));
    for (const LeftLine& line : content.lines) {
        QVERIFY(line.points.size() <= 650 * 8);
        for (qsizetype i = 1; i < line.points.size(); ++i) {
            QVERIFY(line.points[i].x() >= line.points[i - 1].x());
            QVERIFY(line.points[i].x() == line.points[i - 1].x()
                    || line.points[i].y() == line.points[i - 1].y()); // steps only
        }
    }
}

void TestTimelineLayout::walksFromEventToEvent()
{
    const FabricatedSession session = stormySession(ConnectionId(1), End, EndInstant);
    const History history = historyOf(session);
    const TimelineContent content
        = collectTimeline(history, session.state.windows, lastMinutes(5min), End);
    std::optional<WallTime> at = nextMoment(content, content.scale.slice.from, true);
    int steps = 0;
    while (at) {
        const std::optional<WallTime> next = nextMoment(content, *at, true);
        QVERIFY(!next || *next > *at);
        QVERIFY(!next || nextMoment(content, *next, false) == at);
        at = next;
        ++steps;
    }
    QVERIFY(steps > 20);
}

void TestTimelineLayout::tellsABurstInTheTip()
{
    const FabricatedSession session = stormySession(ConnectionId(1), End, EndInstant);
    const History history = historyOf(session);
    const TimelineContent content
        = collectTimeline(history, session.state.windows, lastMinutes(5min), End);
    const WallTime burst(std::chrono::seconds(unixSeconds(End) / 30 * 30 - 30));
    const Wording::TimelineTip tip = Wording::timelineTip(content, burst, 1s);
    QCOMPARE(tip.lines.size(), 2);
    QVERIFY(tip.lines[0].endsWith(u"calls in this second"));
    QVERIFY(tip.lines[1].contains(u"refused"));
    QVERIFY(tip.dim.contains(u"of 100 left in the minute"));
}

void TestTimelineLayout::tellsANoteInTheTip()
{
    const FabricatedSession session = calmSession(ConnectionId(1), End, EndInstant);
    History history = historyOf(session);
    history.take(MomentNote{ConnectionId(1), End - 60s, u"The customer\ncalled"_s});
    history.take(MomentNote{ConnectionId(1), End - 120s, QString(200, u'x')});
    history.take(MomentNote{ConnectionId(1), End - 20min, u"long ago"_s});
    const TimelineContent content
        = collectTimeline(history, session.state.windows, lastMinutes(5min), End);
    QCOMPARE(content.notes.size(), 2);
    QCOMPARE(content.notes.first().at, End - 120s);
    QCOMPARE(Wording::timelineTip(content, End - 60s, 1s).lines.last(),
             u"Note: The customer called"_s);
    QVERIFY(Wording::timelineTip(content, End - 120s, 1s).lines.last().size() < 70);
    QVERIFY(!Wording::timelineTip(content, End - 90s, 1s).lines.last().startsWith(u"Note"));
    QCOMPARE(nextMoment(content, End - 60s - 1ns, true), std::optional<WallTime>(End - 60s));
}

void TestTimelineLayout::tellsAKeptWaitInTheTip()
{
    const FabricatedSession session = calmSession(ConnectionId(1), End, EndInstant);
    const History history = historyOf(session);
    const TimelineContent content
        = collectTimeline(history, session.state.windows, lastMinutes(15min), End);
    QCOMPARE(content.waits.size(), 1);
    QVERIFY(content.waits.first().isKept());
    const Wording::TimelineTip tip = Wording::timelineTip(content, content.waits.first().from, 15s);
    QVERIFY(tip.dim.startsWith(u"Kept. Next call at"));
    QVERIFY(tip.lines.join(u'\n').contains(u"3 refused, asked to wait"));
}

QTEST_GUILESS_MAIN(TestTimelineLayout)
#include "tst_timelinelayout.moc"
