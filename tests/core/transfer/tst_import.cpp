#include "core/transfer/import.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TestImport final : public QObject
{
    Q_OBJECT

private slots:
    void readsOurOwnRecord();
    void putsTheCallsInOrderAndNumbersThem();
    void leavesOutWhatIsNoCallAndSaysWhere();
    void guessesTheNamesOfOtherPrograms_data();
    void guessesTheNamesOfOtherPrograms();
    void tellsAZeroFromNothingTold();
    void saysWhatLowersTheClaims();
    void refusesWhatItDoesNotKnow_data();
    void refusesWhatItDoesNotKnow();
    void endsWithHostileLines_data();
    void endsWithHostileLines();
    void tellsHowFarItIsAndStopsWhenAsked();

private:
    Result<Imported> import(const QByteArray& text, const ImportOptions& options = {});

    QTemporaryDir m_folder;
};

namespace {

const QByteArray RefusalLine
    = R"({"at":"2025-11-19T10:18:27.123Z","attempt":2,"body":"{\"message\":\"slow down\"}",)"
      R"("client":"curl/8.5","first_byte_seconds":0.2,"header_lines":["Retry-After: 3",)"
      R"("X-RateLimit-Limit: 100","X-RateLimit-Remaining: 0"],"held_seconds":0.25,"id":7,)"
      R"("is_rate_limited":true,"left":[{"limit":100,"name":"minute","remaining":0}],)"
      R"("method":"POST","origin":"test_send","outcome":"answered","received_at":1763547507.873,)"
      R"("request_bytes":42,"response_bytes":25,"retry_after_seconds":3,"status":429,)"
      R"("target":"/messages?x=1","too_early_seconds":1.4,"took_seconds":0.5})";

QByteArray lineOf(const QByteArray& at, const QByteArray& target)
{
    return R"({"time":")" + at + R"(","method":"GET","path":")" + target
        + R"(","status":200,"duration_ms":12.5})" + "\n";
}

} // namespace

