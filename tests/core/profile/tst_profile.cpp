#include "core/profile/profile.h"

#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

Profile builtIn(const QString& id)
{
    return ProfileShelf::builtIn().find(id).value_or(Profile{});
}

/// The windows of calls as one line: "second 10/1s, minute 100/60s".
QString told(const QList<Policy>& windows)
{
    QStringList parts;
    for (const Policy& policy : windows) {
        parts.append(
            u"%1 %2/%3s"_s.arg(policy.name).arg(policy.limit).arg(toSeconds(policy.window)));
    }
    return parts.join(u", "_s);
}

} // namespace

class TestProfile final : public QObject
{
    Q_OBJECT

private slots:
    void comesWithFiveProfiles();
    void knowsTheWindowsOfEveryEdition_data();
    void knowsTheWindowsOfEveryEdition();
    void namesASourceForItsFacts();
    void pairsTheEditionsOfOneVendor();
    void fillsItsSamplesWithSoundJson();
    void asksForTheStatusWithoutReachingPeople();
    void countsTheRoutesOfTheDeveloperDocsApart();
    void laysOverridesOverByName();
    void writesTheRefusalOfTheGateway_data();
    void writesTheRefusalOfTheGateway();
    void addsTheProfilesOfAFolder();
};

void TestProfile::comesWithFiveProfiles()
{
    QStringList ids;
    for (const Profile& profile : ProfileShelf::builtIn().all()) {
        ids.append(profile.id);
    }
    QCOMPARE(ids.join(u' '), u"aisoule aisoule-v1 connexease connexease-2026 generic"_s);
    QVERIFY(!ProfileShelf::builtIn().find(u"nobody"_s));
}

void TestProfile::knowsTheWindowsOfEveryEdition_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("windows");
    QTest::newRow("help centre") << u"aisoule"_s << u"second 10/1s, minute 100/60s"_s;
    QTest::newRow("developer docs")
        << u"aisoule-v1"_s
        << u"second 2/1s, messages-second 5/1s, minute 120/60s, messages-minute 300/60s, media-minute 30/60s"_s;
    QTest::newRow("first edition") << u"connexease"_s << u"second 100/1s, minute 1000/60s"_s;
    QTest::newRow("2026 edition") << u"connexease-2026"_s << u"second 80/1s, minute 4800/60s"_s;
    QTest::newRow("nothing documented") << u"generic"_s << QString();
}

void TestProfile::knowsTheWindowsOfEveryEdition()
{
    QFETCH(QString, id);
    QFETCH(QString, windows);
    QCOMPARE(told(builtIn(id).windows), windows);
}

void TestProfile::namesASourceForItsFacts()
{
    for (const Profile& profile : ProfileShelf::builtIn().all()) {
        QVERIFY2(!profile.sources.isEmpty(), qPrintable(profile.id));
        QVERIFY2(!profile.auth.header.isEmpty(), qPrintable(profile.id));
        QVERIFY2(profile.retry.neverRetry.contains(409), qPrintable(profile.id));
    }
}

void TestProfile::pairsTheEditionsOfOneVendor()
{
    const ProfileShelf shelf = ProfileShelf::builtIn();
    for (const Profile& profile : shelf.all()) {
        if (!profile.sibling.isEmpty()) {
            QCOMPARE(shelf.find(profile.sibling)->sibling, profile.id);
            QCOMPARE(shelf.find(profile.sibling)->name, profile.name);
        }
    }
}

void TestProfile::fillsItsSamplesWithSoundJson()
{
    for (const Profile& profile : ProfileShelf::builtIn().all()) {
        for (const Endpoint& endpoint : profile.endpoints) {
            for (const QByteArray& sample : {endpoint.sampleBody, endpoint.sampleAnswer}) {
                QVERIFY2(sample.isEmpty() || QJsonDocument::fromJson(sample).isObject(),
                         qPrintable(profile.id + u": " + endpoint.name));
            }
        }
    }
}

void TestProfile::asksForTheStatusWithoutReachingPeople()
{
    for (const Profile& profile : ProfileShelf::builtIn().all()) {
        QVERIFY(profile.statusEndpoint() != nullptr);
        QVERIFY(!profile.statusEndpoint()->sends);
        QVERIFY(profile.sendEndpoint() == nullptr || profile.sendEndpoint()->sends);
    }
    QCOMPARE(builtIn(u"connexease"_s).statusEndpoint()->path, "/wa/message?is_fake=true");
    QCOMPARE(builtIn(u"aisoule-v1"_s).statusEndpoint()->path, "/status");
}

