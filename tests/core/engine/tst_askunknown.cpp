#include "core/engine.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A profile of the user's own: AIsoule's gateway, with a call that tells what became of a send.
/// The rehearsed gateway has no such call, so its list of templates stands in for one.
bool writeProfile(const QString& path, const QByteArray& confirm)
{
    QFile known(u":/profiles/aisoule.toml"_s);
    QFile own(path);
    return known.open(QIODevice::ReadOnly) && own.open(QIODevice::WriteOnly)
        && own.write(known.readAll().replace("id = \"aisoule\"", "id = \"asker\"") + "\n[confirm]\n"
                     + confirm)
        > 0;
}

struct World
{
    explicit World(const QByteArray& confirm)
    {
        if (!writeProfile(folder.filePath(u"asker.toml"_s), confirm)) {
            qFatal("the profile cannot be written");
        }
        const QList<Error> wrong = profiles.addFolder(folder.path());
        for (const Error& error : wrong) {
            qWarning("%s", qPrintable(error.detail));
        }
    }

    void drain()
    {
        if (std::optional<EngineState> latest = engine.states().take()) {
            state = std::move(*latest);
        }
        for (const ItemChange& change : engine.itemChanges().takeAll()) {
            item = change.item;
        }
    }

    /// A send that the gateway took and did not answer.
    void loseOne()
    {
        EmulatorSettings settings;
        settings.cutShare = 1;
        engine.startEmulator(settings);
        [&] { QTRY_VERIFY((drain(), state.emulator.isRunning)); }();
        ConnectionSpec spec;
        spec.profileId = u"asker"_s;
        spec.gatewayUrl = state.emulator.address.toUtf8();
        spec.isPractice = true;
        id = engine.addConnection(spec, Secret("key-of-the-test-0001"));
        engine.setTarget(id, SendTarget::Practice);
        engine.enqueue(
            id,
            {{"POST", "/messages/send", R"({"to":"+12025550100","type":"text","text":"Test"})",
              u"+12025550100"_s}});
        engine.startQueue(id);
        [&] { QTRY_COMPARE((drain(), item.state), ItemState::Unknown); }();
        settings.cutShare = 0;
        engine.changeEmulator(settings);
    }

    QTemporaryDir folder;
    ProfileShelf profiles = ProfileShelf::builtIn();
    SystemClock clock;
    Engine engine{clock, profiles};
    EngineState state;
    SendItem item;
    ConnectionId id{};
};

} // namespace

/// What became of a send that got no answer, asked of the gateway itself.
class TestAskUnknown final : public QObject
{
    Q_OBJECT

private slots:
    void takesWhatTheGatewaySaysForTrue();
    void leavesOpenWhatTheGatewayDoesNotKnow();
    void takesAbsenceForTrueOnlyIfTheProfileSaysSo();
};

void TestAskUnknown::takesWhatTheGatewaySaysForTrue()
{
    World world("path = \"/templates?to={{to}}\"\nfound = \"data\"\n");
    world.loseOne();
    world.engine.askUnknown(world.id);
    QTRY_COMPARE((world.drain(), world.item.state), ItemState::ConfirmedSent);
}

void TestAskUnknown::leavesOpenWhatTheGatewayDoesNotKnow()
{
    World world("path = \"/templates?to={{to}}\"\nfound = \"nowhere\"\n");
    world.loseOne();
    const qint64 answers = world.state.emulator.answers;
    world.engine.askUnknown(world.id);
    QTRY_VERIFY((world.drain(), world.state.emulator.answers > answers));
    QCOMPARE(world.item.state, ItemState::Unknown);
}

void TestAskUnknown::takesAbsenceForTrueOnlyIfTheProfileSaysSo()
{
    World world("path = \"/templates?to={{to}}\"\nfound = \"nowhere\"\n"
                "absent_means_not_sent = true\n");
    world.loseOne();
    world.engine.askUnknown(world.id);
    QTRY_COMPARE((world.drain(), world.item.state), ItemState::ConfirmedNotSent);
}

QTEST_GUILESS_MAIN(TestAskUnknown)
#include "tst_askunknown.moc"
