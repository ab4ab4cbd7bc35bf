#include "tests/core/emulator/gatewaycalls.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Pacewatch;
using namespace Pacewatch::GatewayCalls;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TestVendor final : public QObject
{
    Q_OBJECT

private slots:
    void answersLikeAisoule();
    void refusesLikeAisoule();
    void refusesTheHiddenSecondOfAisoule();
    void servesTheRoutesOfAisoule_data();
    void servesTheRoutesOfAisoule();
    void keepsTheContactsOfAisouleAsTheyAre();
    void answersLikeAisouleV1();
    void refusesLikeAisouleV1();
    void keepsTheWindowsOfAisouleV1Apart();
    void answersLikeConnexease();
    void refusesLikeConnexease();
    void marksTheSandboxOfConnexease();
    void refusesLikeConnexease2026();
    void playsAPlainGateway();
};

void TestVendor::answersLikeAisoule()
{
    Gateway gateway = GatewayCalls::gateway(u"aisoule"_s);
    const GatewayReply reply
        = aisoule(gateway, "POST", "/messages/send", SendToAisoule, t0 + 12s + 300ms);
    QCOMPARE(tell(reply),
             QByteArray("200\n"
                        "Date: Wed, 19 Nov 2025 10:00:12 GMT\n"
                        "Content-Type: application/json\n"
                        "X-RateLimit-Limit: 100\n"
                        "X-RateLimit-Remaining: 99\n"
                        "X-RateLimit-Reset: 1763546460"));
    const QJsonObject body = QJsonDocument::fromJson(reply.body).object();
    QCOMPARE(body.value(u"status"_s).toString(), u"success"_s);
    const QJsonObject data = body.value(u"data"_s).toObject();
    QVERIFY(data.value(u"message_id"_s).toString().startsWith(u"wamid."_s));
    QCOMPARE(data.value(u"status"_s).toString(), u"sent"_s);
    QCOMPARE(reply.path, QByteArray("/messages/send"));
    QCOMPARE(reply.longest->remaining, 99);
}

void TestVendor::refusesLikeAisoule()
{
    Gateway gateway = GatewayCalls::gateway(u"aisoule"_s);
    const GatewayReply refused = repeat(101, 297ms, [&](WallTime now) {
        return aisoule(gateway, "GET", "/templates", {}, now); // the 101st comes at 29.7 s
    });
    QCOMPARE(tell(refused),
             QByteArray("429\n"
                        "Date: Wed, 19 Nov 2025 10:00:29 GMT\n"
                        "Content-Type: application/json\n"
                        "X-RateLimit-Limit: 100\n"
                        "X-RateLimit-Remaining: 0\n"
                        "X-RateLimit-Reset: 1763546460\n"
                        "Retry-After: 31"));
    const QByteArray expected = R"({"message": "Rate limit exceeded. Try again in 31 seconds.",)"
                                R"( "status": "error"})";
    QCOMPARE(refused.body, expected);
}

void TestVendor::refusesTheHiddenSecondOfAisoule()
{
    Gateway gateway = GatewayCalls::gateway(u"aisoule"_s);
    const GatewayReply refused = repeat(
        11, 10ms, [&](WallTime now) { return aisoule(gateway, "GET", "/templates", {}, now); });
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.headers.value("X-RateLimit-Remaining"), QByteArray("90"));
    QCOMPARE(refused.headers.value("Retry-After"), QByteArray("1"));
}

