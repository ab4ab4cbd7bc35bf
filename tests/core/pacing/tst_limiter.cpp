#include "core/pacing/limiter.h"

#include <QTest>

#include <algorithm>
#include <random>
#include <vector>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const Instant t0(1h);

Policy policy(const QString& name, qint64 limit, Duration window)
{
    Policy made;
    made.name = name;
    made.limit = limit;
    made.window = window;
    return made;
}

LimiterSettings exact()
{
    LimiterSettings settings;
    settings.guardFloor = 0ms;
    return settings;
}

/// One call with an answer at once.
void call(Limiter& limiter, Instant at, const Reading& reading = {})
{
    limiter.answered(limiter.departed("/send", 1, at), reading, at);
}

Reading shows(const QString& window, double limit, double remaining)
{
    WindowReading shown;
    shown.name = window;
    shown.limit = limit;
    shown.remaining = remaining;
    Reading reading;
    reading.windows = {shown};
    return reading;
}

Reading refusal(const QString& window, std::optional<Duration> wait)
{
    Reading reading;
    reading.isRateLimited = true;
    reading.hitWindow = window;
    reading.retryAfter = wait;
    return reading;
}

} // namespace

class TestLimiter final : public QObject
{
    Q_OBJECT

private slots:
    void letsTheStrictestWindowSpeak();
    void occupiesUntilOnePeriodAfterTheAnswer();
    void addsTheFloorBehindTheDeparture();
    void countsWhatIsInTheAir();
    void appliesAWindowToItsRoutesOnly();
    void takesTheLimitOfTheHeaders();
    void keepsTheLimitOfTheUser();
    void takesWhatWasUsedAtTheStartForJustUsed();
    void leavesToOthersWhatTheyUse();
    void holdsTheWindowThatRefusedAndThenProbes();
    void goesAtHalfTheRateForOneWindowAfterARefusal();
    void holdsTheWholeKeyWhenNoWindowIsNamed();
    void waitsAgainWhenTheProbeIsRefused();
    void leavesOtherRecipientsAloneAfterAPairRefusal();
    void keepsFreeForTheCustomer();
    void forgetsACallThatNeverLeft();
    void takesATicketOnce();
    void keepsItsHistoryWhenTheLimitChanges();
    void agreesWithBruteForce();
};

void TestLimiter::letsTheStrictestWindowSpeak()
{
    Limiter limiter({policy(u"second"_s, 2, 1s), policy(u"minute"_s, 3, 60s)}, exact());
    call(limiter, t0); // second 2 -> 1, minute 3 -> 2
    call(limiter, t0); // second 1 -> 0, minute 2 -> 1
    const Verdict second = limiter.ask("/send", 1, t0);
    QCOMPARE(second, Verdict::hold(t0 + 1s, HoldReason::WindowFull, u"second"_s));
    QVERIFY(limiter.ask("/send", 1, t0 + 1s).isGo);
    call(limiter, t0 + 1s); // minute 1 -> 0
    const Verdict minute = limiter.ask("/send", 1, t0 + 1s);
    QCOMPARE(minute, Verdict::hold(t0 + 60s, HoldReason::WindowFull, u"minute"_s));
    QVERIFY(limiter.ask("/send", 1, t0 + 60s).isGo);
}

void TestLimiter::occupiesUntilOnePeriodAfterTheAnswer()
{
    const auto afterCalls = [](Duration even, Duration odd, Instant& last) {
        Limiter limiter({policy(u"second"_s, 1, 1s)}, exact());
        for (int i = 0; i < 40; ++i) {
            last += 5s;
            const CallTicket ticket = limiter.departed("/send", 1, last);
            limiter.answered(ticket, {}, last + (i % 2 == 0 ? even : odd));
        }
        return limiter;
    };
    Limiter fresh({policy(u"second"_s, 1, 1s)}, exact());
    fresh.answered(fresh.departed("/send", 1, t0), {}, t0 + 300ms);
    // One round trip says nothing about the next: that one may be much shorter.
    QCOMPARE(fresh.ask("/send", 1, t0 + 400ms).until, t0 + 1300ms);

    // Many alike do: the next call cannot get there sooner than the path allows.
    Instant last = t0;
    const Limiter steady = afterCalls(300ms, 300ms, last);
    QCOMPARE(steady.ask("/send", 1, last + 400ms).until, last + 1s);

    // Shortest 100 ms, spread 400 ms: nothing is taken off.
    last = t0;
    const Limiter wild = afterCalls(100ms, 500ms, last);
    QCOMPARE(wild.ask("/send", 1, last + 600ms).until, last + 1500ms);
}

void TestLimiter::addsTheFloorBehindTheDeparture()
{
    Limiter limiter({policy(u"second"_s, 1, 1s)}, {});
    call(limiter, t0);
    QCOMPARE(limiter.ask("/send", 1, t0).until, t0 + 1020ms);
}

