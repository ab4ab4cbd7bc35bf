#include "core/queue/dispatcher.h"
#include "tests/core/queue/scriptedport.h"
#include "tests/support/fakeclock.h"

#include <QTest>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestDispatcher final : public QObject
{
    Q_OBJECT

private slots:
    void finishesWhatIsInTheAirWhenPaused();
    void goesOnWhereItStopped();
    void changesItsPaceWhileItRuns();
    void sendsLiveOnlyWhatWasConfirmed();
    void holdsWhatIsAddedToALiveRun();
    void pausesALiveRunAfterThreeFailuresInARow();
    void goesOnAfterFailuresInPractice();
    void waitsAsLongAsTheGatewayAsks();
    void waitsThirtySecondsWhenNothingIsAsked();
    void retriesThreeTimesAndNoMore();
    void neverRepeatsWhatIsRefusedForGood_data();
    void neverRepeatsWhatIsRefusedForGood();
    void leavesOpenWhatMayHaveArrived_data();
    void leavesOpenWhatMayHaveArrived();
    void repeatsACallThatMayBeRepeated();
    void repeatsWhatNeverLeft();
    void holdsOneRecipientAndLetsOthersGo();
    void sendsNoBodyThatIsTooLarge();
    void cancelsOneItem();
    void sendsFirstWhatIsPutFirst();
    void sendsNothingBeforeItIsOnDisk();
    void takesBackWhatTheDiskDidNotTake();
    void losesSightOfWhatIsCutOff();
    void writesNoPlans();
    void saysWhichWindowKeepsAnItem();
    void saysThatThePaceKeepsAnItem();
    void saysThatTheGatewayAskedToWait();
    void saysThatOnlyTheRecipientWaits();
    void saysThatAnAttemptDidNotGetThrough();
    void writesThatAnItemCameBack();
};

namespace {

struct Bench
{
    Bench() { dispatcher.setTarget(SendTarget::Practice); }

    void add(int count, qsizetype bodySize = 10)
    {
        QList<SendDraft> drafts;
        for (int i = 0; i < count; ++i) {
            drafts.append({"POST", "/send", QByteArray(bodySize, 'x'),
                           u"+1202555010"_s + QString::number(i)});
        }
        dispatcher.enqueue(drafts);
    }

    const SendItem& item(quint64 id) { return *dispatcher.queue().find(ItemId(id)); }
    ItemState state(quint64 id) { return item(id).state; }

    /// Adds one item, sends it and has it answered.
    void sendOne(int status, const Reading& reading = {})
    {
        add(1);
        (void)dispatcher.start();
        port.answer(status, reading);
    }

    static DispatchRules rules()
    {
        DispatchRules made;
        made.bodyLimit = 1000;
        Endpoint list;
        list.method = "GET";
        list.path = "/templates";
        list.repeatable = true;
        made.endpoints = {list};
        return made;
    }

    FakeClock clock;
    Limiter limiter;
    ScriptedPort port;
    quint64 last = 0;
    Dispatcher dispatcher{clock, limiter, &port, rules(), [this] { return ItemId(++last); }, {}};
};

Reading asksToWait(Duration wait, const QString& scope = {})
{
    Reading reading;
    reading.isRateLimited = true;
    reading.retryAfter = wait;
    reading.scope = scope;
    return reading;
}

} // namespace

void TestDispatcher::finishesWhatIsInTheAirWhenPaused()
{
    Bench bench;
    bench.add(2);
    QVERIFY(bench.dispatcher.start());
    bench.dispatcher.pause();
    bench.port.answer(200);
    bench.clock.advance(1min);
    QCOMPARE(bench.state(1), ItemState::Sent);
    QCOMPARE(bench.state(2), ItemState::Ready);
    QCOMPARE(bench.port.sent().size(), 1);
    QVERIFY(bench.dispatcher.state().isPaused);
    QVERIFY(bench.dispatcher.state().pausedBecause.isEmpty());
}

void TestDispatcher::goesOnWhereItStopped()
{
    Bench bench;
    bench.add(2);
    QVERIFY(bench.dispatcher.start());
    bench.port.answer(200);
    bench.dispatcher.pause();
    bench.port.answer(200);
    QVERIFY(!bench.dispatcher.state().isRunning);
    bench.add(1);
    QVERIFY(bench.dispatcher.start());
    bench.port.answer(200);
    QCOMPARE(bench.port.sent().size(), 3);
    QCOMPARE(bench.dispatcher.state().done, 3);
}

