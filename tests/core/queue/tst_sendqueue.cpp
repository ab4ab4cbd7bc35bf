#include "core/queue/sendqueue.h"

#include <QTest>

using namespace Pacewatch;
using namespace Qt::StringLiterals;

class TestSendQueue final : public QObject
{
    Q_OBJECT

private slots:
    void hasItemsLeaveInTheirOrder();
    void letsOneThatComesBackKeepItsPlace();
    void refusesIllegalMovesAndChangesNothing();
    void countsEachState();
    void linksARepetitionToItsOriginal();
    void repeatsNothingThatStillWaits();
    void putsAnItemBeforeAnother();
    void findsRoomForManyMovesToOneSpot();
    void reordersOnlyWhatWaits();
    void clearsWhatEndedAndKeepsTheUnknown();
    void takesUpAnEarlierRun();
};

namespace {

struct Bench
{
    SendQueue queue{[this] { return ItemId(++last); },
                    [this](const SendItem& item) { told.append(item); }};
    quint64 last = 0;
    QList<SendItem> told;

    void add(int count)
    {
        QList<SendDraft> drafts;
        for (int i = 0; i < count; ++i) {
            drafts.append({"POST", "/send", {}, QString::number(i)});
        }
        queue.append(drafts);
    }

    /// The recipients in the order they would leave in.
    QString order()
    {
        QStringList recipients;
        while (const SendItem* next = queue.nextReady()) {
            recipients.append(next->draft.recipient);
            queue.move(next->id, ItemState::Sending);
        }
        return recipients.join(u' ');
    }
};

} // namespace

void TestSendQueue::hasItemsLeaveInTheirOrder()
{
    Bench bench;
    bench.add(4);
    QCOMPARE(bench.order(), u"0 1 2 3"_s);
    QCOMPARE(bench.queue.items().front().number, 1);
}

void TestSendQueue::letsOneThatComesBackKeepItsPlace()
{
    Bench bench;
    bench.add(3);
    QVERIFY(bench.queue.move(ItemId(1), ItemState::Sending));
    QVERIFY(bench.queue.move(ItemId(1), ItemState::Ready));
    QCOMPARE(bench.order(), u"0 1 2"_s);
}

void TestSendQueue::refusesIllegalMovesAndChangesNothing()
{
    Bench bench;
    bench.add(1);
    bench.told.clear();
    QVERIFY(!bench.queue.move(ItemId(1), ItemState::Sent));
    QVERIFY(!bench.queue.move(ItemId(7), ItemState::Sending));
    QCOMPARE(bench.queue.count(ItemState::Ready), 1);
    QVERIFY(bench.told.isEmpty());
}

void TestSendQueue::countsEachState()
{
    Bench bench;
    bench.add(5);
    bench.queue.move(ItemId(1), ItemState::Sending);
    bench.queue.move(ItemId(2), ItemState::Sending);
    bench.queue.move(ItemId(2), ItemState::Unknown);
    bench.queue.move(ItemId(3), ItemState::Sending);
    bench.queue.move(ItemId(3), ItemState::Sent, [](SendItem& item) { ++item.refusals; });
    bench.queue.move(ItemId(4), ItemState::Paused);
    QCOMPARE(bench.queue.total(), 5);
    QCOMPARE(bench.queue.inTheAir(), 1);
    QCOMPARE(bench.queue.waiting(), 2);
    QCOMPARE(bench.queue.done(), 1);
    QCOMPARE(bench.queue.refusals(), 1);
    QCOMPARE(bench.queue.cancelWaiting(), 2);
    QCOMPARE(bench.queue.waiting(), 0);
}

