#include "core/diagnosis/callreplay.h"
#include "tests/sim/betterclients.h"
#include "tests/sim/faults.h"
#include "tests/support/calls.h"

#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr Algorithm Ways[]
    = {Algorithm::Fixed, Algorithm::Anchored, Algorithm::Sliding, Algorithm::Bucket};
constexpr const char* WayNames[] = {"fixed", "anchored", "sliding", "bucket"};

CallReplay replayOf(const CallLog& log)
{
    return *CallReplay::of(log);
}

qint64 refusedIn(const CallLog& log)
{
    return RecordedLoad(Survey(log)).refusals;
}

Policy limitOf(const QString& name, qint64 limit, Duration window)
{
    Policy policy;
    policy.name = name;
    policy.limit = limit;
    policy.window = window;
    return policy;
}

bool isNear(qint64 told, qint64 truth, qint64 least, double share)
{
    const auto most = std::max(least, static_cast<qint64>(share * static_cast<double>(truth)));
    qInfo("replayed %lld, true %lld", static_cast<long long>(told), static_cast<long long>(truth));
    return std::abs(told - truth) <= most;
}

} // namespace

/// Replays of modelled traffic, held against what the same clients and gateways truly do.
class TestWhatIfSim final : public QObject
{
    Q_OBJECT

private slots:
    void playsARecordingAsItWas_data();
    void playsARecordingAsItWas();
    void saysWhenItDoesNotKnow_data();
    void saysWhenItDoesNotKnow();
    void foretellsOtherLimits_data();
    void foretellsOtherLimits();
    void foretellsAnotherServer_data();
    void foretellsAnotherServer();
    void foretellsABetterClient_data();
    void foretellsABetterClient();
    void findsAChangeThatTrulyEndsTheRefusals();
};

void TestWhatIfSim::playsARecordingAsItWas_data()
{
    QTest::addColumn<int>("way");
    QTest::addColumn<int>("client");
    QTest::addColumn<bool>("isConnexease");
    const char* const clients[]
        = {"bursts", "early retries", "no back-off", "unspread", "too much"};
    for (int way = 0; way < 4; ++way) {
        for (int client = 0; client < 5; ++client) {
            for (const bool isConnexease : {false, true}) {
                if (isConnexease && client > 2) {
                    continue; // ten times the calls, and nothing new
                }
                QTest::addRow("%s, %s, %s", WayNames[way], clients[client],
                              isConnexease ? "Connexease" : "AIsoule")
                    << way << client << isConnexease;
            }
        }
    }
}

void TestWhatIfSim::playsARecordingAsItWas()
{
    QFETCH(const int, way);
    QFETCH(const int, client);
    QFETCH(const bool, isConnexease);
    using Player = CallLog (*)(const Stand&);
    constexpr Player Players[]
        = {bursts, earlyRetries, noBackOff, unspread, tooMuch, sharedEvenly, enforcesLess};

    for (quint64 seed = 1; seed <= (isConnexease ? 1 : 3); ++seed) {
        const CallLog log = Players[client]({isConnexease, Ways[way], seed});
        const Result<WhatIfAnswer> answer = replayOf(log).answer({});
        QVERIFY(answer);
        QCOMPARE(answer->recordedRefusals, refusedIn(log));
        QCOMPARE(answer->server, Ways[way]);
        // Within a tenth, or three: the order of calls in the air at once is not recorded.
        QVERIFY(isNear(answer->unchanged.refusals, answer->recordedRefusals, 3, 0.1));
        QVERIFY(answer->fits());
    }
}

void TestWhatIfSim::saysWhenItDoesNotKnow_data()
{
    QTest::addColumn<int>("way");
    for (int way = 0; way < 4; ++way) {
        QTest::newRow(WayNames[way]) << way;
    }
}

/// Clients that hold everything back after each refusal, at the very edge of a limit: one call that
/// passes instead of being refused moves all that follow.
void TestWhatIfSim::saysWhenItDoesNotKnow()
{
    QFETCH(const int, way);
    using Player = CallLog (*)(const Stand&);
    for (const Player player : {Player(sharedEvenly), Player(enforcesLess)}) {
        for (quint64 seed = 1; seed <= 3; ++seed) {
            const Result<WhatIfAnswer> answer
                = replayOf(player({false, Ways[way], seed})).answer({});
            QVERIFY(answer);
            const bool isClose
                = isNear(answer->unchanged.refusals, answer->recordedRefusals, 3, 0.1);
            QCOMPARE(answer->fits(), isClose);
            QVERIFY(isNear(answer->unchanged.refusals, answer->recordedRefusals, 8, 0.75));
        }
    }
}

void TestWhatIfSim::foretellsOtherLimits_data()
{
    QTest::addColumn<QString>("window");
    QTest::addColumn<qint64>("limit");
    QTest::newRow("a second that grants more") << u"second"_s << qint64{16};
    QTest::newRow("a second that grants enough") << u"second"_s << qint64{60};
    QTest::newRow("a second that grants less") << u"second"_s << qint64{5};
    QTest::newRow("a minute that grants less") << u"minute"_s << qint64{30};
}

