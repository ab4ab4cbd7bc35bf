#include "core/queue/journal.h"
#include "tests/support/fakeclock.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestJournal final : public QObject
{
    Q_OBJECT

private slots:
    void tellsWhenAnItemIsOnDisk();
    void neverTellsFromWithinTheCall();
    void writesWhatIsLeftWhenItEnds();
    void handsOutEachQueueOnce();
    void saysThatTheDiskIsFullAndGoesOnAfterwards();
    void saysWhoHoldsTheFile();
};

namespace {

struct Bench
{
    Bench() { opened = journal->open(path); }

    /// Ends this journal and opens the file again.
    void restart()
    {
        log.reset();
        journal.reset();
        journal = std::make_unique<Journal>(clock);
        opened = journal->open(path);
        log = journal->logFor("q");
    }

    QTemporaryDir dir;
    QString path = dir.filePath(u"queue.sqlite"_s);
    FakeClock clock;
    std::unique_ptr<Journal> journal = std::make_unique<Journal>(clock);
    std::unique_ptr<ItemLog> log = journal->logFor("q");
    Result<void> opened;
};

SendItem item(quint64 id, ItemState state = ItemState::Ready, qsizetype bodySize = 10)
{
    SendItem made;
    made.id = ItemId(id);
    made.number = int(id);
    made.state = state;
    made.draft = {"POST", "/send", QByteArray(bodySize, 'x'), u"+12025550100"_s};
    return made;
}

} // namespace

void TestJournal::tellsWhenAnItemIsOnDisk()
{
    Bench bench;
    QVERIFY(bench.opened);
    int told = 0;
    for (quint64 id = 1; id <= 10; ++id) {
        bench.log->keepThen(item(id, ItemState::Sending),
                            [&](const Result<void>& kept) { told += kept ? 1 : 100; });
    }
    QTRY_COMPARE(told, 10);
    // Only a crash leaves one that is being sent; to the file this end looks like one.
    bench.restart();
    const std::vector<SendItem> left = bench.journal->take("q");
    QCOMPARE(left.size(), std::size_t(10));
    QCOMPARE(left.front().state, ItemState::Unknown);
}

void TestJournal::neverTellsFromWithinTheCall()
{
    Bench bench;
    bool isInside = true;
    bool wasInside = false;
    bool isTold = false;
    bench.log->keepThen(item(1), [&](const Result<void>&) {
        wasInside = isInside;
        isTold = true;
    });
    isInside = false;
    QTRY_VERIFY(isTold);
    QVERIFY(!wasInside);
}

void TestJournal::writesWhatIsLeftWhenItEnds()
{
    Bench bench;
    for (quint64 id = 1; id <= 5; ++id) {
        bench.log->keep(item(id));
    }
    bench.log->keep(item(2, ItemState::Cancelled));
    bench.log->forget({ItemId(3)});
    bench.restart();
    const std::vector<SendItem> left = bench.journal->take("q");
    QCOMPARE(left.size(), std::size_t(4));
    QCOMPARE(left.at(1).state, ItemState::Cancelled);
    QCOMPARE(bench.journal->highestId(), quint64(5));
}

void TestJournal::handsOutEachQueueOnce()
{
    Bench bench;
    const auto other = bench.journal->logFor("other");
    bench.log->keep(item(1));
    other->keep(item(2));
    bench.restart();
    QCOMPARE(bench.journal->take("other").size(), std::size_t(1));
    QCOMPARE(bench.journal->take("other").size(), std::size_t(0));
    QCOMPARE(bench.journal->take("q").size(), std::size_t(1));
    QCOMPARE(bench.journal->take("nobody").size(), std::size_t(0));
}

void TestJournal::saysThatTheDiskIsFullAndGoesOnAfterwards()
{
    Bench bench;
    bool isThere = false;
    bench.log->keepThen(item(2), [&](const Result<void>&) { isThere = true; });
    QTRY_VERIFY(isThere);
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit narrow = before;
    narrow.rlim_cur = 4096;
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &narrow), 0);

    std::optional<Result<void>> told;
    bench.log->keepThen(item(2, ItemState::Sending),
                        [&](const Result<void>& kept) { told = kept; });
    QTRY_VERIFY(told.has_value());
    QSignalSpy recovered(bench.journal.get(), &Journal::recovered);
    bench.log->keep(item(2)); // it was taken back, and is the same as on disk
    bool wasTried = false;
    bench.log->keepThen(item(2), [&](const Result<void>&) { wasTried = true; });
    QTRY_VERIFY(wasTried);
    const bool isInTrouble = bench.journal->trouble().has_value();
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    QVERIFY(!told->has_value());
    QVERIFY(isInTrouble);
    QVERIFY(recovered.isEmpty());
    QCOMPARE(bench.journal->trouble()->code, ErrorCode::StorageFailed);

    [&] { QTRY_VERIFY((bench.clock.advance(2s), !recovered.isEmpty())); }();
    QVERIFY(!bench.journal->trouble());
    bench.restart();
    const std::vector<SendItem> left = bench.journal->take("q");
    QCOMPARE(left.size(), std::size_t(1));
    QCOMPARE(left.front().state, ItemState::Ready);
}

void TestJournal::saysWhoHoldsTheFile()
{
    Bench bench;
    Journal second(bench.clock);
    const Result<void> opened = second.open(bench.path);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Busy);
    QVERIFY(opened.error().detail.contains(u"process"_s));
}

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
