#include "core/engine/replay.h"
#include "tests/support/calls.h"

#include <QTest>

#include <algorithm>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestReplay final : public QObject
{
    Q_OBJECT

private slots:
    void namesTheWindowThatTheHeadersSpeakOf();
    void keepsWhatTheFileTold();
    void tellsSinceWhenItStandsSo();

private:
    [[nodiscard]] std::optional<qint64> leftOfTheMinute(const QList<LeftAfter>& told);

    ProfileShelf m_shelf = ProfileShelf::builtIn();
};

/// In the answer to a call that comes with what its file @p told; 80 by its headers.
std::optional<qint64> TestReplay::leftOfTheMinute(const QList<LeftAfter>& told)
{
    const SessionFacts facts{{}, u"aisoule"_s, {}, "https://app.aisoule.com/api"};
    Replay replay(ConnectionId{}, facts, m_shelf);
    Exchange call = Make::Call(1s).path("GET", "/api/contacts");
    call.response.headers.append("X-RateLimit-Limit", "100");
    call.response.headers.append("X-RateLimit-Remaining", "80");
    call.left = told;
    const QList<LeftAfter> left = replay.add(call).left;
    const auto minute = std::find_if(
        left.begin(), left.end(), [](const LeftAfter& each) { return each.window == u"minute"; });
    return minute == left.end() ? std::nullopt : std::optional(minute->remaining);
}

void TestReplay::namesTheWindowThatTheHeadersSpeakOf()
{
    QCOMPARE(leftOfTheMinute({}), std::optional<qint64>(80));
    QCOMPARE(leftOfTheMinute({{u"default"_s, 80, 100}}), std::optional<qint64>(80));
}

void TestReplay::keepsWhatTheFileTold()
{
    QCOMPARE(leftOfTheMinute({{u"minute"_s, 7, 100}}), std::optional<qint64>(7));
}

void TestReplay::tellsSinceWhenItStandsSo()
{
    Replay replay(ConnectionId{}, {{}, u"aisoule"_s, {}, "https://app.aisoule.com/api"}, m_shelf);
    const auto add = [&](Duration at, bool isRefused) {
        Make::Call call(at);
        call.path("POST", "/api/messages/send");
        Exchange exchange = isRefused ? call.refused(2s) : call;
        exchange.arrived = Instant(exchange.arrivedWall.time_since_epoch()); // as files tell it
        (void)replay.add(exchange);
        return exchange;
    };
    add(0s, false);
    const Exchange first = add(30s, true);
    for (Duration at = 31s; at < 5min; at += 1s) {
        add(at, at % 30s == 0s);
    }
    ConnectionState state;
    replay.describe(state, first.arrivedWall + 4min + 30s);
    QCOMPARE(state.standing, Standing::Limited);
    QCOMPARE(state.standingSince, first.answered());

    // Nobody was limited in an hour without calls.
    const Exchange later = add(2h, true);
    replay.describe(state, later.answeredWall() + 1s);
    QCOMPARE(state.standing, Standing::Limited);
    QCOMPARE(state.standingSince, later.answered());
}

QTEST_GUILESS_MAIN(TestReplay)
#include "tst_replay.moc"
