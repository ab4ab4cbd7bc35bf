#include "tests/sim/diagnosistables.h"

#include <QTest>

using namespace Pacewatch;

/// A short version of both tables; diagnosis_tables plays them whole.
class TestDiagnosisSim final : public QObject
{
    Q_OBJECT

private slots:
    void accusesNoCalmClient();
    void findsEveryPlantedFault();
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

QTEST_GUILESS_MAIN(TestDiagnosisSim)
#include "tst_diagnosissim.moc"
