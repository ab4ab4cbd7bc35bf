#include "core/privacy/jsonprivacy.h"
#include "core/privacy/leakscan.h"
#include "core/privacy/privateshapes.h"
#include "core/privacy/redactor.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Pacewatch;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestRedactor final : public QObject
{
    Q_OBJECT

private slots:
    void takesPrivateFormsOutOfText_data();
    void takesPrivateFormsOutOfText();
    void leavesTheRestOfATextAlone_data();
    void leavesTheRestOfATextAlone();
    void replacesByStructure();
    void keepsTimesThatCanBeNoNumber_data();
    void keepsTimesThatCanBeNoNumber();
    void keepsTheShapeOfJson_data();
    void keepsTheShapeOfJson();
    void keepsLimitsAndTimes();
    void findsALearnedSecretInOtherPlaces();
    void makesStableStandInsThatDifferByKey();
    void changesNothingTheSecondTime();
    void unpacksWhatIsCompressed();
    void dropsWhatItCannotLookInto();
    void takesLongTextsInOnePass_data();
    void takesLongTextsInOnePass();
};

namespace {

const QByteArray SessionKey = "a key of this session";

Exchange exchangeWith(const QByteArray& type, const QByteArray& body)
{
    Exchange exchange;
    exchange.request.method = "POST";
    exchange.request.target = "/v1/send?to=%2B34600123456&apikey=topsecret99&page=2";
    exchange.request.headers = {{"Content-Type", type},
                                {"Authorization", "Bearer topsecret42"},
                                {"Cookie", "theme=dark; sid=abcdef123"}};
    exchange.requestBody = {body, body.size(), "hash"};
    exchange.response.status = 200;
    return exchange;
}

} // namespace

void TestRedactor::takesPrivateFormsOutOfText_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text :
         {"<bob.smith@firm.example>", "<bob%40firm.example>", "<+34600123456>", "<%2B34600123456>",
          "<+34 600 12 34 56>", "<0034600123456>", "<34600123456>", "<sk_live_abcdefghijkl1234>",
          "<eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln>", "<Bearer 3f9a77c1e0b24>",
          "<https://user:pass1@firm.example/>", "<password=hunter22>", "<api_key: abcd9876>",
          "<A1b2C3d4E5f6G7h8I9j0K1l2>"}) {
        QTest::addRow("%s", text) << QByteArray(text);
    }
}

void TestRedactor::takesPrivateFormsOutOfText()
{
    QFETCH(const QByteArray, text);
    const QByteArray safe = Redactor(SessionKey).text(text);
    QVERIFY2(safe.startsWith('<') && safe.endsWith('>'), safe.constData());
    for (const char* secret :
         {"bob", "600", "abcdefghijkl", "eyJ", "3f9a", "pass1", "hunter", "abcd9876", "A1b2"}) {
        QVERIFY2(!safe.contains(secret), safe.constData());
    }
}

void TestRedactor::leavesTheRestOfATextAlone_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text :
         {"", "/v1/contacts/8213/notes", "Too Many Requests", "2025-11-19T10:18:27.123+01:00",
          "1763547507", "1763547507123", "application/json; charset=utf-8", "limit=100&page=2",
          "Wed, 19 Nov 2025 10:18:27 GMT", "550e8400-e29b-41d4-a716-446655440000",
          "gzip, deflate, br", "remaining_tokens=5000", "from=2025-01-01", "max-age=31536000"}) {
        QTest::addRow("%s", text) << QByteArray(text);
    }
}

void TestRedactor::leavesTheRestOfATextAlone()
{
    QFETCH(const QByteArray, text);
    QCOMPARE(Redactor(SessionKey).text(text), text);
}

void TestRedactor::replacesByStructure()
{
    const Exchange safe = Redactor(SessionKey)
                              .redacted(exchangeWith("application/x-www-form-urlencoded",
                                                     "password=hunter22&n=1&mail=bob%40x.example"));
    const StandIns standIns(SessionKey);
    QCOMPARE(safe.request.target,
             "/v1/send?to=" + standIns.of(PrivateKind::Phone, "+34600123456")
                 + "&apikey=" + standIns.of(PrivateKind::Key, "topsecret99") + "&page=2");
    QCOMPARE(safe.request.headers.value("Authorization"),
             "Bearer " + standIns.of(PrivateKind::Key, "topsecret42"));
    QCOMPARE(safe.request.headers.value("Cookie"),
             "theme=" + standIns.of(PrivateKind::Key, "dark")
                 + "; sid=" + standIns.of(PrivateKind::Key, "abcdef123"));
    QCOMPARE(safe.requestBody.head,
             "password=" + standIns.of(PrivateKind::Key, "hunter22")
                 + "&n=1&mail=" + standIns.of(PrivateKind::Email, "bob@x.example"));
    QCOMPARE(safe.requestBody.sha256, standIns.digestOf("hash"));
}

