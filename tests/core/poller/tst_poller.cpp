#include "core/poller/poller.h"
#include "tests/support/fakeclock.h"

#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;

class TestPoller final : public QObject
{
    Q_OBJECT

private slots:
    void asksAtOnceAndThenOnAFixedGrid();
    void asksNothingWhileAQuestionIsOpen();
    void obeysAWait();
    void doesNotMakeUpForALongSleep();
    void statesItsPrice();
};

void TestPoller::asksAtOnceAndThenOnAFixedGrid()
{
    FakeClock clock;
    int asked = 0;
    Poller poller(clock, 5s, [&] {
        ++asked;
        poller.answered();
    });
    poller.start();
    clock.advance(0s);
    QCOMPARE(asked, 1);
    clock.advance(4999ms);
    QCOMPARE(asked, 1);
    clock.advance(1ms);
    QCOMPARE(asked, 2);
    clock.advance(50s);
    QCOMPARE(asked, 12);
}

void TestPoller::asksNothingWhileAQuestionIsOpen()
{
    FakeClock clock;
    int asked = 0;
    Poller poller(clock, 5s, [&] { ++asked; });
    poller.start();
    clock.advance(30s);
    QCOMPARE(asked, 1);
    poller.answered();
    clock.advance(5s);
    QCOMPARE(asked, 2);
}

void TestPoller::obeysAWait()
{
    FakeClock clock;
    int asked = 0;
    Poller poller(clock, 5s, [&] {
        ++asked;
        poller.answered();
    });
    poller.start();
    clock.advance(0s);
    poller.holdUntil(clock.now() + 12s);
    clock.advance(11999ms);
    QCOMPARE(asked, 1);
    clock.advance(1ms);
    QCOMPARE(asked, 2);
}

void TestPoller::doesNotMakeUpForALongSleep()
{
    FakeClock clock;
    int asked = 0;
    Poller* self = nullptr;
    Poller poller(clock, 5s, [&] {
        ++asked;
        // The computer slept: an hour has passed when the bell is heard.
        self->answered();
    });
    self = &poller;
    poller.start();
    clock.advance(0s);
    poller.holdUntil(clock.now() + 1h);
    clock.advance(1h);
    QCOMPARE(asked, 2);
    clock.advance(5s);
    QCOMPARE(asked, 3);
}

void TestPoller::statesItsPrice()
{
    QCOMPARE(Poller::callsAMinute(5s), 12);
    QCOMPARE(Poller::callsAMinute(7s), 9); // 8.57
    QCOMPARE(Poller::callsAMinute(10ms), 60); // never more than once a second
}

QTEST_GUILESS_MAIN(TestPoller)
#include "tst_poller.moc"
