#include "core/quota/reader.h"

#include <QElapsedTimer>
#include <QTest>

#include <random>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const WallTime arrival{1'716'983'970s};

/// An answer from header lines `Name: value`, one a line.
Answer answer(int status, const QByteArray& head, const QByteArray& body = {})
{
    Answer made;
    made.status = status;
    made.body = body;
    made.receivedAt = arrival;
    for (const QByteArray& line : head.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0) {
            made.headers.append(line.first(colon), line.sliced(colon + 1).trimmed());
        }
    }
    return made;
}

QString number(const std::optional<double>& value)
{
    return value ? QString::number(*value) : u"?"_s;
}

QString seconds(const std::optional<Duration>& span)
{
    return span ? QString::number(toSeconds(*span)) : u"?"_s;
}

/// A reading as one line: "minute 87/100 w60 t30; wait 15; refused by minute".
QString told(const Reading& reading)
{
    QStringList parts;
    for (const WindowReading& window : reading.windows) {
        parts.append(u"%1 %2/%3 w%4 t%5"_s.arg(window.name, number(window.remaining),
                                               number(window.limit), seconds(window.window),
                                               seconds(window.resetIn)));
    }
    if (reading.retryAfter) {
        parts.append(u"wait "_s % seconds(reading.retryAfter));
    }
    if (reading.isRateLimited) {
        parts.append(reading.hitWindow.isEmpty() ? u"refused"_s
                                                 : QString(u"refused by "_s % reading.hitWindow));
    }
    return parts.join(u"; "_s);
}

} // namespace

class TestReader final : public QObject
{
    Q_OBJECT

private slots:
    void readsHeaders_data();
    void readsHeaders();
    void readsRefusals_data();
    void readsRefusals();
    void tellsWhichCallsWereRefused_data();
    void tellsWhichCallsWereRefused();
    void unpacksBodies();
    void notesWhatItDoubts();
    void believesTheNamedDialectFirst();
    void staysQuickOnHostileBodies_data();
    void staysQuickOnHostileBodies();
    void keepsItsPromisesOnAnyBytes();
};

void TestReader::readsHeaders_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* head, const QString& expected) {
        QTest::newRow(name) << QByteArray(head) << expected;
    };
    row("Unix seconds without a date",
        "X-RateLimit-Limit: 100\nX-RateLimit-Remaining: 87\nX-RateLimit-Reset: 1716984000",
        u"default 87/100 w? t30"_s);
    row("Unix seconds against the answer's date",
        "Date: Wed, 29 May 2024 11:59:20 GMT\nX-Rate-Limit-Limit: 100\n"
        "X-Rate-Limit-Remaining: 5\nX-Rate-Limit-Reset: 1716984000",
        u"default 5/100 w? t40"_s);
    row("Unix milliseconds", "RateLimit-Limit: 100\nRateLimit-Reset: 1716984000000",
        u"default ?/100 w? t30"_s);
    row("a span", "RateLimit-Limit: 100\nRateLimit-Reset: 7", u"default ?/100 w? t7"_s);
    row("a moment in ISO", "X-RateLimit-Remaining: 1\nX-RateLimit-Reset: 2024-05-29T12:00:00Z",
        u"default 1/? w? t30"_s);
    row("a reset in the past", "X-RateLimit-Remaining: 1\nX-RateLimit-Reset: 1716983900",
        u"default 1/? w? t0"_s);
    row("used in place of remaining", "X-RateLimit-Limit: 10\nX-RateLimit-Used: 4",
        u"default 6/10 w? t?"_s);
    row("the window in the middle",
        "X-RateLimit-sec-Limit: 100\nX-RateLimit-sec-Remaining: 99\n"
        "X-RateLimit-min-Limit: 1000\nX-RateLimit-min-Remaining: 999",
        u"second 99/100 w1 t?; minute 999/1000 w60 t?"_s);
    row("the window at the end", "X-RateLimit-Limit-Hour: 50\nX-RateLimit-Remaining-Hour: 49",
        u"hour 49/50 w3600 t?"_s);
    row("the window in front", "X-Day-RateLimit-Limit: 5\nX-Day-RateLimit-Remaining: 4",
        u"day 4/5 w86400 t?"_s);
    row("two families of one window",
        "X-RateLimit-Limit-Minute: 3\nX-RateLimit-Remaining-Minute: 2\nRateLimit-Limit: 3\n"
        "RateLimit-Remaining: 2\nRateLimit-Reset: 41",
        u"minute 2/3 w60 t41"_s);
    row("draft 7", "RateLimit-Policy: 100;w=60\nRateLimit: limit=100, remaining=50, reset=5",
        u"minute 50/100 w60 t5"_s);
    row("draft 10",
        "RateLimit-Policy: \"hour\";q=1000;w=3600, \"day\";q=5000;w=86400\n"
        "RateLimit: \"day\";r=100;t=36000",
        u"hour ?/1000 w3600 t?; day 100/5000 w86400 t36000"_s);
    row("less than nothing left", "X-RateLimit-Limit: 5\nX-RateLimit-Remaining: -3",
        u"default 0/5 w? t?"_s);
    row("numbers that are none", "X-RateLimit-Limit: many\nX-RateLimit-Remaining: nan", QString());
    row("nothing about limits", "Content-Type: text/plain\nContent-Length: 5", QString());
}

