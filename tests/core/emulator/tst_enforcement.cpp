#include "core/emulator/enforcement.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <vector>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

const WallTime t0(std::chrono::seconds(1'763'546'400)); // 10:00:00

Policy window(const QString& name, qint64 limit, Duration length)
{
    Policy policy;
    policy.name = name;
    policy.limit = limit;
    policy.window = length;
    return policy;
}

EnforcementRules rules(QList<Policy> windows, Algorithm algorithm = Algorithm::Fixed)
{
    EnforcementRules rules;
    rules.windows = std::move(windows);
    rules.algorithm = algorithm;
    return rules;
}

bool admits(Enforcement& enforcement, WallTime now)
{
    return enforcement.admit("key", "/contacts", now).isAllowed;
}

/// The four algorithms once more, each by looking at the whole history of calls that count.
class BruteForce final
{
public:
    BruteForce(Algorithm algorithm, qint64 limit, Duration length)
        : m_algorithm(algorithm)
        , m_limit(limit)
        , m_length(length)
    { }

    qint64 used(WallTime now) const
    {
        switch (m_algorithm) {
        case Algorithm::Sliding:
            return std::count_if(m_calls.begin(), m_calls.end(),
                                 [&](WallTime call) { return call > now - m_length; });
        case Algorithm::Anchored: {
            // Walks the windows from the first call on.
            std::size_t i = 0;
            while (i < m_calls.size()) {
                const WallTime start = m_calls[i];
                if (now - start < m_length) {
                    return static_cast<qint64>(m_calls.size() - i);
                }
                while (i < m_calls.size() && m_calls[i] - start < m_length) {
                    ++i;
                }
            }
            return 0;
        }
        case Algorithm::Bucket: {
            // Replays the level of the bucket, in units.
            double level = static_cast<double>(m_limit);
            WallTime at = t0 - 1h;
            const auto refill = [&](WallTime until) {
                const double grown = toSeconds(until - at) / toSeconds(m_length);
                level = std::min(level + grown * static_cast<double>(m_limit),
                                 static_cast<double>(m_limit));
                at = until;
            };
            for (const WallTime call : m_calls) {
                refill(call);
                level -= 1;
            }
            refill(now);
            return m_limit - static_cast<qint64>(std::floor(level + 1e-6));
        }
        case Algorithm::Unknown:
        case Algorithm::Fixed:
            break;
        }
        const auto number = now.time_since_epoch() / m_length;
        return std::count_if(m_calls.begin(), m_calls.end(), [&](WallTime call) {
            return call.time_since_epoch() / m_length == number;
        });
    }

    bool hasRoom(WallTime now) const { return used(now) < m_limit; }
    void count(WallTime now) { m_calls.push_back(now); }

private:
    Algorithm m_algorithm;
    qint64 m_limit;
    Duration m_length;
    std::vector<WallTime> m_calls;
};

} // namespace

class TestEnforcement final : public QObject
{
    Q_OBJECT

private slots:
    void startsAFixedWindowWithTheClock();
    void startsAnAnchoredWindowWithItsFirstCall();
    void letsASlidingWindowForgetCallByCall();
    void refillsABucketEvenly();
    void takesFromAllWindowsOrFromNone();
    void namesTheWindowWithTheLongestWait();
    void countsRefusedCallsAsAPenalty();
    void roundsTheWaitUp_data();
    void roundsTheWaitUp();
    void neverAsksForLessThanTheShortestWait();
    void asksForTheLiteralThirtySeconds();
    void enforcesLessThanItStates();
    void countsEachKeyByItself();
    void forgetsTheKeyThatWasSilentLongest();
    void countsOnlyTheRoutesOfAWindow();
    void standsStillWhenTheClockStepsBack();
    void keepsItsCountsWhenALimitChanges();
    void looksWithoutCounting();
    void agreesWithBruteForce_data();
    void agreesWithBruteForce();
    void neverKeepsAnObedientClientOut_data();
    void neverKeepsAnObedientClientOut();
};

void TestEnforcement::startsAFixedWindowWithTheClock()
{
    Enforcement enforcement(rules({window(u"minute"_s, 3, 60s)}));
    QVERIFY(admits(enforcement, t0 + 58s)); // 3 -> 2
    QVERIFY(admits(enforcement, t0 + 58s)); // 2 -> 1
    const Decision third = enforcement.admit("key", "/", t0 + 59s); // 1 -> 0
    QVERIFY(third.isAllowed);
    QCOMPARE(third.windows.first().remaining, 0);
    QCOMPARE(third.windows.first().reset, t0 + 60s);
    const Decision fourth = enforcement.admit("key", "/", t0 + 59s + 1ms);
    QVERIFY(!fourth.isAllowed);
    QCOMPARE(fourth.hit, 0);
    QCOMPARE(fourth.wait, Duration(1s)); // 0.999 s, rounded up
    QVERIFY(admits(enforcement, t0 + 60s)); // a new minute: 3 -> 2
}

void TestEnforcement::startsAnAnchoredWindowWithItsFirstCall()
{
    Enforcement enforcement(rules({window(u"minute"_s, 2, 60s)}, Algorithm::Anchored));
    QVERIFY(admits(enforcement, t0 + 50s)); // 2 -> 1, ends at 110 s
    QVERIFY(admits(enforcement, t0 + 70s)); // 1 -> 0
    const Decision refused = enforcement.admit("key", "/", t0 + 109s);
    QVERIFY(!refused.isAllowed);
    QCOMPARE(refused.windows.first().reset, t0 + 110s);
    const Decision next = enforcement.admit("key", "/", t0 + 130s); // 2 -> 1
    QVERIFY(next.isAllowed);
    QCOMPARE(next.windows.first().reset, t0 + 190s);
}

void TestEnforcement::letsASlidingWindowForgetCallByCall()
{
    Enforcement enforcement(rules({window(u"minute"_s, 2, 60s)}, Algorithm::Sliding));
    QVERIFY(admits(enforcement, t0 + 10s)); // 2 -> 1
    QVERIFY(admits(enforcement, t0 + 40s)); // 1 -> 0
    const Decision refused = enforcement.admit("key", "/", t0 + 69s);
    QVERIFY(!refused.isAllowed);
    QCOMPARE(refused.wait, Duration(1s));
    QCOMPARE(refused.windows.first().reset, t0 + 70s); // the call of 10 s leaves
    QVERIFY(admits(enforcement, t0 + 70s)); // 0 -> 1 -> 0
    QVERIFY(!admits(enforcement, t0 + 99s));
    QVERIFY(admits(enforcement, t0 + 100s));
}

void TestEnforcement::refillsABucketEvenly()
{
    Enforcement enforcement(rules({window(u"minute"_s, 4, 60s)}, Algorithm::Bucket));
    for (int i = 0; i < 4; ++i) {
        QVERIFY(admits(enforcement, t0)); // 4 -> 0
    }
    const Decision refused = enforcement.admit("key", "/", t0 + 1s);
    QVERIFY(!refused.isAllowed);
    QCOMPARE(refused.wait, Duration(14s)); // one unit each 15 s
    QCOMPARE(refused.windows.first().reset, t0 + 60s); // full again
    QVERIFY(admits(enforcement, t0 + 15s)); // 0 -> 1 -> 0
    QVERIFY(!admits(enforcement, t0 + 29s));
    QVERIFY(admits(enforcement, t0 + 45s)); // 0 -> 2 -> 1
    QVERIFY(admits(enforcement, t0 + 45s)); // 1 -> 0
    QVERIFY(!admits(enforcement, t0 + 45s));
}

void TestEnforcement::takesFromAllWindowsOrFromNone()
{
    Enforcement enforcement(rules({window(u"second"_s, 2, 1s), window(u"minute"_s, 3, 60s)}));
    QVERIFY(admits(enforcement, t0)); // 2, 3 -> 1, 2
    QVERIFY(admits(enforcement, t0)); // 1, 2 -> 0, 1
    for (int i = 0; i < 5; ++i) {
        const Decision refused = enforcement.admit("key", "/", t0 + 500ms);
        QVERIFY(!refused.isAllowed);
        QCOMPARE(refused.hit, 0);
        QVERIFY(!refused.windows.last().refuses);
        QCOMPARE(refused.windows.last().remaining, 1); // the minute paid nothing
    }
    QVERIFY(admits(enforcement, t0 + 1s)); // 2, 1 -> 1, 0
    const Decision refused = enforcement.admit("key", "/", t0 + 1s);
    QCOMPARE(refused.hit, 1);
    QCOMPARE(refused.windows.first().remaining, 1); // the second paid nothing
    QCOMPARE(refused.wait, Duration(59s));
}

void TestEnforcement::namesTheWindowWithTheLongestWait()
{
    Enforcement enforcement(rules({window(u"second"_s, 1, 1s), window(u"minute"_s, 1, 60s)}));
    QVERIFY(admits(enforcement, t0)); // 1, 1 -> 0, 0
    const Decision refused = enforcement.admit("key", "/", t0);
    QVERIFY(refused.windows.first().refuses);
    QVERIFY(refused.windows.last().refuses);
    QCOMPARE(refused.hit, 1);
    QCOMPARE(refused.wait, Duration(60s));
}

void TestEnforcement::countsRefusedCallsAsAPenalty()
{
    EnforcementRules penalty = rules({window(u"second"_s, 2, 1s)}, Algorithm::Sliding);
    penalty.countsRefused = true;
    Enforcement enforcement(penalty);
    QVERIFY(admits(enforcement, t0));
    QVERIFY(admits(enforcement, t0));
    // A client that comes back each 0.4 s is never let in again...
    WallTime now = t0;
    for (int i = 0; i < 20; ++i) {
        now += 400ms;
        QVERIFY(!admits(enforcement, now));
    }
    // ... until it keeps away for as long as it is told.
    const Decision refused = enforcement.admit("key", "/", now);
    QCOMPARE(refused.wait, Duration(1s));
    QVERIFY(admits(enforcement, now + refused.wait));

    penalty.algorithm = Algorithm::Bucket;
    Enforcement bucket(penalty);
    QVERIFY(admits(bucket, t0)); // 2 -> 1
    QVERIFY(admits(bucket, t0)); // 1 -> 0
    QVERIFY(!admits(bucket, t0)); // 0 -> -1
    QVERIFY(!admits(bucket, t0 + 500ms)); // -1 -> 0 -> -1
    QVERIFY(admits(bucket, t0 + 1500ms)); // -1 -> 1 -> 0
}

void TestEnforcement::roundsTheWaitUp_data()
{
    QTest::addColumn<int>("millisecondsIn");
    QTest::addColumn<int>("seconds");
    QTest::newRow("at the begin of the minute") << 0 << 60;
    QTest::newRow("a moment in") << 1 << 60;
    QTest::newRow("exactly a second in") << 1000 << 59;
    QTest::newRow("half a second before the end") << 59500 << 1;
    QTest::newRow("a moment before the end") << 59999 << 1;
}

void TestEnforcement::roundsTheWaitUp()
{
    QFETCH(int, millisecondsIn);
    QFETCH(int, seconds);
    Enforcement enforcement(rules({window(u"minute"_s, 1, 60s)}));
    QVERIFY(admits(enforcement, t0));
    const Decision refused
        = enforcement.admit("key", "/", t0 + std::chrono::milliseconds(millisecondsIn));
    QCOMPARE(refused.wait, Duration(std::chrono::seconds(seconds)));
}

void TestEnforcement::neverAsksForLessThanTheShortestWait()
{
    EnforcementRules patient = rules({window(u"second"_s, 1, 1s), window(u"minute"_s, 2, 60s)});
    patient.shortestWait = 1500ms;
    Enforcement enforcement(patient);
    QVERIFY(admits(enforcement, t0));
    QCOMPARE(enforcement.admit("key", "/", t0).wait, Duration(2s));
    QVERIFY(admits(enforcement, t0 + 10s));
    QCOMPARE(enforcement.admit("key", "/", t0 + 20s).wait, Duration(40s));
}

void TestEnforcement::asksForTheLiteralThirtySeconds()
{
    EnforcementRules literal = rules({window(u"second"_s, 1, 1s)});
    literal.literalWait = true;
    Enforcement enforcement(literal);
    QVERIFY(admits(enforcement, t0));
    QCOMPARE(enforcement.admit("key", "/", t0).wait, Duration(30s));
}

void TestEnforcement::enforcesLessThanItStates()
{
    EnforcementRules dishonest = rules({window(u"minute"_s, 10, 60s)});
    dishonest.realLimitShare = 0.7;
    Enforcement enforcement(dishonest);
    for (int i = 0; i < 7; ++i) {
        QVERIFY(admits(enforcement, t0));
    }
    const Decision refused = enforcement.admit("key", "/", t0);
    QVERIFY(!refused.isAllowed);
    QCOMPARE(refused.windows.first().limit, 10);
    QCOMPARE(refused.windows.first().remaining, 3);
}

void TestEnforcement::countsEachKeyByItself()
{
    Enforcement enforcement(rules({window(u"minute"_s, 1, 60s)}));
    QVERIFY(enforcement.admit("one", "/", t0).isAllowed);
    QVERIFY(!enforcement.admit("one", "/", t0).isAllowed);
    QVERIFY(enforcement.admit("two", "/", t0).isAllowed);
    enforcement.reset();
    QVERIFY(enforcement.admit("one", "/", t0).isAllowed);
}

void TestEnforcement::forgetsTheKeyThatWasSilentLongest()
{
    Enforcement enforcement(rules({window(u"day"_s, 1, 24h)}));
    for (qsizetype i = 0; i < Enforcement::MostKeys; ++i) {
        QVERIFY(enforcement.admit(QByteArray::number(i), "/", t0 + Duration(i)).isAllowed);
    }
    QVERIFY(!enforcement.admit("0", "/", t0 + 1s).isAllowed); // 0 is no longer the oldest
    QVERIFY(enforcement.admit("new", "/", t0 + 2s).isAllowed);
    QCOMPARE(enforcement.keys(), Enforcement::MostKeys);
    QVERIFY(!enforcement.admit("0", "/", t0 + 3s).isAllowed); // still known
    QVERIFY(enforcement.admit("1", "/", t0 + 4s).isAllowed); // forgotten
}

void TestEnforcement::countsOnlyTheRoutesOfAWindow()
{
    Policy media = window(u"media"_s, 1, 60s);
    media.routes = {"/media"};
    Enforcement enforcement(rules({media, window(u"minute"_s, 3, 60s)}));
    QVERIFY(enforcement.admit("key", "/media", t0).isAllowed); // 1, 3 -> 0, 2
    QVERIFY(!enforcement.admit("key", "/media/1", t0).isAllowed);
    const Decision other = enforcement.admit("key", "/status", t0); // 2 -> 1
    QVERIFY(other.isAllowed);
    QCOMPARE(other.windows.size(), 1);
    QCOMPARE(other.windows.first().rule, 1);
    QCOMPARE(other.windows.first().remaining, 1);
}

void TestEnforcement::standsStillWhenTheClockStepsBack()
{
    Enforcement enforcement(rules({window(u"second"_s, 1, 1s)}));
    QVERIFY(admits(enforcement, t0 + 5s));
    QVERIFY(!admits(enforcement, t0)); // counted as a call at 5 s
    QVERIFY(admits(enforcement, t0 + 6s));
}

void TestEnforcement::keepsItsCountsWhenALimitChanges()
{
    Enforcement enforcement(rules({window(u"minute"_s, 10, 60s)}));
    for (int i = 0; i < 6; ++i) {
        QVERIFY(admits(enforcement, t0));
    }
    enforcement.change(rules({window(u"second"_s, 5, 1s), window(u"minute"_s, 7, 60s)}));
    const Decision seventh = enforcement.admit("key", "/", t0);
    QVERIFY(seventh.isAllowed);
    QCOMPARE(seventh.windows.first().remaining, 4); // the new window starts afresh
    QCOMPARE(seventh.windows.last().remaining, 0);
    QVERIFY(!admits(enforcement, t0));
    enforcement.change(rules({window(u"minute"_s, 7, 60s)}, Algorithm::Sliding));
    QVERIFY(admits(enforcement, t0)); // another algorithm starts afresh
}

void TestEnforcement::looksWithoutCounting()
{
    Enforcement enforcement(rules({window(u"minute"_s, 1, 60s)}));
    for (int i = 0; i < 3; ++i) {
        QVERIFY(enforcement.look("key", "/", t0).isAllowed);
    }
    QCOMPARE(enforcement.keys(), 0);
    QVERIFY(admits(enforcement, t0));
    QVERIFY(!enforcement.look("key", "/", t0).isAllowed);
}

void TestEnforcement::agreesWithBruteForce_data()
{
    QTest::addColumn<Algorithm>("algorithm");
    QTest::addColumn<bool>("countsRefused");
    QTest::newRow("fixed") << Algorithm::Fixed << false;
    QTest::newRow("fixed with a penalty") << Algorithm::Fixed << true;
    QTest::newRow("anchored") << Algorithm::Anchored << false;
    QTest::newRow("anchored with a penalty") << Algorithm::Anchored << true;
    QTest::newRow("sliding") << Algorithm::Sliding << false;
    QTest::newRow("sliding with a penalty") << Algorithm::Sliding << true;
    QTest::newRow("bucket") << Algorithm::Bucket << false;
}

void TestEnforcement::agreesWithBruteForce()
{
    QFETCH(Algorithm, algorithm);
    QFETCH(bool, countsRefused);
    for (quint64 seed = 1; seed <= 15; ++seed) {
        std::mt19937_64 dice(seed);
        // A bucket's units are whole nanoseconds here, so that both sides agree exactly.
        const qint64 limitOfSecond = std::array{1, 2, 4, 5}[dice() % 4];
        const qint64 limitOfMinute = std::array{5, 8, 10, 16, 20}[dice() % 5];
        EnforcementRules both = rules(
            {window(u"second"_s, limitOfSecond, 1s), window(u"minute"_s, limitOfMinute, 10s)},
            algorithm);
        both.countsRefused = countsRefused;
        Enforcement enforcement(both);
        BruteForce second(algorithm, limitOfSecond, 1s);
        BruteForce minute(algorithm, limitOfMinute, 10s);
        WallTime now = t0;
        for (int call = 0; call < 250; ++call) {
            // Bursts, gaps, and steps that meet the windows' ends to the nanosecond.
            const quint64 kind = dice() % 8;
            now += kind < 4 ? Duration(0)
                : kind < 6  ? Duration(std::chrono::milliseconds(dice() % 700))
                : kind < 7  ? Duration(1s)
                            : Duration(std::chrono::milliseconds(dice() % 5000));
            const bool expected = second.hasRoom(now) && minute.hasRoom(now);
            const Decision decision = enforcement.admit("key", "/", now);
            QVERIFY2(decision.isAllowed == expected,
                     qPrintable(u"seed %1, call %2"_s.arg(seed).arg(call)));
            if (expected || countsRefused) {
                second.count(now);
                minute.count(now);
            }
            QCOMPARE(decision.windows.last().remaining,
                     std::max<qint64>(limitOfMinute - minute.used(now), 0));
        }
    }
}

void TestEnforcement::neverKeepsAnObedientClientOut_data()
{
    QTest::addColumn<Algorithm>("algorithm");
    QTest::newRow("fixed") << Algorithm::Fixed;
    QTest::newRow("anchored") << Algorithm::Anchored;
    QTest::newRow("sliding") << Algorithm::Sliding;
    QTest::newRow("bucket") << Algorithm::Bucket;
}

void TestEnforcement::neverKeepsAnObedientClientOut()
{
    QFETCH(Algorithm, algorithm);
    Enforcement enforcement(
        rules({window(u"second"_s, 3, 1s), window(u"minute"_s, 20, 60s)}, algorithm));
    std::mt19937_64 dice(7);
    WallTime now = t0;
    int refusals = 0;
    for (int call = 0; call < 400; ++call) {
        now += std::chrono::milliseconds(dice() % 300);
        const Decision decision = enforcement.admit("key", "/", now);
        if (!decision.isAllowed) {
            ++refusals;
            now += decision.wait;
            QVERIFY(enforcement.admit("key", "/", now).isAllowed);
        }
    }
    QVERIFY(refusals > 0);
}

QTEST_GUILESS_MAIN(TestEnforcement)
#include "tst_enforcement.moc"
