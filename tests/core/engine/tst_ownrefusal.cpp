#include "core/engine/ownrefusal.h"
#include "tests/core/emulator/gatewaycalls.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Instant Now{1h};
constexpr WallTime Wall{1'763'546'400s + 250ms};

Profile profileOf(const QString& id)
{
    return ProfileShelf::builtIn().find(id).value_or(Profile{});
}

Policy windowOf(const QString& name, qint64 limit)
{
    Policy policy;
    policy.name = name;
    policy.limit = limit;
    policy.window = 60s;
    return policy;
}

/// The windows of @p profile after as many calls as the shortest one takes.
QList<WindowUse> usedUp(const Profile& profile, Limiter& limiter)
{
    limiter = Limiter(profile.windows);
    for (qint64 calls = 0; calls < profile.windows.first().limit; ++calls) {
        (void)limiter.departed("/contacts", 1, Now);
    }
    return limiter.windows(Now);
}

/// The fields about limits, and the names in the body.
QByteArrayList shapeOf(const Http::Headers& headers, const QByteArray& body)
{
    QByteArrayList shape;
    for (const Http::Field& field : headers) {
        if (field.name.startsWith("X-RateLimit")) {
            shape.append(field.name);
        }
    }
    const QStringList names = QJsonDocument::fromJson(body).object().keys();
    for (const QString& name : names) {
        shape.append(name.toUtf8());
    }
    return shape;
}

} // namespace

/// What a proxy that enforces answers in a gateway's place.
class TestOwnRefusal final : public QObject
{
    Q_OBJECT

private slots:
    void saysWhatTheGatewayWouldSay_data();
    void saysWhatTheGatewayWouldSay();
    void looksLikeTheRehearsedGateways();
    void statesTheWindowThatRefusesAsEmpty();
    void statesWhenThereIsRoomAgain();
    void leavesOutWindowsThatDoNotCountTheCall();
};

void TestOwnRefusal::saysWhatTheGatewayWouldSay_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QByteArrayList>("names");
    QTest::newRow("AIsoule") << u"aisoule"_s
                             << QByteArrayList{"Retry-After", "Content-Type", "X-RateLimit-Limit",
                                               "X-RateLimit-Remaining", "X-RateLimit-Reset"};
    QTest::newRow("Connexease") << u"connexease"_s
                                << QByteArrayList{"Content-Type", "X-RateLimit-sec-Limit",
                                                  "X-RateLimit-sec-Remaining",
                                                  "X-RateLimit-min-Limit",
                                                  "X-RateLimit-min-Remaining"};
    QTest::newRow("any other") << u"generic"_s << QByteArrayList{"Retry-After", "Content-Type"};
}

void TestOwnRefusal::saysWhatTheGatewayWouldSay()
{
    QFETCH(const QString, id);
    QFETCH(const QByteArrayList, names);
    const Profile profile = profileOf(id);
    QCOMPARE(profile.id, id);
    Limiter limiter;
    const QList<WindowUse> windows
        = profile.windows.isEmpty() ? QList<WindowUse>() : usedUp(profile, limiter);
    const QString window = windows.isEmpty() ? QString() : windows.first().policy.name;
    const Verdict verdict = Verdict::hold(Now + 2500ms, HoldReason::WindowFull, window);
    const OwnAnswer answer = ownRefusal(profile, windows, "/contacts", verdict, Now, Wall);
    QCOMPARE(answer.status, 429);
    QByteArrayList found;
    for (const Http::Field& field : answer.headers) {
        found.append(field.name);
    }
    QCOMPARE(found, names);
    if (answer.headers.contains("Retry-After")) {
        QCOMPARE(answer.headers.value("Retry-After"), "3"); // rounded up
    }
    QCOMPARE(answer.headers.value("Content-Type"), "application/json");
    const QJsonObject body = QJsonDocument::fromJson(answer.body).object();
    QVERIFY2(!body.isEmpty(), answer.body.constData());
    QVERIFY(!answer.body.contains("{{"));
}