void TestReader::readsHeaders()
{
    QFETCH(QByteArray, head);
    QFETCH(QString, expected);
    QCOMPARE(told(read(answer(200, head))), expected);
}

void TestReader::readsRefusals_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("expected");
    const auto row
        = [](const char* name, const char* head, const char* body, const QString& expected) {
              QTest::newRow(name) << QByteArray(head) << QByteArray(body) << expected;
          };
    row("seconds", "Retry-After: 17", "", u"wait 17; refused"_s);
    row("a fraction", "Retry-After: 2.5", "", u"wait 2.5; refused"_s);
    row("an HTTP date", "Retry-After: Wed, 29 May 2024 12:00:30 GMT", "", u"wait 60; refused"_s);
    row("the oldest HTTP date", "Retry-After: Wed May 29 12:00:30 2024", "", u"wait 60; refused"_s);
    row("the weekday date", "Retry-After: Wednesday, 29-May-24 12:00:30 GMT", "",
        u"wait 60; refused"_s);
    row("ISO", "Retry-After: 2024-05-29T12:00:30Z", "", u"wait 60; refused"_s);
    row("milliseconds before seconds", "Retry-After: 4\nretry-after-ms: 3390", "",
        u"wait 3.39; refused"_s);
    row("a wait in the past", "Retry-After: -4", "", u"wait 0; refused"_s);
    row("prose", "", R"({"message": "Rate limit exceeded. Try again in 30 seconds."})",
        u"wait 30; refused"_s);
    row("prose in minutes", "", "Too many. Please retry in 2 minutes.", u"wait 120; refused"_s);
    row("a number in the body", "", R"({"error": {"retry_after_seconds": 15}})",
        u"wait 15; refused"_s);
    row("words in the body", "",
        R"({"errors": {"params": {"limit_type": "sec", "retry_after": "1 seconds"}}})",
        u"wait 1; refused by second"_s);
    row("the short form in the body", "",
        R"({"errors": {"params": {"limit_type": "min", "retry_after": "60s"}}})",
        u"wait 60; refused by minute"_s);
    row("camel case", "", R"({"retryAfter": "12"})", u"wait 12; refused"_s);
    row("two waits that disagree", "Retry-After: 5", R"({"retry_after": 60})",
        u"wait 60; refused"_s);
    row("the reset alone", "RateLimit-Limit: 9\nRateLimit-Remaining: 0\nRateLimit-Reset: 20", "",
        u"default 0/9 w? t20; wait 20; refused by default"_s);
    row("no word", "", "", u"refused"_s);
}

void TestReader::readsRefusals()
{
    QFETCH(QByteArray, head);
    QFETCH(QByteArray, body);
    QFETCH(QString, expected);
    QCOMPARE(told(read(answer(429, head, body))), expected);
}

