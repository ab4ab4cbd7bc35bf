#include "core/clock.h"
#include "tests/support/fakeclock.h"

#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;

class TestClock final : public QObject
{
    Q_OBJECT

private slots:
    void bootTimeNeverGoesBack();
    void ringsOnceAndNeverEarly();
    void ringsAtOnceForThePast();
    void staysSilentAfterCancel();
    void scaledTimeRunsFasterAndRingsAtItsOwnInstant();
    void fakeClockRingsInOrder();
};

void TestClock::bootTimeNeverGoesBack()
{
    SystemClock clock;
    Instant last = clock.now();
    for (int i = 0; i < 1000; ++i) {
        const Instant now = clock.now();
        QVERIFY(now >= last);
        last = now;
    }
}

void TestClock::ringsOnceAndNeverEarly()
{
    SystemClock clock;
    int rings = 0;
    Instant rungAt{};
    const auto bell = clock.makeBell([&] {
        ++rings;
        rungAt = clock.now();
    });
    const Instant due = clock.now() + 5ms;
    bell->armAt(due);
    QTRY_COMPARE(rings, 1);
    QVERIFY(rungAt >= due);
}

void TestClock::ringsAtOnceForThePast()
{
    SystemClock clock;
    int rings = 0;
    const auto bell = clock.makeBell([&] { ++rings; });
    bell->armAt(Instant{} - 5s);
    QTRY_COMPARE(rings, 1);
}

void TestClock::staysSilentAfterCancel()
{
    SystemClock clock;
    int cancelled = 0;
    int other = 0;
    const auto bell = clock.makeBell([&] { ++cancelled; });
    const auto later = clock.makeBell([&] { ++other; });
    bell->armAt(clock.now() + 1ms);
    later->armAt(clock.now() + 5ms);
    bell->cancel();
    QTRY_COMPARE(other, 1);
    QCOMPARE(cancelled, 0);
}

void TestClock::scaledTimeRunsFasterAndRingsAtItsOwnInstant()
{
    FakeClock source;
    ScaledClock scaled(source, 60);
    const Instant start = scaled.now();
    const WallTime wall = scaled.wallNow();
    Instant rungAt{};
    const auto bell = scaled.makeBell([&] { rungAt = scaled.now(); });
    bell->armAt(start + 60s);
    source.advance(999ms);
    QCOMPARE(rungAt, Instant{});
    source.advance(1ms);
    QVERIFY(rungAt >= start + 60s);
    QVERIFY(rungAt < start + 60s + 100ns);
    QCOMPARE(scaled.wallNow() - wall, scaled.now() - start);
}

void TestClock::fakeClockRingsInOrder()
{
    FakeClock clock;
    QByteArray order;
    const Instant start = clock.now();
    const auto second = clock.makeBell([&] { order += 'b'; });
    const auto first = clock.makeBell([&] {
        order += 'a';
        QCOMPARE(clock.now(), start + 1s);
        second->armAt(start + 2s);
    });
    second->armAt(start + 5s);
    first->armAt(start + 1s);
    clock.advance(10s);
    QCOMPARE(order, QByteArray("ab"));
    QCOMPARE(clock.now(), start + 10s);
}

QTEST_GUILESS_MAIN(TestClock)
#include "tst_clock.moc"
