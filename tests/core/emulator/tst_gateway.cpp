#include "tests/core/emulator/gatewaycalls.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Pacewatch;
using namespace Pacewatch::GatewayCalls;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TestGateway final : public QObject
{
    Q_OBJECT

private slots:
    void namesTheFaultOfAKey_data();
    void namesTheFaultOfAKey();
    void refusesBodiesThatAreTooLarge();
    void stopsAtUnpaidAccountsAndAtMeta();
    void leavesHeadersOutWhenTold();
    void asksForTheLiteralThirtySeconds();
    void failsInTheSharesItIsTold();
    void repeatsItselfFromOneSeed();
    void countsTheOtherConsumerWithTheSameKey();
    void readsAbsoluteTargets();
};

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
    Gateway gateway = GatewayCalls::gateway(id);
    const GatewayReply reply
        = gateway.answer(request("GET", gateway.basePath() + "/nowhere", {field, value}), t0);
    QCOMPARE(reply.status, status);
    QVERIFY2(reply.body.contains(says), reply.body.constData());
    QCOMPARE(reply.partition.isEmpty(), status == 401);
    if (status == 401 && id == u"aisoule"_s) {
        QCOMPARE(reply.headers.value("X-RateLimit-Remaining"), QByteArray("100"));
    }
}

void TestGateway::refusesBodiesThatAreTooLarge()
{
    Gateway gateway = GatewayCalls::gateway(u"aisoule"_s);
    QCOMPARE(gateway.bodyLimit(), 5 * 1024 * 1024);
    GatewayRequest large = request("POST", "/api/contacts", AisouleKey);
    large.isTooLarge = true;
    const GatewayReply reply = gateway.answer(large, t0);
    QCOMPARE(reply.status, 413);
    QCOMPARE(reply.headers.value("X-RateLimit-Remaining"), QByteArray("99"));
}

void TestGateway::stopsAtUnpaidAccountsAndAtMeta()
{
    Gateway gateway = GatewayCalls::gateway(u"connexease"_s);
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
    Gateway gateway = GatewayCalls::gateway(u"aisoule"_s);
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
    Gateway gateway = GatewayCalls::gateway(u"aisoule"_s);
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