void TestLimiter::countsWhatIsInTheAir()
{
    Limiter limiter({policy(u"second"_s, 1, 1s)}, exact());
    const CallTicket ticket = limiter.departed("/send", 1, t0);
    QVERIFY(!limiter.ask("/send", 1, t0 + 5s).isGo); // nobody knows when it is counted
    limiter.failed(ticket, t0 + 5s, true);
    QVERIFY(!limiter.ask("/send", 1, t0 + 5900ms).isGo);
    QVERIFY(limiter.ask("/send", 1, t0 + 6s).isGo);
}

void TestLimiter::appliesAWindowToItsRoutesOnly()
{
    Policy media = policy(u"media"_s, 1, 60s);
    media.routes = {"/media"};
    Limiter limiter({media, policy(u"minute"_s, 100, 60s)}, exact());
    limiter.answered(limiter.departed("/media/upload", 1, t0), {}, t0);
    QVERIFY(!limiter.ask("/media/upload", 1, t0).isGo);
    QVERIFY(limiter.ask("/messages", 1, t0).isGo);
}

void TestLimiter::takesTheLimitOfTheHeaders()
{
    Limiter limiter({policy(u"minute"_s, 100, 60s)}, exact());
    call(limiter, t0, shows(u"minute"_s, 2, 1)); // 2 -> 1
    QCOMPARE(limiter.windows(t0).first().policy.limit, 2);
    QCOMPARE(limiter.windows(t0).first().policy.source, Source::Headers);
    call(limiter, t0);
    QVERIFY(!limiter.ask("/send", 1, t0).isGo);
}

void TestLimiter::keepsTheLimitOfTheUser()
{
    Policy own = policy(u"minute"_s, 5, 60s);
    own.source = Source::SetByUser;
    Limiter limiter({own}, exact());
    call(limiter, t0, shows(u"minute"_s, 100, 99));
    QCOMPARE(limiter.windows(t0).first().policy.limit, 5);
}

void TestLimiter::takesWhatWasUsedAtTheStartForJustUsed()
{
    Limiter limiter({policy(u"minute"_s, 10, 60s)}, exact());
    call(limiter, t0, shows(u"minute"_s, 10, 2)); // 7 were used before this one
    QCOMPARE(limiter.windows(t0).first().left(), 2);
    call(limiter, t0, shows(u"minute"_s, 10, 1));
    call(limiter, t0, shows(u"minute"_s, 10, 0));
    QCOMPARE(limiter.ask("/send", 1, t0),
             Verdict::hold(t0 + 60s, HoldReason::ForeignUse, u"minute"_s));
}

void TestLimiter::leavesToOthersWhatTheyUse()
{
    Limiter limiter({policy(u"minute"_s, 100, 60s)}, exact());
    call(limiter, t0, shows(u"minute"_s, 100, 99));
    call(limiter, t0 + 1s, shows(u"minute"_s, 100, 78)); // 20 more than our 2
    QCOMPARE(limiter.windows(t0 + 1s).first().foreign, 24); // 20, and 2 + 2 % of the limit
    // Seen 20 in one period, expected again in the next.
    QCOMPARE(limiter.windows(t0 + 70s).first().foreign, 24);
    QCOMPARE(limiter.windows(t0 + 200s).first().foreign, 0);
}

void TestLimiter::holdsTheWindowThatRefusedAndThenProbes()
{
    Limiter limiter({policy(u"second"_s, 10, 1s), policy(u"minute"_s, 100, 60s)}, exact());
    call(limiter, t0, refusal(u"second"_s, 5s));
    const Verdict held = limiter.ask("/send", 1, t0 + 4999ms);
    QCOMPARE(held.reason, HoldReason::AskedToWait);
    QCOMPARE(held.window, u"second"_s);
    QVERIFY(held.until >= t0 + 5s); // jitter only ever adds
    const Instant over = held.until;

    QVERIFY(limiter.ask("/send", 1, over).isGo);
    const CallTicket probe = limiter.departed("/send", 1, over);
    QCOMPARE(limiter.ask("/send", 1, over).reason, HoldReason::ProbeInTheAir);
    limiter.answered(probe, {}, over + 50ms);
    QVERIFY(limiter.ask("/send", 1, over + 50ms).isGo);
}

void TestLimiter::goesAtHalfTheRateForOneWindowAfterARefusal()
{
    Limiter limiter({policy(u"minute"_s, 60, 60s)}, exact());
    call(limiter, t0, refusal(u"minute"_s, 10s));
    const Instant probe = t0 + 11s;
    QVERIFY(limiter.ask("/send", 1, probe).isGo);
    call(limiter, probe);
    int sent = 0;
    Instant now = probe;
    while (now < probe + 60s) {
        const Verdict verdict = limiter.ask("/send", 1, now);
        if (verdict.isGo) {
            call(limiter, now);
            ++sent;
        } else {
            QCOMPARE(verdict.reason, HoldReason::Recovering);
            QVERIFY(verdict.until > now);
            now = verdict.until;
        }
    }
    QCOMPARE(sent, 30);
    QVERIFY(limiter.ask("/send", 1, now).isGo);
    call(limiter, now);
    QVERIFY(limiter.ask("/send", 1, now).isGo);
}

