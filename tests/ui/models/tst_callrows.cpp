#include "ui/models/callrows.h"
#include "ui/models/trafficbook.h"
#include "ui/privacy.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <array>

using namespace Pacewatch;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr WallTime Start{1'763'546'400s};

Exchange callAt(quint64 id, Duration at, int status = 200)
{
    Exchange call;
    call.id = ExchangeId(id);
    call.client = u"booking-sync"_s;
    call.request.method = "POST";
    call.request.target = "/contacts";
    call.requestBody.sha256 = QByteArray::number(id);
    call.response.status = status;
    call.reading.isRateLimited = status == 429;
    call.arrivedWall = Start + at;
    call.took = 20ms;
    return call;
}

/// Ten allowed calls and sixteen refused ones within 0.75 s.
QList<Exchange> burst(quint64 firstId, Duration at)
{
    QList<Exchange> calls;
    for (int number = 0; number < 26; ++number) {
        calls.append(
            callAt(firstId + quint64(number), at + number * 30ms, number < 10 ? 200 : 429));
    }
    return calls;
}

enum class Folds
{
    AsTheyAre,
    AsIfClosed
};

/// The ids of the rows' calls, folds with the number of theirs.
QString told(const CallRows& rows, Folds folds = Folds::AsTheyAre)
{
    QStringList lines;
    for (int row = 0; row < rows.rowCount(); ++row) {
        const QModelIndex cell = rows.index(row, 0);
        const int folded = cell.data(CallRows::FoldedRole).toInt();
        lines += folded > 0 ? u"+%1"_s.arg(folded) : cell.data(ExchangeModel::IdRole).toString();
        if (folds == Folds::AsIfClosed && cell.data(CallRows::OpenRole).toBool()) {
            row += folded;
        }
    }
    return lines.join(u' ');
}

} // namespace

class TestCallRows final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void foldsAlikeNeighboursOfABurst();
    void saysWhatIsBehindAFold();
    void growsAFoldInPlace();
    void opensAndCloses();
    void breaksAtAStranger();
    void sortsByArrival();
    void changesOnceADrain();
    void tiesAndNotes();
    void findsCallsAndFolds();
    void sortsByAColumn();
    void standsStillWhileItIsSorted();
    void findsTheCallsOfABurst();
    void keepsUpWithItself_data();
    void keepsUpWithItself();

private:
    Privacy m_privacy;
    std::unique_ptr<TrafficBook> m_book;
    std::unique_ptr<ExchangeFilter> m_filter;
    std::unique_ptr<CallRows> m_rows;
};

void TestCallRows::init()
{
    m_rows.reset();
    m_filter.reset();
    m_book = std::make_unique<TrafficBook>(m_privacy);
    m_filter = std::make_unique<ExchangeFilter>();
    m_rows = std::make_unique<CallRows>(*m_filter);
    m_rows->setGroups(&m_book->groups());
    m_filter->setModel(&m_book->model());
}

void TestCallRows::foldsAlikeNeighboursOfABurst()
{
    const QAbstractItemModelTester tester(m_rows.get());
    m_book->append(burst(1, 0s));
    QCOMPARE(told(*m_rows), u"1 2 +7 10 11 12 +13 26"_s);
    m_rows->setFolding(false);
    QCOMPARE(m_rows->rowCount(), 26);
    m_rows->setFolding(true);
    QCOMPARE(m_rows->rowCount(), 8);
    QCOMPARE(m_rows->callCount(), 26);
}

void TestCallRows::saysWhatIsBehindAFold()
{
    m_book->append(burst(1, 0s));
    const QString time = m_rows->index(7, 0).data().toString();
    QVERIFY(time.endsWith(":00.750"_L1));
    const QString text = m_rows->index(6, 0).data().toString();
    QVERIFY2(text.startsWith("13 more of burst 1, all refused, until "_L1)
                 && text.endsWith(":00.720"_L1),
             qPrintable(text));
    QCOMPARE(m_rows->index(6, 0).data(CallRows::StrongFromRole).toInt(), 7); // "13 more"
    QVERIFY(m_rows->index(6, 0).data(ExchangeModel::RefusedRole).toBool());
    QVERIFY(m_rows->index(2, 0).data().toString().contains("all allowed"_L1));
}