void TestOwnRefusal::looksLikeTheRehearsedGateways()
{
    for (const QString& id : {u"aisoule"_s, u"connexease"_s}) {
        Gateway gateway = GatewayCalls::gateway(id);
        GatewayReply theirs;
        for (int calls = 0; calls < 2000 && theirs.status != 429; ++calls) {
            theirs = id == u"aisoule"_s ? GatewayCalls::aisoule(gateway, "GET", "/contacts")
                                        : GatewayCalls::bearer(gateway, "GET", "/contacts");
        }
        QCOMPARE(theirs.status, 429);
        const Profile profile = profileOf(id);
        Limiter limiter;
        const QList<WindowUse> windows = usedUp(profile, limiter);
        const Verdict verdict = limiter.ask("/contacts", 1, Now);
        const OwnAnswer ours = ownRefusal(profile, windows, "/contacts", verdict, Now, Wall);
        QCOMPARE(shapeOf(ours.headers, ours.body), shapeOf(theirs.headers, theirs.body));
    }
}

void TestOwnRefusal::statesTheWindowThatRefusesAsEmpty()
{
    const Profile profile = profileOf(u"connexease"_s);
    Limiter limiter;
    const QList<WindowUse> windows = usedUp(profile, limiter);
    const Verdict verdict = limiter.ask("/contacts", 1, Now);
    QVERIFY(!verdict.isGo);
    QCOMPARE(verdict.window, u"second"_s);
    const Http::Headers headers
        = ownRefusal(profile, windows, "/contacts", verdict, Now, Wall).headers;
    const qint64 second = profile.windows[0].limit;
    const qint64 minute = profile.windows[1].limit;
    QCOMPARE(headers.value("X-RateLimit-sec-Limit"), QByteArray::number(second));
    QCOMPARE(headers.value("X-RateLimit-sec-Remaining"), "0");
    QCOMPARE(headers.value("X-RateLimit-min-Limit"), QByteArray::number(minute));
    QCOMPARE(headers.value("X-RateLimit-min-Remaining"), QByteArray::number(minute - second));
}

void TestOwnRefusal::statesWhenThereIsRoomAgain()
{
    Profile profile = profileOf(u"aisoule"_s);
    profile.limitFields.append({"X-Reset-In", u"minute"_s, LimitField::Says::ResetDelta});
    Limiter limiter({windowOf(u"minute"_s, 3)});
    for (int calls = 0; calls < 3; ++calls) {
        (void)limiter.departed("/contacts", 1, Now);
    }
    const Verdict verdict = limiter.ask("/contacts", 1, Now);
    QVERIFY(!verdict.isGo);
    const Http::Headers headers
        = ownRefusal(profile, limiter.windows(Now), "/contacts", verdict, Now, Wall).headers;
    QCOMPARE(headers.value("X-RateLimit-Limit"), "3");
    QCOMPARE(headers.value("X-RateLimit-Remaining"), "0");
    const qint64 in = headers.value("X-Reset-In").toLongLong();
    QVERIFY2(in >= 60 && in <= 62, headers.value("X-Reset-In").constData());
    const WallTime reset(std::chrono::seconds(headers.value("X-RateLimit-Reset").toLongLong()));
    QVERIFY(reset >= Wall + (verdict.until - Now));
    QVERIFY(reset <= Wall + 62s);
    QVERIFY(headers.value("Retry-After").toLongLong() <= in);
}

void TestOwnRefusal::leavesOutWindowsThatDoNotCountTheCall()
{
    Profile profile = profileOf(u"generic"_s);
    profile.limitFields = {{"X-Media-Left", u"media"_s, LimitField::Says::Remaining},
                           {"X-None", u"nowhere"_s, LimitField::Says::Limit}};
    Policy media = windowOf(u"media"_s, 5);
    media.routes = {"/media"};
    const Limiter limiter({media});
    const Verdict verdict = Verdict::hold(Now + 1s, HoldReason::WindowFull);
    const auto ask = [&](QByteArrayView path) {
        return ownRefusal(profile, limiter.windows(Now), path, verdict, Now, Wall).headers;
    };
    QCOMPARE(ask("/media/1").value("X-Media-Left"), "5");
    QVERIFY(!ask("/contacts").contains("X-Media-Left"));
    QVERIFY(!ask("/media/1").contains("X-None"));
}

QTEST_GUILESS_MAIN(TestOwnRefusal)
#include "tst_ownrefusal.moc"
