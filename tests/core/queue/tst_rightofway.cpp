#include "core/pacing/rightofway.h"
#include "core/queue/dispatcher.h"
#include "tests/core/queue/scriptedport.h"
#include "tests/support/fakeclock.h"

#include <QTest>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A queue and somebody who makes calls with the same key, ten a second for both.
struct Street
{
    explicit Street(int items)
    {
        Policy second;
        second.name = u"second"_s;
        second.limit = 10;
        second.window = 1s;
        limiter.setPolicies({second});
        dispatcher.setTarget(SendTarget::Practice);
        dispatcher.setOthers(
            [this] {
                if (!way.isQueueDue()) {
                    letGo();
                }
            },
            [this] {
                way.queueDeparted();
                ++queued;
            });
        Pace pace;
        pace.concurrency = 0;
        dispatcher.setPace(pace);
        QList<SendDraft> drafts;
        for (int number = 0; number < items; ++number) {
            drafts.append({"POST", "/send", {}, QString::number(number)});
        }
        dispatcher.enqueue(drafts);
        (void)dispatcher.start();
    }

    void letGo()
    {
        while (waiting > 0) {
            const Instant now = clock.now();
            if (way.isQueueDue() && dispatcher.waitsForRoom()) {
                if (dispatcher.isAsking()) {
                    return;
                }
                dispatcher.reconsider();
            }
            if (!limiter.ask("/list", 1, now).isGo) {
                return;
            }
            --waiting;
            ++interactive;
            queuedBefore = queued;
            way.interactiveDeparted(dispatcher.waitsForRoom());
            limiter.answered(limiter.departed("/list", 1, now), {}, now);
        }
    }

    /// @p perTick calls come in every 20 ms; each send is answered at the next one.
    void play(Duration span, int perTick, int mostWaiting)
    {
        for (const Instant end = clock.now() + span; clock.now() < end;) {
            waiting = std::min(waiting + perTick, mostWaiting);
            letGo();
            clock.advance(20ms);
            while (port.open() > 0) {
                port.answer(200);
            }
        }
    }

    FakeClock clock;
    Limiter limiter;
    ScriptedPort port;
    quint64 last = 0;
    RightOfWay way;
    Dispatcher dispatcher{clock, limiter, &port, {}, [this] { return ItemId(++last); }, {}};
    int waiting = 0;
    int interactive = 0;
    int queued = 0;
    int queuedBefore = 0; ///< the last interactive call
};

} // namespace

class TestRightOfWay final : public QObject
{
    Q_OBJECT

private slots:
    void givesTheQueueEveryFifthPlace();
    void forgetsPassesWhenTheQueueGoes();
    void doesNotCountWhoPassesAnIdleQueue();
    void neverStarvesTheQueue();
    void letsASingleCallGoFirst();
    void leavesTheQueueWhatNobodyElseWants();
};

void TestRightOfWay::givesTheQueueEveryFifthPlace()
{
    RightOfWay way;
    for (int passes = 0; passes < 4; ++passes) {
        QVERIFY(!way.isQueueDue());
        way.interactiveDeparted(true);
    }
    QVERIFY(way.isQueueDue());
}

void TestRightOfWay::forgetsPassesWhenTheQueueGoes()
{
    RightOfWay way;
    for (int passes = 0; passes < 4; ++passes) {
        way.interactiveDeparted(true);
    }
    way.queueDeparted();
    QVERIFY(!way.isQueueDue());
}

void TestRightOfWay::doesNotCountWhoPassesAnIdleQueue()
{
    RightOfWay way;
    for (int passes = 0; passes < 10; ++passes) {
        way.interactiveDeparted(false);
    }
    QVERIFY(!way.isQueueDue());
}

void TestRightOfWay::neverStarvesTheQueue()
{
    Street street(10'000);
    street.play(1min, 5, 50); // 250 calls a second want through, 10 may
    const int all = street.interactive + street.queued;
    QVERIFY2(all >= 560, qPrintable(QString::number(all)));
    QVERIFY2(street.queued >= all / 5 - 12, qPrintable(QString::number(street.queued)));
    QVERIFY2(street.interactive >= all * 7 / 10, qPrintable(QString::number(street.interactive)));
}

void TestRightOfWay::letsASingleCallGoFirst()
{
    Street street(1'000);
    street.play(10s, 0, 0);
    const int before = street.queued;
    street.waiting = 1;
    // The next place that comes free is for whoever waits, not for the queue's next item.
    while (street.interactive == 0) {
        QVERIFY(street.clock.advanceToNextBell());
    }
    QCOMPARE(street.interactive, 1);
    QCOMPARE(street.queuedBefore, before);
}

void TestRightOfWay::leavesTheQueueWhatNobodyElseWants()
{
    Street street(300);
    street.play(31s, 0, 0);
    QVERIFY2(street.queued >= 290, qPrintable(QString::number(street.queued)));
}

QTEST_GUILESS_MAIN(TestRightOfWay)
#include "tst_rightofway.moc"