void TestReader::tellsWhichCallsWereRefused_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isRefused");
    QTest::addColumn<QString>("scope");
    const auto meta = [](int code) {
        return QByteArray(R"({"error": {"type": "OAuthException", "code": )"
                          + QByteArray::number(code) + "}}");
    };
    const QByteArray none;
    QTest::newRow("a 403 for the key") << 403 << none << none << false << QString();
    QTest::newRow("a 403 with a wait")
        << 403 << QByteArray("Retry-After: 60") << none << true << QString();
    QTest::newRow("a 403 that says so")
        << 403 << none << QByteArray(R"({"message": "API rate limit exceeded for you."})") << true
        << QString();
    QTest::newRow("a 503 out of order") << 503 << none << none << false << QString();
    QTest::newRow("a 503 with a wait")
        << 503 << QByteArray("Retry-After: 9") << none << true << QString();
    QTest::newRow("a success with a wait")
        << 200 << QByteArray("Retry-After: 2") << none << false << QString();
    QTest::newRow("a success that talks of limits")
        << 200 << none << QByteArray(R"({"message": "rate limit exceeded", "type": "ratelimited"})")
        << false << QString();
    QTest::newRow("a success with errors")
        << 200 << none << QByteArray(R"({"errors": [{"type": "RATE_LIMITED"}]})") << true
        << QString();
    QTest::newRow("Meta: application") << 400 << none << meta(4) << true << u"app"_s;
    QTest::newRow("Meta: business account") << 400 << none << meta(80007) << true << u"waba"_s;
    QTest::newRow("Meta: number") << 400 << none << meta(130429) << true << u"phone_number"_s;
    QTest::newRow("Meta: spam") << 400 << none << meta(131048) << true << u"phone_number"_s;
    QTest::newRow("Meta: pair") << 400 << none << meta(131056) << true << u"pair"_s;
    QTest::newRow("Meta: another error") << 400 << none << meta(100) << false << QString();
    QTest::newRow("a four that is not Meta's")
        << 400 << none << QByteArray(R"({"code": 4})") << false << QString();
}

void TestReader::tellsWhichCallsWereRefused()
{
    QFETCH(int, status);
    QFETCH(QByteArray, head);
    QFETCH(QByteArray, body);
    QFETCH(bool, isRefused);
    QFETCH(QString, scope);
    const Reading reading = read(answer(status, head, body));
    QCOMPARE(reading.isRateLimited, isRefused);
    QCOMPARE(reading.scope, scope);
}

void TestReader::unpacksBodies()
{
    const QByteArray text = R"({"message":"Try again in 2 seconds"})";
    QCOMPARE(told(read(answer(429, {}, text))), u"wait 2; refused"_s);
    const QByteArray deflated = qCompress(text).sliced(4);
    QCOMPARE(told(read(answer(429, "Content-Encoding: deflate", deflated))), u"wait 2; refused"_s);
    const QByteArray brotli
        = QByteArray::fromHex("1b2300f81d07ceb92b6e72d073e4682902b2d7325472794aa72f2b916496d400"
                              "978bcc61777fd427");
    QCOMPARE(told(read(answer(429, "Content-Encoding: br", brotli))), u"wait 2; refused"_s);
    // What cannot be unpacked says nothing, and text is taken as it is.
    QCOMPARE(told(read(answer(429, "Content-Encoding: gzip", deflated))), u"refused"_s);
    QCOMPARE(told(read(answer(429, "Content-Encoding: gzip", text))), u"wait 2; refused"_s);
}

void TestReader::notesWhatItDoubts()
{
    QVERIFY(read(answer(200, "X-RateLimit-Limit: 5\nX-RateLimit-Remaining: 4")).notes.isEmpty());
    QCOMPARE(read(answer(200, "X-RateLimit-Limit: 5\nX-RateLimit-Reset: 90000000")).notes.size(),
             1);
    QCOMPARE(read(answer(200, "X-RateLimit-Limit: 5\nX-RateLimit-Remaining: 6")).notes.size(), 1);
    QCOMPARE(read(answer(429, "Retry-After: soon")).notes.size(), 1);
}

void TestReader::believesTheNamedDialectFirst()
{
    const Answer both = answer(200,
                               "X-RateLimit-Limit: 10\nX-RateLimit-Reset: 5\n"
                               "RateLimit: limit=10, reset=9");
    QCOMPARE(told(read(both)), u"default ?/10 w? t5"_s);
    QCOMPARE(told(read(both, {u"ratelimit"_s})), u"default ?/10 w? t9"_s);
}