void TestDispatcher::changesItsPaceWhileItRuns()
{
    Bench bench;
    Pace pace;
    pace.kind = Pace::Kind::Rate;
    pace.perSecond = 0.1;
    pace.concurrency = 0;
    bench.dispatcher.setPace(pace);
    bench.add(10);
    QVERIFY(bench.dispatcher.start());
    bench.clock.advance(9s);
    QCOMPARE(bench.port.sent().size(), 1);
    pace.perSecond = 1;
    bench.dispatcher.setPace(pace);
    bench.clock.advance(5s);
    QVERIFY(bench.port.sent().size() >= 6);
}

void TestDispatcher::sendsLiveOnlyWhatWasConfirmed()
{
    Bench bench;
    bench.add(3);
    bench.dispatcher.setTarget(SendTarget::Live);
    QVERIFY(!bench.dispatcher.start());
    QVERIFY(!bench.dispatcher.start(2));
    QCOMPARE(bench.port.sent().size(), 0);
    QVERIFY(bench.dispatcher.start(3));
    QCOMPARE(bench.port.sent().size(), 1);
}

void TestDispatcher::holdsWhatIsAddedToALiveRun()
{
    Bench bench;
    bench.add(1);
    bench.dispatcher.setTarget(SendTarget::Live);
    QVERIFY(bench.dispatcher.start(1));
    bench.add(1);
    bench.port.answer(200);
    QCOMPARE(bench.port.sent().size(), 1);
    QCOMPARE(bench.state(2), ItemState::Paused);
    QVERIFY(bench.dispatcher.state().isPaused);
    QCOMPARE(bench.dispatcher.state().pausedBecause, u"confirm"_s);
    QVERIFY(bench.dispatcher.start(1));
    QCOMPARE(bench.port.sent().size(), 2);
}

void TestDispatcher::pausesALiveRunAfterThreeFailuresInARow()
{
    Bench bench;
    bench.add(7);
    bench.dispatcher.setTarget(SendTarget::Live);
    QVERIFY(bench.dispatcher.start(7));
    bench.port.answer(500);
    bench.port.answer(400);
    bench.port.answer(200); // a success starts the count afresh
    bench.port.answer(500);
    bench.port.answer(500);
    bench.port.lose(true);
    QCOMPARE(bench.port.open(), 0);
    QCOMPARE(bench.dispatcher.state().pausedBecause, u"failures"_s);
}

void TestDispatcher::goesOnAfterFailuresInPractice()
{
    Bench bench;
    bench.add(4);
    QVERIFY(bench.dispatcher.start());
    for (int i = 0; i < 4; ++i) {
        bench.port.answer(400);
    }
    QCOMPARE(bench.dispatcher.state().failed, 4);
}

void TestDispatcher::waitsAsLongAsTheGatewayAsks()
{
    Bench bench;
    bench.sendOne(429, asksToWait(7s));
    QCOMPARE(bench.state(1), ItemState::Ready);
    QCOMPARE(bench.item(1).refusals, 1);
    bench.clock.advance(7s - 1ms);
    QCOMPARE(bench.port.open(), 0);
    bench.clock.advance(3s);
    QCOMPARE(bench.port.open(), 1);
    bench.port.answer(200);
    QCOMPARE(bench.state(1), ItemState::Sent);
    QCOMPARE(bench.item(1).attempts, 2);
}

void TestDispatcher::waitsThirtySecondsWhenNothingIsAsked()
{
    Bench bench;
    bench.sendOne(429);
    bench.clock.advance(29s);
    QCOMPARE(bench.port.open(), 0);
    bench.clock.advance(11s);
    QCOMPARE(bench.port.open(), 1);
}

void TestDispatcher::retriesThreeTimesAndNoMore()
{
    Bench bench;
    bench.sendOne(429, asksToWait(1s));
    for (int retry = 0; retry < 3; ++retry) {
        QCOMPARE(bench.state(1), ItemState::Ready);
        bench.clock.advance(10s);
        bench.port.answer(429, asksToWait(1s));
    }
    QCOMPARE(bench.state(1), ItemState::Rejected);
    bench.clock.advance(1h);
    QCOMPARE(bench.port.sent().size(), 4);
}

