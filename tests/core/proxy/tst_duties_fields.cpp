#include "tests/support/proxyrig.h"

#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;

/// What an intermediary owes the fields of a message (RFC 9110, 5 and 7.6), through real sockets.
class TestDutiesFields : public QObject
{
    Q_OBJECT

private slots:
    void dropsWhatConnectionNames_data();
    void dropsWhatConnectionNames();
    void keepsItsOwnFieldsFromBeingNamedAway();
    void dropsFieldsOfOneHopFromAnswers();
    void addsItselfToViaAndKeepsEarlierOnes();
    void tellsALoopByItsOwnName_data();
    void tellsALoopByItsOwnName();
    void tellsThatItPointsAtItself();
    void countsMaxForwardsDown_data();
    void countsMaxForwardsDown();
    void takesAbsoluteTargetsOnlyForItself_data();
    void takesAbsoluteTargetsOnlyForItself();
    void passesTargetsByteForByte_data();
    void passesTargetsByteForByte();
    void keepsOrderCaseAndDuplicatesBothWays();
    void leavesAuthorizationAlone();
    void putsAStoredKeyInPlaceOfTheClients();
    void refusesMethodsThatWouldTurnItRound_data();
    void refusesMethodsThatWouldTurnItRound();
    void refusesEveryOtherHost_data();
    void refusesEveryOtherHost();
    void mendsAnAnswersNamesAndRefusesFoldedOnes();
    void bringsRedirectsBackUnlessToldNotTo();
    void statesOneVersionItsOwn();
};

namespace {

const QByteArray Get = "GET /api/x HTTP/1.1\r\nHost: {host}\r\n";

QByteArray always(const SeenRequest&)
{
    return okAnswer("ok");
}

} // namespace

void TestDutiesFields::dropsWhatConnectionNames_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QList<QByteArray>>("gone");
    QTest::addColumn<QList<QByteArray>>("kept");
    const auto row = [](const char* name, const char* fields, const QList<QByteArray>& gone,
                        const QList<QByteArray>& kept) {
        QTest::newRow(name) << QByteArray(fields) << gone << kept;
    };
    row("one name and close", "Connection: x-a, close\r\nX-A: 1\r\nX-B: 2\r\n",
        {"Connection", "X-A"}, {"X-B"});
    row("two lines", "Connection: x-a\r\nX-A: 1\r\nconnection: X-B\r\nX-B: 2\r\n", {"X-A", "X-B"},
        {});
    row("odd commas", "Connection: ,, x-a ,\r\nX-A: 1\r\n", {"Connection", "X-A"}, {});
    row("the usual ones",
        "Keep-Alive: 5\r\nProxy-Connection: x\r\nTE: trailers\r\nTrailer: X\r\nUpgrade: x\r\n",
        {"Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Upgrade"}, {});
    row("an upgrade to HTTP/2",
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n",
        {"Upgrade", "HTTP2-Settings", "Connection"}, {});
    row("a password for proxies", "Proxy-Authorization: Basic YTpi\r\n", {"Proxy-Authorization"},
        {});
    row("framing and Host cannot be named away",
        "Connection: host, content-length\r\nContent-Length: 0\r\n", {"Connection"},
        {"Host", "Content-Length"});
}

void TestDutiesFields::dropsWhatConnectionNames()
{
    QFETCH(QByteArray, fields);
    QFETCH(QList<QByteArray>, gone);
    QFETCH(QList<QByteArray>, kept);
    ProxyRig rig;
    rig.origin.answer = always;
    const auto client = rig.send(Get + fields + "\r\n");
    QTRY_COMPARE(client->answers().size(), 1);
    const Http::Headers seen = rig.origin.seen().value(0).head.headers;
    for (const QByteArray& name : gone) {
        QVERIFY2(!seen.contains(name), name.constData());
    }
    for (const QByteArray& name : kept) {
        QVERIFY2(seen.contains(name), name.constData());
    }
}

void TestDutiesFields::keepsItsOwnFieldsFromBeingNamedAway()
{
    ProxyRig rig;
    rig.origin.answer = always;
    const auto client = rig.send(Get + "Connection: via, host\r\nVia: 1.1 first\r\n\r\n");
    QTRY_COMPARE(client->answers().size(), 1);
    const Http::Headers seen = rig.origin.seen()[0].head.headers;
    QCOMPARE(seen.count("Via"), 1);
    QVERIFY(seen.value("Via").startsWith("1.1 pacewatch-"));
    QCOMPARE(seen.count("Host"), 1);
}

