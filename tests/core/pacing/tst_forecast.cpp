#include "core/pacing/forecast.h"

#include <QTest>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const Instant t0(1h);

Limiter aisoule()
{
    Policy second;
    second.name = u"second"_s;
    second.limit = 10;
    second.window = 1s;
    Policy minute;
    minute.name = u"minute"_s;
    minute.limit = 100;
    minute.window = 60s;
    return Limiter({second, minute});
}

} // namespace

class TestForecast final : public QObject
{
    Q_OBJECT

private slots:
    void saysWhenTheLastSendLeaves();
    void reckonsWithTheWindowsTheQueueRunsInto();
    void expectsRefusalsOfTheCustomer();
    void drawsAPointASecond();
    void survivesWithoutWindows();
    void givesUpWhenOthersTakeEverything();
};

void TestForecast::saysWhenTheLastSendLeaves()
{
    const Limiter limiter = aisoule();
    const Forecast expected = forecast({limiter, Pacer(Pace{}, t0, 150), {}, 150, "/send", 0, t0});
    QVERIFY(expected.doneAt.has_value());
    // 100 in the first ten seconds, 50 from the minute on.
    QVERIFY(*expected.doneAt > t0 + 64s);
    QVERIFY(*expected.doneAt < t0 + 65s);
    QCOMPARE(expected.lowestLeft, std::optional<qint64>(0));
    QCOMPARE(expected.refusalsExpected, 0);
}

void TestForecast::reckonsWithTheWindowsTheQueueRunsInto()
{
    const Limiter limiter = aisoule();
    Pace pace;
    pace.keepFree = 10;
    const Pacer pacer(pace, t0, 1);
    const Forecast few = forecast({limiter, pacer, pace, 50, "/send", 0, t0});
    QCOMPARE(few.safePerSecond, 9.0);
    const Forecast many = forecast({limiter, pacer, pace, 500, "/send", 0.5, t0});
    QCOMPARE(many.safePerSecond, 1.0); // (100 - 10 - 30) / 60
    QCOMPARE(many.overPerSecond, 70.0 / 60);
}

void TestForecast::expectsRefusalsOfTheCustomer()
{
    const Limiter limiter = aisoule();
    Pace pace;
    pace.keepFree = 0;
    const Forecast crowded = forecast({limiter, Pacer(pace, t0, 100), pace, 100, "/send", 1, t0});
    QVERIFY(crowded.refusalsExpected > 0);
    QVERIFY(crowded.firstRefusalAt.has_value());
}

void TestForecast::drawsAPointASecond()
{
    const Limiter limiter = aisoule();
    const Forecast expected
        = forecast({limiter, Pacer(Pace{}, t0, 20), {}, 20, "/send", 0.2, t0}, 30s);
    QCOMPARE(expected.points.size(), 31);
    QCOMPARE(expected.points.first().at, t0);
    QCOMPARE(expected.departures.size(), 20);
    for (const ForecastPoint& point : expected.points) {
        QVERIFY(point.low <= point.mid && point.mid <= point.high && point.high <= 100);
    }
}

void TestForecast::survivesWithoutWindows()
{
    const Limiter limiter;
    const Forecast expected = forecast({limiter, Pacer(Pace{}, t0, 5), {}, 5, "/send", 0, t0});
    QCOMPARE(expected.doneAt, std::optional(t0));
    QVERIFY(!expected.lowestLeft);
    QCOMPARE(expected.safePerSecond, 0.0);
}

void TestForecast::givesUpWhenOthersTakeEverything()
{
    const Limiter limiter = aisoule();
    Pace pace;
    pace.keepFree = 50;
    const Forecast expected
        = forecast({limiter, Pacer(pace, t0, 100), pace, 100, "/send", 50, t0}, 5s);
    QVERIFY(expected.refusalsExpected > 0); // and it came back at all
}

QTEST_GUILESS_MAIN(TestForecast)
#include "tst_forecast.moc"
