#include "core/emulator/actormind.h"

#include <QTest>

#include <algorithm>
#include <vector>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

const Instant t0(1h);
const WallTime wall0(std::chrono::seconds(1'763'546'400) + 12s); // 10:00:12

Activity activity(Duration every, OnRefusal onRefusal = OnRefusal::Wait)
{
    Activity activity;
    activity.every = every;
    activity.onRefusal = onRefusal;
    activity.calls = {CallTemplate{"GET", "/templates", {}, 1}};
    return activity;
}

ActorMind mind(const QList<Activity>& activities, quint64 seed = 1)
{
    return ActorMind(ActorScript{"test/1", activities}, seed, t0, wall0);
}

struct Made
{
    Instant at{};
    ActorCall call;
};

/// Plays until @p end; every call is answered at once by @p answer, which may refuse it.
template<typename Answer>
std::vector<Made> play(ActorMind& mind, Instant end, Answer answer)
{
    std::vector<Made> made;
    while (mind.nextDue() && *mind.nextDue() < end) {
        const Instant now = *mind.nextDue();
        for (const ActorCall& call : mind.takeDue(now)) {
            made.push_back({now, call});
            answer(call, now);
        }
    }
    return made;
}

std::vector<Made> play(ActorMind& mind, Instant end)
{
    return play(mind, end, [](const ActorCall&, Instant) {});
}

} // namespace

class TestActorMind final : public QObject
{
    Q_OBJECT

private slots:
    void callsAtItsPace();
    void swingsAroundItsPace();
    void burstsOnTheWholeHalfMinute();
    void keepsStillWhenAskedTo();
    void catchesUpSlowlyAfterAWait();
    void retriesInsideTheWaitWhenItIgnoresIt();
    void givesUpAfterItsRetries();
    void goesOnAfterDroppingACall();
    void mixesItsCallsByWeight();
    void fillsInNumbersThatBelongToNobody();
    void repeatsItselfFromOneSeed();
    void sleepsWithoutActivities();
};

void TestActorMind::callsAtItsPace()
{
    Activity poll = activity(500ms);
    poll.first = 250ms;
    ActorMind mind = ::mind({poll});
    const std::vector<Made> made = play(mind, t0 + 10s);
    QCOMPARE(made.size(), 20U);
    QCOMPARE(made[0].at, t0 + 250ms);
    QCOMPARE(made[19].at, t0 + 9750ms);
}

void TestActorMind::swingsAroundItsPace()
{
    Activity uneven = activity(1s);
    uneven.jitter = 0.5;
    ActorMind mind = ::mind({uneven});
    const std::vector<Made> made = play(mind, t0 + 600s);
    QVERIFY(made.size() >= 599 && made.size() <= 601); // it does not drift
    Duration least = 10s;
    Duration most = 0s;
    for (std::size_t i = 1; i < made.size(); ++i) {
        least = std::min<Duration>(least, made[i].at - made[i - 1].at);
        most = std::max<Duration>(most, made[i].at - made[i - 1].at);
    }
    QVERIFY(least < 400ms);
    QVERIFY(most > 1600ms && most <= 2s);
}

void TestActorMind::burstsOnTheWholeHalfMinute()
{
    Activity burst = activity(30s);
    burst.aligned = true;
    burst.leastCalls = 20;
    burst.mostCalls = 30;
    burst.within = 900ms;
    ActorMind mind = ::mind({burst});
    const std::vector<Made> made = play(mind, t0 + 60s);
    QVERIFY(made.size() >= 40 && made.size() <= 60);
    for (const Made& call : made) {
        // 10:00:30 is 18 s after the start, 10:01:00 48 s.
        const Duration into = call.at - t0;
        QVERIFY((into >= 18s && into <= 18900ms) || (into >= 48s && into <= 48900ms));
    }
}

void TestActorMind::keepsStillWhenAskedTo()
{
    Activity patient = activity(1s);
    patient.retries = 3;
    ActorMind mind = ::mind({patient});
    bool isFirst = true;
    const std::vector<Made> made = play(mind, t0 + 20s, [&](const ActorCall& call, Instant now) {
        if (isFirst) {
            isFirst = false;
            mind.refused(call, 10s, now);
        }
    });
    QCOMPARE(made[0].at, t0);
    QVERIFY(made[1].at >= t0 + 10s); // not one call inside the wait
    QVERIFY(made[1].at <= t0 + 10s + 300ms);
    QCOMPARE(made[1].call.attempt, 2);
    QCOMPARE(made[2].call.attempt, 1);
    QVERIFY(made.size() >= 10 && made.size() <= 12);
}

void TestActorMind::catchesUpSlowlyAfterAWait()
{
    Activity burst = activity(60s);
    burst.leastCalls = 10;
    burst.mostCalls = 10;
    burst.within = 1s;
    burst.retries = 3;
    ActorMind mind = ::mind({burst});
    bool isFirst = true;
    const std::vector<Made> made = play(mind, t0 + 30s, [&](const ActorCall& call, Instant now) {
        if (isFirst) {
            isFirst = false;
            mind.refused(call, 5s, now);
        }
    });
    QCOMPARE(made.size(), 11U);
    for (std::size_t i = 2; i < made.size(); ++i) {
        QVERIFY(made[i].at - made[i - 1].at >= 250ms);
    }
}

void TestActorMind::retriesInsideTheWaitWhenItIgnoresIt()
{
    Activity stubborn = activity(60s, OnRefusal::Retry);
    stubborn.retryAfter = 600ms;
    stubborn.retries = 4;
    ActorMind mind = ::mind({stubborn});
    const std::vector<Made> made = play(
        mind, t0 + 50s, [&](const ActorCall& call, Instant now) { mind.refused(call, 30s, now); });
    QCOMPARE(made.size(), 5U);
    for (std::size_t i = 1; i < made.size(); ++i) {
        const Duration pause = made[i].at - made[i - 1].at;
        QVERIFY(pause >= 420ms && pause <= 900ms); // no back-off
    }
}

void TestActorMind::givesUpAfterItsRetries()
{
    Activity patient = activity(1000s);
    patient.retries = 2;
    ActorMind mind = ::mind({patient});
    const std::vector<Made> made = play(mind, t0 + 900s, [&](const ActorCall& call, Instant now) {
        mind.refused(call, std::nullopt, now);
    });
    QCOMPARE(made.size(), 3U);
    QVERIFY(made[1].at - made[0].at >= 30s); // told no time, it waits 30 s
    QCOMPARE(made[2].call.attempt, 3);
}

void TestActorMind::goesOnAfterDroppingACall()
{
    ActorMind mind = ::mind({activity(1s, OnRefusal::Drop)});
    const std::vector<Made> made = play(
        mind, t0 + 10s, [&](const ActorCall& call, Instant now) { mind.refused(call, 30s, now); });
    QCOMPARE(made.size(), 10U);
    QCOMPARE(made.back().call.attempt, 1);
}

void TestActorMind::mixesItsCallsByWeight()
{
    Activity mixed = activity(1s);
    mixed.calls = {CallTemplate{"GET", "/rare", {}, 1}, CallTemplate{"POST", "/often", "{}", 3}};
    ActorMind mind = ::mind({mixed});
    const std::vector<Made> made = play(mind, t0 + 1000s);
    const auto rare = std::count_if(made.begin(), made.end(),
                                    [](const Made& call) { return call.call.path == "/rare"; });
    QVERIFY(rare > 200 && rare < 300);
}

void TestActorMind::fillsInNumbersThatBelongToNobody()
{
    Activity sends = activity(1s);
    sends.calls
        = {CallTemplate{"POST", "/contacts?updated_since={{since}}", "{{number}} {{to}}", 1}};
    ActorMind mind = ::mind({sends});
    const std::vector<Made> made = play(mind, t0 + 200s);
    for (const Made& call : made) {
        const QByteArray number = call.call.body.split(' ').last();
        QVERIFY(number.startsWith("+447700900"));
        QCOMPARE(number.size(), 13);
        QVERIFY(number != "+447700900000" && number != "+447700900502");
    }
    QCOMPARE(made[0].call.path, QByteArray("/contacts?updated_since=2025-11-19T09:55:12Z"));
    QVERIFY(made[4].call.body.startsWith("5 "));
}

void TestActorMind::repeatsItselfFromOneSeed()
{
    Activity burst = activity(7s);
    burst.leastCalls = 2;
    burst.mostCalls = 9;
    burst.within = 2s;
    burst.jitter = 0.3;
    const auto told = [&](quint64 seed) {
        ActorMind mind = ::mind({burst}, seed);
        QByteArray text;
        for (const Made& call : play(mind, t0 + 100s)) {
            text += QByteArray::number(qint64{(call.at - t0).count()}) + ' ';
        }
        return text;
    };
    QCOMPARE(told(1), told(1));
    QVERIFY(told(1) != told(2));
}

void TestActorMind::sleepsWithoutActivities()
{
    ActorMind mind = ::mind({});
    QVERIFY(!mind.nextDue());
    QVERIFY(mind.takeDue(t0 + 1h).isEmpty());
}

QTEST_GUILESS_MAIN(TestActorMind)
#include "tst_actormind.moc"