void TestDutiesFields::dropsFieldsOfOneHopFromAnswers()
{
    ProxyRig rig;
    rig.origin.answer = [](const SeenRequest&) {
        return okAnswer("ok",
                        "Connection: x-a, keep-alive\r\nX-A: 1\r\nKeep-Alive: timeout=9\r\n"
                        "Upgrade: h2c\r\nX-B: 2\r\n");
    };
    const auto client = rig.send(Get + "\r\n");
    QTRY_COMPARE(client->answers().size(), 1);
    const Http::Headers seen = client->answers()[0].head.headers;
    for (const char* name : {"Connection", "X-A", "Keep-Alive", "Upgrade"}) {
        QVERIFY2(!seen.contains(name), name);
    }
    QCOMPARE(seen.value("X-B"), QByteArray("2"));
}

void TestDutiesFields::addsItselfToViaAndKeepsEarlierOnes()
{
    ProxyRig rig;
    rig.origin.answer = always;
    const auto client = rig.send(Get + "Via: 1.0 fred\r\nX: 1\r\nvia: 1.1 other (x, y)\r\n\r\n");
    QTRY_COMPARE(client->answers().size(), 1);
    const QList<QByteArray> vias = rig.origin.seen()[0].head.headers.values("Via");
    QCOMPARE(vias.size(), 3);
    QCOMPARE(vias[0], QByteArray("1.0 fred"));
    QCOMPARE(vias[1], QByteArray("1.1 other (x, y)"));
    QVERIFY(vias[2].startsWith("1.1 pacewatch-"));
    // It tells the version that each message came in.
    rig.origin.answer = [](const SeenRequest&) {
        return QByteArray("HTTP/1.0 200 OK\r\nVia: 1.0 fred\r\nContent-Length: 0\r\n\r\n");
    };
    const auto old = rig.send("GET /api/x HTTP/1.0\r\n\r\n");
    QTRY_COMPARE(old->answers().size(), 1);
    QVERIFY(rig.origin.seen()[1].head.headers.value("Via").startsWith("1.0 pacewatch-"));
    QCOMPARE(old->answers()[0].head.headers.values("Via").size(), 2);
    QVERIFY(old->answers()[0].head.headers.values("Via")[1].startsWith("1.0 pacewatch-"));
}

void TestDutiesFields::tellsALoopByItsOwnName_data()
{
    QTest::addColumn<QByteArray>("via");
    QTest::newRow("as we write it") << QByteArray("1.1 {name}");
    QTest::newRow("behind another") << QByteArray("1.0 fred, 1.1 {name}");
    QTest::newRow("in another version") << QByteArray("HTTP/1.0 {name}");
    QTest::newRow("with a comment") << QByteArray("1.1   {name} (ours)");
}

void TestDutiesFields::tellsALoopByItsOwnName()
{
    QFETCH(QByteArray, via);
    ProxyRig rig;
    rig.origin.answer = always;
    const auto first = rig.send(Get + "\r\n");
    QTRY_COMPARE(first->answers().size(), 1);
    const QByteArray name = rig.origin.seen()[0].head.headers.value("Via").mid(4);
    const auto second = rig.send(Get + "Via: " + via.replace("{name}", name) + "\r\n\r\n");
    QTRY_COMPARE(second->answers().size(), 1);
    QCOMPARE(second->answers()[0].head.status, 508);
    QVERIFY(
        second->answers()[0].head.headers.value("Proxy-Status").contains("proxy_loop_detected"));
    QCOMPARE(rig.origin.seen().size(), 1);
}

