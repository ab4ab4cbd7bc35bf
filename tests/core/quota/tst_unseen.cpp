#include "core/quota/reader.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const WallTime arrival{1'716'983'970s}; // 2024-05-29 11:59:30 UTC

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
        parts.append(u"%1 %2/%3 w%4 t%5"_s.arg(window.label, number(window.remaining),
                                               number(window.limit), seconds(window.window),
                                               seconds(window.resetIn)));
    }
    if (reading.retryAfter) {
        parts.append(u"wait "_s % seconds(reading.retryAfter));
    }
    if (reading.isRateLimited) {
        parts.append(reading.hitLabel.isEmpty() ? u"refused"_s
                                                : QString(u"refused by "_s % reading.hitLabel));
    }
    return parts.join(u"; "_s);
}

Reading readingOf(int status, const QByteArray& head, const QByteArray& body)
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
    return read(made);
}

void columns()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("expected");
}

void row(const char* name, int status, const char* head, const char* body, const QString& expected)
{
    QTest::newRow(name) << status << QByteArray(head) << QByteArray(body) << expected;
}

} // namespace

/// Gateways nobody has seen: every family under names, numbers, orders and languages of its own.
class TestUnseen final : public QObject
{
    Q_OBJECT

private slots:
    void readsFields_data();
    void readsFields() { compare(); }
    void readsBodies_data();
    void readsBodies() { compare(); }
    void readsWaits_data();
    void readsWaits() { compare(); }
    void tellsWhichRefused_data();
    void tellsWhichRefused() { compare(); }
    void leavesOtherAnswersAlone_data();
    void leavesOtherAnswersAlone() { compare(); }
    void saysWhatIsAmbiguous();
    void passesQuicklyOverLongBodies();

private:
    void compare();
};

void TestUnseen::compare()
{
    QFETCH(int, status);
    QFETCH(QByteArray, head);
    QFETCH(QByteArray, body);
    QFETCH(QString, expected);
    QCOMPARE(told(readingOf(status, head, body)), expected);
}

void TestUnseen::readsFields_data()
{
    columns();
    row("another vendor's prefix", 200,
        "Brontes-RateLimit-Remaining: 41\nBrontes-RateLimit-Limit: 90", "",
        u"default 41/90 w? t?"_s);
    row("one triple for the user and one for the app", 200,
        "X-User-RateLimit-Limit: 10\nX-User-RateLimit-Remaining: 4\n"
        "X-App-RateLimit-Limit: 900\nX-App-RateLimit-Remaining: 899",
        "", u"User 4/10 w? t?; App 899/900 w? t?"_s);
    row("a reset counted in milliseconds", 200,
        "X-RateLimit-Limit: 5\nX-RateLimit-Remaining: 1\nX-RateLimit-Reset-Ms: 2500", "",
        u"default 1/5 w? t2.5"_s);
    row("microseconds since 1970", 200,
        "X-RateLimit-Remaining: 1\nX-RateLimit-Reset-At: 1716984000000000", "",
        u"default 1/? w? t30"_s);
    row("the period in a field of its own", 200,
        "X-RateLimit-Limit: 30\nX-RateLimit-Remaining: 29\nX-RateLimit-Window: 15m", "",
        u"Window 29/30 w900 t?"_s);
    row("a period in milliseconds that does not say so", 200,
        "X-RateLimit-Limit: 30\nX-RateLimit-Remaining: 29\nX-RateLimit-Period: 60000", "",
        u"Period 29/30 w60 t?"_s);
    row("a limit with its window", 200, "X-RateLimit-Limit: 250 per 10 minutes", "",
        u"default ?/250 w600 t?"_s);
    row("a limit over a slash", 200, "X-RateLimit-Limit: 40/min\nX-RateLimit-Remaining: 3", "",
        u"default 3/40 w60 t?"_s);
    row("windows as keys", 200,
        "X-RateLimit-Limit: second=5, hour=900\nX-RateLimit-Remaining: hour=17, second=4", "",
        u"second 4/5 w1 t?; hour 17/900 w3600 t?"_s);
    row("pairs in another order", 200,
        "X-Tenant-Rate-Limit-Count: 7:3600,2:5\nX-Tenant-Rate-Limit: 20:5,400:3600", "",
        u"tenant/3600 393/400 w3600 t?; tenant/5 18/20 w5 t?"_s);
    row("two bare lists", 200, "X-RateLimit-Limit: 20,500\nX-RateLimit-Remaining: 19, 44", "",
        u"window-1 19/20 w? t?; window-2 44/500 w? t?"_s);
    row("a field sent twice and joined", 200,
        "X-RateLimit-Limit: 80, 80\nX-RateLimit-Remaining: 12, 12", "", u"default 12/80 w? t?"_s);
    row("all numbers in one field", 200, "Acme-RateLimit-Exports: limit=8; used=3; reset=120", "",
        u"Exports 5/8 w? t120"_s);
    row("used of a limit", 200, "X-Brontes-Account-Call-Limit: 17/60", "",
        u"account 43/60 w? t?"_s);
    row("left of a limit", 200, "X-Quota-Remaining: 17/60", "", u"default 17/60 w? t?"_s);
    row("several uses of limits", 200, "Acme-Limit-Info: daily=9/10, bulk=250/300(app=x)", "",
        u"daily 1/10 w86400 t?; bulk 50/300 w? t?"_s);
    row("JSON in a field", 200, R"(X-Rate-Limit: {"limit": 50, "remaining": 8, "reset_in": 12})",
        "", u"default 8/50 w? t12"_s);
    row("shares in a field", 200, R"(X-Tenant-Usage: {"cpu_pct": 61.5, "reset_time_duration": 40})",
        "", u"cpu_pct 38.5/100 w? t40"_s);
    row("uses with their interval in the name", 200,
        "x-brontes-used-credits-5m: 31\nx-brontes-order-count-1h: 2", "",
        u"used-credits-5m ?/? w300 t?; order-count-1h ?/? w3600 t?"_s);
    row("calls at the same time", 200, "X-Concurrency-Limit: 8\nX-Concurrency-Remaining: 5", "",
        u"concurrent 5/8 w? t?"_s);
    row("a quota in place of a rate limit", 200,
        "X-Quota-Limit: 1000\nX-Quota-Remaining: 998\nX-Quota-Reset: 1716984000", "",
        u"default 998/1000 w? t30"_s);
    row("calls left", 200, "Acme-Api-Calls-Remaining: 12", "", u"default 12/? w? t?"_s);
}