void TestReader::staysQuickOnHostileBodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("deep lists") << QByteArray(60'000, '[');
    QTest::newRow("deep objects") << QByteArray("{\"a\":").repeated(10'000);
    QTest::newRow("closed deep lists")
        << QByteArray(QByteArray(500, '[') + "1" + QByteArray(500, ']'));
    QTest::newRow("half sentences") << QByteArray("try again retry wait ").repeated(100'000);
    QTest::newRow("sentences and digits") << QByteArray("wait 1 1 1 1 1 1 ").repeated(100'000);
    QTest::newRow("many members") << QByteArray(
        "{" + QByteArray("\"retry_after\":1,").repeated(4000) + "\"x\":1}");
    QTest::newRow("a huge wait") << QByteArray(R"({"retry_after": 1e300})");
    QTest::newRow("ten megabytes") << QByteArray(10'000'000, 'w');
}

void TestReader::staysQuickOnHostileBodies()
{
    QFETCH(QByteArray, body);
    QElapsedTimer timer;
    timer.start();
    const Reading reading = read(answer(429, {}, body));
    QVERIFY(reading.isRateLimited);
    QVERIFY2(timer.elapsed() < 2000, "it took seconds"); // some milliseconds on an idle machine
}

void TestReader::keepsItsPromisesOnAnyBytes()
{
    // The same bytes every time; others by PACEWATCH_SEED.
    const auto seed = static_cast<quint32>(qEnvironmentVariableIntValue("PACEWATCH_SEED"));
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    const auto below = [&](std::size_t end) { return static_cast<qsizetype>(random() % end); };
    const QByteArrayList names{
        "X-RateLimit-Limit", "X-RateLimit-Remaining", "RateLimit", "RateLimit-Policy",
        "Retry-After",       "retry-after-ms",        "Date",      "X-RateLimit-min-Reset",
        "RateLimit-Reset"};
    const QByteArrayList values{"100",
                                "-5",
                                "1716984000",
                                "1e400",
                                "\"a\";r=5;t=1, \"b\";q=",
                                "limit=9, remaining=-1, reset=99999999999999999999",
                                "Wed, 29 May 2024 12:00:00 GMT",
                                "999999999999999999999999999999",
                                "6m0s",
                                "100;w=-60",
                                "9223372036854775807"};
    const QByteArray body = R"({"error": {"retry_after": "1 seconds", "code": 131056,
        "message": "Try again in 30 seconds.", "limit_type": "sec", "list": [1, [2, {"a": null}]]}})";
    for (int round = 0; round < 3000; ++round) {
        Answer made;
        made.status = static_cast<int>(below(600));
        made.receivedAt = arrival;
        for (qsizetype i = below(6); i >= 0; --i) {
            QByteArray value = values.at(below(static_cast<std::size_t>(values.size())));
            value.truncate(below(static_cast<std::size_t>(value.size()) + 1));
            if (!value.isEmpty() && below(3) == 0) {
                value[below(static_cast<std::size_t>(value.size()))]
                    = static_cast<char>(below(256));
            }
            made.headers.append(names.at(below(static_cast<std::size_t>(names.size()))), value);
        }
        made.body = body.first(below(static_cast<std::size_t>(body.size()) + 1));
        if (!made.body.isEmpty()) {
            made.body[below(static_cast<std::size_t>(made.body.size()))]
                = static_cast<char>(below(256));
        }
        const Reading reading = read(made);
        QVERIFY(!reading.retryAfter || *reading.retryAfter >= Duration::zero());
        QVERIFY(reading.isRateLimited || made.status != 429);
        for (const WindowReading& window : reading.windows) {
            QVERIFY(!window.name.isEmpty() && !window.label.isEmpty());
            QVERIFY(!window.remaining || *window.remaining >= 0);
            QVERIFY(!window.limit || *window.limit >= 0);
            QVERIFY(!window.resetIn || *window.resetIn >= Duration::zero());
            QVERIFY(!window.window || *window.window > Duration::zero());
        }
    }
}

QTEST_GUILESS_MAIN(TestReader)
#include "tst_reader.moc"