void TestDutiesFields::tellsThatItPointsAtItself()
{
    ProxyRig front;
    // A forwarder that leads back to where the call came from.
    QTcpSocket back;
    QByteArray returned;
    front.origin.answer = [&](const SeenRequest& seen) {
        back.connectToHost(QHostAddress::LocalHost, front.proxy->port());
        back.write("GET /api/x HTTP/1.1\r\nHost: " + front.authority()
                   + "\r\nVia: " + seen.head.headers.value("Via") + "\r\n\r\n");
        return QByteArray();
    };
    connect(&back, &QTcpSocket::readyRead, this, [&] {
        returned += back.readAll();
        front.origin.send(returned);
    });
    const auto client = front.send(Get + "\r\n");
    QTRY_COMPARE(client->answers().size(), 1);
    QCOMPARE(client->answers()[0].head.status, 508);
    QCOMPARE(front.origin.seen().size(), 1);
}

void TestDutiesFields::countsMaxForwardsDown_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("seen"); // empty: answered here
    QTest::newRow("0") << QByteArray("OPTIONS") << QByteArray("0") << QByteArray();
    QTest::newRow("1") << QByteArray("OPTIONS") << QByteArray("1") << QByteArray("0");
    QTest::newRow("leading zeros") << QByteArray("OPTIONS") << QByteArray("010") << QByteArray("9");
    QTest::newRow("garbage") << QByteArray("OPTIONS") << QByteArray("x") << QByteArray("x");
    QTest::newRow("a sign") << QByteArray("OPTIONS") << QByteArray("-1") << QByteArray("-1");
    QTest::newRow("huge") << QByteArray("OPTIONS") << QByteArray("99999999999999999999")
                          << QByteArray("99999999999999999999");
    QTest::newRow("another method") << QByteArray("GET") << QByteArray("0") << QByteArray("0");
    QTest::newRow("absent") << QByteArray("OPTIONS") << QByteArray() << QByteArray("-");
}

void TestDutiesFields::countsMaxForwardsDown()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, seen);
    ProxyRig rig;
    rig.origin.answer = always;
    const QByteArray line
        = field.isEmpty() ? QByteArray() : QByteArray("Max-Forwards: " + field + "\r\n");
    const auto client = rig.send(method + " /api HTTP/1.1\r\nHost: {host}\r\n" + line + "\r\n");
    QTRY_COMPARE(client->answers().size(), 1);
    if (seen.isEmpty()) {
        QCOMPARE(client->answers()[0].head.status, 204);
        QVERIFY(client->answers()[0].head.headers.contains("Allow"));
        QVERIFY(client->answers()[0].head.headers.contains("Proxy-Status"));
        QCOMPARE(rig.origin.connections(), 0);
        return;
    }
    const Http::Headers headers = rig.origin.seen()[0].head.headers;
    QCOMPARE(headers.contains("Max-Forwards") ? headers.value("Max-Forwards") : QByteArray("-"),
             seen);
}

void TestDutiesFields::takesAbsoluteTargetsOnlyForItself_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("target"); // upstream; empty: nothing gets there
    const auto row = [](const char* name, const char* line, int status, const char* target = "") {
        QTest::newRow(name) << QByteArray(line) << status << QByteArray(target);
    };
    row("this proxy", "GET http://{host}/api/x?a", 200, "/api/x?a");
    row("in capitals", "GET HTTP://{host}/api/%2e", 200, "/api/%2e");
    row("without a path", "GET http://{host}", 200, "/");
    row("with a query alone", "GET http://{host}?a=1", 200, "/?a=1");
    row("with an empty query", "GET http://{host}/a?", 200, "/a?");
    row("OPTIONS without a path", "OPTIONS http://{host}", 200, "*");
    row("another host", "GET http://evil.example/", 421);
    row("another port", "GET http://127.0.0.1:1/", 421);
    row("https", "GET https://{host}/", 421);
    row("a user name", "GET http://me@{host}/", 400);
    row("another scheme", "GET ftp://{host}/", 400);
    row("two slashes are a path", "GET //evil.example/x", 200, "//evil.example/x");
    row("a back slash", "GET http://{host}\\@evil.example/", 400);
}

void TestDutiesFields::takesAbsoluteTargetsOnlyForItself()
{
    QFETCH(QByteArray, line);
    QFETCH(int, status);
    QFETCH(QByteArray, target);
    ProxyRig rig;
    rig.origin.answer = always;
    const auto client = rig.send(line + " HTTP/1.1\r\nHost: {host}\r\n\r\n");
    QTRY_COMPARE(client->answers().size(), 1);
    QCOMPARE(client->answers()[0].head.status, status);
    if (target.isEmpty()) {
        QCOMPARE(rig.origin.connections(), 0);
    } else {
        QCOMPARE(rig.origin.seen()[0].head.target, target);
        QCOMPARE(rig.origin.seen()[0].head.headers.value("Host"),
                 QByteArray("127.0.0.1:" + QByteArray::number(rig.origin.serverPort())));
    }
}

