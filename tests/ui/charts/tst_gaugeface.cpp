#include "ui/charts/gaugeface.h"

#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const WallTime WallNow(std::chrono::seconds(1'763'546'400));
const Instant Now{9h};

WindowState minute(qint64 left, Duration resetIn)
{
    WindowState window;
    window.policy.name = u"minute"_s;
    window.policy.limit = 100;
    window.policy.window = 1min;
    window.remaining = left;
    window.limitSource = Source::Headers;
    window.remainingSource = Source::Headers;
    window.asOf = Now - 1s;
    window.resetAt = Now + resetIn;
    return window;
}

GaugeMoment moment(bool isTight = false)
{
    return {Now, WallNow, isTight, true};
}

} // namespace

class TestGaugeFace final : public QObject
{
    Q_OBJECT

private slots:
    void saysWhatIsLeftAndWhenItResets();
    void roundsTheCountdownUp();
    void turnsToTheStateColours();
    void showsShortWindowsByTheirLowest();
    void drawsSmallLimitsAsPips();
    void hasNoCountdownInARollingWindow();
    void dimsWhatIsStale();
    void admitsWhatIsNotKnown();
    void isFullAgainAtZero();
    void saysAboutWhenTheResetIsWorkedOut();
    void saysHowTheGatewayCounts();
    void saysThatTheWayOfCountingIsUndecided();
};

void TestGaugeFace::saysWhatIsLeftAndWhenItResets()
{
    const GaugeFace face = gaugeFace(minute(72, 24s), moment());
    QCOMPARE(face.label, u"Left this minute"_s);
    QCOMPARE(face.source, u"from headers"_s);
    QCOMPARE(face.number, u"72"_s);
    QCOMPARE(face.ofLimit, u"of 100"_s);
    QCOMPARE(face.share, 0.72);
    QVERIFY(face.line.text.startsWith(u"Resets in 24 s"));
    QCOMPARE(*face.ring, 0.4); // 24 of 60 s
    QCOMPARE(*face.pace, 0.4);
    QVERIFY(face.paceTip.contains(u"40"));
}

void TestGaugeFace::roundsTheCountdownUp()
{
    QVERIFY(gaugeFace(minute(72, 23s + 1ms), moment()).line.text.startsWith(u"Resets in 24 s"));
    QVERIFY(gaugeFace(minute(72, 1ms), moment()).line.text.startsWith(u"Resets in 1 s"));
}

void TestGaugeFace::turnsToTheStateColours()
{
    QCOMPARE(gaugeFace(minute(9, 22s), moment(true)).numberColor, Color::StateTightFg);
    const GaugeFace empty = gaugeFace(minute(0, 6s), moment());
    QVERIFY(empty.isEmpty);
    QCOMPARE(empty.numberColor, Color::StateLimitedFg);
    QCOMPARE(gaugeFace(minute(72, 6s), moment()).fill, Color::SeriesMinute);
}

void TestGaugeFace::showsShortWindowsByTheirLowest()
{
    WindowState second = minute(10, 1s);
    second.policy.window = 1s;
    second.policy.limit = 10;
    second.lowest = 7;
    second.busiest = 3;
    GaugeFace face = gaugeFace(second, moment());
    QCOMPARE(face.number, u"7"_s);
    QCOMPARE(face.source, u"lowest in 60 s"_s);
    QCOMPARE(face.line.text, u"Busiest second used 3"_s);
    QVERIFY(!face.ring && !face.pace);
    second.busiest = 31;
    second.busiestWasRefused = true;
    face = gaugeFace(second, moment());
    QCOMPARE(face.line.text, u"31 calls tried in one second"_s);
    QCOMPARE(face.iconColor, Color::StateLimitedFill);
}

void TestGaugeFace::drawsSmallLimitsAsPips()
{
    WindowState few = minute(3, 24s);
    few.policy.limit = 20;
    QCOMPARE(gaugeFace(few, moment()).pips, 20);
    QCOMPARE(gaugeFace(few, moment()).pipsLeft, 3);
    few.policy.limit = 21;
    QCOMPARE(gaugeFace(few, moment()).pips, 0);
}

