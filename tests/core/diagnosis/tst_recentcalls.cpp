#include "core/diagnosis/recentcalls.h"
#include "tests/support/calls.h"

#include <QTest>

#include <random>

using namespace Pacewatch;
using namespace std::chrono_literals;

class TestRecentCalls final : public QObject
{
    Q_OBJECT

private slots:
    void agreesWithACountOfEveryCall();
    void measuresThePaceFromTheFirstCallOn();
};

void TestRecentCalls::agreesWithACountOfEveryCall()
{
    std::mt19937 random(7);
    RecentCalls recent;
    std::vector<std::pair<Instant, bool>> all;
    Instant now = Make::start();
    for (int i = 0; i < 5'000; ++i) {
        now += 1ms * static_cast<int>(random() % 60);
        // Steps are tenths of a second, so the brute force counts whole steps too.
        const Instant sent = now - 1ms * static_cast<int>(random() % 300);
        const bool refused = random() % 3 == 0;
        recent.add(sent, refused);
        all.emplace_back(sent, refused);
        if (i % 50 != 0) {
            continue;
        }
        const auto step = [](Instant instant) { return instant.time_since_epoch() / 100ms; };
        qint64 calls = 0;
        qint64 refusals = 0;
        for (const auto& [at, wasRefused] : all) {
            if (step(at) > step(now - 30s) && step(at) <= step(now)) {
                ++calls;
                refusals += wasRefused ? 1 : 0;
            }
        }
        QCOMPARE(recent.calls(30s, now), calls);
        QCOMPARE(recent.refusals(30s, now), refusals);
    }
}

void TestRecentCalls::measuresThePaceFromTheFirstCallOn()
{
    RecentCalls recent;
    QCOMPARE(recent.pace(Make::start()), 0.0);
    for (int i = 1; i <= 10; ++i) {
        recent.add(Make::start() + i * 500ms, false);
    }
    QCOMPARE(recent.pace(Make::start() + 5s), 2.0); // 9 calls after the first in 4.5 s
    QCOMPARE(recent.pace(Make::start() + 60s), 0.0);
}

QTEST_GUILESS_MAIN(TestRecentCalls)
#include "tst_recentcalls.moc"