void TestVendor::servesTheRoutesOfAisoule_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("route");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    const auto row = [](const char* name, const char* method, const char* route, const char* body,
                        int status) {
        QTest::newRow(name) << QByteArray(method) << QByteArray(route) << QByteArray(body)
                            << status;
    };
    row("contacts", "GET", "/contacts?updated_since=2025-11-19T09:00:00Z", "", 200);
    row("new contact", "POST", "/contacts", R"({"phone": "+447700900123"})", 201);
    row("known contact", "POST", "/contacts", R"({"phone": "+447700900000"})", 409);
    row("contact without phone", "POST", "/contacts", R"({"name": "Ann"})", 400);
    row("broken JSON", "POST", "/contacts", R"({"name": )", 400);
    row("contacts by a wrong method", "DELETE", "/contacts", "", 405);
    row("one contact", "GET", "/contacts/ct_1", "", 200);
    row("changed contact", "PUT", "/contacts/ct_1", R"({"name": "Ann"})", 200);
    row("deleted contact", "DELETE", "/contacts/ct_1", "", 200);
    row("no contact", "GET", "/contacts/missing", "", 404);
    row("many contacts", "POST", "/contacts/bulk", R"({"contacts": [{"phone": "+4477"}]})", 201);
    row("many contacts, none", "POST", "/contacts/bulk", R"({"contacts": []})", 400);
    row("send without recipient", "POST", "/messages/send", R"({"type": "text"})", 400);
    row("send without text", "POST", "/messages/send", R"({"to": "+44", "type": "text"})", 400);
    row("send fails at Meta", "POST", "/messages/send",
        R"({"to": "+447700900502", "type": "text", "text": "x"})", 502);
    row("templates", "GET", "/templates", "", 200);
    row("campaigns", "GET", "/campaigns", "", 200);
    row("new campaign", "POST", "/campaigns", R"({"name": "Autumn"})", 201);
    row("accounts", "GET", "/accounts", "", 200);
    row("nowhere", "GET", "/nowhere", "", 404);
}

void TestVendor::servesTheRoutesOfAisoule()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, route);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    Gateway gateway = GatewayCalls::gateway(u"aisoule"_s);
    const GatewayReply reply = aisoule(gateway, method, route, body);
    QCOMPARE(reply.status, status);
    const QJsonObject answer = QJsonDocument::fromJson(reply.body).object();
    QCOMPARE(answer.value(u"status"_s).toString(), status < 300 ? u"success"_s : u"error"_s);
    QCOMPARE(answer.contains(u"data"_s), status < 300);
    QCOMPARE(answer.contains(u"message"_s), status >= 300);
    QCOMPARE(reply.headers.contains("Allow"), status == 405);
    QCOMPARE(reply.headers.value("X-RateLimit-Limit"), QByteArray("100")); // on every response
    QCOMPARE(reply.headers.value("X-RateLimit-Remaining"), QByteArray("99"));
}

void TestVendor::keepsTheContactsOfAisouleAsTheyAre()
{
    // Who reads them again learns nothing new.
    Gateway gateway = GatewayCalls::gateway(u"aisoule"_s);
    for (const QByteArray& route : {QByteArray("/contacts?page=1"), QByteArray("/contacts/ct_1")}) {
        const GatewayReply first = aisoule(gateway, "GET", route, {}, t0);
        const GatewayReply again = aisoule(gateway, "GET", route, {}, t0 + 90s);
        QCOMPARE(first.status, 200);
        QCOMPARE(again.body, first.body);
    }
}

void TestVendor::answersLikeAisouleV1()
{
    Gateway gateway = GatewayCalls::gateway(u"aisoule-v1"_s);
    const QByteArray body = R"({"to": "447700900123", "type": "text", "text": {"body": "Hello"}})";
    const GatewayReply reply = bearer(gateway, "POST", "/messages", body);
    QCOMPARE(tell(reply),
             QByteArray("200\n"
                        "Date: Wed, 19 Nov 2025 10:00:00 GMT\n"
                        "Content-Type: application/json\n"
                        "X-RateLimit-Limit: 300\n"
                        "X-RateLimit-Remaining: 299\n"
                        "X-RateLimit-Reset: 1763546460"));
    const QJsonObject answer = QJsonDocument::fromJson(reply.body).object();
    QCOMPARE(answer.value(u"success"_s), QJsonValue(true));
    QVERIFY(answer.value(u"message_id"_s).toString().startsWith(u"msg_"_s));
    QCOMPARE(answer.value(u"status"_s).toString(), u"queued"_s);
    QCOMPARE(answer.value(u"recipient"_s).toString(), u"447700900123"_s);
    QCOMPARE(bearer(gateway, "GET", "/status").status, 200);
    QCOMPARE(bearer(gateway, "POST", "/media", "\xFF\xD8").status, 200);
    QCOMPARE(bearer(gateway, "DELETE", "/status", {}, t0 + 2s).status, 405);
    QCOMPARE(bearer(gateway, "GET", "/nowhere", {}, t0 + 2s).status, 404);
}

