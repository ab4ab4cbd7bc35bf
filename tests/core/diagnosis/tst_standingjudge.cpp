#include "core/diagnosis/standingjudge.h"
#include "tests/support/calls.h"

#include <QTest>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Instant at(Duration span)
{
    return Make::start() + span;
}

StandingFacts calling(Duration lastCall)
{
    StandingFacts facts;
    facts.lastCall = at(lastCall);
    facts.windows = {Make::window(u"minute"_s, 1min, 100, 72, 60s)};
    facts.pace = 0.5;
    return facts;
}

} // namespace

class TestStandingJudge final : public QObject
{
    Q_OBJECT

private slots:
    void limitedAppearsAtOnceAndLeavesAfterAMinute();
    void aKeptWaitIsWaitingAndABrokenOneLimited();
    void tightMeansEmptyBeforeTheReset();
    void tightStaysUntilThereIsRoom();
    void everyOtherStateStaysThreeSeconds();
    void silenceIsQuiet();
    void unreachableAndRefusedKeyWinOverAll();
    void estimatesWhatIsLeftAtTheReset();
};

void TestStandingJudge::limitedAppearsAtOnceAndLeavesAfterAMinute()
{
    StandingJudge judge;
    StandingFacts facts = calling(0s);
    QCOMPARE(judge.judge(facts, at(0s)), Standing::Clear);
    facts.lastRefusal = at(1s);
    QCOMPARE(judge.judge(facts, at(1s)), Standing::Limited);
    QCOMPARE(judge.since(), at(1s));
    facts.lastCall = at(60s);
    QCOMPARE(judge.judge(facts, at(60s)), Standing::Limited);
    QCOMPARE(judge.judge(facts, at(61s)), Standing::Clear);
}

void TestStandingJudge::aKeptWaitIsWaitingAndABrokenOneLimited()
{
    StandingJudge judge;
    StandingFacts facts = calling(0s);
    facts.lastRefusal = at(0s);
    facts.waitUntil = at(25s);
    QCOMPARE(judge.judge(facts, at(0s)), Standing::Waiting);
    QCOMPARE(judge.judge(facts, at(24s)), Standing::Waiting);
    facts.sentDuringWait = true;
    QCOMPARE(judge.judge(facts, at(24s)), Standing::Limited);
}

void TestStandingJudge::tightMeansEmptyBeforeTheReset()
{
    StandingJudge judge;
    StandingFacts facts = calling(37s);
    facts.windows = {Make::window(u"minute"_s, 1min, 100, 30, 60s)};
    facts.pace = 1.2; // 25 s to empty, 23 s to the reset
    QCOMPARE(judge.judge(facts, at(37s)), Standing::Clear);
    facts.pace = 2; // 15 s to empty
    QCOMPARE(judge.judge(facts, at(41s)), Standing::Tight);
}

void TestStandingJudge::tightStaysUntilThereIsRoom()
{
    StandingJudge judge;
    StandingFacts facts = calling(0s);
    facts.pace = 0.1;
    facts.windows = {Make::window(u"minute"_s, 1min, 100, 9, 60s)};
    QCOMPARE(judge.judge(facts, at(0s)), Standing::Tight);
    facts.windows = {Make::window(u"minute"_s, 1min, 100, 20, 60s)};
    QCOMPARE(judge.judge(facts, at(5s)), Standing::Tight);
    facts.windows = {Make::window(u"minute"_s, 1min, 100, 21, 60s)};
    QCOMPARE(judge.judge(facts, at(10s)), Standing::Clear);
}

void TestStandingJudge::everyOtherStateStaysThreeSeconds()
{
    StandingJudge judge;
    StandingFacts facts = calling(0s);
    facts.pace = 0.1;
    facts.windows = {Make::window(u"minute"_s, 1min, 100, 9, 60s)};
    QCOMPARE(judge.judge(facts, at(0s)), Standing::Tight);
    facts.windows = {Make::window(u"minute"_s, 1min, 100, 90, 60s)};
    QCOMPARE(judge.judge(facts, at(2s)), Standing::Tight);
    QCOMPARE(judge.judge(facts, at(3s)), Standing::Clear);
}

void TestStandingJudge::silenceIsQuiet()
{
    StandingJudge judge;
    QCOMPARE(judge.judge(StandingFacts{}, at(0s)), Standing::Quiet);
    QCOMPARE(judge.judge(calling(0s), at(0s)), Standing::Clear); // the first call shows at once
    QCOMPARE(judge.judge(calling(0s), at(59s)), Standing::Clear);
    QCOMPARE(judge.judge(calling(0s), at(60s)), Standing::Quiet);
}

void TestStandingJudge::unreachableAndRefusedKeyWinOverAll()
{
    StandingJudge judge;
    StandingFacts facts = calling(0s);
    facts.lastRefusal = at(0s);
    QCOMPARE(judge.judge(facts, at(0s)), Standing::Limited);
    facts.keyWasRefused = true;
    QCOMPARE(judge.judge(facts, at(4s)), Standing::KeyRefused);
    facts.isReachable = false;
    QCOMPARE(judge.judge(facts, at(8s)), Standing::Off);
}

void TestStandingJudge::estimatesWhatIsLeftAtTheReset()
{
    const WindowState window = Make::window(u"minute"_s, 1min, 100, 72, 60s);
    const Outlook calm = StandingJudge::outlook(window, 0.75, at(36s)); // 24 s to go
    QCOMPARE(calm.spareAtReset, std::optional<qint64>(54));
    QVERIFY(!calm.emptyIn);
    const Outlook storm = StandingJudge::outlook(window, 8, at(36s));
    QCOMPARE(storm.emptyIn, std::optional<Duration>(9s));
    QVERIFY(storm.isTight);
}

QTEST_GUILESS_MAIN(TestStandingJudge)
#include "tst_standingjudge.moc"
