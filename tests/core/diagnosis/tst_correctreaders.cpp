#include "tests/core/diagnosis/readsessions.h"

#include <QTest>

#include <algorithm>
#include <functional>
#include <random>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const Fact* factOf(const Finding& finding, Fact::Kind kind)
{
    const auto found = std::find_if(finding.facts.begin(), finding.facts.end(),
                                    [&](const Fact& each) { return each.kind == kind; });
    return found == finding.facts.end() ? nullptr : &*found;
}

/// @p count GETs of @p target, one every @p every; @p said names the answer of each.
QList<Exchange> regularly(int count, Duration every, const QByteArray& target,
                          const std::function<QByteArray(int)>& said)
{
    QList<Exchange> calls;
    for (int i = 0; i < count; ++i) {
        calls += asked(i * every, target, said(i));
    }
    return calls;
}

QByteArray never(int /*call*/)
{
    return "the same";
}

} // namespace

/// Programs that read the same address again and again, and are right to.
class TestCorrectReaders final : public QObject
{
    Q_OBJECT

private slots:
    void mayFetchAFileInPieces();
    void mayTakeFromAQueue_data();
    void mayTakeFromAQueue();
    void areNotKnownByAnswersNobodySaw();
    void mayAskWhetherSomethingChanged();
    void mayNotFillAMinuteByAsking();
    void areKnownWhereTheRecordBeginsLate();
    void mayBeAskedForTheirHealth();
    void mayRefreshAPageNowAndThen();
    void mayShareASchedule();
    void mayWaitUntilItIsThere();
    void maySeeAGatewayOutOfOrder();
    void areBlamedForNeedlessPolls();
};

void TestCorrectReaders::mayFetchAFileInPieces()
{
    // 80 pieces, three of them refused and fetched again.
    QList<Exchange> calls;
    for (int i = 0; i < 80; ++i) {
        Exchange call = asked(1s * i, "/files/export.zip", always(i), 206);
        call.response.headers = {{"Content-Range", "bytes 0-9/800"}};
        calls += i % 30 == 20 ? refused(call) : call;
    }
    QVERIFY(accusesNobody(diagnosed(calls)));
    QVERIFY(diagnosed(calls).findings.isEmpty()
            || findingOf(diagnosed(calls), FindingKind::FrequentPolls) == nullptr);
    // Not even where the pieces are equal, as those of an empty disk are.
    for (Exchange& call : calls) {
        call.responseBody.sha256 = "zeros";
    }
    QVERIFY(findingOf(diagnosed(calls), FindingKind::FrequentPolls) == nullptr);
    QVERIFY(findingOf(diagnosed(calls), FindingKind::RepeatedFetches) == nullptr);
    // Of a file that several fetch at once most pieces are refused, and each comes once more.
    QList<Exchange> together;
    together += asked(0s, "/files/1", "a", 206);
    for (int i = 1; i < 12; ++i) {
        together += refused(asked(1s * i, "/files/1", {}));
    }
    QVERIFY(accusesNobody(diagnosed(together)));
}

void TestCorrectReaders::mayTakeFromAQueue_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("calls");
    QTest::addColumn<qint64>("everyMs");
    QTest::newRow("a queue") << QByteArray("/queue/next") << 100 << qint64{1000};
    QTest::newRow("a busy queue") << QByteArray("/messages") << 200 << qint64{500};
    QTest::newRow("a price") << QByteArray("/quotes/EUR") << 60 << qint64{2000};
    QTest::newRow("a slow price") << QByteArray("/quotes/EUR") << 60 << qint64{3000};
}

void TestCorrectReaders::mayTakeFromAQueue()
{
    QFETCH(const QByteArray, target);
    QFETCH(const int, calls);
    QFETCH(const qint64, everyMs);
    const Duration every = std::chrono::milliseconds(everyMs);
    // Now and then nothing is new.
    const Diagnosis queue = diagnosed(
        regularly(calls, every, target, [](int i) { return always(i % 7 == 6 ? i - 1 : i); }));
    QVERIFY(accusesNobody(queue));
    const Finding* told = findingOf(queue, FindingKind::FrequentPolls);
    QVERIFY(told != nullptr);
    QCOMPARE(told->rule, SureRule::Competing);
    QVERIFY(factOf(*told, Fact::Kind::ShareOfQuota) != nullptr);
    // The same of a program whose every answer is the same is what it always was.
    const Diagnosis polls = diagnosed(regularly(calls, every, target, never));
    QCOMPARE(findingOf(polls, FindingKind::FrequentPolls)->sure, Cause::Sure::Strong);
}

