#include "tests/sim/bounds.h"
#include "tests/sim/run.h"

#include <QTest>

#include <cstdlib>

using namespace Pacewatch;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(Pacewatch::Stage)
Q_DECLARE_METATYPE(Pacewatch::GatewayModel::Kind)

namespace {

/// PACEWATCH_SEED repeats a run that failed.
quint64 firstSeed()
{
    const int given = qEnvironmentVariableIntValue("PACEWATCH_SEED");
    return given > 0 ? static_cast<quint64>(given) : 1;
}

} // namespace

class TestPacingSim final : public QObject
{
    Q_OBJECT

private slots:
    void knowsTheBoundsOfTheLiterature();
    void isNeverRefusedAndNearlyAsFastAsPossible_data();
    void isNeverRefusedAndNearlyAsFastAsPossible();
    void usesAFixedWindowFromItsFirstMoment();
    void leavesTheirShareToOthersWhoHaveTheKey();
};

void TestPacingSim::knowsTheBoundsOfTheLiterature()
{
    QCOMPARE(slidingBound(1000, aisoule().windows), Duration(549s)); // 9 * 60 + 9 * 1
    QCOMPARE(slidingBound(10'000, connexeaseOlder().windows), Duration(549s));
    QCOMPARE(slidingBound(10'000, connexeaseNewer().windows), Duration(124s));
    const WallTime halfAMinute(1'763'546'400s + 30s);
    QCOMPARE(fixedBound(1000, aisoule().windows, halfAMinute), Duration(519s)); // r + 489
}

void TestPacingSim::isNeverRefusedAndNearlyAsFastAsPossible_data()
{
    QTest::addColumn<Stage>("stage");
    QTest::addColumn<GatewayModel::Kind>("kind");
    QTest::addColumn<double>("mostRatio");
    QTest::addColumn<int>("seeds");

    using Kind = GatewayModel::Kind;
    const std::pair<Kind, const char*> kinds[] = {{Kind::Fixed, "fixed"},
                                                  {Kind::Anchored, "anchored"},
                                                  {Kind::Sliding, "sliding"},
                                                  {Kind::SlidingCountsRefused, "counting refused"},
                                                  {Kind::Bucket, "bucket"}};
    for (const auto& [kind, name] : kinds) {
        const double most = kind == Kind::Fixed ? 1.11 : 1.02;
        QTest::addRow("AIsoule %s", name) << aisoule() << kind << most << 6;
        QTest::addRow("Connexease older %s", name) << connexeaseOlder() << kind << most << 1;
        // Here the window of one second sets the pace, and nobody can be safe at less than the
        // scatter of one way, 75 ms, behind each: 1.075 times the bound, of which 1.02 times.
        QTest::addRow("Connexease newer %s", name)
            << connexeaseNewer() << kind << (kind == Kind::Fixed ? 1.11 : 1.075 * 1.02) << 1;
    }
}

void TestPacingSim::isNeverRefusedAndNearlyAsFastAsPossible()
{
    QFETCH(const Stage, stage);
    QFETCH(const GatewayModel::Kind, kind);
    QFETCH(const double, mostRatio);
    QFETCH(const int, seeds);

    for (quint64 seed = firstSeed(); seed < firstSeed() + static_cast<quint64>(seeds); ++seed) {
        const Score score = playQueue(stage, kind, seed);
        const double ratio = toSeconds(score.makespan) / toSeconds(score.bound);
        qInfo("seed %llu: %.1f s, %.4f times the bound", seed, toSeconds(score.makespan), ratio);
        QCOMPARE(score.refused, 0);
        QCOMPARE(score.accepted, stage.sends);
        QCOMPARE(score.sent, stage.sends);
        QVERIFY(ratio <= mostRatio);
    }
}

void TestPacingSim::usesAFixedWindowFromItsFirstMoment()
{
    for (quint64 seed = firstSeed(); seed < firstSeed() + 12; ++seed) {
        const Score score = playQueue(aisoule(), GatewayModel::Kind::Fixed, seed);
        qInfo("seed %llu: %.4f", seed, toSeconds(score.makespan) / toSeconds(score.bound));
        QCOMPARE(score.refused, 0);
        QVERIFY(score.makespan <= score.bound + 3s);
    }
}

void TestPacingSim::leavesTheirShareToOthersWhoHaveTheKey()
{
    // A fifth of 100 a minute is somebody else's; the bound is 1,000 / (100 - 20) minutes.
    for (quint64 seed = firstSeed(); seed < firstSeed() + 3; ++seed) {
        const Score score = playQueue(aisoule(), GatewayModel::Kind::Sliding, seed, 20.0 / 60);
        qInfo("seed %llu: %.1f s, %lld refused", seed, toSeconds(score.makespan),
              static_cast<long long>(score.refused));
        QCOMPARE(score.sent, 1000);
        QVERIFY(score.refused <= 22);
        QVERIFY(score.makespan < 950s);
    }
}

QTEST_GUILESS_MAIN(TestPacingSim)
#include "tst_pacingsim.moc"
