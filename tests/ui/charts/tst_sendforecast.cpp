#include "ui/charts/sendforecast.h"

#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;

namespace {

constexpr WallTime Now(std::chrono::seconds(1'763'546'400));

SendForecastInput input()
{
    SendForecastInput made;
    made.now = Now;
    made.left = 86;
    made.limit = 100;
    made.window = 60s;
    made.resetAt = Now + 48s;
    made.customerPerSecond = 0.5;
    return made;
}

double valueAt(const QList<QPointF>& line, double x)
{
    for (const QPointF& point : line) {
        if (point.x() >= x) {
            return point.y();
        }
    }
    return -1;
}

} // namespace

class TestSendForecast final : public QObject
{
    Q_OBJECT

private slots:
    void followsTheCustomerWhileTheQueueStands();
    void addsTheQueueUntilItIsDone();
    void sendsNothingWhileTheGatewayAskedToWait();
    void refillsAtEachReset();
    void levelsOutInARollingWindow();
    void neverGoesBelowZero();
    void widensTheBandWithTheCustomersCalls();
    void hasNothingToSayWithoutALimit();
    void drawsTheRunningMinimumInsideAWindow();
    void keepsTheLeastOfATenthOfASecond();
    void stepsUpWhereAWindowEnds();
};

void TestSendForecast::followsTheCustomerWhileTheQueueStands()
{
    SendForecastInput stands = input();
    stands.waiting = 40;
    const SendForecast plan = sendForecast(stands);
    QCOMPARE(valueAt(plan.expected, 20), 0.76); // 86 - 20 * 0.5
    QVERIFY(plan.sends.isEmpty());
    QVERIFY(!plan.done);
    QVERIFY(!plan.lowest);
}

void TestSendForecast::addsTheQueueUntilItIsDone()
{
    SendForecastInput runs = input();
    runs.waiting = 34;
    runs.doneAt = Now + 34s; // one a second
    const SendForecast plan = sendForecast(runs);
    QVERIFY(qAbs(valueAt(plan.expected, 34) - 0.35) < 1e-9); // 86 - 34 - 17
    QVERIFY(qAbs(valueAt(plan.expected, 44) - 0.30) < 1e-9); // only the customer
    QCOMPARE(plan.sends.size(), 34);
    QCOMPARE(*plan.done, 34.0);
    QVERIFY(plan.lowest && plan.lowest->x() <= 35 && plan.lowest->y() <= 0.35 + 1e-9);
}

void TestSendForecast::sendsNothingWhileTheGatewayAskedToWait()
{
    SendForecastInput waits = input();
    waits.waiting = 10;
    waits.holdUntil = Now + 10s;
    waits.doneAt = Now + 20s;
    const SendForecast plan = sendForecast(waits);
    QVERIFY(qAbs(valueAt(plan.expected, 10) - 0.81) < 1e-9); // 86 - 5
    QVERIFY(plan.sends.first() >= 10);
}

void TestSendForecast::refillsAtEachReset()
{
    SendForecastInput fast = input();
    fast.window = 20s;
    fast.resetAt = Now - 15s; // long ago: the phase is what counts, the next is in 5 s
    const SendForecast plan = sendForecast(fast);
    int resets = 0;
    for (qsizetype at = 1; at < plan.expected.size(); ++at) {
        resets += plan.expected.at(at).y() == 1 && plan.expected.at(at - 1).y() < 1 ? 1 : 0;
    }
    QCOMPARE(resets, 5); // 5, 25, 45, 65, 85
}

void TestSendForecast::levelsOutInARollingWindow()
{
    SendForecastInput rolls = input();
    rolls.resetAt.reset();
    rolls.isRolling = true;
    rolls.waiting = 200;
    rolls.doneAt = Now + 200s; // one a second
    const SendForecast plan = sendForecast(rolls);
    QVERIFY(qAbs(valueAt(plan.expected, 40) - 0.26) < 1e-9); // 86 - 60
    QVERIFY(qAbs(valueAt(plan.expected, 80) - 0.10) < 1e-9); // 90 of 100 in any minute
    QVERIFY(plan.lowest && qAbs(plan.lowest->y() - 0.10) < 1e-9);
}

void TestSendForecast::neverGoesBelowZero()
{
    SendForecastInput over = input();
    over.waiting = 500;
    over.doneAt = Now + 60s;
    const SendForecast plan = sendForecast(over);
    for (const QPointF& point : plan.expected + plan.lower) {
        QVERIFY(point.y() >= 0 && point.y() <= 1);
    }
    QCOMPARE(plan.lowest->y(), 0.0);
}

void TestSendForecast::widensTheBandWithTheCustomersCalls()
{
    const SendForecast plan = sendForecast(input());
    QCOMPARE(valueAt(plan.upper, 0), valueAt(plan.lower, 0));
    const double early = valueAt(plan.upper, 8) - valueAt(plan.lower, 8);
    const double late = valueAt(plan.upper, 32) - valueAt(plan.lower, 32);
    QVERIFY(qAbs(late / early - 2) < 1e-6); // four times as many calls, twice as wide
    QCOMPARE(plan.upper.size(), plan.expected.size());
}

void TestSendForecast::hasNothingToSayWithoutALimit()
{
    SendForecastInput none = input();
    none.limit = 0;
    QVERIFY(sendForecast(none).expected.isEmpty());
}

void TestSendForecast::drawsTheRunningMinimumInsideAWindow()
{
    const QList<LeftReading> samples{
        {Now - 10s, 80, 100}, {Now - 8s, 78, 100}, {Now - 9s, 79, 100}, {Now - 7s, 79, 100}};
    const QList<QPointF> line = leftLine(samples, Now, Now + 30s, 60s, 90s);
    for (qsizetype at = 1; at < line.size(); ++at) {
        QVERIFY(line.at(at).x() >= line.at(at - 1).x());
        QVERIFY(line.at(at).y() <= line.at(at - 1).y());
    }
    QCOMPARE(line.last(), QPointF(0, 0.78));
}

void TestSendForecast::keepsTheLeastOfATenthOfASecond()
{
    QList<LeftReading> samples;
    for (int call = 0; call < 10'000; ++call) {
        const double left = call == 5'001 ? 3 : 90;
        addReading(samples, {Now + call * 1ms, left, 100});
    }
    QCOMPARE(samples.size(), 100);
    QCOMPARE(samples.at(49).left, 90.0);
    QCOMPARE(samples.at(50).left, 3.0);
    QCOMPARE(samples.at(51).left, 90.0);
    addReading(samples, {Now + 10'000ms, 200, 300}); // another limit is another share
    QCOMPARE(samples.last().left, 200.0);
}

void TestSendForecast::stepsUpWhereAWindowEnds()
{
    const QList<LeftReading> samples{{Now - 20s, 30, 100}, {Now - 5s, 98, 100}};
    const QList<QPointF> line = leftLine(samples, Now, Now + 50s, 60s, 90s); // reset 10 s ago
    QVERIFY(line.contains(QPointF(-10, 0.3)));
    QVERIFY(line.contains(QPointF(-10, 1)));
}

QTEST_GUILESS_MAIN(TestSendForecast)
#include "tst_sendforecast.moc"
