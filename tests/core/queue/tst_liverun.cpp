#include "core/queue/confirmation.h"
#include "core/queue/dispatcher.h"
#include "tests/core/queue/scriptedport.h"
#include "tests/support/fakeclock.h"

#include <QTest>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Bench
{
    Bench() { dispatcher.setTarget(SendTarget::Live); }

    void add(int count)
    {
        QList<SendDraft> drafts;
        for (int i = 0; i < count; ++i) {
            drafts.append({"POST", "/send", "{}", u"+1 202 555-010"_s + QString::number(i)});
        }
        dispatcher.enqueue(drafts);
    }
    void cap(qint64 most) { dispatcher.setGuard({most, {}}); }
    qint64 count(ItemState state) { return dispatcher.queue().count(state); }
    QString paused() { return dispatcher.state().pausedBecause; }

    FakeClock clock;
    Limiter limiter;
    ScriptedPort port;
    quint64 last = 0;
    Dispatcher dispatcher{clock, limiter, &port, {}, [this] { return ItemId(++last); }, {}};
};

Reading pairRefusal(Duration wait)
{
    Reading reading;
    reading.retryAfter = wait;
    reading.scope = u"pair"_s;
    return reading;
}

} // namespace

/// What a run to real people may not go beyond, and what takes the confirmation back.
class TestLiveRun final : public QObject
{
    Q_OBJECT

private slots:
    void addsNobodyWhoIsNotOnTheList();
    void knowsARecipientInAnySpelling();
    void startsNothingForOthersWhoWait();
    void sendsNoMoreThanTheCap();
    void countsARetryOnce();
    void goesOnWhenTheCapIsRaised();
    void beginsACountWithEachRun();
    void forgetsTheGuardWithTheTarget();
    void holdsALiveRunAfterALongSleep();
    void holdsItWhoeverWakesFirst();
    void sleepsThroughAFullDiskToo();
    void keepsAPracticeRunGoing();
    void holdsARecipientByTheProfilesRate();
    void asksWhatBecameOfASend();
    void readsWhatBecameOfASend_data();
    void readsWhatBecameOfASend();
};

void TestLiveRun::addsNobodyWhoIsNotOnTheList()
{
    Bench bench;
    bench.dispatcher.setGuard({{}, {u"+12025550100"_s}});
    bench.add(2);
    QCOMPARE(bench.dispatcher.queue().total(), 0); // neither of them
    QCOMPARE(bench.dispatcher.state().notAllowed, 1);
    bench.add(1);
    QCOMPARE(bench.dispatcher.queue().total(), 1);
    QCOMPARE(bench.dispatcher.state().notAllowed, 0);
}

void TestLiveRun::knowsARecipientInAnySpelling()
{
    LiveGuard guard;
    guard.allowed = {u"00 44 (0)20 7946 0000"_s, u"Ana@example.com"_s};
    QCOMPARE(guard.notAllowed({u"+442079460000"_s, u"ana@EXAMPLE.com"_s, u"442079460001"_s}), 1);
    QCOMPARE(LiveGuard().notAllowed({u"anybody"_s}), 0);
}

void TestLiveRun::startsNothingForOthersWhoWait()
{
    Bench bench;
    bench.add(2);
    bench.dispatcher.setGuard({{}, {u"+12025550100"_s}});
    const Result<void> started = bench.dispatcher.start(2);
    QVERIFY(!started);
    QCOMPARE(started.error().code, ErrorCode::Refused);
    QCOMPARE(bench.port.sent().size(), 0);
}

void TestLiveRun::sendsNoMoreThanTheCap()
{
    Bench bench;
    bench.cap(2);
    bench.add(4);
    QVERIFY(bench.dispatcher.start(4));
    bench.port.answer(200);
    bench.port.answer(200);
    QCOMPARE(bench.port.open(), 0);
    QCOMPARE(bench.count(ItemState::Sent), 2);
    QCOMPARE(bench.count(ItemState::Ready), 2);
    QCOMPARE(bench.paused(), PauseReason::Cap.toString());
    QVERIFY(bench.dispatcher.start(2)); // the run is the same, and full
    QCOMPARE(bench.port.open(), 0);
    QCOMPARE(bench.paused(), PauseReason::Cap.toString());
}

