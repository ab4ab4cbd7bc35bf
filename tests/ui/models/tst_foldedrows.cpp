#include "ui/models/foldedrows.h"

#include <QRandomGenerator>
#include <QTest>

#include <vector>

using namespace Pacewatch;

/// The arithmetic against a table that is written out.
class TestFoldedRows final : public QObject
{
    Q_OBJECT

private slots:
    void showsEachCallWithoutFolds();
    void agreesWithATableWrittenOut_data();
    void agreesWithATableWrittenOut();
};

void TestFoldedRows::showsEachCallWithoutFolds()
{
    const FoldedRows rows(3);
    QCOMPARE(rows.rowCount(), 3);
    QCOMPARE(rows.placeAt(2), 2);
    QCOMPARE(rows.rowOf(1), 1);
    QVERIFY(rows.foldAt(0) == nullptr);
    QCOMPARE(FoldedRows().rowCount(), 0);
}

void TestFoldedRows::agreesWithATableWrittenOut_data()
{
    QTest::addColumn<quint32>("seed");
    for (const quint32 seed : {1U, 2U, 3U, 40U, 500U}) {
        QTest::addRow("seed %u", seed) << seed;
    }
}

void TestFoldedRows::agreesWithATableWrittenOut()
{
    QFETCH(const quint32, seed);
    struct Row
    {
        int place = 0;
        int fold = -1; ///< the row is that fold
        int around = -1;
    };
    QRandomGenerator dice(seed);
    std::vector<FoldedRows::Fold> folds;
    int calls = dice.bounded(3);
    for (int number = 0; number < 30; ++number) {
        const int count = 4 + dice.bounded(20);
        folds.push_back({calls, count, dice.bounded(2) == 0, 0});
        calls += count + dice.bounded(5);
    }
    FoldedRows rows(calls, folds);
    for (int round = 0; round < 10; ++round) {
        std::vector<Row> table;
        std::vector<int> rowOf(std::size_t(calls), -1);
        for (int place = 0, fold = 0; place < calls;) {
            const bool isFold = fold < int(folds.size()) && folds[std::size_t(fold)].first == place;
            if (!isFold) {
                rowOf[std::size_t(place)] = int(table.size());
                table.push_back({place, -1, -1});
                ++place;
                continue;
            }
            const FoldedRows::Fold& each = folds[std::size_t(fold)];
            table.push_back({place, fold, fold});
            for (int below = 0; below < each.count; ++below, ++place) {
                rowOf[std::size_t(place)] = int(table.size()) - (each.isOpen ? 0 : 1);
                if (each.isOpen) {
                    table.push_back({place, -1, fold});
                }
            }
            ++fold;
        }
        QCOMPARE(rows.rowCount(), int(table.size()));
        for (int row = 0; row < rows.rowCount(); ++row) {
            const Row& expected = table[std::size_t(row)];
            QCOMPARE(rows.placeAt(row), expected.place);
            QCOMPARE(rows.foldAt(row) != nullptr, expected.fold >= 0);
            QCOMPARE(rows.foldAround(row) != nullptr, expected.around >= 0);
        }
        for (int place = 0; place < calls; ++place) {
            QCOMPARE(rows.rowOf(place), rowOf[std::size_t(place)]);
        }
        FoldedRows::Fold& turned = folds[std::size_t(dice.bounded(int(folds.size())))];
        turned.isOpen = !turned.isOpen;
        const FoldedRows before = rows;
        for (int row = 0; row < before.rowCount(); ++row) {
            if (before.foldAt(row) != nullptr && before.placeAt(row) == turned.first) {
                rows.setOpen(row, turned.isOpen);
                break;
            }
        }
    }
}

QTEST_GUILESS_MAIN(TestFoldedRows)
#include "tst_foldedrows.moc"
