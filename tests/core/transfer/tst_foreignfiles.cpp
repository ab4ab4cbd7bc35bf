#include "core/transfer/import.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TestForeignFiles final : public QObject
{
    Q_OBJECT

private slots:
    void readsAHar();
    void readsTheHabitsOfHarWriters();
    void keepsTheCallsOfAHarThatBreaksOff();
    void saysWhereAHarIsBroken();
    void readsAccessLogs_data();
    void readsAccessLogs();
    void readsTheDurationsOfAccessLogs_data();
    void readsTheDurationsOfAccessLogs();
    void readsWhatClientsDidToAnAccessLog();
    void readsCsv_data();
    void readsCsv();
    void readsCurlVerbose();
    void readsCurlWithHeads();
    void endsWithHostileFiles_data();
    void endsWithHostileFiles();

private:
    Result<Imported> import(const QByteArray& text);

    QTemporaryDir m_folder;
};

namespace {

constexpr WallTime Moment{1'763'547'507s}; // 2025-11-19 10:18:27 UTC

const QByteArray Entry = R"har({
  "_initiator": {"type": "script", "stack": {"callFrames": [{"url": "x", "lineNumber": 3}]}},
  "startedDateTime": "2025-11-19T11:18:27.123+01:00",
  "time": 250.5,
  "request": {"method": "POST", "url": "https://api.example:8443/v1/send?to=1#top",
    "httpVersion": "http/2.0", "cookies": [], "queryString": [{"name": "to", "value": "1"}],
    "headers": [{"name": ":authority", "value": "api.example"},
                {"name": "user-agent", "value": "Mozilla/5.0 (X11)"
}],
    "postData": {"mimeType": "application/json", "text": "{\"a\":1}"}, "bodySize": 7
}
, "response" : {
    "status" : 429,
    "statusText" : "Too Many Requests",
    "httpVersion" : "http/2.0",
    "headers" :
        [ {"name" : "retry-after", "value" : "3"}, {"name" : "set-cookie", "value" : "a=1\nb=2"} ],
    "content" : {"encoding" : "base64", "mimeType" : "text/plain", "text" : "c2xvdw==", "size" : 4},
    "redirectURL" : "",
    "bodySize" : -1
},
               "cache" : {},
                         "timings" : {
                             "blocked" : 50.5,
                             "dns" : 10,
                             "connect" : 40,
                             "ssl" : 20,
                             "send" : 0,
                             "wait" : 100,
                             "receive" : 50,
                             "_blocked_queueing" : 1
                         },
                                     "serverIPAddress" : "192.0.2.1"
})har";

QByteArray harOf(const QByteArrayList& entries)
{
    return R"({"log": {"version": "1.2", "creator": {"name": "x"}, "pages": [], "entries": [)"
        + entries.join(",\n") + "]}}";
}

QByteArray smallEntry(const QByteArray& parts)
{
    return R"({"request":{"method":"GET","url":"http://a.example/x"},)" + parts + "}";
}

} // namespace

