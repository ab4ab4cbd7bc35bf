#include "app/keptconnections.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestKeptConnections final : public QObject
{
    Q_OBJECT

private slots:
    void bringsBackWhatWasKept();
    void leavesOutPracticeConnections();
    void isReadableByItsOwnerOnly();
    void beginsEmpty();
    void movesAnUnreadableFileAside();
    void saysWhenTheDiskDoesNotTakeIt();

private:
    [[nodiscard]] QString path() const { return m_folder.filePath(u"below/connections.json"_s); }
    [[nodiscard]] static ConnectionSpec spec();

    QTemporaryDir m_folder;
};

ConnectionSpec TestKeptConnections::spec()
{
    ConnectionSpec spec;
    spec.customer = u"Nordlys Optik \"Ø\""_s;
    spec.profileId = u"connexease"_s;
    spec.gatewayUrl = "https://gateway.example.com/v1";
    spec.windows.resize(2);
    spec.windows[0].name = u"minute"_s;
    spec.windows[0].limit = 900;
    spec.windows[0].window = 60s;
    spec.windows[1].name = u"people"_s;
    spec.windows[1].limit = 2000;
    spec.windows[1].window = 24h;
    spec.windows[1].unit = Unit::People;
    for (Policy& window : spec.windows) {
        window.source = Source::SetByUser;
    }
    spec.way = WatchWay::Poll;
    spec.mode = ProxyMode::Enforce;
    spec.port = 8650;
    spec.pollEvery = 7500ms;
    spec.allowPrivateHosts = true;
    spec.allowWebSocket = true;
    spec.injectKey = true;
    spec.keepRedirects = true;
    spec.caFile = u"/etc/ca.pem"_s;
    return spec;
}

void TestKeptConnections::bringsBackWhatWasKept()
{
    ConnectionSpec second = spec();
    second.customer = u"Kite Logistics"_s;
    second.mode = ProxyMode::Pace;
    second.way = WatchWay::Proxy;
    QVERIFY(KeptConnections(path()).write({spec(), second}).has_value());
    const auto back = KeptConnections(path()).read();
    QVERIFY(back.has_value());
    QCOMPARE(*back, (QList<ConnectionSpec>{spec(), second}));
}

void TestKeptConnections::leavesOutPracticeConnections()
{
    ConnectionSpec practice = spec();
    practice.isPractice = true;
    QVERIFY(KeptConnections(path()).write({practice, spec()}).has_value());
    QCOMPARE(KeptConnections(path()).read()->size(), 1);
}

void TestKeptConnections::isReadableByItsOwnerOnly()
{
    QFile::remove(path());
    QVERIFY(KeptConnections(path()).write({spec()}).has_value());
    const auto others = QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther;
    QVERIFY(!(QFile::permissions(path()) & others));
}

void TestKeptConnections::beginsEmpty()
{
    const auto nothing = KeptConnections(m_folder.filePath(u"nowhere.json"_s)).read();
    QVERIFY(nothing.has_value());
    QVERIFY(nothing->isEmpty());
}

void TestKeptConnections::movesAnUnreadableFileAside()
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{ half a fi");
    file.close();
    const auto nothing = KeptConnections(path()).read();
    QVERIFY(!nothing.has_value());
    QVERIFY(!QFile::exists(path()));
    QVERIFY(QFile::exists(nothing.error().detail));
}

void TestKeptConnections::saysWhenTheDiskDoesNotTakeIt()
{
    QFile inTheWay(m_folder.filePath(u"file"_s));
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    KeptConnections kept(m_folder.filePath(u"file/connections.json"_s));
    const Result<void> written = kept.write({spec()});
    QVERIFY(!written.has_value());
    QCOMPARE(written.error().code, ErrorCode::StorageFailed);
}

QTEST_GUILESS_MAIN(TestKeptConnections)
#include "tst_keptconnections.moc"