void TestVendor::refusesLikeAisouleV1()
{
    Gateway gateway = GatewayCalls::gateway(u"aisoule-v1"_s);
    const GatewayReply refused = repeat(31, 1500ms, [&](WallTime now) {
        return bearer(gateway, "POST", "/media", "x", now); // the 31st comes at 45 s
    });
    QCOMPARE(tell(refused),
             QByteArray("429\n"
                        "Date: Wed, 19 Nov 2025 10:00:45 GMT\n"
                        "Content-Type: application/json\n"
                        "X-RateLimit-Limit: 30\n"
                        "X-RateLimit-Remaining: 0\n"
                        "X-RateLimit-Reset: 1763546460\n"
                        "Retry-After: 15"));
    const QByteArray expected = R"({"success": false, "error": {"code": "rate_limit_exceeded",)"
                                R"( "message": "Too many requests. Please wait before retrying.",)"
                                R"( "retry_after_seconds": 15}})";
    QCOMPARE(refused.body, expected);
}

void TestVendor::keepsTheWindowsOfAisouleV1Apart()
{
    Gateway gateway = GatewayCalls::gateway(u"aisoule-v1"_s);
    const QByteArray body = R"({"to": "4477", "type": "text", "text": {"body": "x"}})";
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(bearer(gateway, "POST", "/messages", body).status, 200); // 5 a second
    }
    QCOMPARE(bearer(gateway, "POST", "/messages", body).status, 429);
    for (int i = 0; i < 2; ++i) {
        QCOMPARE(bearer(gateway, "GET", "/status").status, 200); // 2 a second
    }
    const GatewayReply refused = bearer(gateway, "GET", "/status");
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.headers.value("X-RateLimit-Limit"), QByteArray("120"));
    QCOMPARE(refused.headers.value("X-RateLimit-Remaining"), QByteArray("118"));
}

void TestVendor::answersLikeConnexease()
{
    Gateway gateway = GatewayCalls::gateway(u"connexease"_s);
    const GatewayReply reply = bearer(gateway, "POST", "/wa/message", SendToConnexease);
    QCOMPARE(tell(reply),
             QByteArray("200\n"
                        "Date: Wed, 19 Nov 2025 10:00:00 GMT\n"
                        "Content-Type: application/json\n"
                        "X-RateLimit-sec-Limit: 100\n"
                        "X-RateLimit-sec-Remaining: 99\n"
                        "X-RateLimit-min-Limit: 1000\n"
                        "X-RateLimit-min-Remaining: 999"));
    const QByteArray begin = R"({"isSuccess": true, "data": {"messages": [{"id": "wamid.)";
    QVERIFY(reply.body.startsWith(begin));
    QVERIFY(!reply.body.contains("FAKE"));
    QCOMPARE(bearer(gateway, "POST", "/wa/message", "{").status, 400);
    const GatewayReply incomplete
        = bearer(gateway, "POST", "/wa/message", R"({"messaging_product": "whatsapp"})");
    QCOMPARE(incomplete.status, 400);
    const QByteArray part = R"("code": "GW_)";
    QVERIFY(incomplete.body.contains(part));
    QCOMPARE(bearer(gateway, "GET", "/wa/message").status, 405);
    QCOMPARE(bearer(gateway, "GET", "/nowhere").status, 404);
}