void TestRedactor::keepsTimesThatCanBeNoNumber_data()
{
    // Called at 1763547507, which is 2025-11-19T10:18:27Z.
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<bool>("isKept");
    const auto row = [](const char* query, bool isKept) {
        QTest::addRow("%s", query) << QByteArray(query) << isKept;
    };
    for (const char* name : {"since", "until", "ts", "timestamp", "time", "start", "end", "before",
                             "after", "modified_after", "updatedSince", "start_time"}) {
        QTest::addRow("%s", name) << QByteArray(name) + "=1763540000" << true;
        QTest::addRow("%s, ms", name) << QByteArray(name) + "=1763540000123" << true;
    }
    row("from=1763547507123", true);
    row("to=1763547507123456&limit=5", true);
    row("from=1763540000&to=1763547500", true);
    row("limit=5&To=1763547540&From=1763460000", true);
    // In Germany 0176 3547507 is a mobile phone, and so are its neighbours.
    row("to=1763547507", false);
    row("from=1763547507", false);
    row("from=1763547507&to=1763540000", false); // ends before it begins
    row("from=1763540000&to=1763547400", false); // ends too long before the call
    row("from=1763540000&to=1763547600", false); // ends too long after it
    row("from=1700000000&to=1763547507", false); // begins years before
    row("from=1763540000&to=1763547507&to=1763547508", false);
    row("from=1763540000&to=%2B1763547507", false);
    row("from=1763540000&phone=1763547507", false);
    row("to=1363547507123", false); // no time of these years
    row("to=4917635475071", false);
    row("to=49176354750&from=1763540000", false);
}

void TestRedactor::keepsTimesThatCanBeNoNumber()
{
    QFETCH(const QByteArray, query);
    QFETCH(const bool, isKept);
    Exchange call;
    call.request.method = "GET";
    call.request.target = "/v1/messages?" + query;
    call.arrivedWall = WallTime(1'763'547'507s);
    const Exchange safe = Redactor(SessionKey).redacted(call);
    if (isKept) {
        QCOMPARE(safe.request.target, call.request.target);
        // Whoever reads it again, and the scan, agree.
        QCOMPARE(Redactor("another key").redacted(safe).request.target, call.request.target);
        QVERIFY(!LeakScan().find(safe.request.target));
    } else {
        for (const char* digits :
             {"1763547", "49176", "1363547507123", "1763540000", "1700000000"}) {
            QVERIFY2(!safe.request.target.contains(digits), safe.request.target.constData());
        }
        QVERIFY(safe.request.target.contains("=phone-"));
    }
    // Who sends messages by a form fills in numbers.
    Exchange form = call;
    form.request.target = "/send";
    form.request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    form.requestBody = {"from=1763540000&to=1763547500", 29, {}};
    QVERIFY(!Redactor(SessionKey).redacted(form).requestBody.head.contains("17635"));
}

void TestRedactor::keepsTheShapeOfJson_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");
    const StandIns made(SessionKey);
    const QByteArray phone = made.of(PrivateKind::Phone, "+34600123456");
    QTest::newRow("spaces and order stay")
        << QByteArray("{ \"b\" : 1,\n \"to\": \"+34600123456\" , \"a\":[true,null]}")
        << QByteArray("{ \"b\" : 1,\n \"to\": \"" + phone + "\" , \"a\":[true,null]}");
    QTest::newRow("escapes") << QByteArray(R"({"to":"\u002b34600123456","x":"a\/b"})")
                             << QByteArray(R"({"to":")" + phone + R"(","x":"a\/b"})");
    QTest::newRow("number") << QByteArray(R"({"phone":34600123456,"n":5})")
                            << QByteArray(R"({"phone":")"
                                          + made.of(PrivateKind::Phone, "34600123456")
                                          + R"(","n":5})");
    QTest::newRow("name of a person")
        << QByteArray(R"({"contacts":[{"profile":{"name":"Bob"}}],"name":"minute"})")
        << QByteArray(R"({"contacts":[{"profile":{"name":")" + made.of(PrivateKind::Name, "Bob")
                      + R"("}}],"name":"minute"})");
    QTest::newRow("list of keys") << QByteArray(
        R"({"tokens":[1],"api_keys":["abc1"],"z":["abc1"]})")
                                  << QByteArray(R"({"tokens":[1],"api_keys":[")"
                                                + made.of(PrivateKind::Key, "abc1")
                                                + R"("],"z":["abc1"]})");
    QTest::newRow("JSON in a string")
        << QByteArray(R"({"raw":"{\"password\":\"hunter22\"}"})")
        << QByteArray(R"({"raw":"{\"password\":\")" + made.of(PrivateKind::Key, "hunter22")
                      + R"(\"}"})");
    QTest::newRow("cut in a value")
        << QByteArray(R"({"a":1,"password":"hunt)") << QByteArray(R"({"a":1,"password":)");
    QTest::newRow("member names") << QByteArray(R"({"+34600123456":1})")
                                  << QByteArray(R"({")" + phone + R"(":1})");
}