void TestDutiesFields::passesTargetsByteForByte_data()
{
    QTest::addColumn<QByteArray>("target");
    for (const char* target : {"/",
                               "/%2e%2E/",
                               "/a/../b",
                               "//",
                               "///a//b",
                               "/a;v=1;w",
                               "/a+b?c+d",
                               "/%2F%2f",
                               "/a?",
                               "/a??b=?",
                               "/a?b=/../c",
                               "/~user",
                               "/a,b",
                               "/a:b@c",
                               "/%zz",
                               "/%",
                               "/a?x=[1]",
                               "/a|b",
                               "/a?filter={\"a\":[1]}",
                               "/<a>^`\\b",
                               "/!$&'()*+,;=",
                               "/%e2%82%AC",
                               "/a?x=http://evil.example/"}) {
        QTest::newRow(target) << QByteArray(target);
    }
}

void TestDutiesFields::passesTargetsByteForByte()
{
    QFETCH(QByteArray, target);
    ProxyRig rig;
    rig.origin.answer = always;
    const auto client = rig.send("GET " + target + " HTTP/1.1\r\nHost: {host}\r\n\r\n");
    QTRY_COMPARE(client->answers().size(), 1);
    QVERIFY(rig.origin.received().startsWith(QByteArray("GET " + target + " HTTP/1.1\r\n")));
}

void TestDutiesFields::keepsOrderCaseAndDuplicatesBothWays()
{
    ProxyRig rig;
    rig.origin.answer = [](const SeenRequest&) {
        return QByteArray("HTTP/1.1 299 Very Fine\r\nB: 1\r\na: 2\r\nTransfer-Encoding: chunked\r\n"
                          "b: 3\r\nSet-Cookie: x\r\nSET-COOKIE: y\r\nX-Empty:\r\n"
                          "X-Latin: f\xfcr\r\n\r\n2\r\nok\r\n0\r\n\r\n");
    };
    const auto client = rig.send("GET / HTTP/1.1\r\nb: 1\r\nA: 2\r\nHost: {host}\r\nB: 3\r\n"
                                 "X-Empty:\r\nX-Blank: a  b\t c\r\nX-Latin: f\xfcr\r\n\r\n");
    QTRY_COMPARE(client->answers().size(), 1);
    const QByteArray meant = "GET / HTTP/1.1\r\nb: 1\r\nA: 2\r\nHost: 127.0.0.1:"
        + QByteArray::number(rig.origin.serverPort())
        + "\r\nB: 3\r\nX-Empty: \r\nX-Blank: a  b\t c\r\nX-Latin: f\xfcr\r\nVia: 1.1 pacewatch-";
    QVERIFY(rig.origin.received().startsWith(meant));
    QVERIFY(client->received().startsWith(
        "HTTP/1.1 299 Very Fine\r\nB: 1\r\na: 2\r\nTransfer-Encoding: chunked\r\nb: 3\r\n"
        "Set-Cookie: x\r\nSET-COOKIE: y\r\nX-Empty: \r\nX-Latin: f\xfcr\r\nVia: 1.1 pacewatch-"));
}

void TestDutiesFields::leavesAuthorizationAlone()
{
    ProxyRig rig;
    rig.origin.answer = always;
    const auto client = rig.send(Get + "authorization: Bearer  of mine\r\nCookie: a=b\r\n\r\n");
    QTRY_COMPARE(client->answers().size(), 1);
    QVERIFY(rig.origin.received().contains("authorization: Bearer  of mine\r\nCookie: a=b\r\n"));
}