void TestWhatIfSim::foretellsOtherLimits()
{
    QFETCH(const QString, window);
    QFETCH(const qint64, limit);
    for (const Algorithm way : Ways) {
        const Stand stand{false, way, 5};
        const CallLog before = impatientBursts(stand);
        WorldRules rules = rulesOf(stand);
        rules.windows = {limitOf(window, limit, window == u"second"_s ? 1s : 60s)};
        rules.windows.first().inHeaders = window == u"minute"_s;
        // The client wants what it wanted, though the gateway grants something else.
        const qint64 truth = refusedIn(impatientBursts(stand, rules));
        WhatIf what;
        what.limits = rules.windows;
        const Result<WhatIfOutcome> told = replayOf(before).play(what);
        QVERIFY(told);
        QVERIFY(isNear(told->refusals, truth, 6, 0.1));
    }
}

void TestWhatIfSim::foretellsAnotherServer_data()
{
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    for (int from = 0; from < 4; ++from) {
        for (int to = 0; to < 4; ++to) {
            if (from != to) {
                QTest::addRow("%s to %s", WayNames[from], WayNames[to]) << from << to;
            }
        }
    }
}

void TestWhatIfSim::foretellsAnotherServer()
{
    QFETCH(const int, from);
    QFETCH(const int, to);
    const CallLog before = impatientBursts({false, Ways[from], 7});
    const qint64 truth = refusedIn(impatientBursts({false, Ways[to], 7}));
    WhatIf what;
    what.server = Ways[to];
    const Result<WhatIfOutcome> told = replayOf(before).play(what);
    QVERIFY(told);
    QVERIFY(isNear(told->refusals, truth, 6, 0.1));
}

void TestWhatIfSim::foretellsABetterClient_data()
{
    QTest::addColumn<int>("change");
    const char* const names[]
        = {"keeps the wait", "spreads", "creates together", "caches", "polls less", "two workers"};
    for (int change = 0; change < 6; ++change) {
        QTest::newRow(names[change]) << change;
    }
}

void TestWhatIfSim::foretellsABetterClient()
{
    QFETCH(const int, change);
    struct Case
    {
        CallLog (*before)(const Stand&);
        CallLog (*after)(const Stand&);
        void (*change)(WhatIf&);
    };
    constexpr Case Cases[] = {
        {impatientBursts, patientBursts, [](WhatIf& what) { what.keepsWait = true; }},
        {impatientBursts, spreadBursts, [](WhatIf& what) { what.perSecond = 1.4; }},
        {createsInBursts, createsTogether, [](WhatIf& what) { what.bulk = true; }},
        {looksUpEachTime, keepsLookups, [](WhatIf& what) { what.cache = 30s; }},
        {pollsEverySecond, pollsSeldom, [](WhatIf& what) { what.pollEvery = 10s; }},
        {impatientBursts, burstsByWorkers, [](WhatIf& what) { what.workers = 2; }},
    };
    for (const Algorithm way : {Algorithm::Fixed, Algorithm::Sliding}) {
        const Stand stand{false, way, 11};
        const CallLog before = Cases[change].before(stand);
        const qint64 truth = refusedIn(Cases[change].after(stand));
        WhatIf what;
        Cases[change].change(what);
        const Result<WhatIfOutcome> told = replayOf(before).play(what);
        QVERIFY(told);
        QVERIFY(refusedIn(before) > 20);
        QVERIFY(told->refusals < refusedIn(before));
        QVERIFY(truth < refusedIn(before));
        QVERIFY(isNear(told->refusals, truth, 6, 0.15));
    }
}

void TestWhatIfSim::findsAChangeThatTrulyEndsTheRefusals()
{
    // Where nothing is refused, nothing need change.
    const ProfileShelf shelf = ProfileShelf::builtIn();
    CallLog calm(subjectOf(*shelf.find(u"aisoule"_s), {}, {}, shelf));
    for (int i = 0; i < 40; ++i) {
        calm.add(Make::Call(i * 3s));
    }
    const Result<QList<SingleChange>> none = replayOf(calm).singleChanges();
    QVERIFY(none && none->isEmpty());
    const Stand stand{false, Algorithm::Fixed, 3};
    const CallReplay replay = replayOf(impatientBursts(stand));
    const Result<QList<SingleChange>> changes = replay.singleChanges();
    QVERIFY(changes);
    QVERIFY(!changes->isEmpty());
    const SingleChange& best = changes->first();
    QVERIFY(best.endsRefusals);
    QCOMPARE(best.outcome.refusals, 0);
    QVERIFY(best.kind == ChangeKind::Spreads || best.kind == ChangeKind::Workers);
    const auto limit = std::find_if(changes->begin(), changes->end(), [](const SingleChange& one) {
        return one.kind == ChangeKind::HigherLimit && one.what.limits.first().name == "second"_L1;
    });
    QVERIFY(limit != changes->end());
    // Runs that cannot be the best end early; what is told of each is of a whole one.
    for (const SingleChange& change : *changes) {
        const Result<WhatIfOutcome> whole = replay.play(change.what);
        QVERIFY(whole);
        QCOMPARE(whole->calls, change.outcome.calls);
        QCOMPARE(whole->refusals, change.outcome.refusals);
        QCOMPARE(change.endsRefusals, whole->refusals == 0);
    }
    // With that limit the world refuses nothing; with a unit less it refuses something.
    for (const qint64 less : {0, 2}) {
        WorldRules rules = rulesOf(stand);
        rules.windows = {limit->what.limits.first()};
        rules.windows.first().limit -= less;
        const qint64 truth = refusedIn(impatientBursts(stand, rules));
        QVERIFY2(less == 0 ? truth <= 3 : truth > 0, qPrintable(QString::number(truth)));
    }
}

QTEST_GUILESS_MAIN(TestWhatIfSim)
#include "tst_whatifsim.moc"
