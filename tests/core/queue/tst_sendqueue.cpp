#include "core/queue/sendqueue.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace Pacewatch;
using namespace Qt::StringLiterals;

class TestSendQueue final : public QObject
{
    Q_OBJECT

private slots:
    void hasItemsLeaveInTheirOrder();
    void letsOneThatComesBackKeepItsPlace();
    void refusesIllegalMovesAndChangesNothing();
    void movesFromEveryStateAsTheTableAllows_data();
    void movesFromEveryStateAsTheTableAllows();
    void keepsTheOrderOverAPause();
    void cancelsOneAndLeavesTheOthers();
    void neverLetsAnUnknownOneLeaveAgain();
    void tellsOfEachChangeOnce();
    void agreesWithAListOverManyOrders();
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

void TestSendQueue::movesFromEveryStateAsTheTableAllows_data()
{
    using State = ItemState;
    QTest::addColumn<QList<ItemState>>("way");
    QTest::newRow("ready") << QList<State>{};
    QTest::newRow("paused") << QList<State>{State::Paused};
    QTest::newRow("sending") << QList<State>{State::Sending};
    QTest::newRow("sent") << QList<State>{State::Sending, State::Sent};
    QTest::newRow("rejected") << QList<State>{State::Sending, State::Rejected};
    QTest::newRow("too large") << QList<State>{State::Rejected};
    QTest::newRow("unknown") << QList<State>{State::Sending, State::Unknown};
    QTest::newRow("confirmed") << QList<State>{State::Sending, State::Unknown,
                                               State::ConfirmedSent};
    QTest::newRow("confirmed not")
        << QList<State>{State::Sending, State::Unknown, State::ConfirmedNotSent};
    QTest::newRow("cancelled") << QList<State>{State::Cancelled};
    QTest::newRow("expired") << QList<State>{State::Paused, State::Expired};
    QTest::newRow("would send") << QList<State>{State::WouldSend};
    QTest::newRow("came back") << QList<State>{State::Sending, State::Ready};
}

/// An illegal move changes nothing: not the state, not the counts, not what leaves next.
void TestSendQueue::movesFromEveryStateAsTheTableAllows()
{
    QFETCH(const QList<ItemState>, way);
    for (int to = 0; to <= int(ItemState::WouldSend); ++to) {
        Bench bench;
        bench.add(1);
        for (const ItemState step : way) {
            QVERIFY(bench.queue.move(ItemId(1), step));
        }
        const ItemState from = way.isEmpty() ? ItemState::Ready : way.last();
        const auto target = static_cast<ItemState>(to);
        bench.told.clear();
        bool isEdited = false;
        const bool isMoved
            = bench.queue.move(ItemId(1), target, [&](SendItem&) { isEdited = true; });
        const ItemState now = isMoved ? target : from;
        QCOMPARE(isMoved, isLegalMove(from, target));
        QCOMPARE(isEdited, isMoved);
        QCOMPARE(bench.told.size(), isMoved ? 1 : 0);
        QCOMPARE(bench.queue.find(ItemId(1))->state, now);
        QCOMPARE(bench.queue.nextReady() != nullptr, now == ItemState::Ready);
        for (int state = 0; state <= int(ItemState::WouldSend); ++state) {
            QCOMPARE(bench.queue.count(static_cast<ItemState>(state)), state == int(now) ? 1 : 0);
        }
    }
}

void TestSendQueue::keepsTheOrderOverAPause()
{
    Bench bench;
    bench.add(4);
    QVERIFY(bench.queue.reorder(ItemId(4), ItemId(2)));
    QCOMPARE(bench.queue.moveAll(ItemState::Ready, ItemState::Paused), 4);
    QVERIFY(!bench.queue.nextReady());
    QVERIFY(!bench.queue.reorder(ItemId(1), {}));
    bench.add(1);
    QCOMPARE(bench.queue.moveAll(ItemState::Paused, ItemState::Ready), 4);
    QCOMPARE(bench.order(), u"0 3 1 2 0"_s);
}

void TestSendQueue::cancelsOneAndLeavesTheOthers()
{
    Bench bench;
    bench.add(4);
    QVERIFY(bench.queue.move(ItemId(2), ItemState::Cancelled));
    QVERIFY(!bench.queue.move(ItemId(2), ItemState::Cancelled));
    bench.queue.move(ItemId(3), ItemState::Sending);
    QCOMPARE(bench.queue.cancelWaiting(), 2); // the one in the air is not called back
    QCOMPARE(bench.queue.find(ItemId(3))->state, ItemState::Sending);
    QCOMPARE(bench.queue.count(ItemState::Cancelled), 3);
    QVERIFY(!bench.queue.nextReady());
}

void TestSendQueue::neverLetsAnUnknownOneLeaveAgain()
{
    Bench bench;
    bench.add(2);
    bench.queue.move(ItemId(1), ItemState::Sending);
    bench.queue.move(ItemId(1), ItemState::Unknown);
    for (int to = 0; to <= int(ItemState::WouldSend); ++to) {
        QCOMPARE(bench.queue.moveAll(ItemState::Unknown, static_cast<ItemState>(to)),
                 to == int(ItemState::ConfirmedSent) ? 1 : 0);
        if (to == int(ItemState::ConfirmedSent)) {
            break; // all that follow are ends as well
        }
    }
    Bench after;
    after.add(2);
    after.queue.move(ItemId(1), ItemState::Sending);
    after.queue.move(ItemId(1), ItemState::Unknown);
    QVERIFY(!after.queue.reorder(ItemId(1), {}));
    QVERIFY(!after.queue.reorder(ItemId(2), ItemId(1)));
    QCOMPARE(after.queue.cancelWaiting(), 1);
    QVERIFY(after.queue.clearDone() == QList<ItemId>{ItemId(2)});
    Bench restarted;
    restarted.last = 2;
    restarted.queue.restore(after.queue.items());
    QVERIFY(!restarted.queue.nextReady());
    QCOMPARE(restarted.queue.find(ItemId(1))->state, ItemState::Unknown);
    // Whoever wants it again gets another item; the first stays what it is.
    QVERIFY(restarted.queue.appendAgain(ItemId(1)));
    QCOMPARE(restarted.order(), u"0"_s);
    QCOMPARE(restarted.queue.find(ItemId(1))->state, ItemState::Unknown);
}

void TestSendQueue::tellsOfEachChangeOnce()
{
    Bench bench;
    bench.add(3);
    QCOMPARE(bench.told.size(), 3);
    bench.queue.touch(ItemId(2), [](SendItem& item) { item.attempts = 7; });
    QCOMPARE(bench.told.last().attempts, 7);
    bench.queue.touch(ItemId(9), [](SendItem& item) { item.attempts = 7; });
    bench.queue.reorder(ItemId(3), ItemId(1));
    QCOMPARE(bench.told.last().id, ItemId(3));
    QCOMPARE(bench.told.size(), 5);
    bench.queue.cancelWaiting();
    QCOMPARE(bench.told.size(), 8);
}

/// Against a plain list of what should leave in which order.
void TestSendQueue::agreesWithAListOverManyOrders()
{
    constexpr unsigned Seed = 11;
    std::mt19937 dice(Seed);
    Bench bench;
    QList<quint64> list;
    const auto any = [&] { return list.at(qsizetype(dice() % quint64(list.size()))); };
    for (int round = 0; round < 20'000; ++round) {
        switch (list.size() < 3 ? 0 : dice() % 6) {
        case 0:
            bench.add(1);
            list.append(bench.last);
            break;
        case 1: { // the first leaves, and comes back or does not
            const quint64 first = list.first();
            QCOMPARE(bench.queue.nextReady()->id, ItemId(first));
            QVERIFY(bench.queue.move(ItemId(first), ItemState::Sending));
            const bool comesBack = dice() % 2 == 0;
            QVERIFY(
                bench.queue.move(ItemId(first), comesBack ? ItemState::Ready : ItemState::Sent));
            list.remove(0, comesBack ? 0 : 1);
            break;
        }
        case 2: {
            const quint64 gone = any();
            QVERIFY(bench.queue.move(ItemId(gone), ItemState::Cancelled));
            list.removeOne(gone);
            break;
        }
        case 3: {
            const quint64 last = any();
            QVERIFY(bench.queue.reorder(ItemId(last), {}));
            list.removeOne(last);
            list.append(last);
            break;
        }
        default: {
            const quint64 moved = any();
            const quint64 before = any();
            QCOMPARE(bench.queue.reorder(ItemId(moved), ItemId(before)), moved != before);
            if (moved != before) {
                list.removeOne(moved);
                list.insert(list.indexOf(before), moved);
            }
        }
        }
        if (round % 100 == 0) {
            QList<quint64> order;
            bench.queue.forEachReady([&order](const SendItem& item) {
                order.append(static_cast<quint64>(item.id));
                return true;
            });
            QVERIFY2(order == list, qPrintable(u"seed %1, round %2"_s.arg(Seed).arg(round)));
        }
        bench.told.clear();
    }
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
    for (const quint64 id : {1U, 2U}) {
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
