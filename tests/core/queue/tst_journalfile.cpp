#include "core/queue/journalfile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace Pacewatch;
using namespace Qt::StringLiterals;

class TestJournalFile final : public QObject
{
    Q_OBJECT

private slots:
    void givesBackWhatItWasGiven();
    void keepsTheLatestOfAnItem();
    void takesWhatWasBeingSentForUnknown();
    void forgetsWithoutATrace();
    void isForItsOwnerOnly();
    void hasOneOwner();
    void setsADamagedFileAside();
    void setsATornFileAside();
    void leavesForeignFilesAlone();
    void leavesFilesOfANewerVersionAlone();
    void writesWhatFitsOfABatch();
    void readsManyItemsInTime();
};

namespace {

struct Folder
{
    QTemporaryDir dir;
    QString path = dir.filePath(u"data/queue.sqlite"_s);

    Result<JournalFile> open() const { return JournalFile::open(path); }
};

KeptItem item(quint64 id, ItemState state = ItemState::Ready, qsizetype bodySize = 40)
{
    KeptItem kept;
    kept.queue = "aisoule";
    kept.item.id = ItemId(id);
    kept.item.number = int(id);
    kept.item.place = qint64(id) * 10;
    kept.item.state = state;
    kept.item.draft = {"POST", "/messages/send", QByteArray(bodySize, 'b'),
                       u"+1202555"_s + QString::number(id)};
    return kept;
}

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Lets files grow no further than @p bytes, as a full disk would.
class FullDisk final
{
public:
    explicit FullDisk(qint64 bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit narrow = m_before;
        narrow.rlim_cur = static_cast<rlim_t>(bytes);
        ::setrlimit(RLIMIT_FSIZE, &narrow);
    }
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &m_before); }
    Q_DISABLE_COPY_MOVE(FullDisk)

private:
    rlimit m_before{};
};

} // namespace

void TestJournalFile::givesBackWhatItWasGiven()
{
    const Folder folder;
    KeptItem given = item(7, ItemState::Rejected);
    given.item.againOf = ItemId(3);
    given.item.attempts = 2;
    given.item.refusals = 1;
    given.item.sentAt = WallTime(std::chrono::milliseconds(1'763'546'400'123));
    given.item.took = std::chrono::milliseconds(412);
    given.item.status = 400;
    given.item.answer = u"“to” fehlt – 缺"_s;
    given.item.lastWait = std::chrono::seconds(30);
    given.item.error = Error{ErrorCode::TooLarge, u"6 bytes"_s};
    given.item.draft.body = QByteArray("\0{\"a\":1}\xff", 9);
    {
        Result<JournalFile> file = folder.open();
        QVERIFY(file);
        QVERIFY(file->write({{given}, {}}));
    }
    Result<JournalFile> file = folder.open();
    QVERIFY(file);
    const auto items = file->load();
    QVERIFY(items);
    QCOMPARE(items->size(), std::size_t(1));
    const KeptItem& found = items->front();
    QCOMPARE(found.queue, given.queue);
    QCOMPARE(found.item.id, given.item.id);
    QCOMPARE(found.item.number, given.item.number);
    QCOMPARE(found.item.place, given.item.place);
    QCOMPARE(found.item.againOf, given.item.againOf);
    QCOMPARE(found.item.draft, given.item.draft);
    QCOMPARE(found.item.state, given.item.state);
    QCOMPARE(found.item.attempts, given.item.attempts);
    QCOMPARE(found.item.refusals, given.item.refusals);
    QCOMPARE(found.item.sentAt, given.item.sentAt);
    QCOMPARE(found.item.took, given.item.took);
    QCOMPARE(found.item.status, given.item.status);
    QCOMPARE(found.item.answer, given.item.answer);
    QCOMPARE(found.item.lastWait, given.item.lastWait);
    QVERIFY(found.item.error == given.item.error);
}

void TestJournalFile::keepsTheLatestOfAnItem()
{
    const Folder folder;
    Result<JournalFile> file = folder.open();
    QVERIFY(file);
    QVERIFY(file->write({{item(1), item(2)}, {}}));
    QVERIFY(file->write({{item(1, ItemState::Sent)}, {}}));
    KeptItem moved = item(2);
    moved.queue = "another";
    QVERIFY(file->write({{moved}, {}}));
    const auto items = file->load();
    QVERIFY(items);
    QCOMPARE(items->size(), std::size_t(2));
    QCOMPARE(items->at(0).item.state, ItemState::Sent);
    QCOMPARE(items->at(1).queue, "another");
}

void TestJournalFile::takesWhatWasBeingSentForUnknown()
{
    const Folder folder;
    {
        Result<JournalFile> file = folder.open();
        QVERIFY(file);
        QVERIFY(
            file->write({{item(1, ItemState::Sending), item(2), item(3, ItemState::Sent)}, {}}));
    }
    Result<JournalFile> file = folder.open();
    QVERIFY(file);
    const auto items = file->load();
    QVERIFY(items);
    QCOMPARE(items->at(0).item.state, ItemState::Unknown);
    QCOMPARE(items->at(1).item.state, ItemState::Ready);
    QCOMPARE(items->at(2).item.state, ItemState::Sent);
}

void TestJournalFile::forgetsWithoutATrace()
{
    const Folder folder;
    {
        Result<JournalFile> file = folder.open();
        QVERIFY(file);
        QVERIFY(file->write({{item(1), item(2)}, {}}));
        QVERIFY(file->write({{}, {ItemId(1)}}));
        QCOMPARE(file->load()->size(), std::size_t(1));
    }
    // Closed, everything is in the file itself.
    QVERIFY(contents(folder.path).contains("+12025552"));
    QVERIFY(!contents(folder.path).contains("+12025551"));
}

