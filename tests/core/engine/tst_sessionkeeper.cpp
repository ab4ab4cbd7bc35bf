#include "core/engine/sessionkeeper.h"
#include "core/store/sessionreader.h"
#include "core/store/sessionshelf.h"
#include "tests/support/fakeclock.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The sessions that are recorded by themselves.
class TestSessionKeeper final : public QObject
{
    Q_OBJECT

private slots:
    void recordsNothingWithoutAFolder();
    void makesAFileWithTheFirstCall();
    void keepsConnectionsApart();
    void isForNobodyElse();
    void holdsNoKey();
    void saysWhenTheDiskTakesNothingAndLosesNothing();
    void endsTheSessionOfAConnectionThatGoes();
    void purgesByAgeAndSize();
};

namespace {

Exchange call(const QByteArray& target = "/v1/x")
{
    Exchange exchange;
    exchange.arrivedWall = WallTime(1'763'547'507s);
    exchange.request = {"GET", target, 1, {{"X-Api-Key", "hush1234word"}}};
    exchange.response.status = 200;
    return exchange;
}

QStringList sessionsIn(const QString& folder)
{
    return QDir(folder).entryList({u"*.pacewatch"_s}, QDir::Files);
}

ConnectionSpec spec(const QString& customer)
{
    ConnectionSpec made;
    made.customer = customer;
    made.profileId = u"aisoule"_s;
    made.gatewayUrl = "https://app.aisoule.com/api";
    return made;
}

} // namespace

void TestSessionKeeper::recordsNothingWithoutAFolder()
{
    FakeClock clock;
    SessionKeeper keeper(clock, {});
    keeper.describe(ConnectionId(1), spec(u"Acme"_s), {}, Secret());
    keeper.add(ConnectionId(1), call());
    QVERIFY(!keeper.health().isOn);
    QVERIFY(keeper.openFiles().isEmpty());
}

void TestSessionKeeper::makesAFileWithTheFirstCall()
{
    const QTemporaryDir folder;
    FakeClock clock;
    {
        SessionKeeper keeper(clock, folder.path());
        keeper.describe(ConnectionId(1), spec(u"Acme"_s), u"app.aisoule.com"_s, Secret());
        QVERIFY(sessionsIn(folder.path()).isEmpty());
        keeper.add(ConnectionId(1), call());
        QString settled;
        keeper.settle(ConnectionId(1), [&](const QString& path) { settled = path; });
        QTRY_VERIFY(!settled.isEmpty());
        Result<SessionReader> live = SessionReader::open(settled);
        QVERIFY(live.has_value());
        QCOMPARE(live->summary()->calls, 1);
    }
    const QStringList files = sessionsIn(folder.path());
    QCOMPARE(files.size(), 1);
    Result<SessionReader> reader = SessionReader::open(folder.filePath(files.first()));
    QVERIFY(reader.has_value());
    QCOMPARE(reader->facts()->customer, u"Acme"_s);
    QCOMPARE(reader->facts()->profileId, u"aisoule"_s);
    QCOMPARE(reader->facts()->baseUrl, "https://app.aisoule.com/api");
}

void TestSessionKeeper::keepsConnectionsApart()
{
    const QTemporaryDir folder;
    FakeClock clock;
    {
        SessionKeeper keeper(clock, folder.path());
        for (quint32 id = 1; id <= 2; ++id) {
            keeper.describe(ConnectionId(id), spec(QString::number(id)), {}, Secret());
            keeper.add(ConnectionId(id), call());
        }
    }
    QCOMPARE(sessionsIn(folder.path()).size(), 2);
    QCOMPARE(SessionShelf::newest(folder.path(), 5, {}).size(), 2);
}

void TestSessionKeeper::isForNobodyElse()
{
    const QTemporaryDir home;
    const QString folder = home.filePath(u"sessions"_s);
    FakeClock clock;
    {
        SessionKeeper keeper(clock, folder);
        keeper.add(ConnectionId(1), call());
    }
    constexpr QFile::Permissions Others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup
        | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    QVERIFY(!(QFile::permissions(folder) & Others));
    QVERIFY(!(QFile::permissions(folder + u'/' + sessionsIn(folder).first()) & Others));
}

void TestSessionKeeper::holdsNoKey()
{
    const QTemporaryDir folder;
    FakeClock clock;
    {
        SessionKeeper keeper(clock, folder.path());
        keeper.describe(ConnectionId(1), spec(u"Acme"_s), {}, Secret("oddlyshapedkey"));
        keeper.add(ConnectionId(1), call("/v1/x?anything=oddlyshapedkey"));
    }
    for (const QString& name : QDir(folder.path()).entryList(QDir::Files)) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY(!bytes.contains("oddlyshapedkey"));
        QVERIFY(!bytes.contains("hush1234word"));
    }
}

void TestSessionKeeper::saysWhenTheDiskTakesNothingAndLosesNothing()
{
    const QTemporaryDir home;
    const QString folder = home.filePath(u"sessions"_s);
    QFile inTheWay(folder); // where the folder should be
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    inTheWay.close();
    FakeClock clock;
    {
        SessionKeeper keeper(clock, folder);
        keeper.add(ConnectionId(1), call());
        QTRY_VERIFY(keeper.health().trouble.has_value());
        keeper.add(ConnectionId(1), call());
        QVERIFY(inTheWay.remove());
        const auto isWell = [&] {
            clock.advance(3s);
            return !keeper.health().trouble;
        };
        QTRY_VERIFY(isWell());
        QCOMPARE(keeper.health().lost, 0);
    }
    Result<SessionReader> reader = SessionReader::open(folder + u'/' + sessionsIn(folder).value(0));
    QVERIFY(reader.has_value());
    QCOMPARE(reader->summary()->calls, 2);
}

void TestSessionKeeper::endsTheSessionOfAConnectionThatGoes()
{
    const QTemporaryDir folder;
    FakeClock clock;
    SessionKeeper keeper(clock, folder.path());
    keeper.add(ConnectionId(1), call());
    keeper.forget(ConnectionId(1));
    QVERIFY(keeper.openFiles().isEmpty());
    QTRY_COMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
    QTRY_COMPARE(SessionShelf::newest(folder.path(), 5, {}).size(), 1);
}

void TestSessionKeeper::purgesByAgeAndSize()
{
    const QTemporaryDir folder;
    const auto make = [&](const QString& name, qint64 daysOld) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(1000, 'x'));
        file.flush();
        const QDateTime then = QDateTime::fromSecsSinceEpoch(1'763'547'507 - daysOld * 86'400);
        QVERIFY(file.setFileTime(then, QFileDevice::FileModificationTime));
    };
    make(u"new.pacewatch"_s, 0);
    make(u"week.pacewatch"_s, 7);
    make(u"year.pacewatch"_s, 365);
    make(u"used.pacewatch"_s, 364);
    make(u"used.pacewatch-wal"_s, 364);
    SessionShelf::purge(folder.path(), WallTime(1'763'547'507s), {10'000, 24h * 30});
    QCOMPARE(sessionsIn(folder.path()),
             (QStringList{u"new.pacewatch"_s, u"used.pacewatch"_s, u"week.pacewatch"_s}));
    SessionShelf::purge(folder.path(), WallTime(1'763'547'507s), {1'500, 24h * 30});
    QCOMPARE(sessionsIn(folder.path()), (QStringList{u"new.pacewatch"_s, u"used.pacewatch"_s}));
}

QTEST_GUILESS_MAIN(TestSessionKeeper)
#include "tst_sessionkeeper.moc"