void TestDutiesFields::putsAStoredKeyInPlaceOfTheClients()
{
    FakeClock clock;
    NotingHost host;
    RawOrigin origin;
    origin.answer = [](const SeenRequest&) { return okAnswer("ok", "Location: /api/y\r\n"); };
    ProxySettings settings;
    settings.gateway = {{false, "127.0.0.1", origin.serverPort()}, "/api", {}};
    settings.authHeader = "X-Gate";
    Proxy proxy(clock, host, settings);
    proxy.injectKey("X-Gate", Secret("stored-key-0123456789"));
    QVERIFY(proxy.listen().has_value());
    const QByteArray base = proxy.address();
    const QByteArray authority = "127.0.0.1:" + QByteArray::number(proxy.port());
    const QByteArray token = base.mid(7 + authority.size()).chopped(4);
    QVERIFY(token.startsWith("/pw-"));
    QCOMPARE(token.size(), 4 + 32);

    const auto ask = [&](const QByteArray& target) {
        auto client = std::make_unique<RawClient>(proxy.port());
        client->send("GET " + target + " HTTP/1.1\r\nHost: " + authority
                     + "\r\nx-gate: mine\r\nConnection: x-gate\r\n\r\n");
        return client;
    };
    const auto client = ask(token + "/api/x?a");
    QTRY_COMPARE(client->answers().size(), 1);
    QCOMPARE(client->answers()[0].head.headers.value("Location"), QByteArray(token + "/api/y"));
    QCOMPARE(origin.seen()[0].head.target, QByteArray("/api/x?a"));
    QCOMPARE(origin.seen()[0].head.headers.values("X-Gate"),
             QList<QByteArray>{"stored-key-0123456789"});
    QVERIFY(!origin.received().contains("pw-"));
    const Http::RequestHead& kept = host.exchanges[0].request;
    QCOMPARE(kept.target, QByteArray("/api/x?a"));
    QVERIFY(kept.headers.value("X-Gate").endsWith("6789"));
    QVERIFY(!kept.headers.value("X-Gate").contains("stored"));

    const int connections = origin.connections();
    const QByteArray half = token.chopped(1);
    for (const QByteArray& wrong : {QByteArray("/api/x"), QByteArray(half + "/api/x"),
                                    QByteArray(token + "0/api/x"), QByteArray("/"), QByteArray("*"),
                                    QByteArray("/pw-"), QByteArray("/x" + token + "/api")}) {
        const auto stranger = ask(wrong);
        QTRY_COMPARE(stranger->answers().size(), 1);
        QVERIFY2(stranger->answers()[0].head.status == 403
                     || stranger->answers()[0].head.status == 400,
                 wrong.constData());
        QVERIFY(stranger->received().contains("Proxy-Status: pacewatch;"));
    }
    QCOMPARE(origin.connections(), connections);
    for (const Exchange& exchange : std::as_const(host.exchanges)) {
        QVERIFY(!exchange.request.target.contains(token));
    }
}

void TestDutiesFields::refusesMethodsThatWouldTurnItRound_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("CONNECT") << QByteArray("CONNECT evil.example:443");
    QTest::newRow("CONNECT to itself") << QByteArray("CONNECT {host}");
    QTest::newRow("TRACE") << QByteArray("TRACE /");
}

void TestDutiesFields::refusesMethodsThatWouldTurnItRound()
{
    QFETCH(QByteArray, line);
    ProxyRig rig;
    const auto client = rig.send(line + " HTTP/1.1\r\nHost: {host}\r\n\r\n");
    QTRY_COMPARE(client->answers().size(), 1);
    QCOMPARE(client->answers()[0].head.status, 405);
    QVERIFY(client->answers()[0].head.headers.contains("Allow"));
    QCOMPARE(rig.origin.connections(), 0);
    QCOMPARE(rig.host.exchanges.size(), 1);
    QCOMPARE(rig.host.exchanges[0].outcome, Outcome::RefusedByUs);
}

void TestDutiesFields::refusesEveryOtherHost_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<int>("status");
    const auto row = [](const char* name, const char* fields, int status) {
        QTest::newRow(name) << QByteArray(fields) << status;
    };
    row("none", "", 400);
    row("empty", "Host:\r\n", 400);
    row("two", "Host: {host}\r\nHost: {host}\r\n", 400);
    row("two in one", "Host: {host}, {host}\r\n", 400);
    row("with a user", "Host: me@{host}\r\n", 400);
    row("with a path", "Host: {host}/x\r\n", 400);
    row("with a query", "Host: {host}?x\r\n", 400);
    row("port is a word", "Host: localhost:http\r\n", 400);
    row("port too large", "Host: localhost:65536\r\n", 400);
    row("no port", "Host: localhost\r\n", 421);
    row("another port", "Host: localhost:1\r\n", 421);
    row("another name", "Host: evil.example:{port}\r\n", 421);
    row("a name below localhost", "Host: a.localhost:{port}\r\n", 421);
    row("an address of the network", "Host: 192.168.1.1:{port}\r\n", 421);
    row("the address as a number", "Host: 2130706433:{port}\r\n", 421);
    row("with a dot at the end", "Host: localhost.:{port}\r\n", 421);
}

