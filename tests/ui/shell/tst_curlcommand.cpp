#include "ui/curlcommand.h"

#include <QProcess>
#include <QTest>

using namespace Pacewatch;
using namespace Qt::Literals::StringLiterals;

namespace {

Exchange post(const QByteArray& body = "{\"to\": \"1\"}")
{
    Exchange exchange;
    exchange.request.method = "POST";
    exchange.request.target = "/messages/send?page=1";
    exchange.requestBody = {body, body.size(), {}};
    return exchange;
}

QString commandOf(const Exchange& exchange, const QByteArray& authHeader = {})
{
    return curlCommand(exchange, "https://app.aisoule.com/api/", authHeader).text;
}

/// What bash makes of one quoted word.
QByteArray readByShell(const QString& word)
{
    QProcess shell;
    shell.start(u"bash"_s, {u"--norc"_s, u"-c"_s, u"printf '%s' "_s + word});
    shell.waitForFinished();
    return shell.readAllStandardOutput();
}

} // namespace

class TestCurlCommand final : public QObject
{
    Q_OBJECT

private slots:
    void writesAddressMethodFieldsAndBody();
    void replacesEveryKey_data();
    void replacesEveryKey();
    void leavesOutWhatCurlWritesItself();
    void neverReadsAFile();
    void saysWhenTheBodyIsCut();
    void quotesHostileValues_data();
    void quotesHostileValues();
};

void TestCurlCommand::writesAddressMethodFieldsAndBody()
{
    Exchange exchange = post();
    exchange.request.headers = {{"Content-Type", "application/json"}};
    QCOMPARE(commandOf(exchange),
             u"curl --globoff 'https://app.aisoule.com/api/messages/send?page=1' \\\n"
             "  --header 'Content-Type: application/json' \\\n"
             "  --data-raw '{\"to\": \"1\"}'"_s);
    exchange.request.target = "/api/messages/send?page=1"; // as a client writes it to the proxy
    QVERIFY(commandOf(exchange).startsWith(
        "curl --globoff 'https://app.aisoule.com/api/messages/send?page=1' "_L1));
    exchange.request.target = "/apiary"; // no path below the base
    QVERIFY(commandOf(exchange).contains("/api/apiary'"_L1));
    exchange.request.target = "/messages/send?page=1";
    exchange.request.method = "DELETE";
    exchange.requestBody = {};
    QVERIFY(commandOf(exchange).startsWith("curl --globoff --request 'DELETE' 'https://"_L1));
    exchange.request.method = "GET";
    QVERIFY(!commandOf(exchange).contains("--request"_L1));
}

void TestCurlCommand::replacesEveryKey_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("shown");
    QTest::newRow("the field of the profile")
        << QByteArray("X-Own-Key") << QByteArray("secret1234") << u"X-Own-Key: YOUR_KEY"_s;
    QTest::newRow("a bearer keeps its scheme")
        << QByteArray("Authorization") << QByteArray("Bearer secret1234")
        << u"Authorization: Bearer YOUR_KEY"_s;
    QTest::newRow("any case") << QByteArray("x-api-KEY") << QByteArray("secret1234")
                              << u"x-api-KEY: YOUR_KEY"_s;
    QTest::newRow("masked by the engine")
        << QByteArray("X-Other") << u"ak_live_••••••••7Q2f"_s.toUtf8() << u"X-Other: YOUR_KEY"_s;
    QTest::newRow("a cookie") << QByteArray("Cookie") << QByteArray("session=secret1234")
                              << u"Cookie: YOUR_KEY"_s;
}

void TestCurlCommand::replacesEveryKey()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QFETCH(QString, shown);
    Exchange exchange = post();
    exchange.request.target = "/send?api_key=secret1234&page=2";
    exchange.request.headers = {{name, value}};
    const QString command = commandOf(exchange, "X-Own-Key");
    QVERIFY2(command.contains(shown), qPrintable(command));
    QVERIFY(command.contains("api_key=YOUR_KEY&page=2"_L1));
    QVERIFY(!command.contains("secret1234"_L1));
    QVERIFY(!command.contains(u'•'));
}

void TestCurlCommand::leavesOutWhatCurlWritesItself()
{
    Exchange exchange = post();
    exchange.request.headers
        = {{"Host", "127.0.0.1"}, {"Content-Length", "11"}, {"Connection", "close"}};
    QVERIFY(!commandOf(exchange).contains("--header"_L1));
}

void TestCurlCommand::neverReadsAFile()
{
    Exchange exchange = post("@/etc/passwd");
    exchange.request.headers = {{"@/etc/passwd", ""}};
    const QString command = commandOf(exchange);
    QVERIFY(!command.contains("--header"_L1));
    QVERIFY(command.contains("--data-raw '@/etc/passwd'"_L1)); // data-raw takes it as it is
}

void TestCurlCommand::saysWhenTheBodyIsCut()
{
    Exchange exchange = post();
    QVERIFY(!curlCommand(exchange, "https://x.test").bodyIsCut);
    exchange.requestBody.size = 100'000;
    QVERIFY(curlCommand(exchange, "https://x.test").bodyIsCut);
}

void TestCurlCommand::quotesHostileValues_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("plain") << QByteArray("hello");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("quote") << QByteArray("it's $(touch /tmp/pacewatch-pwned) `id`");
    QTest::newRow("ends the quote") << QByteArray("'; rm -rf ~; '");
    QTest::newRow("backslash") << QByteArray("a\\'b\\");
    QTest::newRow("history") << QByteArray("!!");
    QTest::newRow("line ends") << QByteArray("a\nb\r\nc");
    QTest::newRow("ends a bracketed paste") << QByteArray("a\x1b[201~\nid\n");
    QTest::newRow("turns text around") << u"a\u202Edcba"_s.toUtf8();
    QTest::newRow("digits after an escape") << QByteArray("\x01"
                                                          "7\x1b"
                                                          "0");
    QTest::newRow("broken UTF-8") << QByteArray("\xff\xfe\xc3(");
    QTest::newRow("umlauts") << u"Grüße, ñ, 漢"_s.toUtf8();
}

void TestCurlCommand::quotesHostileValues()
{
    QFETCH(QByteArray, value);
    const QString word = quotedForShell(value);
    QCOMPARE(readByShell(word), value);
    for (const QChar each : word) {
        QVERIFY(each.unicode() >= 0x20 && each.unicode() != 0x7f);
    }
}

QTEST_GUILESS_MAIN(TestCurlCommand)
#include "tst_curlcommand.moc"
