#include "ui/models/queuefilter.h"
#include "ui/models/queuemodel.h"
#include "ui/privacy.h"
#include "ui/wording/wording.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Pacewatch;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr WallTime Now(std::chrono::seconds(1'763'546'400));

SendItem item(int number, ItemState state = ItemState::Ready)
{
    SendItem made;
    made.id = ItemId(quint64(number));
    made.number = number;
    made.state = state;
    made.draft.recipient = u"+44 7700 900%1"_s.arg(number);
    made.due = Now + std::chrono::seconds(number);
    return made;
}

QList<SendItem> items(int number)
{
    QList<SendItem> all;
    for (int at = 1; at <= number; ++at) {
        all.append(item(at));
    }
    return all;
}

} // namespace

class TestQueueModel final : public QObject
{
    Q_OBJECT

private slots:
    void insertsOnceADrain();
    void mergesNeighboursIntoRanges();
    void saysEachState_data();
    void saysEachState();
    void tellsWhenADryRunWouldSend();
    void countsDownTheNextItemWhileTheQueueWaits();
    void forgetsWhatIsDone();
    void filtersWaitingAndProblems();
    void masksRecipients();
    void showsItemsInTheOrderTheyLeaveIn();
    void marksWhereThingsWentWrong();
    void keepsUpWithAHundredThousand();
};

void TestQueueModel::insertsOnceADrain()
{
    Privacy privacy;
    QueueModel model(privacy);
    const QAbstractItemModelTester tester(&model);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QList<SendItem> twice = items(40);
    twice.append(item(3, ItemState::Sent)); // changed within the same drain
    model.apply(twice);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(model.rowCount(), 40);
    QCOMPARE(model.itemAt(2).state, ItemState::Sent);
    QCOMPARE(model.tally().waiting(), 39);
}

void TestQueueModel::mergesNeighboursIntoRanges()
{
    Privacy privacy;
    QueueModel model(privacy);
    const QAbstractItemModelTester tester(&model);
    model.apply(items(40));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.apply({item(5), item(4), item(6), item(20)});
    QCOMPARE(changed.size(), 2); // 4 to 6, and 20
    changed.clear();
    model.apply(items(30)); // above half of the rows
    QCOMPARE(changed.size(), 1);
}

void TestQueueModel::saysEachState_data()
{
    QTest::addColumn<SendItem>("made");
    QTest::addColumn<QString>("text");
    QTest::addColumn<ItemLook>("look");
    QTest::newRow("queued") << item(5) << u"Queued"_s << ItemLook::Queued;
    QTest::newRow("due") << item(1) << u"Due"_s << ItemLook::Queued;
    QTest::newRow("sending") << item(1, ItemState::Sending) << u"Sending"_s << ItemLook::Sending;
    QTest::newRow("sent") << item(1, ItemState::Sent) << u"Sent"_s << ItemLook::Sent;
    SendItem again = item(1, ItemState::Sent);
    again.attempts = 2;
    QTest::newRow("second try") << again << u"Sent, 2nd try"_s << ItemLook::Sent;
    QTest::newRow("failed") << item(1, ItemState::Rejected) << u"Failed"_s << ItemLook::Failed;
    QTest::newRow("unknown") << item(1, ItemState::Unknown) << u"Maybe sent"_s << ItemLook::Unknown;
    QTest::newRow("cancelled") << item(1, ItemState::Cancelled) << u"Cancelled"_s
                               << ItemLook::Cancelled;
    QTest::newRow("dry run") << item(1, ItemState::WouldSend) << u"Would be sent"_s
                             << ItemLook::DryRun;
}

void TestQueueModel::saysEachState()
{
    QFETCH(SendItem, made);
    QFETCH(QString, text);
    QFETCH(ItemLook, look);
    Privacy privacy;
    QueueModel model(privacy);
    model.tick(Now, std::nullopt);
    model.apply({made});
    const QModelIndex cell = model.index(0, QueueModel::StateColumn);
    QCOMPARE(cell.data().toString(), text);
    QCOMPARE(ItemLook(cell.data(QueueModel::LookRole).toInt()), look);
}

void TestQueueModel::tellsWhenADryRunWouldSend()
{
    Privacy privacy;
    QueueModel model(privacy);
    model.apply({item(1, ItemState::WouldSend)});
    QCOMPARE(model.index(0, QueueModel::TimeColumn).data().toString(),
             Wording::clock(*item(1).due));
}

void TestQueueModel::countsDownTheNextItemWhileTheQueueWaits()
{
    Privacy privacy;
    QueueModel model(privacy);
    model.apply({item(1, ItemState::Sent), item(2), item(3)});
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.tick(Now, Duration(4s));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(model.index(1, QueueModel::StateColumn).data().toString(), u"Waiting 4 s"_s);
    QCOMPARE(model.index(2, QueueModel::StateColumn).data().toString(), u"Queued"_s);
    QCOMPARE(model.index(2, QueueModel::TimeColumn).data(QueueModel::HintRole).toString(),
             u"in 3 s"_s);
    model.tick(Now + 4s, Duration::zero());
    QCOMPARE(model.index(1, QueueModel::StateColumn).data().toString(), u"Due"_s);
    QCOMPARE(model.tally().current(), 1);
}