void TestDutiesFields::refusesEveryOtherHost()
{
    QFETCH(QByteArray, fields);
    QFETCH(int, status);
    ProxyRig rig;
    fields.replace("{port}", QByteArray::number(rig.proxy->port()));
    const auto client = rig.send("GET / HTTP/1.1\r\n" + fields + "\r\n");
    QTRY_COMPARE(client->answers().size(), 1);
    QCOMPARE(client->answers()[0].head.status, status);
    QVERIFY(client->answers()[0].head.headers.contains("Proxy-Status"));
    QCOMPARE(rig.origin.connections(), 0);
    QCOMPARE(rig.host.exchanges.size(), 1);
    QCOMPARE(rig.host.exchanges[0].response.status, status);
}

void TestDutiesFields::mendsAnAnswersNamesAndRefusesFoldedOnes()
{
    ProxyRig rig;
    rig.origin.answer = [](const SeenRequest& seen) {
        return seen.head.target == "/folded" ? okAnswer("ok", "X-A: 1\r\n 2\r\n")
                                             : okAnswer("ok", "X-A : 1\r\n");
    };
    const auto spaced = rig.send("GET /spaced HTTP/1.1\r\nHost: {host}\r\n\r\n");
    QTRY_VERIFY(spaced->received().contains("\r\nX-A: 1\r\n"));
    const auto folded = rig.send("GET /folded HTTP/1.1\r\nHost: {host}\r\n\r\n");
    QTRY_COMPARE(folded->answers().size(), 1);
    QCOMPARE(folded->answers()[0].head.status, 502);
    QVERIFY(folded->received().contains("error=http_protocol_error"));
}

void TestDutiesFields::bringsRedirectsBackUnlessToldNotTo()
{
    for (const bool rewrites : {true, false}) {
        ProxySettings settings;
        settings.rewritesRedirects = rewrites;
        ProxyRig rig(settings);
        const QByteArray gateway = "127.0.0.1:" + QByteArray::number(rig.origin.serverPort());
        rig.origin.answer = [&](const SeenRequest& seen) {
            const QByteArray where = seen.head.target == "/own" ? "http://" + gateway + "/n?q#f"
                : seen.head.target == "/path"                   ? QByteArray("/n")
                                              : QByteArray("https://elsewhere.example/n");
            return okAnswer("", "Location: " + where + "\r\n");
        };
        const auto locationOf = [&](const QByteArray& path) {
            const auto client = rig.send("GET " + path + " HTTP/1.1\r\nHost: {host}\r\n\r\n");
            [&] { QTRY_COMPARE(client->answers().size(), 1); }();
            return client->answers().value(0).head.headers.value("Location");
        };
        QCOMPARE(locationOf("/own"),
                 QByteArray("http://" + (rewrites ? rig.authority() : gateway) + "/n?q#f"));
        QCOMPARE(locationOf("/path"), QByteArray("/n"));
        QCOMPARE(locationOf("/away"), QByteArray("https://elsewhere.example/n"));
    }
}

void TestDutiesFields::statesOneVersionItsOwn()
{
    ProxyRig rig;
    rig.origin.answer = [](const SeenRequest&) {
        return QByteArray("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok");
    };
    const auto client = rig.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    QTRY_COMPARE(client->answers().size(), 1);
    QVERIFY(rig.origin.received().startsWith("GET / HTTP/1.1\r\n"));
    QVERIFY(client->received().startsWith("HTTP/1.1 200 OK\r\n"));
    QVERIFY(client->received().contains("Connection: keep-alive\r\n"));
}

QTEST_GUILESS_MAIN(TestDutiesFields)
#include "tst_duties_fields.moc"
