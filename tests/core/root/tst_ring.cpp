#include "core/ring.h"

#include <QTest>

using namespace Pacewatch;

class TestRing final : public QObject
{
    Q_OBJECT

private slots:
    void makesRoomByForgettingTheOldest();
    void startsOverAfterClear();
};

void TestRing::makesRoomByForgettingTheOldest()
{
    Ring<int> ring(3);
    QVERIFY(!ring.append(1));
    QVERIFY(!ring.append(2));
    QVERIFY(!ring.append(3));
    QVERIFY(ring.append(4)); // 1 goes
    QVERIFY(ring.append(5)); // 2 goes
    QCOMPARE(ring.size(), 3U);
    QCOMPARE(ring.first(), 3);
    QCOMPARE(ring.at(1), 4);
    QCOMPARE(ring.last(), 5);
}

void TestRing::startsOverAfterClear()
{
    Ring<int> ring(2);
    for (int i = 0; i < 5; ++i) {
        ring.append(i);
    }
    ring.clear();
    QVERIFY(ring.isEmpty());
    ring.append(7);
    QCOMPARE(ring.first(), 7);
    QCOMPARE(ring.last(), 7);
}

QTEST_GUILESS_MAIN(TestRing)
#include "tst_ring.moc"