void TestVendor::refusesLikeConnexease()
{
    Gateway gateway = GatewayCalls::gateway(u"connexease"_s);
    const auto send = [&](WallTime now) {
        return bearer(gateway, "POST", "/wa/message", SendToConnexease, now);
    };
    const GatewayReply second = repeat(101, 1ms, send);
    QCOMPARE(tell(second),
             QByteArray("429\n"
                        "Date: Wed, 19 Nov 2025 10:00:00 GMT\n"
                        "Content-Type: application/json\n"
                        "X-RateLimit-sec-Limit: 100\n"
                        "X-RateLimit-sec-Remaining: 0\n"
                        "X-RateLimit-min-Limit: 1000\n"
                        "X-RateLimit-min-Remaining: 900\n"
                        "Retry-After: 1"));
    const QByteArray expected = R"({"isSuccess": false, "errors": {"code": "RATE_001",)"
                                R"( "group": "TOO_MANY_REQUESTS",)"
                                R"( "description": "Rate limit exceeded. Please try again later.",)"
                                R"( "params": {"limit_type": "sec", "retry_after": "1 seconds"}}})";
    QCOMPARE(second.body, expected);

    // 90 a second use up the 1,000 of the minute in about 11 s.
    gateway.reset();
    const GatewayReply minute = repeat(1001, 11112us, send);
    QCOMPARE(minute.status, 429);
    const QByteArray part = R"("params": {"limit_type": "min", "retry_after": "49 seconds"})";
    QVERIFY(minute.body.contains(part));
}

void TestVendor::marksTheSandboxOfConnexease()
{
    Gateway gateway = GatewayCalls::gateway(u"connexease"_s);
    const GatewayReply reply
        = bearer(gateway, "POST", "/wa/message?is_fake=true", SendToConnexease);
    const QByteArray part = R"("id": "wamid.FAKE_)";
    QVERIFY(reply.body.contains(part));
    QCOMPARE(reply.headers.value("X-RateLimit-min-Remaining"), QByteArray("999"));
}

void TestVendor::refusesLikeConnexease2026()
{
    Gateway gateway = GatewayCalls::gateway(u"connexease-2026"_s);
    const auto send = [&](WallTime now) {
        return bearer(gateway, "POST", "/wa/message", SendToConnexease, now);
    };
    const GatewayReply second = repeat(81, 2ms, send);
    QCOMPARE(tell(second),
             QByteArray("429\n"
                        "Date: Wed, 19 Nov 2025 10:00:00 GMT\n"
                        "Content-Type: application/json\n"
                        "X-RateLimit-sec-Limit: 80\n"
                        "X-RateLimit-sec-Remaining: 0\n"
                        "Retry-After: 1"));
    const QByteArray part = R"("params": {"limit_type": "sec", "retry_after": "1s"})";
    QVERIFY(second.body.contains(part));

    EmulatorSettings narrow = settings(u"connexease-2026"_s);
    Policy minute;
    minute.name = u"minute"_s;
    minute.limit = 3;
    minute.window = 1min;
    narrow.windows = {minute};
    gateway.change(narrow);
    gateway.reset();
    const GatewayReply refused = repeat(4, 10s, send);
    QCOMPARE(refused.headers.value("X-RateLimit-min-Limit"), QByteArray("3"));
    QVERIFY(!refused.headers.contains("X-RateLimit-sec-Limit"));
    const QByteArray minutePart = R"("params": {"limit_type": "min", "retry_after": "60s"})";
    QVERIFY(refused.body.contains(minutePart));
}

void TestVendor::playsAPlainGateway()
{
    EmulatorSettings own = settings(u"generic"_s);
    Policy minute;
    minute.name = u"minute"_s;
    minute.limit = 2;
    minute.window = 1min;
    own.windows = {minute};
    Gateway gateway(profile(u"generic"_s), own);
    const auto call
        = [&] { return gateway.answer(request("PATCH", "/any/thing", BearerKey), t0 + 30s); };
    QCOMPARE(call().status, 200);
    const GatewayReply second = call();
    QCOMPARE(second.headers.value("X-RateLimit-Limit"), QByteArray("2"));
    QCOMPARE(second.headers.value("X-RateLimit-Remaining"), QByteArray("0"));
    QCOMPARE(second.headers.value("X-RateLimit-Reset"), QByteArray("1763546460"));
    const GatewayReply refused = call();
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.headers.value("Retry-After"), QByteArray("30"));
    const QByteArray expected = R"({"message": "Too many requests.", "retry_after": 30})";
    QCOMPARE(refused.body, expected);
}

QTEST_GUILESS_MAIN(TestVendor)
#include "tst_vendor.moc"