void TestGaugeFace::hasNoCountdownInARollingWindow()
{
    WindowState people = minute(6'899, 1h);
    people.policy.limit = 10'000;
    people.policy.window = 24h;
    people.policy.unit = Unit::People;
    people.policy.note = u"Meta’s limit, last 24 hours"_s;
    people.isRolling = true;
    const GaugeFace face = gaugeFace(people, moment());
    QVERIFY(!face.ring && !face.pace);
    QCOMPARE(face.line.text, people.policy.note);
    QCOMPARE(face.number, u"6,899"_s);
}

void TestGaugeFace::dimsWhatIsStale()
{
    WindowState old = minute(64, 20s);
    old.asOf = Now - 34s;
    const GaugeFace face = gaugeFace(old, moment());
    QVERIFY(face.isStale);
    QVERIFY(!face.ring && !face.pace);
    QVERIFY(face.line.text.endsWith(u"34 s ago"));
    QVERIFY(!gaugeFace(old, GaugeMoment{Now, WallNow, false, false}).isStale);
}

void TestGaugeFace::admitsWhatIsNotKnown()
{
    WindowState unknown = minute(0, 20s);
    unknown.remaining.reset();
    unknown.resetAt.reset();
    const GaugeFace face = gaugeFace(unknown, moment());
    QVERIFY(!face.isKnown);
    QCOMPARE(face.number, u"–"_s);
    QCOMPARE(face.source, u"not known"_s);
}

void TestGaugeFace::isFullAgainAtZero()
{
    WindowState over = minute(3, -1s);
    over.asOf = Now - 5s;
    GaugeFace face = gaugeFace(over, moment());
    QCOMPARE(face.number, u"100"_s);
    QCOMPARE(*face.ring, 1.0);
    QCOMPARE(face.source, u"from headers"_s);
    over.resetAt = Now - 2s;
    face = gaugeFace(over, moment());
    QCOMPARE(face.source, u"worked out"_s);
}

void TestGaugeFace::saysAboutWhenTheResetIsWorkedOut()
{
    WindowState window = minute(72, 24s);
    window.resetIsAbout = true;
    QVERIFY(gaugeFace(window, moment()).line.text.startsWith(u"Resets in about 24 s"));
}

void TestGaugeFace::saysHowTheGatewayCounts()
{
    WindowState window = minute(72, 24s);
    QVERIFY(gaugeFace(window, moment()).counting.isEmpty());
    window.inferred.kind = Counting::Fixed;
    window.inferred.isDecided = true;
    window.inferred.confidence = 0.968;
    window.inferred.answers = 80;
    window.inferred.phase = Duration::zero();
    window.inferred.clue = Clue{Now - 24s, Counting::Sliding, 3, 71, 72};
    window.inferred.foreign = Between{8.2, 15.1};
    const GaugeFace face = gaugeFace(window, moment());
    QCOMPARE(face.counting, u"Fixed minutes from :00, 96% sure"_s);
    QVERIFY(face.countingTip.startsWith(
        u"This gateway counts in fixed minutes, from :00 of its clock; 96% sure."));
    QVERIFY(face.countingTip.contains(
        u"it counted 3 where a sliding window would have counted 71 to 72."));
    QVERIFY(face.countingTip.endsWith(u"Others use 8 to 16 calls of each minute."));
}

void TestGaugeFace::saysThatTheWayOfCountingIsUndecided()
{
    WindowState window = minute(72, 24s);
    window.inferred.answers = 12;
    window.inferred.readyAt = Now + 38s;
    QCOMPARE(gaugeFace(window, moment()).counting, u"Way of counting: known in 38 s"_s);
    window.inferred.readyAt.reset();
    QCOMPARE(gaugeFace(window, moment()).counting, u"Way of counting: undecided"_s);
}

QTEST_GUILESS_MAIN(TestGaugeFace)
#include "tst_gaugeface.moc"