void TestUnseen::readsBodies_data()
{
    columns();
    row("a triple deep in the data", 200, "",
        R"({"data": {"rateLimit": {"cost": 1, "limit": 5000, "remaining": 4990,
            "resetAt": "2024-05-29T12:00:00Z"}}})",
        u"default 4990/5000 w? t30"_s);
    row("several windows by name", 200, "",
        R"({"rate_limits": [{"name": "burst", "limit": 5, "used": 2, "window": "1s"},
            {"name": "steady", "limit": 300, "used": 250, "window_seconds": 60}]})",
        u"burst 3/5 w1 t?; steady 50/300 w60 t?"_s);
    row("prefixed keys", 200, "", R"({"items": [], "quota_max": 300, "quota_remaining": 299})",
        u"default 299/300 w? t?"_s);
    row("a bucket that refills", 200, "",
        R"({"meta": {"query_cost": {"maximum": 500, "available": 400, "refill_rate": 25}}})",
        QString());
    row("a bucket that refills under a throttle", 200, "",
        R"({"meta": {"throttle": {"maximum": 500, "available": 400, "refill_rate": 25}}})",
        u"throttle 400/500 w? t4"_s);
    row("a refusal with its numbers", 429, "",
        R"({"error": {"limit": 60, "remaining": 0, "reset_in_seconds": 9}})",
        u"default 0/60 w? t9; wait 9; refused by default"_s);
}

