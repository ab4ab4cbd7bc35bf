#include "core/pacing/pacer.h"

#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;

namespace {

const Instant t0(1h);

Pace rate(double perSecond)
{
    Pace pace;
    pace.kind = Pace::Kind::Rate;
    pace.perSecond = perSecond;
    return pace;
}

Pace spread(Duration over)
{
    Pace pace;
    pace.kind = Pace::Kind::Spread;
    pace.over = over;
    return pace;
}

} // namespace

class TestPacer final : public QObject
{
    Q_OBJECT

private slots:
    void sendsAtOnceWhenAsFastAsPossible();
    void spreadsEvenlyOverTheTime();
    void keepsTheDeadlinesWhenALittleLate();
    void doesNotCatchUpARateThatWasHeld();
    void catchesUpASpread();
    void staysExactOverManySends();
};

void TestPacer::sendsAtOnceWhenAsFastAsPossible()
{
    Pacer pacer(Pace{}, t0, 10);
    pacer.departed(t0);
    QCOMPARE(pacer.nextDeparture(t0), t0);
}

void TestPacer::spreadsEvenlyOverTheTime()
{
    Pacer pacer(spread(10min), t0, 1000);
    QCOMPARE(pacer.nextDeparture(t0), t0);
    pacer.departed(t0);
    QCOMPARE(pacer.nextDeparture(t0), t0 + 600ms);
    QCOMPARE(pacer.period(), Duration(600ms));
}

void TestPacer::keepsTheDeadlinesWhenALittleLate()
{
    Pacer pacer(rate(10), t0, 100);
    pacer.departed(t0 + 3ms);
    QCOMPARE(pacer.nextDeparture(t0 + 3ms), t0 + 100ms);
}

void TestPacer::doesNotCatchUpARateThatWasHeld()
{
    Pacer pacer(rate(10), t0, 100);
    pacer.departed(t0 + 30s); // held for half a minute
    QCOMPARE(pacer.nextDeparture(t0 + 30s), t0 + 30'100ms);
}

void TestPacer::catchesUpASpread()
{
    Pacer pacer(spread(100s), t0, 100);
    pacer.departed(t0 + 30s);
    QCOMPARE(pacer.nextDeparture(t0 + 30s), t0 + 30s); // 29 more are overdue
}

void TestPacer::staysExactOverManySends()
{
    Pacer pacer(rate(90), t0, 100'000);
    Instant now = t0;
    for (int sent = 0; sent < 90'000; ++sent) {
        now = pacer.nextDeparture(now);
        pacer.departed(now);
    }
    const Duration error = pacer.nextDeparture(t0) - (t0 + 1000s);
    QVERIFY(std::chrono::abs(error) < 1ms);
}

QTEST_GUILESS_MAIN(TestPacer)
#include "tst_pacer.moc"