Result<Imported> TestForeignFiles::import(const QByteArray& text)
{
    QFile file(m_folder.filePath(u"evidence"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) {
        return fail(ErrorCode::StorageFailed);
    }
    file.close();
    return readEvidence(file.fileName());
}

void TestForeignFiles::readsAHar()
{
    const auto imported = import(harOf({Entry}));
    QVERIFY2(imported.has_value(), imported ? "" : qPrintable(imported.error().detail));
    QCOMPARE(imported->format, EvidenceFormat::Har);
    QVERIFY(imported->shortfalls.isEmpty());
    const Exchange& call = imported->exchanges.first();
    QCOMPARE(call.arrivedWall, Moment + 123ms);
    QCOMPARE(call.held, 50'500us);
    QCOMPARE(call.connecting, 50ms);
    QCOMPARE(call.firstByte, 150ms);
    QCOMPARE(call.took, 200ms);
    QCOMPARE(call.request.method, "POST");
    QCOMPARE(call.request.target, "/v1/send?to=1");
    QCOMPARE(call.request.headers.value("Host"), "api.example:8443");
    QVERIFY(!call.request.headers.contains(":authority"));
    QCOMPARE(call.requestBody.size, 7);
    QCOMPARE(call.client, u"Mozilla/5.0"_s);
    QCOMPARE(call.response.status, 429);
    QCOMPARE(call.response.reason, "Too Many Requests");
    QCOMPARE(call.response.headers.count("Set-Cookie"), 2);
    QCOMPARE(call.responseBody.head, "slow");
    QCOMPARE(call.responseBody.sha256,
             QCryptographicHash::hash("slow", QCryptographicHash::Sha256));
    QCOMPARE(call.reading.retryAfter, Duration(3s));
}

void TestForeignFiles::readsTheHabitsOfHarWriters()
{
    const auto imported = import(
        "\xEF\xBB\xBF"
        + harOf({
            // Fiddler: seven digits of a fraction; no timings that apply, a total.
            smallEntry(R"("startedDateTime":"2025-11-19T10:18:27.1234567+00:00","time":12,)"
                       R"("response":{"status":200},"timings":{"send":-1,"wait":-1,"receive":-1})"),
            // Browsers: a call that came to nothing, and an address that is none.
            smallEntry(R"("startedDateTime":"2025-11-19T10:18:28.000Z",)"
                       R"("response":{"status":0,"_error":"net::ERR_ABORTED"})"),
            R"({"request":{"method":"GET","url":"data:text/plain,x"},"response":{"status":200}})",
            // Postman: status as text, no time at all.
            smallEntry(R"("response":{"status":"404"})"),
        }));
    QVERIFY(imported.has_value());
    QCOMPARE(imported->exchanges.size(), 3);
    QCOMPARE(imported->faultCount, 0);
    QCOMPARE(imported->exchanges.at(0).arrivedWall, Moment + 123'456'700ns);
    QCOMPARE(imported->exchanges.at(0).took, 12ms);
    QCOMPARE(imported->exchanges.at(1).outcome, Outcome::Failed);
    QCOMPARE(imported->exchanges.at(1).error->detail, u"net::ERR_ABORTED"_s);
    QCOMPARE(imported->exchanges.at(2).response.status, 404);
    QVERIFY(imported->shortfalls.contains(Shortfall::NoTimes));
}

void TestForeignFiles::keepsTheCallsOfAHarThatBreaksOff()
{
    const auto imported = import(harOf({Entry, Entry}).chopped(Entry.size() / 2));
    QVERIFY(imported.has_value());
    QCOMPARE(imported->exchanges.size(), 1);
    QCOMPARE(imported->shortfalls, (QList<Shortfall>{Shortfall::Truncated}));
}

void TestForeignFiles::saysWhereAHarIsBroken()
{
    const auto imported = import("{\"log\": {\n\"entries\": [\n{\"time\": oops}\n]}}");
    QVERIFY(!imported.has_value());
    QCOMPARE(imported.error().code, ErrorCode::Invalid);
    QVERIFY2(imported.error().detail.contains(u"line 3"_s), qPrintable(imported.error().detail));
}

void TestForeignFiles::readsAccessLogs_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("common") << QByteArray(
        R"(192.0.2.7 - - [19/Nov/2025:11:18:27 +0100] "POST /v1/x?a=b HTTP/1.1" 429 31)");
    QTest::newRow("combined") << QByteArray(
        R"(192.0.2.7 - bob [19/Nov/2025:10:18:27 +0000] "POST /v1/x?a=b HTTP/1.1" 429 31 "-" "-")");
    QTest::newRow("vhost first") << QByteArray(
        R"(a.example:443 192.0.2.7 - - [19/Nov/2025:10:18:27 +0000] "POST /v1/x?a=b HTTP/1.1" )"
        R"(429 31 "-" "-")");
    QTest::newRow("ISO time first")
        << QByteArray(R"(2025-11-19T10:18:27+00:00 192.0.2.7 "POST /v1/x?a=b HTTP/1.1" 429 31)");
    QTest::newRow("bars") << QByteArray(
        R"([19/Nov/2025:10:18:27 +0000] | 192.0.2.7 | "POST /v1/x?a=b HTTP/2.0" | 429 | 31)");
}

void TestForeignFiles::readsAccessLogs()
{
    QFETCH(const QByteArray, line);
    const auto imported = import(line + "\r\n\r\n" + line);
    QVERIFY2(imported.has_value(), imported ? "" : qPrintable(imported.error().detail));
    QCOMPARE(imported->format, EvidenceFormat::AccessLog);
    QCOMPARE(imported->exchanges.size(), 2);
    QCOMPARE(imported->shortfalls,
             (QList<Shortfall>{Shortfall::WholeSeconds, Shortfall::NoDurations,
                               Shortfall::NoHeaders, Shortfall::NoRefusalBodies}));
    const Exchange& call = imported->exchanges.first();
    QCOMPARE(call.arrivedWall, Moment);
    QCOMPARE(call.request.method, "POST");
    QCOMPARE(call.request.target, "/v1/x?a=b");
    QCOMPARE(call.response.status, 429);
    QCOMPARE(call.responseBody.size, 31);
    QVERIFY(call.isRefused());
}

void TestForeignFiles::readsTheDurationsOfAccessLogs_data()
{
    QTest::addColumn<QByteArray>("end");
    QTest::addColumn<qint64>("microseconds");
    QTest::addColumn<qint64>("arrivedMilliseconds"); // behind Moment
    QTest::newRow("$request_time") << QByteArray("0.250 0.249") << 250'000LL << -250LL;
    QTest::newRow("named") << QByteArray("rt=0.250 uct=\"0.001\"") << 250'000LL << -250LL;
    QTest::newRow("with $msec") << QByteArray("rt=0.250 1763547507.500") << 250'000LL << 250LL;
    QTest::newRow("%D of Apache") << QByteArray("250123") << 250'123LL << 0LL;
    QTest::newRow("nothing upstream") << QByteArray("-") << 0LL << 0LL;
}

void TestForeignFiles::readsTheDurationsOfAccessLogs()
{
    QFETCH(const QByteArray, end);
    QFETCH(const qint64, microseconds);
    QFETCH(const qint64, arrivedMilliseconds);
    const auto imported = import(
        R"(192.0.2.7 - - [19/Nov/2025:10:18:27 +0000] "GET / HTTP/1.1" 200 31 "-" "a/1 b" )" + end);
    QVERIFY(imported.has_value());
    const Exchange& call = imported->exchanges.first();
    QCOMPARE(call.took, std::chrono::microseconds(microseconds));
    QCOMPARE(call.arrivedWall, Moment + std::chrono::milliseconds(arrivedMilliseconds));
    QCOMPARE(call.client, u"a/1"_s);
}

void TestForeignFiles::readsWhatClientsDidToAnAccessLog()
{
    const QByteArray start = R"(192.0.2.7 - - [19/Nov/2025:10:18:27 +0000] )";
    const auto imported = import(
        start + R"("GET / HTTP/1.1" 200 1 "-" "A \x22quoted\x22 \"agent\"")" + "\n" + start
        + R"("\x16\x03\x01" 400 157 "-" "-")" + "\n" + start + R"("-" 408 0 "-" "-")" + "\n"
        + "garbage in between\n" + R"(192.0.2.7 - - [19/Nov/2025:10:18:27 +0000] "GET /)");
    QVERIFY(imported.has_value());
    QCOMPARE(imported->exchanges.size(), 3);
    QCOMPARE(imported->exchanges.at(0).request.headers.value("User-Agent"),
             R"(A "quoted" "agent")");
    QCOMPARE(imported->exchanges.at(1).response.status, 400);
    QCOMPARE(imported->faultCount, 2);
    QCOMPARE(imported->faults.first().line, 4);
}