void TestUnseen::readsWaits_data()
{
    columns();
    const auto refused = [](const char* name, const char* head, const char* body, double wait) {
        row(name, 429, head, body, u"wait %1; refused"_s.arg(wait));
    };
    refused("another name in milliseconds", "X-Acme-Retry-After-Ms: 1250", "", 1.25);
    refused("a unit in the value", "Retry-After: 2 minutes", "", 120);
    refused("a duration of ISO 8601", "Retry-After: PT1M30S", "", 90);
    refused("hours, minutes and seconds", "X-Retry-In: 00:02:05", "", 125);
    refused("sent twice and joined", "Retry-After: 7, 7", "", 7);
    refused("a date with a zone", "Retry-After: Wed, 29 May 2024 11:59:50 +0000", "", 20);
    refused("a date as databases print it", "Retry-After: 2024-05-29 11:59:50", "", 20);
    refused("Unix milliseconds", "Retry-After: 1716983990000", "", 20);
    refused("camel case in milliseconds", "", R"({"fault": {"retryAfterMs": 400}})", 0.4);
    refused("a moment in the body", "", R"({"blocked_until": "2024-05-29T12:01:30Z"})", 120);
    refused("seconds to wait", "", R"({"detail": {"wait_seconds": "8"}})", 8);
    refused("a span of two numbers", "",
            R"({"error": {"retry_info": {"retryDelay": {"seconds": 3, "nanos": 500000000}}}})",
            3.5);
    refused("a finer number beside whole seconds", "Retry-After: 3", R"({"retry_after": 2.61})",
            2.61);
    refused("thousandths taken for seconds", "Retry-After: 30000",
            R"({"message": "Slow down, retry in 30 seconds"})", 30);
    refused("a compound span", "", "Too fast. Please wait 1 minute and 15 seconds.", 75);
    refused("an hour in words", "", "Blocked. Try again in an hour.", 3600);
    refused("number before the word", "", "You have 45 seconds to go before you may try again.",
            45);
    refused("not the rate", "", "Only 10 calls per 60 seconds. Try again in 4 s.", 4);
    refused("German", "",
            R"({"fehler": "Zu viele Anfragen. Bitte in 20 Sekunden erneut versuchen."})", 20);
    refused("Spanish", "", R"({"mensaje": "Inténtelo de nuevo en 2 minutos."})", 120);
    refused("French", "", R"({"message": "Veuillez réessayer dans 15 secondes."})", 15);
    refused("Turkish", "", R"({"mesaj": "Lütfen 30 saniye sonra tekrar deneyin."})", 30);
    refused("Japanese", "", "リクエストが多すぎます。10秒後に再試行してください", 10);
    refused("in tags", "", "<p>Please retry after <b>12</b>&nbsp;seconds</p>", 12);
    refused("an end in a sentence", "", "Blocked until 2024-05-29 12:00:30 UTC", 60);
}

void TestUnseen::tellsWhichRefused_data()
{
    columns();
    row("a code in a 200", 200, "", R"({"success": false, "code": "RATE_LIMIT_HIT"})",
        u"refused"_s);
    row("a number in a 200", 200, "", R"({"code": 429, "msg": "Too many requests"})", u"refused"_s);
    row("a number in a body without a status", 0, "", R"({"error": {"code": 429}})", u"refused"_s);
    row("errors of GraphQL", 200, "",
        R"({"data": null, "errors": [{"extensions": {"code": "TOO_MANY_REQUESTS"}}]})",
        u"refused"_s);
    row("a 420 with a wait", 420, "X-Retry-After: 6", "", u"wait 6; refused"_s);
    row("a 529 with a wait", 529, "Retry-After: 11", "", u"wait 11; refused"_s);
    row("a 403 with nothing left", 403, "Acme-RateLimit-Remaining: 0\nAcme-RateLimit-Reset: 14", "",
        u"default 0/? w? t14; wait 14; refused by default"_s);
    row("a 503 that says so", 503, "",
        R"({"error": {"code": "Throttling.User", "message": "Request was denied"}})", u"refused"_s);
    row("a code in XML", 503, "", "<Error><Code>SlowDown</Code><Host>a</Host></Error>",
        u"refused"_s);
    row("a code in a field", 400, "X-Acme-ErrorCode: TooManyRequests", "", u"refused"_s);
    row("the window in the body", 429, "", R"({"limitName": "exports-per-hour"})",
        u"refused by exports-per-hour"_s);
    row("the window in a sentence", 429, "",
        R"({"message": "You have reached your weekly limit."})", u"refused by weekly"_s);
    row("the window in a field", 429,
        "X-Throttle-Reason: per-endpoint\nX-RateLimit-Limit: 9\nX-RateLimit-Remaining: 3", "",
        u"default 3/9 w? t?; refused by per-endpoint"_s);
    row("everybody's limit", 429, "X-RateLimit-Scope: global\nX-RateLimit-Remaining: 3", "",
        u"default 3/? w? t?; refused by global"_s);
    row("the word for the window differs", 429,
        "X-RateLimit-Remaining-Hour: 4\nX-RateLimit-Remaining-Sec: 2\nX-Rate-Limit-Reason: Hourly",
        "", u"Hour 4/? w3600 t?; Sec 2/? w1 t?; refused by Hour"_s);
}