void TestCorrectReaders::areNotKnownByAnswersNobodySaw()
{
    // An access log holds no body.
    const auto nothing = [](int) { return QByteArray(); };
    const Diagnosis diagnosis = diagnosed(regularly(100, 1s, "/queue/next", nothing));
    QVERIFY(accusesNobody(diagnosis));
    const Finding* told = findingOf(diagnosis, FindingKind::FrequentPolls);
    QVERIFY(told != nullptr);
    QVERIFY(factOf(*told, Fact::Kind::UnchangedShare) == nullptr);
    // Nor is it known by a few answers of many.
    const auto few = [](int i) { return i < 20 ? QByteArray("the same") : QByteArray(); };
    QVERIFY(accusesNobody(diagnosed(regularly(100, 1s, "/queue/next", few))));
    // That there is nothing is known without one.
    QList<Exchange> empty = regularly(100, 1s, "/queue/next", nothing);
    for (Exchange& call : empty) {
        call.response.status = 204;
    }
    QCOMPARE(findingOf(diagnosed(empty), FindingKind::FrequentPolls)->sure, Cause::Sure::Strong);
}

void TestCorrectReaders::mayAskWhetherSomethingChanged()
{
    // Before each message it asks for the template, and keeps what it has.
    const auto sends = [](int status) {
        std::mt19937 random(7);
        QList<Exchange> calls;
        Duration at{};
        for (int i = 0; i < 150; ++i) {
            at += std::chrono::milliseconds(200 + random() % 4000);
            calls += asked(at, "/templates/welcome", "the same", i == 0 ? 200 : status);
            calls += Make::Call(at + 100ms).body(QByteArray::number(i));
        }
        return diagnosed(calls);
    };
    const Diagnosis asks = sends(304);
    QVERIFY(accusesNobody(asks));
    const Finding* told = findingOf(asks, FindingKind::RepeatedFetches);
    QVERIFY(told != nullptr);
    QCOMPARE(factOf(*told, Fact::Kind::NotModifiedShare)->value, 1.0);
    const Diagnosis fetches = sends(200);
    QCOMPARE(findingOf(fetches, FindingKind::RepeatedFetches)->sure, Cause::Sure::Strong);
    QVERIFY(factOf(*findingOf(fetches, FindingKind::RepeatedFetches), Fact::Kind::NotModifiedShare)
            == nullptr);
}

void TestCorrectReaders::mayNotFillAMinuteByAsking()
{
    // Twice a second, of which the minute takes 100; "not modified" counts as any answer does.
    const auto polls = [](int status) {
        QList<Exchange> calls;
        for (int i = 0; i < 600; ++i) {
            const Exchange call
                = asked(500ms * i, "/contacts?page=1", "the same", i == 0 ? 200 : status);
            calls += i % 120 < 100 ? call : refused(call);
        }
        return diagnosed(calls);
    };
    const Diagnosis unmodified = polls(304);
    const Finding* asks = findingOf(unmodified, FindingKind::FrequentPolls);
    QVERIFY(asks != nullptr);
    QCOMPARE(asks->sure, Cause::Sure::Likely);
    QCOMPARE(asks->refusals, 100);
    const Diagnosis equal = polls(200);
    const Finding* fetches = findingOf(equal, FindingKind::FrequentPolls);
    QVERIFY(fetches != nullptr);
    QCOMPARE(fetches->sure, Cause::Sure::Strong);
    QCOMPARE(fetches->refusals, 100);
}

void TestCorrectReaders::areKnownWhereTheRecordBeginsLate()
{
    // Twice a second again, but the record begins @p from calls after the minute.
    const auto polls = [](int from) {
        QList<Exchange> calls;
        for (int i = from; i < 600; ++i) {
            Exchange call = asked(500ms * (i - from), "/contacts?page=1", "the same");
            call = i % 120 < 100 ? call : refused(call);
            WindowReading minute;
            minute.name = u"minute"_s;
            minute.limit = 100;
            minute.remaining = std::max(99 - i % 120, 0);
            call.reading.windows = {minute};
            calls += call;
        }
        return diagnosed(calls);
    };
    const auto certain = [](const Diagnosis& diagnosis) {
        return std::count_if(
            diagnosis.cases.begin(), diagnosis.cases.end(),
            [](const RefusalCase& entry) { return entry.sure == Cause::Sure::Strong; });
    };
    // Most of what filled the first minute was seen.
    const Diagnosis soon = polls(40);
    QCOMPARE(soon.findings.size(), qsizetype{1});
    QCOMPARE(soon.findings.first().refusals, 100);
    QCOMPARE(soon.findings.first().sure, Cause::Sure::Strong);
    QCOMPARE(certain(soon), 100);
    // Little of it was: others may have used the rest, which is said of those refusals.
    const Diagnosis late = polls(80);
    QCOMPARE(late.findings.first().refusals, 100);
    QCOMPARE(certain(late), 80);
}

