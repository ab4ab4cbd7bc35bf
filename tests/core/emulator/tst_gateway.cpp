#include "core/emulator/gateway.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

const WallTime t0(std::chrono::seconds(1'763'546'400)); // Wed, 19 Nov 2025 10:00:00 GMT

const QByteArray SendToAisoule = R"({"to": "+447700900123", "type": "text", "text": "Hello"})";
const QByteArray SendToConnexease = R"({"messaging_product": "whatsapp", "to": "447700900123",)"
                                    R"( "type": "text", "text": {"body": "Hello"}})";

Profile profile(const QString& id)
{
    return *ProfileShelf::builtIn().find(id);
}

EmulatorSettings settings(const QString& id)
{
    EmulatorSettings settings;
    settings.profileId = id;
    return settings;
}

Gateway gateway(const QString& id)
{
    return Gateway(profile(id), settings(id));
}

GatewayRequest request(const QByteArray& method, const QByteArray& target, const Http::Field& auth,
                       const QByteArray& body = {})
{
    GatewayRequest request;
    request.head.method = method;
    request.head.target = target;
    request.head.headers = {{"Host", "127.0.0.1"}};
    if (!auth.name.isEmpty()) {
        request.head.headers.append(auth.name, auth.value);
    }
    request.body = body;
    return request;
}

const Http::Field AisouleKey{"X-API-Key", "ak_live_1234567Q2f"};
const Http::Field BearerKey{"Authorization", "Bearer pk_1234567890"};

GatewayReply aisoule(Gateway& gateway, const QByteArray& method, const QByteArray& route,
                     const QByteArray& body = {}, WallTime now = t0)
{
    return gateway.answer(request(method, "/api" + route, AisouleKey, body), now);
}

GatewayReply bearer(Gateway& gateway, const QByteArray& method, const QByteArray& route,
                    const QByteArray& body = {}, WallTime now = t0)
{
    return gateway.answer(request(method, "/v1" + route, BearerKey, body), now);
}

/// Status and headers as they go out, one a line.
QByteArray tell(const GatewayReply& reply)
{
    QByteArray text = QByteArray::number(reply.status);
    for (const Http::Field& field : reply.headers) {
        text += '\n' + field.name + ": " + field.value;
    }
    return text;
}

/// Uses up a window: @p calls calls @p gap apart, the last of which is returned.
template<typename Call>
GatewayReply repeat(int calls, Duration gap, Call call)
{
    GatewayReply last;
    for (int i = 0; i < calls; ++i) {
        last = call(t0 + i * gap);
    }
    return last;
}

} // namespace

class TestGateway final : public QObject
{
    Q_OBJECT

private slots:
    void answersLikeAisoule();
    void refusesLikeAisoule();
    void refusesTheHiddenSecondOfAisoule();
    void servesTheRoutesOfAisoule_data();
    void servesTheRoutesOfAisoule();
    void answersLikeAisouleV1();
    void refusesLikeAisouleV1();
    void keepsTheWindowsOfAisouleV1Apart();
    void answersLikeConnexease();
    void refusesLikeConnexease();
    void marksTheSandboxOfConnexease();
    void refusesLikeConnexease2026();
    void namesTheFaultOfAKey_data();
    void namesTheFaultOfAKey();
    void playsAPlainGateway();
    void refusesBodiesThatAreTooLarge();
    void stopsAtUnpaidAccountsAndAtMeta();
    void leavesHeadersOutWhenTold();
    void asksForTheLiteralThirtySeconds();
    void failsInTheSharesItIsTold();
    void repeatsItselfFromOneSeed();
    void countsTheOtherConsumerWithTheSameKey();
    void readsAbsoluteTargets();
};

void TestGateway::answersLikeAisoule()
{
    Gateway gateway = ::gateway(u"aisoule"_s);
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

void TestGateway::refusesLikeAisoule()
{
    Gateway gateway = ::gateway(u"aisoule"_s);
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

void TestGateway::refusesTheHiddenSecondOfAisoule()
{
    Gateway gateway = ::gateway(u"aisoule"_s);
    const GatewayReply refused = repeat(
        11, 10ms, [&](WallTime now) { return aisoule(gateway, "GET", "/templates", {}, now); });
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.headers.value("X-RateLimit-Remaining"), QByteArray("90"));
    QCOMPARE(refused.headers.value("Retry-After"), QByteArray("1"));
}

void TestGateway::servesTheRoutesOfAisoule_data()
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

void TestGateway::servesTheRoutesOfAisoule()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, route);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    Gateway gateway = ::gateway(u"aisoule"_s);
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

void TestGateway::answersLikeAisouleV1()
{
    Gateway gateway = ::gateway(u"aisoule-v1"_s);
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

void TestGateway::refusesLikeAisouleV1()
{
    Gateway gateway = ::gateway(u"aisoule-v1"_s);
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

void TestGateway::keepsTheWindowsOfAisouleV1Apart()
{
    Gateway gateway = ::gateway(u"aisoule-v1"_s);
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

void TestGateway::answersLikeConnexease()
{
    Gateway gateway = ::gateway(u"connexease"_s);
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

void TestGateway::refusesLikeConnexease()
{
    Gateway gateway = ::gateway(u"connexease"_s);
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

void TestGateway::marksTheSandboxOfConnexease()
{
    Gateway gateway = ::gateway(u"connexease"_s);
    const GatewayReply reply
        = bearer(gateway, "POST", "/wa/message?is_fake=true", SendToConnexease);
    const QByteArray part = R"("id": "wamid.FAKE_)";
    QVERIFY(reply.body.contains(part));
    QCOMPARE(reply.headers.value("X-RateLimit-min-Remaining"), QByteArray("999"));
}

void TestGateway::refusesLikeConnexease2026()
{
    Gateway gateway = ::gateway(u"connexease-2026"_s);
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

void TestGateway::namesTheFaultOfAKey_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char* name, const QString& id, const char* field, const char* value,
                        int status, const char* says) {
        QTest::newRow(name) << id << QByteArray(field) << QByteArray(value) << status
                            << QByteArray(says);
    };
    row("aisoule, none", u"aisoule"_s, "", "", 401, "missing");
    row("aisoule, in the wrong field", u"aisoule"_s, "Authorization", "Bearer x", 401, "missing");
    row("aisoule, bad", u"aisoule"_s, "X-API-Key", "a-BAD-key", 401, "Invalid");
    row("aisoule, good", u"aisoule"_s, "x-api-key", "anything", 404, "Not found");
    row("aisoule-v1, none", u"aisoule-v1"_s, "", "", 401, "unauthorized");
    row("aisoule-v1, expired", u"aisoule-v1"_s, "Authorization", "Bearer expired", 401, "expired");
    row("connexease, none", u"connexease"_s, "", "", 401, "AUTH_002");
    row("connexease, bare", u"connexease"_s, "Authorization", "pk_1", 401, "AUTH_003");
    row("connexease, expired", u"connexease"_s, "Authorization", "Bearer sk_expired", 401,
        "AUTH_001");
    row("connexease, good", u"connexease"_s, "Authorization", "Bearer sk_1", 404, "GW_404");
    row("generic, none", u"generic"_s, "", "", 200, "ok");
    row("generic, bad", u"generic"_s, "Authorization", "Bearer bad", 401, "Unauthorized");
}

void TestGateway::namesTheFaultOfAKey()
{
    QFETCH(QString, id);
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, value);
    QFETCH(int, status);
    QFETCH(QByteArray, says);
    Gateway gateway = ::gateway(id);
    const GatewayReply reply
        = gateway.answer(request("GET", gateway.basePath() + "/nowhere", {field, value}), t0);
    QCOMPARE(reply.status, status);
    QVERIFY2(reply.body.contains(says), reply.body.constData());
    QCOMPARE(reply.partition.isEmpty(), status == 401);
    if (status == 401 && id == u"aisoule"_s) {
        QCOMPARE(reply.headers.value("X-RateLimit-Remaining"), QByteArray("100"));
    }
}

void TestGateway::playsAPlainGateway()
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

void TestGateway::refusesBodiesThatAreTooLarge()
{
    Gateway gateway = ::gateway(u"aisoule"_s);
    QCOMPARE(gateway.bodyLimit(), 5 * 1024 * 1024);
    GatewayRequest large = request("POST", "/api/contacts", AisouleKey);
    large.isTooLarge = true;
    const GatewayReply reply = gateway.answer(large, t0);
    QCOMPARE(reply.status, 413);
    QCOMPARE(reply.headers.value("X-RateLimit-Remaining"), QByteArray("99"));
}

void TestGateway::stopsAtUnpaidAccountsAndAtMeta()
{
    Gateway gateway = ::gateway(u"connexease"_s);
    const GatewayReply unpaid = gateway.answer(
        request("POST", "/v1/wa/message", {"Authorization", "Bearer pk_unpaid"}, SendToConnexease),
        t0);
    QCOMPARE(unpaid.status, 402);
    const QByteArray part = R"("code": "BILL_001")";
    QVERIFY(unpaid.body.contains(part));
    QByteArray failing = SendToConnexease;
    failing.replace("900123", "900502");
    QCOMPARE(bearer(gateway, "POST", "/wa/message", failing).status, 502);
}

void TestGateway::leavesHeadersOutWhenTold()
{
    EmulatorSettings silent = settings(u"aisoule"_s);
    silent.sendsLimitHeaders = false;
    silent.sendsRetryAfter = false;
    Gateway gateway(profile(u"aisoule"_s), silent);
    const GatewayReply refused = repeat(
        11, 0ms, [&](WallTime now) { return aisoule(gateway, "GET", "/accounts", {}, now); });
    QCOMPARE(tell(refused),
             QByteArray("429\nDate: Wed, 19 Nov 2025 10:00:00 GMT\n"
                        "Content-Type: application/json"));
    QVERIFY(refused.body.contains("Try again in 1 seconds."));
}

void TestGateway::asksForTheLiteralThirtySeconds()
{
    EmulatorSettings literal = settings(u"aisoule"_s);
    literal.literalWait = true;
    Gateway gateway(profile(u"aisoule"_s), literal);
    const GatewayReply refused = repeat(
        11, 0ms, [&](WallTime now) { return aisoule(gateway, "GET", "/accounts", {}, now); });
    QCOMPARE(refused.headers.value("Retry-After"), QByteArray("30"));
    const QByteArray expected = R"({"message": "Rate limit exceeded. Try again in 30 seconds.",)"
                                R"( "status": "error"})";
    QCOMPARE(refused.body, expected);
}

void TestGateway::failsInTheSharesItIsTold()
{
    EmulatorSettings faulty = settings(u"connexease"_s);
    faulty.errorShare = 0.25;
    faulty.cutShare = 0.1;
    faulty.garbageShare = 0.05;
    Gateway gateway(profile(u"connexease"_s), faulty);
    int errors = 0;
    int cuts = 0;
    int garbage = 0;
    for (int i = 0; i < 900; ++i) {
        const GatewayReply reply
            = bearer(gateway, "POST", "/wa/message", SendToConnexease, t0 + i * 20ms);
        errors += reply.status == 500 ? 1 : 0;
        cuts += reply.isCut ? 1 : 0;
        garbage += QJsonDocument::fromJson(reply.body).isNull() ? 1 : 0;
    }
    QVERIFY(errors > 170 && errors < 280);
    QVERIFY(cuts > 50 && cuts < 140);
    QVERIFY(garbage > 20 && garbage < 80);
}

void TestGateway::repeatsItselfFromOneSeed()
{
    EmulatorSettings first = settings(u"aisoule"_s);
    first.errorShare = 0.3;
    EmulatorSettings second = first;
    second.seed = 2;
    Gateway one(profile(u"aisoule"_s), first);
    Gateway same(profile(u"aisoule"_s), first);
    Gateway other(profile(u"aisoule"_s), second);
    QByteArray told;
    QByteArray toldSame;
    QByteArray toldOther;
    for (int i = 0; i < 20; ++i) {
        const WallTime now = t0 + i * 1s;
        const auto body = [&](Gateway& gateway) {
            return aisoule(gateway, "POST", "/messages/send", SendToAisoule, now).body;
        };
        told += body(one);
        toldSame += body(same);
        toldOther += body(other);
    }
    QCOMPARE(told, toldSame);
    QVERIFY(told != toldOther);
}

void TestGateway::countsTheOtherConsumerWithTheSameKey()
{
    Gateway gateway = ::gateway(u"aisoule"_s);
    const GatewayReply own = aisoule(gateway, "GET", "/templates"); // 100 -> 99
    const GatewayReply other = gateway.answerOther(own.partition, t0); // 99 -> 98
    QCOMPARE(other.status, 200);
    QCOMPARE(other.method, QByteArray("POST"));
    QCOMPARE(other.longest->remaining, 98);
    QCOMPARE(aisoule(gateway, "GET", "/templates").longest->remaining, 97);
    QCOMPARE(gateway.longest(own.partition, t0)->used, 3);
}

void TestGateway::readsAbsoluteTargets()
{
    Gateway gateway = ::gateway(u"aisoule"_s);
    const auto status = [&](const QByteArray& target) {
        return gateway.answer(request("GET", target, AisouleKey), t0).status;
    };
    QCOMPARE(status("http://127.0.0.1:8089/api/templates"), 200);
    QCOMPARE(status("/templates"), 404); // outside the base path
    QCOMPARE(status("/apiary"), 404);
    QCOMPARE(status("/api"), 404);
}

QTEST_GUILESS_MAIN(TestGateway)
#include "tst_gateway.moc"