void TestSendQueue::linksARepetitionToItsOriginal()
{
    Bench bench;
    bench.add(2);
    bench.queue.move(ItemId(1), ItemState::Sending);
    bench.queue.move(ItemId(1), ItemState::Unknown);
    QVERIFY(bench.queue.appendAgain(ItemId(1)));
    const SendItem* again = bench.queue.find(ItemId(3));
    QVERIFY(again);
    QCOMPARE(again->againOf, ItemId(1));
    QCOMPARE(again->draft, bench.queue.find(ItemId(1))->draft);
    QCOMPARE(bench.queue.find(ItemId(1))->state, ItemState::Unknown);
}

void TestSendQueue::repeatsNothingThatStillWaits()
{
    Bench bench;
    bench.add(2);
    QVERIFY(!bench.queue.appendAgain(ItemId(1)));
    bench.queue.move(ItemId(1), ItemState::Sending);
    QVERIFY(!bench.queue.appendAgain(ItemId(1)));
    QCOMPARE(bench.queue.total(), 2);
}

void TestSendQueue::putsAnItemBeforeAnother()
{
    Bench bench;
    bench.add(5);
    QVERIFY(bench.queue.reorder(ItemId(5), ItemId(1)));
    QVERIFY(bench.queue.reorder(ItemId(2), {}));
    QVERIFY(bench.queue.reorder(ItemId(4), ItemId(3)));
    QCOMPARE(bench.order(), u"4 0 3 2 1"_s);
}

void TestSendQueue::findsRoomForManyMovesToOneSpot()
{
    Bench bench;
    bench.add(3);
    // Each move halves the room before the third.
    for (int i = 0; i < 100; ++i) {
        QVERIFY(bench.queue.reorder(ItemId(i % 2 == 0 ? 1 : 2), ItemId(3)));
    }
    QCOMPARE(bench.order(), u"0 1 2"_s);
}

void TestSendQueue::reordersOnlyWhatWaits()
{
    Bench bench;
    bench.add(3);
    bench.queue.move(ItemId(1), ItemState::Sending);
    QVERIFY(!bench.queue.reorder(ItemId(1), ItemId(3)));
    QVERIFY(!bench.queue.reorder(ItemId(2), ItemId(1)));
    QVERIFY(!bench.queue.reorder(ItemId(2), ItemId(2)));
    QCOMPARE(bench.order(), u"1 2"_s);
}

void TestSendQueue::clearsWhatEndedAndKeepsTheUnknown()
{
    Bench bench;
    bench.add(4);
    for (const quint64 id : {1, 2}) {
        bench.queue.move(ItemId(id), ItemState::Sending);
    }
    bench.queue.move(ItemId(1), ItemState::Sent);
    bench.queue.move(ItemId(2), ItemState::Unknown);
    bench.queue.move(ItemId(3), ItemState::Cancelled);
    QCOMPARE(bench.queue.clearDone(), (QList<ItemId>{ItemId(1), ItemId(3)}));
    QCOMPARE(bench.queue.total(), 2);
    QCOMPARE(bench.queue.count(ItemState::Unknown), 1);
    QCOMPARE(bench.queue.count(ItemState::Sent), 0);
    QVERIFY(bench.queue.find(ItemId(4)));
}

void TestSendQueue::takesUpAnEarlierRun()
{
    Bench earlier;
    earlier.add(4);
    earlier.queue.move(ItemId(1), ItemState::Sending);
    earlier.queue.move(ItemId(1), ItemState::Sent);
    earlier.queue.move(ItemId(2), ItemState::Sending);
    earlier.queue.reorder(ItemId(4), ItemId(3));

    Bench bench;
    bench.last = 4;
    bench.queue.restore(earlier.queue.items());
    QCOMPARE(bench.told.size(), 4);
    QCOMPARE(bench.queue.count(ItemState::Unknown), 1);
    QCOMPARE(bench.queue.count(ItemState::Sent), 1);
    bench.add(1);
    QCOMPARE(bench.queue.items().back().number, 5);
    QCOMPARE(bench.order(), u"3 2 0"_s);
}

QTEST_GUILESS_MAIN(TestSendQueue)
#include "tst_sendqueue.moc"