void TestCorrectReaders::mayBeAskedForTheirHealth()
{
    QVERIFY(accusesNobody(diagnosed(regularly(120, 5s, "/health", never))));
    QVERIFY(accusesNobody(diagnosed(regularly(120, 2s, "/v1/healthz?full=1", never))));
}

void TestCorrectReaders::mayRefreshAPageNowAndThen()
{
    // Six parts of a page, all at once, whenever somebody looks at it.
    std::mt19937 random(3);
    QList<Exchange> page;
    Duration at{};
    for (int i = 0; i < 30; ++i) {
        at += std::chrono::milliseconds(14'000 + random() % 30'000);
        for (int part = 0; part < 6; ++part) {
            page += asked(at, "/parts/" + QByteArray(1, char('a' + part)), "the same");
        }
    }
    QVERIFY(accusesNobody(diagnosed(page)));
    // A page that loads itself anew.
    QVERIFY(diagnosed(regularly(100, 4s, "/summary", never)).findings.isEmpty());
    // Ten messages on their way, asked for less and less often.
    QList<Exchange> waiting;
    for (int message = 0; message < 10; ++message) {
        Duration next = 700ms * message;
        for (int i = 0; i < 30; ++i) {
            waiting += asked(next, "/messages/" + QByteArray::number(message) + "/state",
                             i < 29 ? "on its way" : "delivered");
            next += std::min<Duration>(1s * (1 << std::min(i, 6)), 40s);
        }
    }
    QVERIFY(accusesNobody(diagnosed(waiting)));
}

void TestCorrectReaders::mayShareASchedule()
{
    // Two programs, the same every five seconds, one a little later than the other.
    QList<Exchange> calls;
    for (int i = 0; i < 120; ++i) {
        calls += asked(5s * i, "/settings", "the same");
        calls += asked(5s * i + 1s, "/settings", "the same");
    }
    QVERIFY(accusesNobody(diagnosed(calls)));
    // One program, every five seconds more or less.
    std::mt19937 random(11);
    QList<Exchange> uneven;
    Duration at{};
    for (int i = 0; i < 120; ++i) {
        at += std::chrono::milliseconds(2'500 + random() % 5'000);
        uneven += asked(at, "/settings", "the same");
    }
    QVERIFY(accusesNobody(diagnosed(uneven)));
}

void TestCorrectReaders::mayWaitUntilItIsThere()
{
    QList<Exchange> calls;
    for (int i = 0; i < 40; ++i) {
        calls += asked(5s * i, "/exports/7", "not there", 404);
        calls += Make::Call(5s * i + 1s, 404).path("HEAD", "/api/exports/8");
    }
    QVERIFY(accusesNobody(diagnosed(calls)));
}

void TestCorrectReaders::maySeeAGatewayOutOfOrder()
{
    QList<Exchange> calls = regularly(100, 2s, "/queue/next", always);
    for (qsizetype i = 0; i < calls.size(); ++i) {
        if (i >= 20) {
            calls[i].response.status = 503;
            calls[i].responseBody.sha256 = "out of order";
        }
    }
    QVERIFY(accusesNobody(diagnosed(calls)));
}

void TestCorrectReaders::areBlamedForNeedlessPolls()
{
    // Two answers of three are the same.
    const auto some = [](int i) { return QByteArray::number(i / 3); };
    const Finding likely
        = *findingOf(diagnosed(regularly(120, 1s, "/inbox", some)), FindingKind::FrequentPolls);
    QCOMPARE(likely.sure, Cause::Sure::Likely);
    // What is needless is told, though something else is asked for more often.
    QList<Exchange> calls = regularly(200, 1s, "/queue/next", always);
    calls += regularly(100, 2s, "/inbox", never);
    const Diagnosis both = diagnosed(calls);
    const Finding* polls = findingOf(both, FindingKind::FrequentPolls);
    QVERIFY(polls != nullptr);
    QCOMPARE(polls->sure, Cause::Sure::Strong);
    QCOMPARE(polls->path, "/inbox");
    QCOMPARE(polls->calls.size(), qsizetype{100});
}

QTEST_GUILESS_MAIN(TestCorrectReaders)
#include "tst_correctreaders.moc"