void TestQueueModel::forgetsWhatIsDone()
{
    Privacy privacy;
    QueueModel model(privacy);
    const QAbstractItemModelTester tester(&model);
    model.apply({item(1, ItemState::Sent), item(2, ItemState::Cancelled), item(3),
                 item(4, ItemState::Unknown), item(5, ItemState::WouldSend)});
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    model.removeDone();
    QCOMPARE(removed.size(), 2); // 5, then 1 and 2 together
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.rowOf(ItemId(4)), 1);
    QVERIFY(!model.rowOf(ItemId(1)));
    // Told before it was forgotten, and read after: its row stays away.
    model.apply({item(2, ItemState::Sent), item(3, ItemState::Sent), item(6, ItemState::Sent)});
    QCOMPARE(model.rowCount(), 3);
    QVERIFY(!model.rowOf(ItemId(2)));
    QCOMPARE(model.rowOf(ItemId(6)), 2);
    model.apply({item(2, ItemState::Ready)}); // it was not forgotten after all
    QVERIFY(model.rowOf(ItemId(2)));
}

void TestQueueModel::filtersWaitingAndProblems()
{
    Privacy privacy;
    QueueModel model(privacy);
    QueueFilter filter;
    filter.setSourceModel(&model);
    const QAbstractItemModelTester tester(&filter);
    model.apply({item(1, ItemState::Sent), item(2, ItemState::Rejected), item(3)});
    filter.setChoice(QueueFilter::Choice::Waiting);
    QCOMPARE(filter.rowCount(), 1);
    model.apply({item(3, ItemState::Unknown)}); // leaves while it is looked at
    QCOMPARE(filter.rowCount(), 0);
    filter.setChoice(QueueFilter::Choice::Problems);
    QCOMPARE(filter.rowCount(), 2);
}

void TestQueueModel::masksRecipients()
{
    Privacy privacy;
    QueueModel model(privacy);
    model.apply({item(1)});
    privacy.setOn(true);
    const QString shown = model.index(0, QueueModel::RecipientColumn).data().toString();
    QVERIFY(!shown.contains("7700"_L1));
    QVERIFY(shown.contains(u'•'));
}

void TestQueueModel::showsItemsInTheOrderTheyLeaveIn()
{
    Privacy privacy;
    QueueModel model(privacy);
    const QAbstractItemModelTester tester(&model);
    QList<SendItem> all = items(4);
    for (SendItem& each : all) {
        each.place = each.number * 10;
    }
    model.apply(all);
    const QPersistentModelIndex third(model.index(2, 0));
    all[2].place = 5;
    model.apply({all.at(2)});
    QCOMPARE(third.row(), 0);
    QCOMPARE(model.itemAt(0).number, 3);
    QCOMPARE(model.itemAt(1).number, 1);
    QCOMPARE(model.rowOf(ItemId(4)), 3);
}

void TestQueueModel::marksWhereThingsWentWrong()
{
    QueueTally tally;
    tally.recount({item(1), item(2, ItemState::Rejected), item(3, ItemState::Unknown),
                   item(4, ItemState::Sent)});
    QCOMPARE(tally.problemPlaces(4, 1000), (QList<double>{0.25, 0.5}));
    QCOMPARE(tally.problemPlaces(4, 1), QList<double>{0.25});
    QCOMPARE(tally.ended(), 2);
    QCOMPARE(tally.unknown(), 1);
}

void TestQueueModel::keepsUpWithAHundredThousand()
{
    Privacy privacy;
    QueueModel model(privacy);
    QueueFilter filter;
    filter.setSourceModel(&model);
    QList<SendItem> all = items(100'000);
    for (SendItem& each : all) {
        each.due.reset();
    }
    model.apply(all);
    // Forty seconds of drains; a look through all rows at each would take minutes.
    const auto start = std::chrono::steady_clock::now();
    for (int drain = 0; drain < 1000; ++drain) {
        all[drain].state = ItemState::Sent;
        model.apply({all.at(drain)});
        model.tick(Now, std::nullopt);
    }
    const auto took = std::chrono::steady_clock::now() - start;
    QCOMPARE(model.tally().waiting(), 99'000);
    QCOMPARE(model.tally().firstWaiting(), 1000);
    QVERIFY2(took < 10s, qPrintable(QString::number(took.count() / 1'000'000)));
}

QTEST_GUILESS_MAIN(TestQueueModel)
#include "tst_queuemodel.moc"
