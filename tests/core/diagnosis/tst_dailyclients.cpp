#include "tests/core/diagnosis/readsessions.h"

#include <QTest>

#include <random>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

Exchange posted(Duration at, const QByteArray& target, const QByteArray& body, int status = 200)
{
    return Make::Call(at, status).path("POST", "/api" + target).body(body);
}

QList<Exchange> renewingItsToken()
{
    QList<Exchange> calls;
    for (int i = 0; i < 20; ++i) {
        const Duration at = 30s * i;
        calls += asked(at, "/inbox", "denied", 401);
        calls += posted(at + 200ms, "/oauth/token", "grant_type=client_credentials");
        calls += asked(at + 400ms, "/inbox", always(i));
    }
    return calls;
}

QList<Exchange> deliveringTwice()
{
    QList<Exchange> calls;
    for (int i = 0; i < 60; ++i) {
        const QByteArray event = "event " + QByteArray::number(i);
        calls += posted(6s * i, "/webhooks/in", event);
        calls += posted(6s * i + 1s, "/webhooks/in", event, i % 2 == 0 ? 200 : 409);
    }
    return calls;
}

QList<Exchange> lookingBeforeItLoads()
{
    QList<Exchange> calls;
    for (int i = 0; i < 600; ++i) {
        const QByteArray file = "/files/" + QByteArray::number(i % 20);
        calls += Make::Call(1s * i).path("HEAD", "/api" + file);
        calls += asked(1s * i + 100ms, file, file);
    }
    return calls;
}

QList<Exchange> workingOnTheMinute()
{
    QList<Exchange> calls;
    for (int i = 0; i < 160; ++i) {
        calls += posted(60s * (i / 8) + 5ms * (i % 8), "/contacts/sync", always(i));
        calls += asked(60s * (i / 8) + 1s, "/jobs", "none");
    }
    return calls;
}

QList<Exchange> loadingPages()
{
    std::mt19937 random(5);
    QList<Exchange> calls;
    Duration at{};
    for (int i = 0; i < 60; ++i) {
        at += std::chrono::milliseconds(4'000 + random() % 12'000);
        for (char part = 'a'; part < 'i'; ++part) {
            calls += asked(at, QByteArray("/assets/") + part, "the same", i == 0 ? 200 : 304);
        }
    }
    return calls;
}

QList<Exchange> askingAGraph()
{
    QList<Exchange> calls;
    for (int i = 0; i < 100; ++i) {
        calls += posted(1s * i, "/graphql", "{ viewer { unread } }");
    }
    return calls;
}

QList<Exchange> workingInPairs()
{
    QList<Exchange> calls;
    for (int i = 0; i < 80; ++i) {
        calls += posted(2s * i, "/messages/send", always(2 * i));
        calls += posted(2s * i, "/messages/send", always(2 * i + 1));
        calls += asked(2s * i + 1s, "/queue/next", always(2 * i));
        calls += asked(2s * i + 1s, "/queue/next", always(2 * i + 1));
    }
    return calls;
}

QList<Exchange> readingOnByAHeader()
{
    QList<Exchange> calls;
    for (int i = 0; i < 90; ++i) {
        calls += asked(250ms * i, "/contacts", always(i));
    }
    return calls;
}

QList<Exchange> askingWhetherItChanged()
{
    QList<Exchange> calls;
    for (int i = 0; i < 90; ++i) {
        calls += asked(1s * i, "/inbox", always(i), i % 9 == 0 ? 200 : 304);
    }
    return calls;
}

QList<Exchange> waitingForNews()
{
    std::mt19937 random(9);
    QList<Exchange> calls;
    Duration at{};
    for (int i = 0; i < 60; ++i) {
        const auto took = std::chrono::milliseconds(random() % 3 == 0 ? 25'000 : random() % 9'000);
        Exchange call = asked(at, "/updates", took == 25s ? "none" : always(i));
        call.took = took;
        calls += call;
        at += took + 20ms;
    }
    return calls;
}

QList<Exchange> waitingAsAsked()
{
    // Its queue is read at an even pace, and now and then it has to wait.
    QList<Exchange> calls;
    Duration at{};
    for (int i = 0; i < 200; ++i) {
        calls += i % 50 == 49 ? refused(asked(at, "/queue/next", {}))
                              : asked(at, "/queue/next", always(i));
        at += i % 50 == 49 ? 5'100ms : 600ms;
    }
    return calls;
}

QList<Exchange> tryingAgainAfterATimeout()
{
    QList<Exchange> calls;
    for (int i = 0; i < 30; ++i) {
        Exchange lost = Make::Call(20s * i).body(always(i)).failed(ErrorCode::TimedOut);
        lost.took = 5s;
        calls += lost;
        calls += Make::Call(20s * i + 7s).body(always(i));
    }
    return calls;
}

} // namespace

/// What programs do all day, each a session in which nobody does anything wrong.
class TestDailyClients final : public QObject
{
    Q_OBJECT

private slots:
    void areAccusedOfNothing_data();
    void areAccusedOfNothing();
};

void TestDailyClients::areAccusedOfNothing_data()
{
    QTest::addColumn<QList<Exchange>>("calls");
    QTest::newRow("renews its token") << renewingItsToken();
    QTest::newRow("delivers twice") << deliveringTwice();
    QTest::newRow("looks before it loads") << lookingBeforeItLoads();
    QTest::newRow("works on the minute") << workingOnTheMinute();
    QTest::newRow("loads pages") << loadingPages();
    QTest::newRow("asks a graph") << askingAGraph();
    QTest::newRow("works in pairs") << workingInPairs();
    QTest::newRow("reads on by a header") << readingOnByAHeader();
    QTest::newRow("asks whether it changed") << askingWhetherItChanged();
    QTest::newRow("waits for news") << waitingForNews();
    QTest::newRow("waits as asked") << waitingAsAsked();
    QTest::newRow("tries again after a timeout") << tryingAgainAfterATimeout();
}

void TestDailyClients::areAccusedOfNothing()
{
    QFETCH(const QList<Exchange>, calls);
    for (const QString& profile : {u"aisoule"_s, u"connexease"_s, u"generic"_s}) {
        const Diagnosis diagnosis = diagnosed(calls, profile);
        for (const Finding& finding : diagnosis.findings) {
            QVERIFY2(finding.sure == Cause::Sure::Possible,
                     qPrintable(u"%1 at %2"_s.arg(int(finding.kind)).arg(profile)));
        }
    }
}

QTEST_GUILESS_MAIN(TestDailyClients)
#include "tst_dailyclients.moc"