void TestDispatcher::neverRepeatsWhatIsRefusedForGood_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {400, 401, 403, 404, 409, 413, 422}) {
        QTest::newRow(qPrintable(QString::number(status))) << status;
    }
}

void TestDispatcher::neverRepeatsWhatIsRefusedForGood()
{
    QFETCH(int, status);
    Bench bench;
    // Not even when the answer asks for it.
    bench.sendOne(status, asksToWait(1s));
    bench.clock.advance(1h);
    QCOMPARE(bench.state(1), ItemState::Rejected);
    QCOMPARE(bench.item(1).status, status);
    QCOMPARE(bench.port.sent().size(), 1);
}

void TestDispatcher::leavesOpenWhatMayHaveArrived_data()
{
    QTest::addColumn<int>("status"); // 0: no answer
    for (const int status : {0, 408, 500, 502, 503, 504}) {
        QTest::newRow(qPrintable(QString::number(status))) << status;
    }
}

void TestDispatcher::leavesOpenWhatMayHaveArrived()
{
    QFETCH(int, status);
    Bench bench;
    bench.add(1);
    QVERIFY(bench.dispatcher.start());
    if (status == 0) {
        bench.port.lose(true);
    } else {
        bench.port.answer(status, asksToWait(1s));
    }
    bench.clock.advance(1h);
    QCOMPARE(bench.state(1), ItemState::Unknown);
    QCOMPARE(bench.port.sent().size(), 1);

    QVERIFY(bench.dispatcher.confirmUnknown(ItemId(1), false));
    QCOMPARE(bench.state(1), ItemState::ConfirmedNotSent);
    QVERIFY(!bench.dispatcher.confirmUnknown(ItemId(1), true));
    QVERIFY(bench.dispatcher.sendAgain(ItemId(1)));
    QCOMPARE(bench.item(2).againOf, ItemId(1));
}

void TestDispatcher::repeatsACallThatMayBeRepeated()
{
    Bench bench;
    bench.dispatcher.enqueue({{"GET", "/templates", {}, {}}});
    QVERIFY(bench.dispatcher.start());
    bench.port.answer(500);
    QCOMPARE(bench.state(1), ItemState::Ready);
    // 1, 2, 4 s.
    bench.clock.advance(1s - 1ms);
    QCOMPARE(bench.port.open(), 0);
    bench.clock.advance(1ms);
    bench.port.lose(true);
    bench.clock.advance(2s);
    bench.port.answer(502);
    bench.clock.advance(4s);
    bench.port.answer(200);
    QCOMPARE(bench.state(1), ItemState::Sent);
    QCOMPARE(bench.item(1).attempts, 4);
}

void TestDispatcher::repeatsWhatNeverLeft()
{
    Bench bench;
    bench.add(1);
    QVERIFY(bench.dispatcher.start());
    bench.port.lose(false, ErrorCode::Refused);
    QCOMPARE(bench.state(1), ItemState::Ready);
    bench.clock.advance(1s);
    bench.port.lose(false, ErrorCode::Refused);
    bench.clock.advance(2s);
    bench.port.lose(false, ErrorCode::Refused);
    bench.clock.advance(4s);
    bench.port.lose(false, ErrorCode::Refused);
    bench.clock.advance(1h);
    QCOMPARE(bench.state(1), ItemState::Rejected);
    QCOMPARE(bench.port.sent().size(), 4);
}

void TestDispatcher::holdsOneRecipientAndLetsOthersGo()
{
    Bench bench;
    bench.add(2);
    bench.dispatcher.enqueue({{"POST", "/send", {}, bench.item(1).draft.recipient}});
    QVERIFY(bench.dispatcher.start());
    bench.port.answer(429, asksToWait(10s, u"pair"_s));
    bench.port.answer(200); // the other recipient's
    QCOMPARE(bench.state(2), ItemState::Sent);
    QCOMPARE(bench.port.open(), 0);
    bench.clock.advance(10s);
    bench.port.answer(200);
    bench.port.answer(200);
    QCOMPARE(bench.state(1), ItemState::Sent);
    QCOMPARE(bench.state(3), ItemState::Sent);
}

void TestDispatcher::sendsNoBodyThatIsTooLarge()
{
    Bench bench;
    bench.add(1, 1001);
    bench.add(1, 1000);
    QVERIFY(bench.dispatcher.start());
    QCOMPARE(bench.state(1), ItemState::Rejected);
    QCOMPARE(bench.item(1).error->code, ErrorCode::TooLarge);
    QCOMPARE(bench.port.sent().size(), 1);
    QCOMPARE(bench.port.sent().first().id, ItemId(2));
}

