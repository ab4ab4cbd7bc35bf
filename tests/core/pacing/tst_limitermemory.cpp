#include "core/pacing/limiter.h"
#include "core/pacing/limitermemory.h"

#include <QTest>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const Instant Before(9h);
const WallTime Wall(std::chrono::seconds(1'763'546'400));
/// The computer was started anew: its boot clock is another.
const Instant After(2min);

Limiter limiter()
{
    Policy minute;
    minute.name = u"minute"_s;
    minute.limit = 10;
    minute.window = 60s;
    LimiterSettings settings;
    settings.guardFloor = 0ms;
    return Limiter({minute}, settings);
}

void call(Limiter& limiter, Instant at, const Reading& reading = {})
{
    limiter.answered(limiter.departed("/send", 1, at), reading, at);
}

/// What a limiter knows after @p pause in which the program did not run.
Limiter restarted(const Limiter& old, Instant now, Duration pause)
{
    Limiter fresh = limiter();
    const Result<LimiterMemory> memory
        = readLimiterMemory(toJson(old.memory(now), now, Wall), After, Wall + pause);
    if (memory) {
        fresh.remember(*memory, After);
    }
    return fresh;
}

qint64 count(const QList<OccupiedUntil>& units)
{
    qint64 sum = 0;
    for (const OccupiedUntil& each : units) {
        sum += each.units;
    }
    return sum;
}

LimiterMemory memoryOf(const QList<OccupiedUntil>& units, const QList<OccupiedUntil>& others = {})
{
    LimiterMemory memory;
    memory.windows.append({u"minute"_s, 60s, std::nullopt, units, others, std::nullopt});
    return memory;
}

} // namespace

class TestLimiterMemory final : public QObject
{
    Q_OBJECT

private slots:
    void doesNotBeginWithABurst();
    void forgetsWhatIsOver();
    void keepsAWaitAndTheStatedLimit();
    void countsWhatWasInTheAir();
    void survivesACalendarThatWasSetBack();
    void tellsItsOwnFromWhatItWasTold();
    void addsUpWhatEachSentItself();
    void believesWhoSawMoreThanAllTheirOwn();
    void keepsTheLongestWait();
    void refusesGarbage_data();
    void refusesGarbage();
};

void TestLimiterMemory::doesNotBeginWithABurst()
{
    Limiter old = limiter();
    for (int number = 0; number < 10; ++number) {
        call(old, Before + number * 1s);
    }
    const Limiter fresh = restarted(old, Before + 10s, 5s);
    const Verdict verdict = fresh.ask("/send", 1, After);
    QVERIFY(!verdict.isGo);
    // The first call ends 60 s after it left: 45 s after the restart.
    QVERIFY(verdict.until >= After + 45s && verdict.until <= After + 45s + 10ms);
    QVERIFY(fresh.ask("/send", 1, After + 46s).isGo);
}

void TestLimiterMemory::forgetsWhatIsOver()
{
    Limiter old = limiter();
    for (int number = 0; number < 10; ++number) {
        call(old, Before);
    }
    QVERIFY(restarted(old, Before, 61s).ask("/send", 10, After).isGo);
}

void TestLimiterMemory::keepsAWaitAndTheStatedLimit()
{
    Limiter old = limiter();
    WindowReading shown;
    shown.name = u"minute"_s;
    shown.limit = 5;
    shown.remaining = 4;
    Reading refusal;
    refusal.windows = {shown};
    refusal.isRateLimited = true;
    refusal.retryAfter = 30s;
    call(old, Before, refusal);
    const Limiter fresh = restarted(old, Before, 10s);
    const Verdict verdict = fresh.ask("/send", 1, After);
    QCOMPARE(verdict.reason, HoldReason::AskedToWait);
    QVERIFY(verdict.until >= After + 20s && verdict.until <= After + 21s);
    QCOMPARE(fresh.windows(After).first().policy.limit, 5);
}

void TestLimiterMemory::countsWhatWasInTheAir()
{
    Limiter old = limiter();
    for (int number = 0; number < 10; ++number) {
        QVERIFY(old.departed("/send", 1, Before).isValid());
    }
    const Limiter fresh = restarted(old, Before, 30s);
    QVERIFY(!fresh.ask("/send", 1, After).isGo);
    QVERIFY(fresh.ask("/send", 1, After + 31s).isGo);
}

void TestLimiterMemory::survivesACalendarThatWasSetBack()
{
    Limiter old = limiter();
    for (int number = 0; number < 10; ++number) {
        call(old, Before);
    }
    const Limiter fresh = restarted(old, Before, -24h);
    QVERIFY(!fresh.ask("/send", 1, After).isGo);
    QVERIFY(fresh.ask("/send", 1, After + 60s).isGo);
}

void TestLimiterMemory::refusesGarbage_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isRead");
    QTest::newRow("nothing") << QByteArray() << false;
    QTest::newRow("no JSON") << QByteArray("\x00\xff{", 3) << false;
    QTest::newRow("another version") << QByteArray(R"({"version":2,"windows":[]})") << false;
    QTest::newRow("wrong types") << QByteArray(
        R"({"version":1,"held_until_ms":"x","windows":[3,{"name":7},)"
        R"({"name":"a","window_ms":60000,"units":[[1e99,1e99],["a"],5]}]})")
                                 << true;
}