void TestForeignFiles::readsCsv_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("commas") << QByteArray(
        "Timestamp,Method,URL,Status Code,Duration (ms),Note\r\n"
        "2025-11-19T10:18:27.5Z,GET,https://a.example/x?y=1,429,12.5,\"two\nlines, \"\"quoted\"\"\""
        "\r\n");
    QTest::newRow("semicolons and a mark")
        << QByteArray("\xEF\xBB\xBF"
                      "time;request;status;took_ms\n"
                      "2025-11-19 10:18:27.500;\"GET /x?y=1 HTTP/1.1\";429;12.5\n");
    QTest::newRow("tabs") << QByteArray("ts\tpath\tverb\tcode\tlatency_seconds\n"
                                        "1763547507500\t/x?y=1\tGET\t429\t0.0125\n");
}

void TestForeignFiles::readsCsv()
{
    QFETCH(const QByteArray, text);
    const auto imported = import(text);
    QVERIFY2(imported.has_value(), imported ? "" : qPrintable(imported.error().detail));
    QCOMPARE(imported->format, EvidenceFormat::Csv);
    QCOMPARE(imported->exchanges.size(), 1);
    const Exchange& call = imported->exchanges.first();
    QCOMPARE(call.arrivedWall, Moment + 500ms);
    QCOMPARE(call.request.method, "GET");
    QCOMPARE(call.request.target, "/x?y=1");
    QCOMPARE(call.response.status, 429);
    QCOMPARE(call.took, 12'500us);
}

void TestForeignFiles::readsCurlVerbose()
{
    const auto imported = import("*   Trying 192.0.2.1:443...\n"
                                 "* Connected to a.example (192.0.2.1) port 443 (#0)\n"
                                 "> POST /v1/x HTTP/1.1\n> Host: a.example\n"
                                 "> User-Agent: curl/7.88.1\n> \n"
                                 "} [3 bytes data]\n"
                                 "< HTTP/1.1 100 Continue\n< \n"
                                 "< HTTP/1.1 429 Too Many Requests\r\n"
                                 "< Date: Wed, 19 Nov 2025 10:18:27 GMT\r\n"
                                 "< Retry-After: 2\r\n< \r\n"
                                 "{ [11 bytes data]\n"
                                 "{\"a\":1}* Connection #0 to host a.example left intact\n"
                                 "> GET /v1/y HTTP/1.1\n> \n"
                                 "< HTTP/1.1 200 OK\n< \nfine\n");
    QVERIFY2(imported.has_value(), imported ? "" : qPrintable(imported.error().detail));
    QCOMPARE(imported->format, EvidenceFormat::Curl);
    QCOMPARE(imported->exchanges.size(), 2);
    const Exchange& call = imported->exchanges.first();
    QCOMPARE(call.request.method, "POST");
    QCOMPARE(call.request.target, "/v1/x");
    QCOMPARE(call.request.headers.size(), 2);
    QCOMPARE(call.response.status, 429);
    QCOMPARE(call.arrivedWall, Moment);
    QCOMPARE(call.reading.retryAfter, Duration(2s));
    QCOMPARE(call.responseBody.head, "{\"a\":1}");
    QCOMPARE(imported->exchanges.at(1).responseBody.head, "fine");
}

void TestForeignFiles::readsCurlWithHeads()
{
    const auto imported = import("HTTP/2 301 \r\nlocation: /b\r\n\r\nHTTP/2 429 \r\n"
                                 "date: Wed, 19 Nov 2025 10:18:27 GMT\r\nretry-after: 2\r\n\r\n"
                                 "{\"message\":\n\"slow\"}\n");
    QVERIFY(imported.has_value());
    QCOMPARE(imported->exchanges.size(), 2);
    const auto refused = std::find_if(imported->exchanges.begin(), imported->exchanges.end(),
                                      [](const Exchange& call) { return call.isRefused(); });
    QVERIFY(refused != imported->exchanges.end());
    QCOMPARE(refused->responseBody.head, "{\"message\":\n\"slow\"}");
    QVERIFY(imported->shortfalls.contains(Shortfall::NoTimes));
}

void TestForeignFiles::endsWithHostileFiles_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("HAR 100,000 deep")
        << QByteArray(R"({"log":{"entries":[{"x":)" + QByteArray(100'000, '[') + "]}}");
    QTest::newRow("HAR of one body of 12 MiB") << harOf(
        {smallEntry(R"("response":{"content":{"text":")" + QByteArray(12 << 20, 'x') + R"("}})")});
    QTest::newRow("HAR of many cookies") << harOf({smallEntry(
        R"("response":{"headers":[)" + QByteArray(R"({"name":"a","value":"b"},)").repeated(200'000)
        + R"({"name":"c","value":"d"}]})")});
    QTest::newRow("HAR of deep objects")
        << QByteArray(R"({"log":{"entries":[)" + QByteArray(R"({"request":)").repeated(400) + "1");
    QTest::newRow("access log of quotes") << QByteArray(
        "GET [19/Nov/2025:10:18:27 +0000] \"a HTTP/1.1\" 200" + QByteArray(1 << 20, '"') + "\n");
    QTest::newRow("CSV whose quote never ends")
        << QByteArray("status,path\n200,\"" + QByteArray("x\n").repeated(1 << 20));
    QTest::newRow("CSV of a million columns")
        << QByteArray("status" + QByteArray(1'000'000, ',') + "\n200" + QByteArray(1'000'000, ','));
    QTest::newRow("no line end") << QByteArray("status,path\n") + QByteArray(16 << 20, 'x');
    QTest::newRow("zeros") << QByteArray(2 << 20, '\0');
    QTest::newRow("curl without an end")
        << QByteArray("HTTP/1.1 200 OK\n" + QByteArray("a: b\n").repeated(200'000));
}

/// None of them may crash, take long, or keep much; whether there is a call in it is another
/// matter.
void TestForeignFiles::endsWithHostileFiles()
{
    QFETCH(const QByteArray, bytes);
    const auto imported = import(bytes);
    if (!imported) {
        QVERIFY(!imported.error().detail.isEmpty());
        return;
    }
    for (const Exchange& call : imported->exchanges) {
        QVERIFY(call.responseBody.head.size() <= KeptBody::MostKept);
        QVERIFY(call.response.headers.size() <= 1000);
    }
}

QTEST_GUILESS_MAIN(TestForeignFiles)
#include "tst_foreignfiles.moc"