void TestDispatcher::cancelsOneItem()
{
    Bench bench;
    bench.add(3);
    QVERIFY(bench.dispatcher.start());
    QVERIFY(!bench.dispatcher.cancel(ItemId(1))); // in the air
    QVERIFY(bench.dispatcher.cancel(ItemId(2)));
    bench.port.answer(200);
    bench.port.answer(200);
    QCOMPARE(bench.state(2), ItemState::Cancelled);
    QCOMPARE(bench.state(3), ItemState::Sent);
    QVERIFY(!bench.dispatcher.state().isRunning);
}

void TestDispatcher::sendsFirstWhatIsPutFirst()
{
    Bench bench;
    bench.add(3);
    QVERIFY(bench.dispatcher.reorder(ItemId(3), ItemId(1)));
    QVERIFY(bench.dispatcher.start());
    QCOMPARE(bench.port.sent().first().id, ItemId(3));
}

void TestDispatcher::sendsNothingBeforeItIsOnDisk()
{
    Bench bench;
    ScriptedLog log;
    bench.dispatcher.setLog(&log, {});
    Pace pace;
    pace.concurrency = 3;
    bench.dispatcher.setPace(pace);
    bench.add(4);
    QVERIFY(bench.dispatcher.start());
    QCOMPARE(log.waiting.size(), 3); // together, so that one write does
    QCOMPARE(log.kept.back().state, ItemState::Sending);
    QCOMPARE(log.kept.back().attempts, 1);
    QCOMPARE(bench.port.open(), 0);
    log.tell({});
    QCOMPARE(bench.port.open(), 3);
    bench.port.answer(200);
    QCOMPARE(log.waiting.size(), 1);
    QCOMPARE(bench.port.open(), 2);
    const auto sent = std::find_if(log.kept.cbegin(), log.kept.cend(), [](const SendItem& item) {
        return item.state == ItemState::Sent;
    });
    QVERIFY(sent != log.kept.cend());
}

void TestDispatcher::takesBackWhatTheDiskDidNotTake()
{
    Bench bench;
    ScriptedLog log;
    bench.dispatcher.setLog(&log, {});
    bench.add(2);
    QVERIFY(bench.dispatcher.start());
    log.tell(fail(ErrorCode::StorageFailed));
    QCOMPARE(bench.state(1), ItemState::Ready);
    QCOMPARE(bench.item(1).attempts, 0);
    QCOMPARE(bench.dispatcher.state().pausedBecause, u"disk"_s);
    bench.clock.advance(1min);
    QCOMPARE(bench.port.sent().size(), 0);

    bench.dispatcher.resumeAfter(PauseReason::Disk);
    log.tell({});
    bench.port.answer(200);
    log.tell({});
    bench.port.answer(200);
    QCOMPARE(bench.dispatcher.state().done, 2);
    QCOMPARE(bench.port.sent().size(), 2);
}

void TestDispatcher::losesSightOfWhatIsCutOff()
{
    Bench bench;
    ScriptedLog log;
    bench.dispatcher.setLog(&log, {});
    Pace pace;
    pace.concurrency = 2;
    bench.dispatcher.setPace(pace);
    bench.add(3);
    bench.dispatcher.setTarget(SendTarget::Live);
    QVERIFY(bench.dispatcher.start(3));
    log.tell({});
    bench.port.answer(200);
    bench.dispatcher.cutOff();
    log.tell({}); // too late for the third
    QCOMPARE(bench.port.sent().size(), 2);
    QCOMPARE(bench.state(2), ItemState::Unknown);
    QCOMPARE(bench.state(3), ItemState::Unknown);
    QCOMPARE(bench.dispatcher.state().target, SendTarget::DryRun);
}

void TestDispatcher::writesNoPlans()
{
    Bench bench;
    ScriptedLog log;
    bench.dispatcher.setLog(&log, {});
    bench.add(3);
    log.kept.clear();
    bench.dispatcher.setTarget(SendTarget::DryRun);
    QVERIFY(bench.dispatcher.start());
    QCOMPARE(bench.dispatcher.queue().count(ItemState::WouldSend), 3);
    QVERIFY(log.kept.isEmpty());
    QVERIFY(bench.dispatcher.setTarget(SendTarget::Practice));
    QCOMPARE(bench.dispatcher.queue().count(ItemState::Ready), 3);
    QVERIFY(log.kept.isEmpty());
}

