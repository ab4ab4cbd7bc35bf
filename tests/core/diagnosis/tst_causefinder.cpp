#include "core/diagnosis/causefinder.h"
#include "tests/support/calls.h"

#include <QTest>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Make::Call;

class TestCauseFinder final : public QObject
{
    Q_OBJECT

private slots:
    void accusesNobodyWithoutARefusal();
    void namesBurstsAndGrowsSurer();
    void namesEarlyRetries();
    void namesPolls();
    void namesASharedKey();
    void doesNotBlameTheCustomerForTestSends();
};

namespace {

QList<WindowState> windows(qint64 foreign = 0)
{
    WindowState minute = Make::window(u"minute"_s, 1min, 100, 50, 60s);
    minute.foreign = foreign;
    return {Make::window(u"second"_s, 1s, 10, 10, 0s), minute};
}

struct Scene
{
    CauseFinder finder;
    Chronicle chronicle{ConnectionId(1), {}};

    void add(const Exchange& exchange)
    {
        chronicle.add(exchange, windows());
        finder.add(exchange);
    }

    void burst(Duration start)
    {
        for (int i = 0; i < 24; ++i) {
            Call call(start + i * 20ms);
            if (i >= 10) {
                call.refused(2s);
            }
            add(call);
        }
        chronicle.tick(windows(), Make::start() + start + 3s);
    }

    Cause find(Duration now, qint64 foreign = 0) const
    {
        return finder.find(chronicle, windows(foreign), Make::start() + now);
    }
};

} // namespace

void TestCauseFinder::accusesNobodyWithoutARefusal()
{
    Scene scene;
    for (int i = 0; i < 300; ++i) {
        scene.add(Call(i * 1s).path("GET", "/api/templates"));
    }
    QCOMPARE(scene.find(300s).kind, Cause::Kind::None);
}

void TestCauseFinder::namesBurstsAndGrowsSurer()
{
    Scene scene;
    scene.burst(0s);
    QCOMPARE(scene.find(5s), (Cause{Cause::Kind::Bursts, Cause::Sure::Possible, 24}));
    scene.burst(30s);
    QCOMPARE(scene.find(35s).sure, Cause::Sure::Likely);
    scene.burst(60s);
    scene.burst(90s);
    scene.burst(120s);
    QCOMPARE(scene.find(125s).sure, Cause::Sure::Strong);
}

void TestCauseFinder::namesEarlyRetries()
{
    Scene scene;
    scene.add(Call(0s).refused(30s));
    for (int i = 1; i <= 6; ++i) {
        scene.add(Call(i * 2s).refused(30s).early(20s));
    }
    QCOMPARE(scene.find(15s).kind, Cause::Kind::RetriesEarly);
    QCOMPARE(scene.find(15s).sure, Cause::Sure::Strong);
}

void TestCauseFinder::namesPolls()
{
    Scene scene;
    for (int i = 0; i < 120; ++i) {
        Call call(i * 500ms);
        call.path("GET", "/api/messages");
        if (i >= 100) {
            call.refused();
        }
        scene.add(call);
    }
    QCOMPARE(scene.find(60s).kind, Cause::Kind::PollsTooOften);
}

void TestCauseFinder::namesASharedKey()
{
    Scene scene;
    scene.add(Call(0s).refused());
    QCOMPARE(scene.find(1s, 23), (Cause{Cause::Kind::SharedKey, Cause::Sure::Likely, 23}));
}

void TestCauseFinder::doesNotBlameTheCustomerForTestSends()
{
    Scene scene;
    for (int i = 0; i < 6; ++i) {
        scene.add(Call(i * 1s).refused(2s).origin(Origin::TestSend));
    }
    QCOMPARE(scene.find(10s).kind, Cause::Kind::TestSends);
}

QTEST_GUILESS_MAIN(TestCauseFinder)
#include "tst_causefinder.moc"