void TestLiveRun::countsARetryOnce()
{
    Bench bench;
    bench.cap(2);
    bench.add(3);
    QVERIFY(bench.dispatcher.start(3));
    bench.port.answer(429, pairRefusal(10s)); // the first comes back
    bench.port.answer(200);
    QCOMPARE(bench.port.open(), 0);
    QVERIFY(bench.paused().isEmpty()); // it has its turn still
    bench.clock.advance(10s);
    QCOMPARE(bench.port.open(), 1);
    bench.port.answer(200);
    QCOMPARE(bench.count(ItemState::Sent), 2);
    QCOMPARE(bench.paused(), PauseReason::Cap.toString());
}

void TestLiveRun::goesOnWhenTheCapIsRaised()
{
    Bench bench;
    bench.cap(1);
    bench.add(2);
    QVERIFY(bench.dispatcher.start(2));
    bench.port.answer(200);
    bench.cap(2);
    QCOMPARE(bench.port.open(), 0); // not by itself
    QVERIFY(bench.dispatcher.start(1));
    bench.port.answer(200);
    QCOMPARE(bench.count(ItemState::Sent), 2);
}

void TestLiveRun::beginsACountWithEachRun()
{
    Bench bench;
    bench.cap(1);
    bench.add(1);
    QVERIFY(bench.dispatcher.start(1));
    bench.port.answer(200);
    QVERIFY(!bench.dispatcher.state().isRunning);
    bench.add(1);
    QVERIFY(bench.dispatcher.start(1));
    QCOMPARE(bench.port.open(), 1);
}

void TestLiveRun::forgetsTheGuardWithTheTarget()
{
    Bench bench;
    bench.cap(1);
    QVERIFY(bench.dispatcher.setTarget(SendTarget::Practice));
    QCOMPARE(bench.dispatcher.state().guard, LiveGuard());
}

void TestLiveRun::holdsALiveRunAfterALongSleep()
{
    Bench bench;
    bench.add(2);
    bench.dispatcher.tick(bench.clock.now());
    QVERIFY(bench.dispatcher.start(2));
    bench.clock.advance(10min);
    bench.dispatcher.tick(bench.clock.now());
    QCOMPARE(bench.paused(), PauseReason::Sleep.toString());
    bench.port.answer(200); // what was in the air ends
    QCOMPARE(bench.port.open(), 0);
}

/// The bell of the next send rings before anybody says that time has passed.
void TestLiveRun::holdsItWhoeverWakesFirst()
{
    Bench bench;
    Pace pace;
    pace.kind = Pace::Kind::Rate;
    pace.perSecond = 0.5;
    bench.dispatcher.setPace(pace);
    bench.add(3);
    bench.dispatcher.tick(bench.clock.now());
    QVERIFY(bench.dispatcher.start(3));
    bench.port.answer(200);
    bench.clock.advance(1s);
    bench.dispatcher.tick(bench.clock.now());
    bench.clock.jump(10min); // over the second second, without a bell
    QVERIFY(bench.clock.advanceToNextBell());
    QCOMPARE(bench.port.open(), 0);
    QCOMPARE(bench.paused(), PauseReason::Sleep.toString());
}

void TestLiveRun::sleepsThroughAFullDiskToo()
{
    Bench bench;
    ScriptedLog log;
    bench.dispatcher.setLog(&log, {});
    bench.add(2);
    bench.dispatcher.tick(bench.clock.now());
    QVERIFY(bench.dispatcher.start(2));
    log.tell(fail(ErrorCode::StorageFailed));
    QCOMPARE(bench.paused(), PauseReason::Disk.toString());
    bench.clock.advance(1h);
    bench.dispatcher.tick(bench.clock.now());
    bench.dispatcher.resumeAfter(PauseReason::Disk);
    QCOMPARE(bench.paused(), PauseReason::Sleep.toString());
    QCOMPARE(bench.port.sent().size(), 0);
}

