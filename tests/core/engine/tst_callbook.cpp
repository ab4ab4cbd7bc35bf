#include "core/engine/callbook.h"
#include "tests/support/calls.h"
#include "tests/support/fakeclock.h"

#include <QTest>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A book of an AIsoule connection and what it published.
struct Desk
{
    Outboxes outboxes;
    Profile profile = *ProfileShelf::builtIn().find(u"aisoule"_s);
    CallBook book{ConnectionId(7), profile, effectiveWindows(profile, {}),
                  *readGatewayAddress("https://app.aisoule.com/api"), outboxes};

    Exchange record(Make::Call call, qint64 left, const QByteArray& wait = {})
    {
        Exchange exchange = call.path("POST", "/api/messages/send").body("x");
        if (!wait.isEmpty()) {
            exchange.response.headers.append("Retry-After", wait);
        }
        exchange.response.headers.append("X-RateLimit-Limit", "100");
        exchange.response.headers.append("X-RateLimit-Remaining", QByteArray::number(left));
        exchange.response.headers.append(
            "X-RateLimit-Reset", QByteArray::number(unixSeconds(FakeClock().wallNow()) + 60));
        book.departed(exchange.request.target, exchange.sent());
        return book.record(exchange);
    }

    ConnectionState state(Duration now)
    {
        ConnectionState state;
        book.describe(state, true, Make::start() + now, FakeClock().wallNow() + now);
        return state;
    }
};

} // namespace

class TestCallBook final : public QObject
{
    Q_OBJECT

private slots:
    void fillsInWhatOnlyTheConnectionKnows();
    void countsAndJudges();
    void measuresARetryFromItsOwnRefusal();
    void remembersATroubleUntilTheNextAnswer();
};

void TestCallBook::fillsInWhatOnlyTheConnectionKnows()
{
    Desk desk;
    const Exchange first = desk.record(Make::Call(0s), 87);
    const Exchange second = desk.record(Make::Call(1s), 86);
    QVERIFY(second.id > first.id);
    QCOMPARE(first.connection, ConnectionId(7));
    QCOMPARE(first.reading.windows.size(), 1);
    QCOMPARE(first.left.last(), (LeftAfter{u"minute"_s, 87, 100}));
    QCOMPARE(desk.outboxes.exchanges.takeAll().size(), 2);
}

void TestCallBook::countsAndJudges()
{
    Desk desk;
    for (int i = 0; i < 20; ++i) {
        desk.record(Make::Call(i * 1s), 99 - i);
    }
    const ConnectionState calm = desk.state(20s);
    QCOMPARE(calm.standing, Standing::Clear);
    QCOMPARE(calm.calls, 20);
    QCOMPARE(calm.callsLastMinute, 20);
    QCOMPARE(calm.refused, 0);
    QVERIFY(calm.spareAtReset);

    desk.record(Make::Call(21s).refused(), 79, "30");
    const ConnectionState limited = desk.state(22s);
    QCOMPARE(limited.standing, Standing::Waiting);
    QCOMPARE(limited.refusedLastMinute, 1);
    QVERIFY(limited.waitUntil);
    QCOMPARE(desk.state(52s).standing, Standing::Limited);
}

void TestCallBook::measuresARetryFromItsOwnRefusal()
{
    Desk desk;
    Exchange refused = Make::Call(0s).refused();
    refused.response.headers.append("Retry-After", "2");
    refused.requestBody = {"x", 1, "hash"};
    desk.book.record(refused);
    Exchange retry = Make::Call(650ms);
    retry.requestBody = refused.requestBody;
    QCOMPARE(desk.book.record(retry).tooEarlyBy, std::optional<Duration>(1400ms));
}

void TestCallBook::remembersATroubleUntilTheNextAnswer()
{
    Desk desk;
    desk.book.record(Make::Call(0s).failed(ErrorCode::NotFound));
    QCOMPARE(desk.state(1s).standing, Standing::Off);
    QCOMPARE(desk.state(1s).trouble->code, ErrorCode::NotFound);
    desk.record(Make::Call(5s), 99);
    QCOMPARE(desk.state(6s).standing, Standing::Clear);
    QVERIFY(!desk.state(6s).trouble);
}

QTEST_GUILESS_MAIN(TestCallBook)
#include "tst_callbook.moc"