void TestLimiterMemory::refusesGarbage()
{
    QFETCH(const QByteArray, text);
    QFETCH(const bool, isRead);
    const Result<LimiterMemory> memory = readLimiterMemory(text, After, Wall);
    QCOMPARE(memory.has_value(), isRead);
    if (memory) {
        QCOMPARE(memory->windows.size(), 1);
        QVERIFY(memory->windows.first().units.isEmpty());
        QVERIFY(!memory->heldUntil);
    }
}

/// What it remembers from an earlier run somebody else may have written down as well.
void TestLimiterMemory::tellsItsOwnFromWhatItWasTold()
{
    Limiter old = limiter();
    for (int calls = 0; calls < 4; ++calls) {
        call(old, Before);
    }
    Limiter fresh = restarted(old, Before + 1s, 2s);
    for (int calls = 0; calls < 3; ++calls) {
        call(fresh, After + 1s);
    }
    const WindowMemory minute = fresh.memory(After + 2s).windows.first();
    QCOMPARE(count(minute.units), 7);
    QCOMPARE(count(minute.others), 4);
    QVERIFY(limiter().memory(After).windows.first().others.isEmpty());
    const Result<LimiterMemory> read
        = readLimiterMemory(toJson(fresh.memory(After + 2s), After, Wall), After, Wall);
    QVERIFY(read);
    QCOMPARE(count(read->windows.first().others), 4);
}

void TestLimiterMemory::addsUpWhatEachSentItself()
{
    const LimiterMemory all
        = together({memoryOf({{After + 10s, 3}, {After + 30s, 2}}), memoryOf({{After + 20s, 4}})});
    QCOMPARE(all.windows.size(), 1);
    QCOMPARE(all.windows.first().units,
             (QList<OccupiedUntil>{{After + 10s, 3}, {After + 20s, 4}, {After + 30s, 2}}));
    QCOMPARE(together({}), LimiterMemory());
    const LimiterMemory one = memoryOf({{After + 10s, 3}}, {{After + 10s, 1}});
    QCOMPARE(together({one}), one);
}

void TestLimiterMemory::believesWhoSawMoreThanAllTheirOwn()
{
    // The first saw 6 of somebody who keeps nothing; the second saw none of that.
    const LimiterMemory all = together(
        {memoryOf({{After + 30s, 8}}, {{After + 30s, 6}}), memoryOf({{After + 40s, 3}})});
    QCOMPARE(all.windows.first().units, (QList<OccupiedUntil>{{After + 30s, 5}, {After + 40s, 3}}));
}

void TestLimiterMemory::keepsTheLongestWait()
{
    LimiterMemory one = memoryOf({});
    LimiterMemory other = memoryOf({});
    one.heldUntil = After + 5s;
    other.windows.first().heldUntil = After + 9s;
    other.windows.first().statedLimit = 12;
    LimiterMemory third = memoryOf({});
    third.windows.first().heldUntil = After + 7s;
    third.windows.append({u"second"_s, 1s, std::nullopt, {{After + 1s, 1}}, {}, std::nullopt});
    const LimiterMemory all = together({one, other, third});
    QCOMPARE(all.heldUntil, std::optional(After + 5s));
    QCOMPARE(all.windows.size(), 2);
    QCOMPARE(all.windows.first().heldUntil, std::optional(After + 9s));
    QCOMPARE(all.windows.first().statedLimit, std::optional<qint64>(12));
    QCOMPARE(count(all.windows.last().units), 1);
}

QTEST_GUILESS_MAIN(TestLimiterMemory)
#include "tst_limitermemory.moc"
