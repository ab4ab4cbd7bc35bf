#include "core/diagnosis/diagnose.h"
#include "core/transfer/import.h"
#include "tests/support/calls.h"
#include "tests/support/fakeclock.h"

#include <QDateTime>
#include <QTemporaryFile>
#include <QTest>

#include <algorithm>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

Diagnosis diagnosed(const QList<Exchange>& calls)
{
    const ProfileShelf shelf = ProfileShelf::builtIn();
    CallLog log(subjectOf(*shelf.find(u"aisoule"_s), {}, {}, shelf));
    for (const Exchange& call : calls) {
        log.add(call);
    }
    return diagnose(log).value_or(Diagnosis());
}

const Finding* findingOf(const Diagnosis& diagnosis, FindingKind kind)
{
    const auto found = std::find_if(diagnosis.findings.begin(), diagnosis.findings.end(),
                                    [&](const Finding& each) { return each.kind == kind; });
    return found == diagnosis.findings.end() ? nullptr : &*found;
}

/// A GET of @p target whose answer is @p said.
Exchange asked(Duration at, const QByteArray& target, const QByteArray& said, int status = 200)
{
    Exchange call = Make::Call(at, status).path("GET", "/api" + target);
    call.responseBody.sha256 = said;
    return call;
}

/// Says, as a whole second each, what time it is and when the minute begins anew.
Exchange dated(Exchange call, Duration reset)
{
    const auto now = std::chrono::floor<std::chrono::seconds>(call.answeredWall());
    call.reading.serverDate = now;
    WindowReading minute;
    minute.name = u"default"_s;
    minute.limit = 100;
    minute.remaining = 0;
    minute.resetAt = FakeClock().wallNow() + reset;
    call.reading.windows = {minute};
    return call;
}