void TestUnseen::leavesOtherAnswersAlone_data()
{
    columns();
    const auto nothing = [](const char* name, int status, const char* head, const char* body) {
        row(name, status, head, body, QString());
    };
    nothing("not found", 404, "", R"({"error": "not found"})");
    nothing("not found, with words", 404, "", R"({"message": "No rate limit exceeded rule 12"})");
    nothing("pages", 200, "X-Total-Count: 100\nX-Page-Limit: 20",
            R"({"limit": 20, "offset": 40, "count": 20, "total": 100})");
    nothing("pages with a rest", 200, "", R"({"limit": 20, "remaining": 80, "next": "c3"})");
    nothing("room on a disk", 200, "",
            R"({"storageQuota": {"limit": 1000, "used": 10, "remaining": 990}})");
    nothing("a size", 413, "X-Upload-Limit: 1048576", R"({"error": "payload limit exceeded"})");
    nothing("no money", 402, "",
            R"({"code": "INSUFFICIENT_BALANCE", "message": "Top up your account"})");
    nothing("no money, as a 429", 429, "", R"({"error": {"code": "credit_limit_reached"}})");
    nothing("an object in use", 429, "",
            R"({"error": {"type": "resource_locked", "message": "The order is locked by a job"}})");
    nothing("an object in use, as a 423", 423, "", R"({"error": "locked"})");
    row("maintenance", 503, "Retry-After: 1800", "<h1>Scheduled maintenance</h1>", u"wait 1800"_s);
    nothing("maintenance without a wait", 503, "", "Down for maintenance");
    nothing("a missing right", 403, "", R"({"message": "You do not have permission"})");
    row("a missing right on the last call", 403, "X-RateLimit-Remaining: 0",
        R"({"message": "You do not have permission"})", u"default 0/? w? t?"_s);
    nothing("a teapot", 418, "", "I'm a teapot");
    nothing("old errors in a list", 200, "",
            R"({"data": [{"id": 1, "error": "rate_limited"}, {"status": 429}]})");
    nothing("a dictionary of codes", 200, "", R"({"code": 429, "name": "Rate"})");
    nothing("a time of the day", 404, "", "Not found. Support is available within 30 minutes.");
    nothing("a coupon", 400, "", R"({"coupon": {"limit": 5, "remaining": 0}})");
    nothing("an outage page", 503, "", "<html><h1>503 Service Temporarily Unavailable</h1></html>");
    nothing("an age", 200, "Age: 30\nX-Cache-Limit: 5", "");
    nothing("retries of a client", 400, "",
            R"({"max_retries": 3, "retryable": false, "retry_count": 2})");
    row("a time that is no wait", 429, "", "This link was valid for 30 minutes.", u"refused"_s);
}

void TestUnseen::saysWhatIsAmbiguous()
{
    const auto notes = [](int status, const QByteArray& head, const QByteArray& body = {}) {
        return readingOf(status, head, body).notes.size();
    };
    QCOMPARE(notes(200, "X-RateLimit-Limit: 20,500"), 1);
    QCOMPARE(notes(200, "X-RateLimit-Limit: 20, 20"), 1);
    QCOMPARE(notes(200, "X-RateLimit: 95/100"), 1);
    QCOMPARE(notes(420, {}), 1);
    QCOMPARE(notes(503, "Retry-After: 5"), 1);
    QCOMPARE(notes(429, {}, R"({"error": {"code": "lock_timeout"}})"), 1);
    QCOMPARE(notes(429, "Retry-After: 30000", "wait 30 seconds"), 1);
    QCOMPARE(notes(403, "X-RateLimit-Remaining: 0"), 1);
}

void TestUnseen::passesQuicklyOverLongBodies()
{
    QByteArray items;
    while (items.size() < 60'000) {
        items += R"({"id": 7, "name": "Ana", "message": "see you", "count": 3},)";
    }
    const QByteArray body = "{\"items\": [" + items.chopped(1) + "]}";
    QElapsedTimer timer;
    timer.start();
    for (int round = 0; round < 20; ++round) {
        QVERIFY(readingOf(200, "Content-Type: application/json", body).isEmpty());
    }
    QVERIFY2(timer.elapsed() < 4000, "a long body takes long"); // a tenth of it when idle
}

QTEST_GUILESS_MAIN(TestUnseen)
#include "tst_unseen.moc"