void TestLimiter::holdsTheWholeKeyWhenNoWindowIsNamed()
{
    Limiter limiter({policy(u"minute"_s, 100, 60s)}, exact());
    call(limiter, t0, refusal({}, std::nullopt));
    const Verdict held = limiter.ask("/send", 1, t0 + 29s);
    QCOMPARE(held.reason, HoldReason::AskedToWait);
    QVERIFY(held.window.isEmpty());
    QVERIFY(held.until >= t0 + 30s);
    QCOMPARE(limiter.heldUntil(t0 + 29s), std::optional(held.until));
}

void TestLimiter::waitsAgainWhenTheProbeIsRefused()
{
    Limiter limiter({policy(u"minute"_s, 100, 60s)}, exact());
    call(limiter, t0, refusal(u"minute"_s, 1s));
    const Instant over = limiter.ask("/send", 1, t0).until;
    call(limiter, over, refusal(u"minute"_s, 10s));
    QVERIFY(limiter.ask("/send", 1, over).until >= over + 10s);
}

void TestLimiter::leavesOtherRecipientsAloneAfterAPairRefusal()
{
    Limiter limiter({policy(u"minute"_s, 100, 60s)}, exact());
    Reading pair = refusal({}, 6s);
    pair.scope = u"pair"_s;
    call(limiter, t0, pair);
    QVERIFY(limiter.ask("/send", 1, t0).isGo);
}

void TestLimiter::keepsFreeForTheCustomer()
{
    Limiter limiter({policy(u"minute"_s, 10, 60s)}, exact());
    for (int number = 0; number < 6; ++number) {
        call(limiter, t0);
    }
    QVERIFY(limiter.ask("/send", 1, t0, Lane::TestSend, 3).isGo);
    QCOMPARE(limiter.ask("/send", 1, t0, Lane::TestSend, 4).reason, HoldReason::KeptFree);
    QVERIFY(limiter.ask("/send", 1, t0, Lane::Customer, 4).isGo);
}

void TestLimiter::forgetsACallThatNeverLeft()
{
    Limiter limiter({policy(u"minute"_s, 1, 60s)}, exact());
    limiter.failed(limiter.departed("/send", 1, t0), t0, false);
    QVERIFY(limiter.ask("/send", 1, t0).isGo);
}

void TestLimiter::takesATicketOnce()
{
    Limiter limiter({policy(u"minute"_s, 2, 60s)}, exact());
    const CallTicket ticket = limiter.departed("/send", 1, t0);
    limiter.answered(ticket, {}, t0);
    limiter.answered(ticket, {}, t0);
    limiter.failed(ticket, t0, false);
    QCOMPARE(limiter.windows(t0).first().own, 1);
}

void TestLimiter::keepsItsHistoryWhenTheLimitChanges()
{
    Limiter limiter({policy(u"minute"_s, 1, 60s)}, exact());
    call(limiter, t0);
    limiter.setPolicies({policy(u"minute"_s, 2, 60s), policy(u"second"_s, 10, 1s)});
    QVERIFY(limiter.ask("/send", 1, t0).isGo);
    call(limiter, t0);
    QVERIFY(!limiter.ask("/send", 1, t0).isGo);
}

void TestLimiter::agreesWithBruteForce()
{
    const quint64 seed = 20'260'101;
    qInfo("seed %llu", seed);
    std::mt19937_64 random(seed);
    for (int round = 0; round < 40; ++round) {
        const Duration slow = std::chrono::milliseconds(2000 + random() % 3000);
        const qint64 fastLimit = 1 + static_cast<qint64>(random() % 5);
        const qint64 slowLimit = fastLimit + static_cast<qint64>(random() % 10);
        Limiter limiter({policy(u"second"_s, fastLimit, 1s), policy(u"slow"_s, slowLimit, slow)},
                        exact());
        struct Past
        {
            Instant answered{};
            qint64 cost = 0;
        };
        std::vector<Past> past;
        // Equal ends share a place in the log for at most a part in 8192 of the window.
        const auto has
            = [&](Instant now, Duration window, qint64 limit, qint64 cost, Duration late) {
                  qint64 used = cost;
                  for (const Past& call : past) {
                      used += call.answered + window + late > now ? call.cost : 0;
                  }
                  return used <= limit;
              };
        Instant now = t0;
        for (int step = 0; step < 400; ++step) {
            now += std::chrono::microseconds(random() % 300'000);
            const qint64 cost = 1 + static_cast<qint64>(random() % 2) % fastLimit;
            const bool isFree
                = has(now, 1s, fastLimit, cost, 0ns) && has(now, slow, slowLimit, cost, 0ns);
            const bool isFreeLate = has(now, 1s, fastLimit, cost, 1s / 8192)
                && has(now, slow, slowLimit, cost, slow / 8192);
            const bool isGo = limiter.ask("/send", cost, now).isGo;
            QVERIFY2(!isGo || isFree, "went too early");
            QVERIFY2(isGo || !isFreeLate, "was held too long");
            if (isGo) {
                limiter.answered(limiter.departed("/send", cost, now), {}, now);
                past.push_back({now, cost});
            }
        }
    }
}

QTEST_GUILESS_MAIN(TestLimiter)
#include "tst_limiter.moc"