/// Eight calls refused 15.3 s before the minute ends, which say 16, and come back after @p gap.
QList<Exchange> goingByTheReset(Duration gap, bool isRefusedAgain)
{
    QList<Exchange> calls;
    for (int i = 0; i < 8; ++i) {
        const QByteArray body = QByteArray::number(i);
        const Duration reset = 60s * (i + 1);
        calls += dated(Make::Call(reset - 15'350ms).body(body).refused(16s), reset);
        Make::Call again(reset - 15'300ms + gap);
        again.body(body);
        if (isRefusedAgain) {
            again.refused(1s);
        }
        calls += again;
    }
    return calls;
}

} // namespace

/// Programs that do what they should, and look at first sight like some that do not.
class TestCorrectClients final : public QObject
{
    Q_OBJECT

private slots:
    void mayTryAgainWithWhatWasMissing();
    void mustNotTryAgainWhatStaysWrong();
    void areNotKnownByBodiesNobodySaw();
    void maySendWhatIsTaken();
    void mayGoByTheReset();
    void maySendAllThatWaitsOnce();
    void mayReadOnPageByPage();
    void mayReadThePastInPieces();
    void mayLetTheGatewayHoldACall();
    void areTheSameInARecordThatLacksTheirBodies();
    void areMeasuredByTheirOwnEdition();
    void mayMakeCallsThatCountMore();
};

void TestCorrectClients::mayTryAgainWithWhatWasMissing()
{
    QList<Exchange> calls;
    for (int i = 0; i < 8; ++i) {
        const Duration at = 20s * i;
        const QByteArray body = QByteArray::number(i);
        const QByteArray number = QByteArray::number(100 + i);
        // A new token.
        calls += Make::Call(at, 401).path("POST", "/api/messages/send").body(body);
        calls += Make::Call(at + 1s).path("POST", "/api/messages/send").body(body);
        // Not there yet, so it is made, and read back.
        calls += asked(at + 2s, "/lookup?ref=" + number, "no", 404);
        calls += Make::Call(at + 3s, 201).body("new " + body);
        calls += asked(at + 4s, "/lookup?ref=" + number, "yes");
        // An export that is ready at the third question.
        calls += asked(at + 5s, "/exports/" + number, "no", 404);
        calls += asked(at + 6s, "/exports/" + number, "no", 404);
        calls += asked(at + 8s, "/exports/" + number, "here");
    }
    QVERIFY(findingOf(diagnosed(calls), FindingKind::ForbiddenRetries) == nullptr);
}

void TestCorrectClients::mustNotTryAgainWhatStaysWrong()
{
    QList<Exchange> calls;
    for (int i = 0; i < 8; ++i) {
        for (int attempt = 0; attempt < 3; ++attempt) {
            calls += Make::Call(20s * i + 1s * attempt, 400)
                         .path("POST", "/api/messages/send")
                         .body(QByteArray::number(i));
        }
        // A token is renewed now and then, which excuses nothing but that.
        calls += Make::Call(20s * i + 5s, 401).body("t" + QByteArray::number(i));
        calls += Make::Call(20s * i + 6s).body("t" + QByteArray::number(i));
    }
    const Diagnosis diagnosis = diagnosed(calls);
    const Finding* finding = findingOf(diagnosis, FindingKind::ForbiddenRetries);
    QVERIFY(finding != nullptr);
    QCOMPARE(finding->sure, Cause::Sure::Strong);
    QCOMPARE(finding->times, 16);
    QCOMPARE(finding->path, "/messages/send");
    for (const Fact& fact : finding->facts) {
        if (fact.kind == Fact::Kind::Status) {
            QCOMPARE(fact.count, 400);
        } else if (fact.kind == Fact::Kind::MostTries) {
            QCOMPARE(fact.count, 3);
        }
    }
}

void TestCorrectClients::areNotKnownByBodiesNobodySaw()
{
    // An access log: two messages to wrong numbers, one after the other, now and then.
    QList<Exchange> calls;
    for (int i = 0; i < 200; ++i) {
        const int status = i % 9 < 2 ? 400 : 200;
        calls += Make::Call(1500ms * i, status).path("POST", "/api/messages/send");
    }
    // Refused while others wait, once each; none of them comes back.
    for (int i = 0; i < 6; ++i) {
        calls += Make::Call(10min + 100ms * i).path("POST", "/api/templates").refused(30s);
    }
    const Diagnosis diagnosis = diagnosed(calls);
    QVERIFY(diagnosis.findings.isEmpty());
    QVERIFY(diagnosis.unseen.contains(Unseen::Bodies));
}

void TestCorrectClients::maySendWhatIsTaken()
{
    const auto uploads = [](int status) {
        QList<Exchange> calls;
        for (int i = 0; i < 10; ++i) {
            Exchange call = Make::Call(15s * i, status).path("POST", "/api/media");
            call.requestBody.size = 5'300'000 + i;
            calls.append(call);
        }
        return diagnosed(calls);
    };
    QVERIFY(uploads(200).findings.isEmpty());
    QVERIFY(findingOf(uploads(413), FindingKind::LargeBodies) != nullptr);
}

void TestCorrectClients::mayGoByTheReset()
{
    // The Retry-After is rounded up; who sleeps until the reset is back 0.7 s before its end.
    QVERIFY(findingOf(diagnosed(goingByTheReset(15'310ms, false)), FindingKind::EarlyRetries)
            == nullptr);
    QVERIFY(findingOf(diagnosed(goingByTheReset(15'310ms, true)), FindingKind::EarlyRetries)
            != nullptr);
    QVERIFY(findingOf(diagnosed(goingByTheReset(9s, false)), FindingKind::EarlyRetries) != nullptr);
}

void TestCorrectClients::maySendAllThatWaitsOnce()
{
    // Twenty calls wait until different moments when their program is started anew.
    QList<Exchange> calls;
    for (int i = 0; i < 20; ++i) {
        const QByteArray body = QByteArray::number(i);
        calls += dated(Make::Call(1s * i).body(body).refused(59s - 1s * i), 60s);
    }
    for (int i = 0; i < 20; ++i) {
        calls += Make::Call(30s + 20ms * i).body(QByteArray::number(i)).refused(30s);
    }
    const Diagnosis diagnosis = diagnosed(calls);
    QVERIFY(findingOf(diagnosis, FindingKind::ClockDifference) == nullptr);
    // It came too early, but at one moment.
    const Finding* early = findingOf(diagnosis, FindingKind::EarlyRetries);
    QVERIFY(early != nullptr);
    QCOMPARE(early->sure, Cause::Sure::Possible);
}

void TestCorrectClients::mayReadOnPageByPage()
{
    QList<Exchange> calls;
    for (int i = 0; i < 80; ++i) {
        const QByteArray from = QByteArray::number(50 * i);
        calls += asked(1s * i, "/messages?since_id=" + from + "&limit=50", from);
    }
    QVERIFY(diagnosed(calls).findings.isEmpty());
}

void TestCorrectClients::mayReadThePastInPieces()
{
    // The last hour, a minute at a time; nothing happened in most of them.
    QList<Exchange> calls;
    const QDateTime start = QDateTime::fromMSecsSinceEpoch(
        std::chrono::floor<std::chrono::milliseconds>(FakeClock().wallNow().time_since_epoch())
            .count(),
        Qt::UTC);
    for (int i = 0; i < 58; ++i) {
        const QByteArray from = start.addSecs(60 * i - 3500).toString(Qt::ISODate).toLatin1();
        const QByteArray to = start.addSecs(60 * i - 3440).toString(Qt::ISODate).toLatin1();
        calls += asked(1s * i, "/messages?start=" + from + "&end=" + to, "[]");
    }
    QVERIFY(diagnosed(calls).findings.isEmpty());
}

void TestCorrectClients::mayLetTheGatewayHoldACall()
{
    const auto polls = [](Duration took) {
        QList<Exchange> calls;
        for (int i = 0; i < 75; ++i) {
            Exchange call = asked(2s * i, "/updates?timeout=2", "[]");
            call.took = took;
            calls.append(call);
        }
        return diagnosed(calls);
    };
    QVERIFY(polls(1'995ms).findings.isEmpty());
    QVERIFY(findingOf(polls(40ms), FindingKind::FrequentPolls) != nullptr);
}

void TestCorrectClients::areTheSameInARecordThatLacksTheirBodies()
{
    // What is no text is not in a record, but its size and its digest are.
    QByteArray lines;
    for (int i = 0; i < 30; ++i) {
        lines += "{\"at\":\"2026-05-04T10:00:" + QByteArray::number(10 + i)
            + ".000Z\",\"method\":\"POST\",\"target\":\"/api/media\",\"status\":413,"
              "\"request_bytes\":6000000,\"request_digest\":\"7a"
            + QByteArray::number(1000 + i) + "\",\"took_seconds\":0.05,\"request_body\":\"\"}\n";
    }
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write(lines);
    file.close();
    const Result<Imported> read = readEvidence(file.fileName());
    QVERIFY(read.has_value());
    QCOMPARE(read->exchanges.size(), qsizetype{30});
    QCOMPARE(read->exchanges.first().requestBody.size, 6'000'000);
    const Diagnosis diagnosis = diagnosed(read->exchanges);
    QVERIFY(findingOf(diagnosis, FindingKind::ForbiddenRetries) == nullptr);
    const Finding* large = findingOf(diagnosis, FindingKind::LargeBodies);
    QVERIFY(large != nullptr);
    QCOMPARE(large->times, 30);
}

void TestCorrectClients::areMeasuredByTheirOwnEdition()
{
    Exchange call = Make::Call(0s).path("POST", "/v1/wa/message");
    call.response.headers = {{"X-RateLimit-sec-Limit", "80"},
                             {"X-RateLimit-sec-Remaining", "79"},
                             {"X-RateLimit-min-Limit", "4800"},
                             {"X-RateLimit-min-Remaining", "4799"}};
    const ProfileShelf shelf = ProfileShelf::builtIn();
    QCOMPARE(profileFor({call}, shelf).id, u"connexease-2026"_s);
    call.response.headers = {{"X-RateLimit-sec-Limit", "100"},
                             {"X-RateLimit-sec-Remaining", "99"},
                             {"X-RateLimit-min-Limit", "1000"},
                             {"X-RateLimit-min-Remaining", "999"}};
    QCOMPARE(profileFor({call}, shelf).id, u"connexease"_s);
}

void TestCorrectClients::mayMakeCallsThatCountMore()
{
    // A report counts five, which looks like four calls of somebody else.
    const auto calls = [](qint64 report, qint64 others) {
        QList<Exchange> made;
        for (int minute = 0; minute < 6; ++minute) {
            qint64 left = 100;
            for (int i = 0; i < 24; ++i) {
                const bool isReport = i % 3 == 2;
                Make::Call call(60s * minute + 2s * i);
                call.path(isReport ? "GET" : "POST", isReport ? "/api/reports" : "/api/contacts");
                call.body(QByteArray::number(100 * minute + i));
                left -= (isReport ? report : 1) + (i % 2 == 0 ? others : 0);
                Exchange exchange = call;
                WindowReading window;
                window.name = u"default"_s;
                window.limit = 100;
                window.remaining = static_cast<double>(left);
                exchange.reading.windows = {window};
                made.append(exchange);
            }
        }
        return diagnosed(made);
    };
    QVERIFY(findingOf(calls(5, 0), FindingKind::SharedQuota) == nullptr);
    QVERIFY(findingOf(calls(1, 2), FindingKind::SharedQuota) != nullptr);
}

QTEST_GUILESS_MAIN(TestCorrectClients)
#include "tst_correctclients.moc"
