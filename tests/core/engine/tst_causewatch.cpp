#include "core/engine/causewatch.h"
#include "tests/support/calls.h"
#include "tests/support/fakeclock.h"

#include <QTest>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

CallLog emptyLog()
{
    const ProfileShelf shelf = ProfileShelf::builtIn();
    return CallLog(subjectOf(*shelf.find(u"aisoule"_s), {}, {}, shelf));
}

/// A connection that is refused as often as the test wants.
struct RefusedConnection
{
    FakeClock clock;
    CauseWatch watch{clock};
    CallLog log = emptyLog();
    ConnectionState state;

    /// 24 calls in a second of which 10 are granted.
    void burst()
    {
        for (int i = 0; i < 24; ++i) {
            Make::Call call(clock.now() - Make::start() + 33ms * i);
            call.body(QByteArray::number(log.calls().size()));
            if (i >= 10) {
                call.refused(2s);
                ++state.refused;
            }
            log.add(call);
        }
        clock.advance(1s);
    }

    Cause told()
    {
        watch.describe(state, &log);
        return state.cause;
    }
};

} // namespace

class TestCauseWatch final : public QObject
{
    Q_OBJECT

private slots:
    void saysWhatTheDiagnosisOfTheMinutesSays();
    void followsWithinTwoSeconds();
    void endsWithTheRefusals();
    void forgetsAnotherHistory();
    void blamesNobodyWithoutARefusal();
};

void TestCauseWatch::saysWhatTheDiagnosisOfTheMinutesSays()
{
    RefusedConnection connection;
    connection.burst();
    connection.clock.advance(29s);
    connection.burst();
    QTRY_COMPARE(connection.told().kind, FindingKind::Bursts);
    QCOMPARE(connection.state.cause.sure, Cause::Sure::Likely);
    connection.clock.advance(CauseWatch::Memory - 20s);
    QTRY_COMPARE(connection.told(), Cause()); // the first burst left the range
}

void TestCauseWatch::followsWithinTwoSeconds()
{
    RefusedConnection connection;
    for (int i = 0; i < 4; ++i) {
        connection.burst();
        connection.clock.advance(29s);
    }
    QTRY_COMPARE(connection.told().sure, Cause::Sure::Likely);
    connection.burst(); // 1 s after the question
    QCOMPARE(connection.told().sure, Cause::Sure::Likely);
    connection.clock.advance(600ms);
    QTRY_COMPARE(connection.told().sure, Cause::Sure::Strong);
}

void TestCauseWatch::endsWithTheRefusals()
{
    RefusedConnection connection;
    connection.burst();
    connection.clock.advance(29s);
    connection.burst();
    QTRY_COMPARE(connection.told().kind, FindingKind::Bursts);
    connection.clock.advance(CauseWatch::Memory + 1s);
    QCOMPARE(connection.told(), Cause());
}

void TestCauseWatch::forgetsAnotherHistory()
{
    RefusedConnection connection;
    connection.burst();
    connection.clock.advance(29s);
    connection.burst();
    (void)connection.told(); // asks
    connection.state.refused = 0; // the connection was given another gateway
    connection.log = emptyLog();
    QCOMPARE(connection.told(), Cause());
    QTest::qWait(50); // the late answer is of the other gateway
    QCOMPARE(connection.told(), Cause());
}

void TestCauseWatch::blamesNobodyWithoutARefusal()
{
    RefusedConnection connection;
    for (int i = 0; i < 300; ++i) {
        connection.log.add(Make::Call(i * 100ms).path("GET", "/api/templates"));
    }
    connection.clock.advance(30s);
    QCOMPARE(connection.told(), Cause());
    connection.watch.describe(connection.state, nullptr);
    QCOMPARE(connection.state.cause, Cause());
}

QTEST_GUILESS_MAIN(TestCauseWatch)
#include "tst_causewatch.moc"
