#include "core/outbox.h"

#include <QTest>

#include <thread>

using namespace Pacewatch;

class TestOutbox final : public QObject
{
    Q_OBJECT

private slots:
    void wakesOnceUntilItIsEmptied();
    void dropsTheOldestAndCounts();
    void keepsEveryEventOfAnotherThread();
    void keepsOnlyTheLatestState();
};

void TestOutbox::wakesOnceUntilItIsEmptied()
{
    Outbox<int> box(10);
    int wakes = 0;
    box.onArrival([&] { ++wakes; });
    box.put(1);
    box.put(2);
    QCOMPARE(wakes, 1);
    QCOMPARE(box.takeAll(), (QList<int>{1, 2}));
    box.put(3);
    QCOMPARE(wakes, 2);
}

void TestOutbox::dropsTheOldestAndCounts()
{
    Outbox<int> box(3);
    for (int i = 1; i <= 5; ++i) {
        box.put(i);
    }
    QCOMPARE(box.takeAll(), (QList<int>{3, 4, 5}));
    QCOMPARE(box.dropped(), 2U);
}

void TestOutbox::keepsEveryEventOfAnotherThread()
{
    constexpr int Count = 100'000;
    Outbox<int> box(Count);
    std::thread writer([&] {
        for (int i = 0; i < Count; ++i) {
            box.put(i);
        }
    });
    int next = 0;
    while (next < Count) {
        for (const int value : box.takeAll()) {
            QCOMPARE(value, next);
            ++next;
        }
    }
    writer.join();
    QCOMPARE(box.dropped(), 0U);
}

void TestOutbox::keepsOnlyTheLatestState()
{
    LatestBox<int> box;
    int wakes = 0;
    box.onArrival([&] { ++wakes; });
    QVERIFY(!box.take());
    box.put(1);
    box.put(2);
    QCOMPARE(wakes, 1);
    QCOMPARE(box.take(), std::optional<int>(2));
    QVERIFY(!box.take());
}

QTEST_GUILESS_MAIN(TestOutbox)
#include "tst_outbox.moc"
