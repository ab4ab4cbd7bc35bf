#include "core/quota/serverclock.h"

#include <QRandomGenerator>
#include <QTest>

#include <random>

using namespace Pacewatch;
using namespace std::chrono_literals;

namespace {

const Instant t0{1000s};
const WallTime w0{1'700'000'000s};

} // namespace

class TestServerClock final : public QObject
{
    Q_OBJECT

private slots:
    void knowsNothingBeforeTheFirstDate();
    void narrowsWithEveryAnswer();
    void ignoresJumpsOfThisComputersCalendar();
    void learnsAnewWhenTheServerJumps();
    void holdsTheTruthInItsBracket();
};

void TestServerClock::knowsNothingBeforeTheFirstDate()
{
    const ServerClock clock;
    QVERIFY(!clock.isKnown());
    QVERIFY(!clock.wallAt(t0));
    QVERIFY(!clock.ahead(t0, w0));
}

void TestServerClock::narrowsWithEveryAnswer()
{
    ServerClock clock;
    clock.learn(w0, t0, t0 + 100ms); // the server was in the second w0 at some moment of that
    QCOMPARE(clock.doubt(), Duration(550ms));
    clock.learn(w0, t0 + 900ms, t0 + 950ms); // and still was: so it had just begun at t0
    QVERIFY(clock.doubt() < Duration(200ms));
}

void TestServerClock::ignoresJumpsOfThisComputersCalendar()
{
    ServerClock clock;
    clock.learn(w0, t0, t0 + 100ms);
    const WallTime before = *clock.wallAt(t0 + 10s);
    const Duration ahead = *clock.ahead(t0 + 10s, before - 3s);
    QCOMPARE(ahead, Duration(3s));
    QCOMPARE(*clock.ahead(t0 + 10s, before + 1h), Duration(-1h)); // ours jumped, the server did not
    QCOMPARE(*clock.instantOf(before), t0 + 10s);
}

void TestServerClock::learnsAnewWhenTheServerJumps()
{
    ServerClock clock;
    clock.learn(w0, t0, t0 + 100ms);
    clock.learn(w0 + 1h, t0 + 1s, t0 + 1100ms); // the brackets cannot meet
    const Duration error = *clock.wallAt(t0 + 1s) - (w0 + 1h);
    QVERIFY(error > Duration(-600ms) && error < Duration(1100ms));
}

void TestServerClock::holdsTheTruthInItsBracket()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> delay(5, 80);
    std::uniform_int_distribution<int> gap(1, 5000);
    for (int round = 0; round < 50; ++round) {
        const Duration offset = std::chrono::milliseconds(gap(random) - 2500);
        const auto server = [&](Instant at) { return w0 + (at - t0) + offset; };
        ServerClock clock;
        Instant sent = t0;
        for (int call = 0; call < 200; ++call) {
            const Instant stamped = sent + std::chrono::milliseconds(delay(random));
            const Instant received = stamped + std::chrono::milliseconds(delay(random));
            clock.learn(std::chrono::floor<std::chrono::seconds>(server(stamped)), sent, received);
            const Duration error = *clock.wallAt(received) - server(received);
            QVERIFY(std::chrono::abs(error) <= clock.doubt() + 1ms);
            sent = received + std::chrono::milliseconds(gap(random));
        }
        QVERIFY(clock.doubt() < 200ms);
    }
}

QTEST_GUILESS_MAIN(TestServerClock)
#include "tst_serverclock.moc"