void TestRedactor::keepsTheShapeOfJson()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, expected);
    const Exchange safe = Redactor(SessionKey).redacted(exchangeWith("application/json", body));
    QCOMPARE(safe.requestBody.head, expected);
    QCOMPARE(safe.requestBody.size, body.size());
}

void TestRedactor::keepsLimitsAndTimes()
{
    Exchange exchange;
    exchange.response.headers = {{"X-RateLimit-Limit-Tokens", "90000"},
                                 {"X-RateLimit-Reset", "1763547540"},
                                 {"Retry-After", "Wed, 19 Nov 2025 10:18:27 GMT"},
                                 {"Date", "Wed, 19 Nov 2025 10:18:27 GMT"},
                                 {"anthropic-ratelimit-tokens-reset", "2025-11-19T10:18:27Z"}};
    const Http::Headers before = exchange.response.headers;
    QCOMPARE(Redactor(SessionKey).redacted(exchange).response.headers, before);
}

void TestRedactor::findsALearnedSecretInOtherPlaces()
{
    const QByteArray secret = "topsecret42";
    const QByteArray body = "echo " + secret + " " + secret.toHex() + " "
        + QByteArray("ab" + secret).toBase64() + " " + QByteArray("abc" + secret).toBase64();
    Exchange exchange = exchangeWith("text/plain", body);
    exchange.error = Error{ErrorCode::Refused, u"refused topsecret42"_s};
    const Exchange safe = Redactor(SessionKey).redacted(exchange);
    QVERIFY(!safe.requestBody.head.contains(secret));
    QVERIFY(!safe.requestBody.head.contains(secret.toHex()));
    QVERIFY(!safe.error->detail.contains(QString::fromLatin1(secret)));
    for (const QByteArray& word : safe.requestBody.head.split(' ')) {
        QVERIFY2(!QByteArray::fromBase64(word).contains(secret), word.constData());
    }
}

void TestRedactor::makesStableStandInsThatDifferByKey()
{
    const QByteArray text = "bob@firm.example";
    QCOMPARE(Redactor(SessionKey).text(text), Redactor(SessionKey).text(text));
    QVERIFY(Redactor(SessionKey).text(text) != Redactor("another key").text(text));
    QVERIFY(StandIns::newKey() != StandIns::newKey());
    QCOMPARE(StandIns::newKey().size(), 32);
}

void TestRedactor::changesNothingTheSecondTime()
{
    Redactor redactor(SessionKey);
    const Exchange once = redactor.redacted(exchangeWith(
        "application/json", R"({"to":"+34600123456","password":"hunter22","name":"x"})"));
    const Exchange twice = Redactor("another key").redacted(once);
    QCOMPARE(twice.request.target, once.request.target);
    QCOMPARE(twice.request.headers, once.request.headers);
    QCOMPARE(twice.requestBody, once.requestBody);
}

void TestRedactor::unpacksWhatIsCompressed()
{
    const QByteArray plain = R"({"to":"+34600123456","password":"hunter22","name":"x"})";
    const QByteArray packed = qCompress(plain).sliced(4);
    Exchange exchange = exchangeWith("application/json", packed);
    exchange.request.headers.append("Content-Encoding", "deflate");
    const KeptBody safe = Redactor(SessionKey).redacted(exchange).requestBody;
    const KeptBody same
        = Redactor(SessionKey).redacted(exchangeWith("application/json", plain)).requestBody;
    QCOMPARE(safe.head, same.head);
    QVERIFY(!safe.head.contains("hunter22"));
    QCOMPARE(safe.size, packed.size());
}

void TestRedactor::dropsWhatItCannotLookInto()
{
    Exchange packed = exchangeWith("application/json", "\xff\xfe, packed by nobody");
    packed.request.headers.append("Content-Encoding", "gzip");
    const KeptBody safe = Redactor(SessionKey).redacted(packed).requestBody;
    QVERIFY(safe.head.isEmpty());
    QCOMPARE(safe.size, packed.requestBody.size);
    const Exchange binary = exchangeWith("image/png", QByteArray("a\0b secret", 10));
    QVERIFY(Redactor(SessionKey).redacted(binary).requestBody.head.isEmpty());
}

void TestRedactor::takesLongTextsInOnePass_data()
{
    constexpr int Size = 64 * 1024;
    QTest::addColumn<QByteArray>("text");
    for (const char* piece : {"a", "1", "a.", "+1", "%2B", "A1a", "eyJ", "a=", "a: ", "://", "@",
                              "a@b.", "Bearer ", "\"", "{\"a\":", "--", "&", "0 "}) {
        QTest::addRow("%s", piece) << QByteArray(piece).repeated(Size / int(qstrlen(piece)));
    }
}

void TestRedactor::takesLongTextsInOnePass()
{
    QFETCH(const QByteArray, text);
    QElapsedTimer timer;
    timer.start();
    (void)Redactor(SessionKey).redacted(exchangeWith("application/json", "[\"" + text + "\"]"));
    (void)Redactor(SessionKey).redacted(exchangeWith("text/plain", text));
    QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(TestRedactor)
#include "tst_redactor.moc"