void TestLiveRun::keepsAPracticeRunGoing()
{
    Bench bench;
    bench.dispatcher.setTarget(SendTarget::Practice);
    bench.add(2);
    bench.dispatcher.tick(bench.clock.now());
    QVERIFY(bench.dispatcher.start());
    bench.clock.advance(10min);
    bench.dispatcher.tick(bench.clock.now());
    bench.port.answer(200);
    QCOMPARE(bench.port.open(), 1);
}

void TestLiveRun::holdsARecipientByTheProfilesRate()
{
    Bench bench;
    DispatchRules rules;
    Policy rate;
    rate.limit = 1;
    rate.window = 6s;
    rules.recipientLimit = rate;
    bench.dispatcher.setRules(rules);
    bench.dispatcher.enqueue({{"POST", "/send", {}, u"ana"_s},
                              {"POST", "/send", {}, u"ana"_s},
                              {"POST", "/send", {}, u"bob"_s}});
    QVERIFY(bench.dispatcher.start(3));
    bench.port.answer(200); // ana
    QCOMPARE(bench.port.sent().last().draft.recipient, u"bob"_s);
    bench.port.answer(200);
    QCOMPARE(bench.port.open(), 0);
    const SendItem& second = *bench.dispatcher.queue().find(ItemId(2));
    QVERIFY(second.hold);
    QCOMPARE(second.hold->reason, HoldReason::Recipient);
    QCOMPARE(second.hold->limit, 1);
    QCOMPARE(second.hold->period, Duration(6s));
    bench.clock.advance(5s);
    QCOMPARE(bench.port.open(), 0);
    bench.clock.advance(1s);
    QCOMPARE(bench.port.open(), 1);
}

void TestLiveRun::asksWhatBecameOfASend()
{
    ConfirmQuery query;
    query.path = "/messages?to={{to}}&ref={{client.ref}}";
    SendDraft draft{"POST", "/send", R"({"client":{"ref":"a b"}})", u"+1 2"_s};
    QCOMPARE(confirmPath(query, draft),
             std::optional<QByteArray>("/messages?to=%2B1%202&ref=a%20b"));
    draft.body = "{}";
    QCOMPARE(confirmPath(query, draft), std::nullopt); // nothing to ask by
}

void TestLiveRun::readsWhatBecameOfASend_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("absentMeansNotSent");
    QTest::addColumn<QString>("verdict");
    const QByteArray there = R"({"data":[{"id":"m1"}]})";
    const QByteArray empty = R"({"data":[]})";
    QTest::newRow("it is there") << 200 << there << false << u"sent"_s;
    QTest::newRow("not there, which says little") << 200 << empty << false << u"?"_s;
    QTest::newRow("not there, which says all") << 200 << empty << true << u"not sent"_s;
    QTest::newRow("not found") << 404 << QByteArray() << true << u"not sent"_s;
    QTest::newRow("refused") << 429 << there << true << u"?"_s;
    QTest::newRow("failed") << 503 << there << true << u"?"_s;
}

void TestLiveRun::readsWhatBecameOfASend()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    QFETCH(const bool, absentMeansNotSent);
    QFETCH(const QString, verdict);
    ConfirmQuery query;
    query.found = "data";
    query.absentMeansNotSent = absentMeansNotSent;
    const std::optional<bool> sent = wasSent(query, status, body);
    QCOMPARE(!sent ? u"?"_s : *sent ? u"sent"_s : u"not sent"_s, verdict);
}

QTEST_GUILESS_MAIN(TestLiveRun)
#include "tst_liverun.moc"
