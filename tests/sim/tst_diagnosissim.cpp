#include "core/diagnosis/diagnose.h"
#include "tests/sim/diagnosistables.h"
#include "tests/sim/play.h"

#include <QTest>

using namespace Pacewatch;

namespace {

/// What is said of the use by others; all zero when nothing is.
Fact foreignUseIn(const Diagnosis& diagnosis)
{
    for (const Finding& finding : diagnosis.findings) {
        for (const Fact& fact : finding.facts) {
            if (fact.kind == Fact::Kind::ForeignPerMinute) {
                return fact;
            }
        }
    }
    return {};
}

} // namespace

/// A short version of both tables; diagnosis_tables plays them whole.
class TestDiagnosisSim final : public QObject
{
    Q_OBJECT

private slots:
    void accusesNoCalmClient();
    void findsEveryPlantedFault();
    void boundsWhatOthersUse();
};

void TestDiagnosisSim::accusesNoCalmClient()
{
    playCalm(Stages::SmallGateway, 8, [](const TableRow& row) {
        QVERIFY2(row.good == row.sessions, qPrintable(tableLine(row)));
    });
}

void TestDiagnosisSim::findsEveryPlantedFault()
{
    int rows = 0;
    playFaults(Stages::SmallGateway, 1, [&](const TableRow& row) {
        ++rows;
        QVERIFY2(row.good == row.sessions && row.sessions > 0, qPrintable(tableLine(row)));
    });
    QVERIFY(rows >= 20);
}

void TestDiagnosisSim::boundsWhatOthersUse()
{
    int inside = 0;
    int between = 0;
    int bounds = 0;
    for (const Algorithm algorithm :
         {Algorithm::Fixed, Algorithm::Anchored, Algorithm::Sliding, Algorithm::Bucket}) {
        for (quint64 seed = 1; seed <= 6; ++seed) {
            Play play({false, algorithm, seed});
            play.background(seed % 2 == 0 ? 0.3 : 0.8);
            comeAtRandom(play.world, play.world.dice(0.25, 0.6) * play.minute / 60,
                         [&play] { play.world.callElsewhere(); });
            const CallLog log = play.finish();
            const Fact use = foreignUseIn(*diagnose(log));
            const double truth = static_cast<double>(play.world.acceptedElsewhere()) * 60
                / toSeconds(lengthOf(play.stand));
            const QByteArray told = QByteArray::number(use.low) + " to "
                + QByteArray::number(use.high) + ", in truth " + QByteArray::number(truth);
            QVERIFY2(use.low <= truth, told.constData());
            bounds += use.isAtLeast ? 1 : 0;
            between += use.isAtLeast || use.value == 0 ? 0 : 1;
            inside += !use.isAtLeast && use.high >= truth ? 1 : 0;
        }
    }
    QVERIFY(bounds >= 6);
    QVERIFY(between >= 10);
    QVERIFY2(inside * 10 >= between * 9, QByteArray::number(inside).constData());
}

QTEST_GUILESS_MAIN(TestDiagnosisSim)
#include "tst_diagnosissim.moc"