void TestDispatcher::saysWhichWindowKeepsAnItem()
{
    Bench bench;
    Policy minute;
    minute.name = u"minute"_s;
    minute.limit = 1;
    minute.window = 1min;
    bench.limiter.setPolicies({minute});
    bench.add(3);
    QVERIFY(bench.dispatcher.start());
    bench.port.answer(200);
    const SendItem& next = bench.item(2);
    QVERIFY(next.hold);
    QCOMPARE(next.hold->reason, HoldReason::WindowFull);
    QCOMPARE(next.hold->window, u"minute"_s);
    QCOMPARE(next.hold->period, Duration(1min));
    QCOMPARE(next.hold->limit, 1);
    QCOMPARE(next.hold->source, Source::Docs);
    QVERIFY(next.due && *next.due - bench.clock.wallNow() >= 59s);
    QVERIFY(bench.dispatcher.waitsForRoom());
    QVERIFY(!bench.item(3).hold); // others go before it
    while (bench.port.open() == 0) {
        QVERIFY(bench.clock.advanceToNextBell());
    }
    QVERIFY(!bench.item(2).hold);
    QVERIFY(!bench.dispatcher.waitsForRoom());
}

void TestDispatcher::saysThatThePaceKeepsAnItem()
{
    Bench bench;
    Pace pace;
    pace.kind = Pace::Kind::Rate;
    pace.perSecond = 0.5;
    bench.dispatcher.setPace(pace);
    bench.add(2);
    QVERIFY(bench.dispatcher.start());
    bench.port.answer(200);
    QVERIFY(bench.item(2).hold);
    QCOMPARE(bench.item(2).hold->reason, HoldReason::Pace);
    QVERIFY(bench.item(2).hold->window.isEmpty());
    QCOMPARE(*bench.item(2).due - bench.clock.wallNow(), WallTime::duration(2s));
    QVERIFY(!bench.dispatcher.waitsForRoom());
}

void TestDispatcher::saysThatTheGatewayAskedToWait()
{
    Bench bench;
    bench.sendOne(429, asksToWait(10s));
    QVERIFY(bench.item(1).hold);
    QCOMPARE(bench.item(1).hold->reason, HoldReason::AskedToWait);
    QVERIFY(*bench.item(1).due - bench.clock.wallNow() >= 10s);
}

void TestDispatcher::saysThatOnlyTheRecipientWaits()
{
    Bench bench;
    bench.add(2);
    bench.dispatcher.enqueue({{"POST", "/send", {}, bench.item(1).draft.recipient}});
    QVERIFY(bench.dispatcher.start());
    bench.port.answer(429, asksToWait(10s, u"pair"_s));
    for (const quint64 held : {1U, 3U}) {
        QVERIFY(bench.item(held).hold);
        QCOMPARE(bench.item(held).hold->reason, HoldReason::Recipient);
        QCOMPARE(*bench.item(held).due - bench.clock.wallNow(), WallTime::duration(10s));
    }
    QVERIFY(!bench.item(2).hold);
}

void TestDispatcher::saysThatAnAttemptDidNotGetThrough()
{
    Bench bench;
    bench.add(1);
    QVERIFY(bench.dispatcher.start());
    bench.port.lose(false, ErrorCode::Refused);
    QVERIFY(bench.item(1).hold);
    QCOMPARE(bench.item(1).hold->reason, HoldReason::BackOff);
    QCOMPARE(*bench.item(1).due - bench.clock.wallNow(), WallTime::duration(1s));
}

/// What it waits for is a plan; that it was refused is none.
void TestDispatcher::writesThatAnItemCameBack()
{
    Bench bench;
    ScriptedLog log;
    bench.dispatcher.setLog(&log, {});
    bench.add(1);
    QVERIFY(bench.dispatcher.start());
    log.tell({});
    bench.port.answer(429, asksToWait(10s, u"pair"_s));
    QCOMPARE(log.kept.last().state, ItemState::Ready);
    QCOMPARE(log.kept.last().refusals, 1);
    QVERIFY(!log.kept.last().hold);
}

QTEST_GUILESS_MAIN(TestDispatcher)
#include "tst_dispatcher.moc"