Result<Imported> TestImport::import(const QByteArray& text, const ImportOptions& options)
{
    QFile file(m_folder.filePath(u"evidence"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) {
        return fail(ErrorCode::StorageFailed);
    }
    file.close();
    return readEvidence(file.fileName(), options);
}

void TestImport::readsOurOwnRecord()
{
    const auto imported = import(RefusalLine + "\n");
    QVERIFY2(imported.has_value(), imported ? "" : qPrintable(imported.error().detail));
    QCOMPARE(imported->format, EvidenceFormat::Record);
    QCOMPARE(imported->exchanges.size(), 1);
    const Exchange& call = imported->exchanges.first();
    QCOMPARE(call.arrivedWall, WallTime(1'763'547'507'123ms));
    QCOMPARE(call.arrived.time_since_epoch(), call.arrivedWall.time_since_epoch());
    QCOMPARE(call.origin, Origin::TestSend);
    QCOMPARE(call.outcome, Outcome::Answered);
    QCOMPARE(call.attempt, 2);
    QCOMPARE(call.client, u"curl/8.5"_s);
    QCOMPARE(call.request.method, "POST");
    QCOMPARE(call.request.target, "/messages?x=1");
    QCOMPARE(call.requestBody.size, 42);
    QCOMPARE(call.response.status, 429);
    QCOMPARE(call.response.headers.value("retry-after"), "3");
    QCOMPARE(call.responseBody.head, R"({"message":"slow down"})");
    QCOMPARE(call.responseBody.size, 25);
    QCOMPARE(call.held, 250ms);
    QCOMPARE(call.firstByte, 200ms);
    QCOMPARE(call.took, 500ms);
    QVERIFY(call.isRefused());
    QCOMPARE(call.reading.retryAfter, Duration(3s));
    QCOMPARE(call.left, (QList<LeftAfter>{{u"minute"_s, 0, 100}}));
    QCOMPARE(call.tooEarlyBy, Duration(1400ms));
    QVERIFY(imported->shortfalls.isEmpty());
}

void TestImport::putsTheCallsInOrderAndNumbersThem()
{
    const auto imported
        = import(lineOf("2025-11-19T10:18:29.1Z", "/c") + lineOf("2025-11-19T10:18:27.1Z", "/a")
                 + lineOf("2025-11-19T10:18:27.1Z", "/b"));
    QVERIFY(imported.has_value());
    QByteArrayList targets;
    for (const Exchange& call : imported->exchanges) {
        targets.append(call.request.target);
    }
    QCOMPARE(targets, (QByteArrayList{"/a", "/b", "/c"}));
    QCOMPARE(imported->exchanges.last().id, ExchangeId(3));
}

void TestImport::leavesOutWhatIsNoCallAndSaysWhere()
{
    const auto imported = import(lineOf("2025-11-19T10:18:27.1Z", "/a") + "{\"message\": \"up\"}\n"
                                 + "{broken\n\n" + lineOf("2025-11-19T10:18:28.1Z", "/b"));
    QVERIFY(imported.has_value());
    QCOMPARE(imported->exchanges.size(), 2);
    QCOMPARE(imported->faultCount, 2);
    QCOMPARE(imported->faults.at(0).line, 2);
    QCOMPARE(imported->faults.at(1).line, 3);
    QVERIFY(!imported->faults.at(1).problem.contains(u"broken"_s));
}

void TestImport::guessesTheNamesOfOtherPrograms_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("caddy") << QByteArray(
        R"({"level":"info","ts":1763547507.25,"logger":"http.log.access","msg":"handled request",)"
        R"("request":{"remote_ip":"127.0.0.1","method":"GET","host":"a.example","uri":"/x?y=1",)"
        R"("headers":{"User-Agent":["curl/7.8"]}},"bytes_read":0,"duration":0.0125,"size":99,)"
        R"("status":429,"resp_headers":{"Retry-After":["7"]}})");
    QTest::newRow("pino") << QByteArray(
        R"({"level":30,"time":1763547507250,"req":{"method":"GET","url":"/x?y=1","headers":)"
        R"({"user-agent":"curl/7.8"}},"res":{"statusCode":429,"headers":{"retry-after":7}},)"
        R"("responseTime":12.5,"msg":"request completed"})");
    QTest::newRow("nginx as JSON")
        << QByteArray(R"({"time_iso8601":"2025-11-19T10:18:27+00:00","msec":"1763547507.2625",)"
                      R"("request":"GET /x?y=1 HTTP/1.1","status":"429","request_time":"0.0125",)"
                      R"("http_user_agent":"curl/7.8","headers":["Retry-After: 7"]})");
    QTest::newRow("list of names and values") << QByteArray(
        R"({"@timestamp":"2025-11-19T10:18:27.250Z","http":{"request":{"method":"GET"},)"
        R"("response":{"status_code":429,"headers":[{"name":"Retry-After","value":"7"}]}},)"
        R"("url":{"original":"https://u:p@a.example/x?y=1#z"},"user_agent":"curl/7.8",)"
        R"("duration_us":12500})");
}