void TestProfile::countsTheRoutesOfTheDeveloperDocsApart()
{
    const Profile profile = builtIn(u"aisoule-v1"_s);
    const auto shown = [&](QByteArrayView path) {
        const Policy* policy = headerPolicy(profile.windows, profile.headerWindow, path);
        return policy == nullptr ? QString() : policy->name;
    };
    QCOMPARE(shown("/contacts"), u"minute"_s);
    QCOMPARE(shown("/messages"), u"messages-minute"_s);
    QCOMPARE(shown("/messages/7?x=1"), u"messages-minute"_s);
    QCOMPARE(shown("/messagesque"), u"minute"_s);
    QCOMPARE(shown("/media"), u"media-minute"_s);
}

void TestProfile::laysOverridesOverByName()
{
    Policy larger;
    larger.name = u"minute"_s;
    larger.limit = 400;
    Policy gone;
    gone.name = u"second"_s;
    Policy further;
    further.name = u"hour"_s;
    further.limit = 9000;
    further.window = 1h;

    const QList<Policy> windows = effectiveWindows(builtIn(u"aisoule"_s), {larger, gone, further});
    QCOMPARE(told(windows),
             u"minute 400/60s, people 250/86400s, templates 100/3600s, uploads 500/86400s, "
             "hour 9000/3600s"_s);
    QVERIFY(windows.first().source == Source::SetByUser);
    QVERIFY(windows.first().inHeaders);
    QVERIFY(windows.at(1).source == Source::Docs);
}

void TestProfile::writesTheRefusalOfTheGateway_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("window");
    QTest::addColumn<int>("milliseconds");
    QTest::addColumn<QByteArray>("needle");
    QTest::newRow("prose, rounded up")
        << u"aisoule"_s << u"minute"_s << 29001 << QByteArray("Try again in 30 seconds.");
    QTest::newRow("a number") << u"aisoule-v1"_s << u"minute"_s << 15000
                              << QByteArray("\"retry_after_seconds\": 15}");
    QTest::newRow("words and the window")
        << u"connexease"_s << u"second"_s << 1000
        << QByteArray("\"limit_type\": \"sec\", \"retry_after\": \"1 seconds\"");
    QTest::newRow("short form") << u"connexease-2026"_s << u"minute"_s << 60000
                                << QByteArray("\"limit_type\": \"min\", \"retry_after\": \"60s\"");
    QTest::newRow("a wait in the past")
        << u"aisoule-v1"_s << u"minute"_s << -5 << QByteArray("\"retry_after_seconds\": 0}");
}

void TestProfile::writesTheRefusalOfTheGateway()
{
    QFETCH(QString, id);
    QFETCH(QString, window);
    QFETCH(int, milliseconds);
    QFETCH(QByteArray, needle);
    const Refusal refusal
        = refusalFor(builtIn(id).refusal, window, std::chrono::milliseconds(milliseconds));
    QCOMPARE(refusal.head.status, 429);
    QVERIFY2(refusal.body.contains(needle), refusal.body.constData());
    QVERIFY(QJsonDocument::fromJson(refusal.body).isObject());
}

void TestProfile::addsTheProfilesOfAFolder()
{
    QTemporaryDir folder;
    const auto write = [&](const QString& name, const QByteArray& toml) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(toml);
    };
    write(u"good.toml"_s, "id = \"mine\"\nname = \"Mine\"\n");
    write(u"taken.toml"_s, "id = \"aisoule\"\nname = \"Again\"\n");
    write(u"wrong.toml"_s, "id = \"wrong\"\nname = \"Wrong\"\nlimits = 3\n");
    write(u"zebra.txt"_s, "not a profile");

    ProfileShelf shelf = ProfileShelf::builtIn();
    const QList<Error> troubles = shelf.addFolder(folder.path());
    QVERIFY(shelf.find(u"mine"_s));
    QCOMPARE(shelf.find(u"aisoule"_s)->name, u"AIsoule"_s);
    QCOMPARE(troubles.size(), 2);
    QCOMPARE(troubles.first().detail, u"taken.toml: id is in use already: aisoule"_s);
    QCOMPARE(troubles.last().detail, u"wrong.toml:3: limits is not known"_s);
}

QTEST_GUILESS_MAIN(TestProfile)
#include "tst_profile.moc"