void TestCallRows::growsAFoldInPlace()
{
    const QAbstractItemModelTester tester(m_rows.get());
    const QList<Exchange> calls = burst(1, 0s);
    m_book->append(calls.first(20));
    QCOMPARE(told(*m_rows), u"1 2 +7 10 11 12 +7 20"_s);
    QSignalSpy removed(m_rows.get(), &QAbstractItemModel::rowsRemoved);
    QSignalSpy inserted(m_rows.get(), &QAbstractItemModel::rowsInserted);
    m_book->append(calls.mid(20));
    QCOMPARE(told(*m_rows), u"1 2 +7 10 11 12 +13 26"_s);
    QCOMPARE(removed.size(), 1);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(inserted.first().at(1).toInt(), 7); // nothing above moved
}

void TestCallRows::opensAndCloses()
{
    const QAbstractItemModelTester tester(m_rows.get());
    m_book->append(burst(1, 0s));
    QVERIFY(!m_rows->setOpen(0, true));
    QCOMPARE(m_rows->setOpen(2, true), 2);
    QCOMPARE(told(*m_rows), u"1 2 +7 3 4 5 6 7 8 9 10 11 12 +13 26"_s);
    QVERIFY(m_rows->index(2, 0).data(CallRows::OpenRole).toBool());
    m_book->append({callAt(99, 5s)});
    QVERIFY(told(*m_rows).startsWith("1 2 +7 3 4"_L1));
    QVERIFY(!m_rows->setOpen(10, false)); // call 10 is behind none
    QCOMPARE(m_rows->setOpen(6, false), 2); // from one of its calls
    QCOMPARE(told(*m_rows), u"1 2 +7 10 11 12 +13 26 99"_s);
}

void TestCallRows::breaksAtAStranger()
{
    QList<Exchange> calls = burst(1, 0s);
    Exchange stranger = callAt(50, 461ms); // between 16 and 17
    stranger.client = u"curl"_s;
    calls.append(stranger);
    Exchange other = callAt(51, 600ms, 429);
    other.request.target = "/templates";
    calls[20] = other;
    m_book->append(calls);
    QCOMPARE(told(*m_rows), u"1 2 +7 10 11 12 13 14 15 16 50 17 18 19 20 51 22 23 24 25 26"_s);
}

void TestCallRows::sortsByArrival()
{
    const QAbstractItemModelTester tester(m_rows.get());
    m_book->append({callAt(1, 0s), callAt(3, 20s), callAt(5, 40s)});
    QSignalSpy removed(m_rows.get(), &QAbstractItemModel::rowsRemoved);
    m_book->append({callAt(2, 10s)}); // its answer took long
    QCOMPARE(told(*m_rows), u"1 2 3 5"_s);
    QCOMPARE(removed.size(), 0);
    m_book->append({callAt(6, 50s), callAt(4, 30s)});
    QCOMPARE(told(*m_rows), u"1 2 3 4 5 6"_s);
}

void TestCallRows::changesOnceADrain()
{
    QSignalSpy removed(m_rows.get(), &QAbstractItemModel::rowsRemoved);
    QSignalSpy inserted(m_rows.get(), &QAbstractItemModel::rowsInserted);
    QSignalSpy reset(m_rows.get(), &QAbstractItemModel::modelReset);
    m_book->append(burst(1, 0s) + burst(101, 30s));
    QCOMPARE(inserted.size(), 1);
    m_filter->setChoice(ExchangeFilter::Choice::Refused);
    QCOMPARE(told(*m_rows), u"11 12 +13 26 111 112 +13 126"_s);
    QCOMPARE(inserted.size(), 2);
    QCOMPARE(removed.size(), 1);
    QCOMPARE(reset.size(), 0);
}