void TestJournalFile::isForItsOwnerOnly()
{
    const Folder folder;
    Result<JournalFile> file = folder.open();
    QVERIFY(file);
    QVERIFY(file->write({{item(1)}, {}}));
    const QDir data(folder.dir.filePath(u"data"_s));
    const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup
        | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    QVERIFY(!(QFile::permissions(data.path()) & others));
    const QStringList names = data.entryList(QDir::Files);
    QVERIFY(names.contains(u"queue.sqlite"_s));
    for (const QString& name : names) {
        QVERIFY2(!(QFile::permissions(data.filePath(name)) & others), qPrintable(name));
    }
}

void TestJournalFile::hasOneOwner()
{
    const Folder folder;
    {
        Result<JournalFile> first = folder.open();
        QVERIFY(first);
        Result<JournalFile> second = folder.open();
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Busy);
        QVERIFY(second.error().detail.contains(
            u"process %1 on "_s.arg(QCoreApplication::applicationPid())));
        QVERIFY(first->write({{item(1)}, {}}));
    }
    QVERIFY(folder.open());
}

void TestJournalFile::setsADamagedFileAside()
{
    const Folder folder;
    const QByteArray damaged = QByteArray("no database at all, ").repeated(400);
    QVERIFY(QDir().mkpath(folder.dir.filePath(u"data"_s)));
    {
        QFile file(folder.path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(damaged);
    }
    Result<JournalFile> file = folder.open();
    QVERIFY(file);
    QVERIFY(file->load()->empty());
    QVERIFY(file->setAside().contains(u"queue.sqlite.damaged-"_s));
    QCOMPARE(contents(file->setAside()), damaged);
}

void TestJournalFile::setsATornFileAside()
{
    const Folder folder;
    {
        Result<JournalFile> file = folder.open();
        QVERIFY(file);
        JournalBatch batch;
        for (quint64 id = 1; id <= 2000; ++id) {
            batch.items.push_back(item(id));
        }
        QVERIFY(file->write(batch));
    }
    {
        QFile file(folder.path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(4096 * 3));
        file.write(QByteArray(4096 * 20, '\x5a'));
    }
    Result<JournalFile> file = folder.open();
    QVERIFY2(file, file ? "" : qPrintable(file.error().detail));
    QVERIFY(!file->setAside().isEmpty());
    QVERIFY(QFile::exists(file->setAside()));
    QVERIFY(file->write({{item(1)}, {}}));
}

void TestJournalFile::leavesForeignFilesAlone()
{
    const Folder folder;
    QVERIFY(QDir().mkpath(folder.dir.filePath(u"data"_s)));
    QVERIFY(QFile(folder.path).open(QIODevice::WriteOnly));
    {
        Result<Database> foreign = Database::open(folder.path);
        QVERIFY(foreign);
        QVERIFY(foreign->run("CREATE TABLE recipes (name TEXT)"));
    }
    const QByteArray before = contents(folder.path);
    const Result<JournalFile> file = folder.open();
    QVERIFY(!file);
    QCOMPARE(file.error().code, ErrorCode::Invalid);
    QCOMPARE(contents(folder.path), before);
}

void TestJournalFile::leavesFilesOfANewerVersionAlone()
{
    const Folder folder;
    QVERIFY(folder.open());
    {
        Result<Database> newer = Database::open(folder.path);
        QVERIFY(newer);
        QVERIFY(newer->run("PRAGMA user_version=99"));
    }
    const Result<JournalFile> file = folder.open();
    QVERIFY(!file);
    QCOMPARE(file.error().code, ErrorCode::Unsupported);
}

void TestJournalFile::writesWhatFitsOfABatch()
{
    const Folder folder;
    Result<JournalFile> file = folder.open();
    QVERIFY(file);
    QVERIFY(file->write({{item(1)}, {}}));
    JournalBatch large;
    for (quint64 id = 2; id <= 200; ++id) {
        large.items.push_back(item(id, ItemState::Ready, 10'000));
    }
    {
        const FullDisk disk(200'000);
        const Result<void> written = file->write(large);
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::StorageFailed);
        QVERIFY(file->isTight());
        QVERIFY(file->load()->size() >= std::size_t(1));
        QVERIFY(file->load()->size() < std::size_t(100));
    }
    QVERIFY(file->write(large)); // what is there already is not there twice
    QCOMPARE(file->load()->size(), std::size_t(200));
}

void TestJournalFile::readsManyItemsInTime()
{
    const Folder folder;
    {
        Result<JournalFile> file = folder.open();
        QVERIFY(file);
        JournalBatch batch;
        for (quint64 id = 1; id <= 20'000; ++id) {
            batch.items.push_back(item(id, ItemState::Ready, 120));
        }
        QVERIFY(file->write(batch));
    }
    const auto start = std::chrono::steady_clock::now();
    Result<JournalFile> file = folder.open();
    QVERIFY(file);
    const auto items = file->load();
    const auto took = std::chrono::steady_clock::now() - start;
    QCOMPARE(items->size(), std::size_t(20'000));
    QVERIFY2(took < std::chrono::seconds(2), qPrintable(QString::number(took.count())));
}

QTEST_GUILESS_MAIN(TestJournalFile)
#include "tst_journalfile.moc"