void TestImport::guessesTheNamesOfOtherPrograms()
{
    QFETCH(const QByteArray, line);
    const auto imported = import(line);
    QVERIFY2(imported.has_value(), imported ? "" : qPrintable(imported.error().detail));
    QCOMPARE(imported->format, EvidenceFormat::JsonLines);
    const Exchange& call = imported->exchanges.first();
    QCOMPARE(call.request.method, "GET");
    QCOMPARE(call.request.target, "/x?y=1");
    QCOMPARE(call.response.status, 429);
    QCOMPARE(call.arrivedWall, WallTime(1'763'547'507'250ms));
    QCOMPARE(call.took, 12'500us);
    QCOMPARE(call.client, u"curl/7.8"_s);
    QCOMPARE(call.reading.retryAfter, Duration(7s));
}

void TestImport::tellsAZeroFromNothingTold()
{
    const QByteArray call
        = R"({"time":"2025-11-19T10:18:27Z","method":"GET","path":"/","status":200)";
    const auto imported = import(call + R"(,"duration_ms":0})" + "\n" + call + "}\n");
    QVERIFY2(imported.has_value(), imported ? "" : qPrintable(imported.error().detail));
    QCOMPARE(imported->exchanges.size(), 2);
    QVERIFY(imported->exchanges.first().took > Duration::zero());
    QVERIFY(imported->exchanges.last().took == Duration::zero());
}

void TestImport::saysWhatLowersTheClaims()
{
    const auto imported = import("{\"time\":\"2025-11-19T10:18:27Z\",\"status\":429,"
                                 "\"method\":\"GET\",\"path\":\"/a\"}\n"
                                 "{\"status\":200,\"duration\":17}\n");
    QVERIFY(imported.has_value());
    QCOMPARE(imported->shortfalls,
             (QList<Shortfall>{Shortfall::NoTimes, Shortfall::GuessedUnits, Shortfall::NoHeaders,
                               Shortfall::NoRefusalBodies}));
    const auto whole = import("{\"time\":\"2025-11-19T10:18:27Z\",\"status\":200}\n");
    QCOMPARE(
        whole->shortfalls,
        (QList<Shortfall>{Shortfall::WholeSeconds, Shortfall::NoDurations, Shortfall::NoHeaders}));
}

void TestImport::refusesWhatItDoesNotKnow_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("nothing") << QByteArray() << ErrorCode::Invalid;
    QTest::newRow("prose") << QByteArray("Dear support,\nit does not work.\n")
                           << ErrorCode::Invalid;
    QTest::newRow("gzip") << QByteArray("\x1f\x8b\x08") << ErrorCode::Unsupported;
    QTest::newRow("no call in UTF-16") << QByteArray("\xff\xfe{\0}\0", 6) << ErrorCode::Invalid;
    QTest::newRow("no call") << QByteArray("{\"a\":1}\n") << ErrorCode::Invalid;
}

void TestImport::refusesWhatItDoesNotKnow()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const ErrorCode, code);
    const auto imported = import(bytes);
    QVERIFY(!imported.has_value());
    QCOMPARE(imported.error().code, code);
    QVERIFY(!imported.error().detail.isEmpty());
}

void TestImport::endsWithHostileLines_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("nested 100,000 deep") << QByteArray("{\"a\":" + QByteArray(100'000, '['));
    QTest::newRow("a line of 9 MiB") << QByteArray("{\"a\":\"" + QByteArray(9 << 20, 'x') + "\"}");
    QTest::newRow("a body of 7 MiB") << QByteArray("{\"a\":\"" + QByteArray(7 << 20, 'x') + "\"}");
    QTest::newRow("no UTF-8") << QByteArray("{\"path\":\"\xff\xfe\x80\",\"x\":\"\xc0\xaf\"}");
    QTest::newRow("half a surrogate") << QByteArray(R"({"a":"\ud800"})");
    QTest::newRow("a number of 100,000 digits")
        << QByteArray("{\"status\":" + QByteArray(100'000, '9') + "}");
    QTest::newRow("negative and huge") << QByteArray(
        R"({"status":-5,"duration":-1e300,"attempt":99999999999999999999,"bytes":-7,"time":1e308})");
}

void TestImport::endsWithHostileLines()
{
    QFETCH(const QByteArray, line);
    const QByteArray good = lineOf("2025-11-19T10:18:27.1Z", "/a");
    const auto imported = import(good + line + "\n" + good);
    QVERIFY2(imported.has_value(), imported ? "" : qPrintable(imported.error().detail));
    QCOMPARE(imported->exchanges.size(), 2);
    QCOMPARE(imported->faultCount, 1);
    QCOMPARE(imported->faults.first().line, 2);
}

void TestImport::tellsHowFarItIsAndStopsWhenAsked()
{
    const QByteArray text = lineOf("2025-11-19T10:18:27.1Z", "/a").repeated(10'000);
    std::atomic<bool> cancel = false;
    qint64 lastDone = 0;
    ImportOptions options;
    options.progress = [&](qint64 done, qint64 total) {
        QCOMPARE(total, text.size());
        QVERIFY(done >= lastDone);
        lastDone = done;
    };
    QVERIFY(import(text, options).has_value());
    QCOMPARE(lastDone, text.size());
    options.cancel = &cancel;
    options.progress = [&](qint64, qint64) { cancel = true; };
    const auto imported = import(text, options);
    QCOMPARE(imported.error().code, ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestImport)
#include "tst_import.moc"