void TestCallRows::tiesAndNotes()
{
    m_book->append(burst(1, 0s));
    Exchange retry = callAt(30, 900ms, 429);
    retry.requestBody.sha256 = "20"; // the same as call 20
    retry.tooEarlyBy = 1400ms;
    m_book->append({retry});
    const QModelIndex first = m_rows->index(0, ExchangeModel::NoteColumn);
    QCOMPARE(first.data().toString(), u"Burst 1, 1 of 26"_s);
    QCOMPARE(first.data(CallRows::TieRole).toInt(), int(CallGroups::Kind::Burst));
    QVERIFY(first.data(CallRows::TieBeginsRole).toBool());
    QVERIFY(!first.data(CallRows::TieEndsRole).toBool());
    QVERIFY(m_rows->index(7, 0).data(CallRows::TieEndsRole).toBool());
    const QModelIndex last = m_rows->index(8, ExchangeModel::NoteColumn);
    QCOMPARE(last.data().toString(), u"Retry 1, 1.4 s too early"_s);
    QCOMPARE(last.data(CallRows::StrongFromRole).toInt(), 9);
    QCOMPARE(last.data(CallRows::TieRole).toInt(), int(CallGroups::Kind::Retries));
}

void TestCallRows::findsCallsAndFolds()
{
    m_book->append(burst(1, 0s));
    QCOMPARE(m_rows->rowOf(ExchangeId(2)), 1);
    QCOMPARE(m_rows->rowOf(ExchangeId(5)), 2); // behind the fold
    QCOMPARE(m_rows->rowOf(ExchangeId(26)), 7);
    m_filter->setChoice(ExchangeFilter::Choice::Refused);
    QVERIFY(!m_rows->rowOf(ExchangeId(5)));
    QCOMPARE(m_rows->rowOf(ExchangeId(15)), 2);
    m_rows->setOpen(2, true);
    QCOMPARE(m_rows->rowOf(ExchangeId(15)), 5);
}

void TestCallRows::sortsByAColumn()
{
    const QAbstractItemModelTester tester(m_rows.get());
    QList<Exchange> calls = burst(1, 0s).first(6);
    for (int number = 0; number < 6; ++number) {
        calls[number].took = std::array{50ms, 20ms, 90ms, 20ms, 10ms, 70ms}.at(std::size_t(number));
    }
    calls[4].reading.retryAfter = 2s;
    calls[1].reading.retryAfter = 5s;
    m_book->append(calls);
    m_rows->setSort(ExchangeModel::TookColumn, Qt::AscendingOrder);
    QCOMPARE(told(*m_rows), u"5 2 4 1 6 3"_s);
    m_rows->setSort(ExchangeModel::TookColumn, Qt::DescendingOrder);
    QCOMPARE(told(*m_rows), u"3 6 1 2 4 5"_s);
    // Nobody was asked to wait but two: the others stand last, whatever the order.
    m_rows->setSort(ExchangeModel::WaitColumn, Qt::DescendingOrder);
    QCOMPARE(told(*m_rows), u"2 5 1 3 4 6"_s);
    m_rows->setSort(ExchangeModel::WaitColumn, Qt::AscendingOrder);
    QCOMPARE(told(*m_rows), u"5 2 1 3 4 6"_s);
    QCOMPARE(m_rows->rowOf(ExchangeId(3)), std::optional(3));
    m_rows->setSort(-1, Qt::AscendingOrder);
    QCOMPARE(told(*m_rows), u"1 2 3 4 5 6"_s);
}

void TestCallRows::standsStillWhileItIsSorted()
{
    const QAbstractItemModelTester tester(m_rows.get());
    m_book->append(burst(1, 0s));
    m_rows->setSort(ExchangeModel::StatusColumn, Qt::DescendingOrder);
    QCOMPARE(m_rows->rowCount(), 26); // nothing is folded
    QCOMPARE(m_rows->index(0, 0).data(CallRows::TieRole).toInt(), int(CallGroups::Kind::None));
    QVERIFY(!m_rows->setOpen(0, true));
    const QString before = told(*m_rows);
    QSignalSpy grown(m_rows.get(), &CallRows::grown);
    m_book->append({callAt(90, 60s, 503), callAt(91, 61s, 200)});
    QCOMPARE(told(*m_rows), before);
    QCOMPARE(grown.size(), 1);
    QCOMPARE(grown.first().first().toLongLong(), 2);
    m_rows->sortAnew();
    QCOMPARE(m_rows->rowCount(), 28);
    QVERIFY(told(*m_rows).startsWith(u"90 11 12 "_s));
    m_rows->setSort(-1, Qt::AscendingOrder);
    QCOMPARE(told(*m_rows), u"1 2 +7 10 11 12 +13 26 90 91"_s);
}

void TestCallRows::findsTheCallsOfABurst()
{
    m_rows->setFolding(false);
    m_book->append(burst(1, 0s));
    m_filter->setFilter(*readCallFilter(u"burst:2"_s));
    QCOMPARE(m_rows->rowCount(), 0);
    // The first calls of a burst are nothing yet; with the fifth and a refusal all of them are.
    const QList<Exchange> second = burst(101, 60s);
    m_book->append(second.first(6));
    QCOMPARE(m_rows->rowCount(), 0);
    m_book->append(second.mid(6, 5));
    QCOMPARE(m_rows->rowCount(), 11);
    QCOMPARE(m_filter->count(CallChoice::All), 11);
    QCOMPARE(m_filter->count(CallChoice::Refused), 1);
    m_filter->setFilter(*readCallFilter(u"burst:2 status:429"_s));
    QTRY_COMPARE(told(*m_rows), u"111"_s);
    m_filter->setFilter(*readCallFilter(u"burst:1"_s));
    QCOMPARE(m_rows->rowCount(), 26);
}

void TestCallRows::keepsUpWithItself_data()
{
    QTest::addColumn<quint32>("seed");
    for (const quint32 seed : {1U, 2U, 3U, 4U, 5U, 6U}) {
        QTest::addRow("seed %u", seed) << seed;
    }
}

/// However calls come and go, the rows are those that a new model makes of the same calls.
void TestCallRows::keepsUpWithItself()
{
    QFETCH(const quint32, seed);
    QRandomGenerator dice(seed);
    const QAbstractItemModelTester tester(m_rows.get());
    Duration now{};
    quint64 id = 0;
    for (int round = 0; round < 120; ++round) {
        QList<Exchange> arrived;
        now += std::chrono::milliseconds(dice.bounded(10) == 0 ? 3000 : dice.bounded(300));
        for (int number = int(dice.bounded(12)); number > 0; --number) {
            const auto late = std::chrono::milliseconds(dice.bounded(400));
            arrived.append(callAt(++id, now + number * 10ms - late, dice.bounded(4) ? 429 : 200));
        }
        m_book->append(arrived);
        if (dice.bounded(15) == 0) {
            m_filter->setChoice(ExchangeFilter::Choice(dice.bounded(2)));
        }
        if (dice.bounded(6) == 0 && m_rows->rowCount() > 0) {
            m_rows->setOpen(int(dice.bounded(m_rows->rowCount())), true);
            m_rows->setOpen(int(dice.bounded(m_rows->rowCount())), false);
        }
        if (round == 90) {
            m_book->model().clear();
        }
        ExchangeFilter filter;
        CallRows anew(filter);
        anew.setGroups(&m_book->groups());
        filter.setChoice(m_filter->choice());
        filter.setModel(&m_book->model());
        QCOMPARE(told(*m_rows, Folds::AsIfClosed), told(anew));
        QCOMPARE(m_rows->callCount(), anew.callCount());
    }
}

QTEST_GUILESS_MAIN(TestCallRows)
#include "tst_callrows.moc"
