#include "tests/app/program.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

class TestExplainCommand final : public QObject
{
    Q_OBJECT

private slots:
    void readsARawResponse();
    void readsJsonLinesFromAFile();
    void tellsPeopleInWords();
    void saysWhoseTheLimitIs();
    void keepsControlCharactersFromTheTerminal();
    void takesEveryAnswerOfAChain();
    void staysQuickOnMegabytes_data();
    void staysQuickOnMegabytes();
    void refusesWhatItCannotRead();
};

namespace {

constexpr const char* Refused = "HTTP/1.1 429 Too Many Requests\r\n"
                                "X-RateLimit-Limit: 100\r\n"
                                "X-RateLimit-Remaining: 0\r\n"
                                "Retry-After: 12\r\n\r\n";

} // namespace

void TestExplainCommand::readsARawResponse()
{
    const Run run = runProgram({u"explain"_s, u"--json"_s}, Refused);
    QCOMPARE(run.exitCode, 0);
    const QJsonObject json = QJsonDocument::fromJson(run.output).object();
    QCOMPARE(json.value(u"is_rate_limited"_s).toBool(), true);
    QCOMPARE(json.value(u"retry_after_seconds"_s).toDouble(), 12.0);
    const QJsonObject window = json.value(u"windows"_s).toArray().at(0).toObject();
    QCOMPARE(window.value(u"limit"_s).toDouble(), 100.0);
    QCOMPARE(window.value(u"remaining"_s).toDouble(), 0.0);
    QVERIFY(json.contains(u"hit_window"_s));
    QVERIFY(json.contains(u"scope"_s));
    QVERIFY(json.contains(u"notes"_s));
}

void TestExplainCommand::readsJsonLinesFromAFile()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"answers.jsonl"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"id": "a", "status": 200, "header_lines": ["X-RateLimit-Limit: 100", )"
               R"("X-RateLimit-Remaining: 87", "X-RateLimit-Reset: 1716984000"], "body": null, )"
               R"("received_at": 1716983970})"
               "\n"
               R"({"id": "b", "status": 204, "header_lines": [], "body": null, )"
               R"("received_at": 1716983970})"
               "\n");
    file.close();
    const Run run = runProgram({u"explain"_s, u"--json"_s, file.fileName()});
    QCOMPARE(run.exitCode, 0);
    const QList<QByteArray> lines = run.output.trimmed().split('\n');
    QCOMPARE(lines.size(), 2);
    const QJsonObject first = QJsonDocument::fromJson(lines.at(0)).object();
    QCOMPARE(first.value(u"id"_s).toString(), u"a"_s);
    const QJsonObject window = first.value(u"windows"_s).toArray().at(0).toObject();
    QCOMPARE(window.value(u"reset_seconds_from_now"_s).toDouble(), 30.0);
    const QJsonObject second = QJsonDocument::fromJson(lines.at(1)).object();
    QVERIFY(second.value(u"windows"_s).toArray().isEmpty());
    QVERIFY(second.value(u"retry_after_seconds"_s).isNull());
}

void TestExplainCommand::tellsPeopleInWords()
{
    const Run run = runProgram({u"explain"_s}, Refused);
    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.output.startsWith("Refused because of a limit, status 429\n"));
    QVERIFY(run.output.contains("The gateway asks to wait 12 s, in Retry-After."));
    QVERIFY(run.output.contains("X-RateLimit-Limit: 100"));
    QVERIFY(run.output.contains("100 calls are allowed"));
    QVERIFY(run.output.contains("0 calls left"));
    QVERIFY(run.output.contains("To do: Send nothing with this key for 12 s"));
}

/// Another key does not help against a limit of the address.
void TestExplainCommand::saysWhoseTheLimitIs()
{
    const Run run = runProgram({u"explain"_s},
                               "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 5\r\n\r\n"
                               "API rate limit exceeded for 203.0.113.254.");
    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.output.contains("The limit is that of this network address."));
    QVERIFY(run.output.contains("To do: Send nothing from this network address for 5 s"));
    const Run token = runProgram({u"explain"_s},
                                 "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 5\r\n\r\n"
                                 "Rate limit exceeded for this token.");
    QVERIFY(token.output.contains("The limit is that of this token."));
    const Run partition = runProgram({u"explain"_s},
                                     "HTTP/1.1 200 OK\r\n"
                                     "RateLimit: \"default\";r=9;pk=:dHJpYWw=:\r\n\r\n");
    QVERIFY(partition.output.contains("The limit is that of the partition dHJpYWw=."));
}

void TestExplainCommand::keepsControlCharactersFromTheTerminal()
{
    const Run run = runProgram({u"explain"_s},
                               R"({"id": "\u001b[2Jx", "status": 200, )"
                               R"("header_lines": [], "received_at": 1})"
                               "\n");
    QCOMPARE(run.exitCode, 0);
    QVERIFY(!run.output.contains('\x1b'));
    QVERIFY(run.output.contains("[2Jx"));
}

void TestExplainCommand::takesEveryAnswerOfAChain()
{
    const Run run = runProgram({u"explain"_s, u"--json"_s},
                               "HTTP/2 301\r\nlocation: /b\r\nratelimit: limit=10, remaining=0, "
                               "reset=10\r\n\r\n<html>moved</html>\nHTTP/2 200\r\n"
                               "ratelimit: limit=10, remaining=9, reset=3\r\n\r\n{}");
    QCOMPARE(run.exitCode, 0);
    const QList<QByteArray> lines = run.output.trimmed().split('\n');
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines.at(0).contains("\"remaining\":0"));
    QVERIFY(lines.at(1).contains("\"remaining\":9"));
}

void TestExplainCommand::staysQuickOnMegabytes_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<int>("exitCode");
    const QByteArray many = QByteArray("x-filler: 0123456789\n").repeated(500'000);
    QByteArray noise(10'000'000, '\0');
    for (qsizetype i = 0; i < noise.size(); ++i) {
        noise[i] = static_cast<char>(i * 7919 >> 5);
    }
    QTest::newRow("one endless word") << QByteArray(10'000'000, 'w') << 2;
    QTest::newRow("empty lines and letters") << QByteArray("a\n\n").repeated(3'000'000) << 2;
    QTest::newRow("bytes of no text") << noise << 2;
    QTest::newRow("more fields than anyone sends") << many << 0;
    QTest::newRow("a long body") << QByteArray(QByteArray(Refused) + QByteArray(10'000'000, '{'))
                                 << 0;
    QTest::newRow("an endless status line")
        << QByteArray("HTTP/1.1 429 ").append(QByteArray(10'000'000, 'x')) << 0;
}

void TestExplainCommand::staysQuickOnMegabytes()
{
    QFETCH(QByteArray, input);
    QFETCH(int, exitCode);
    QElapsedTimer timer;
    timer.start();
    const Run run = runProgram({u"explain"_s}, input);
    QVERIFY2(run.exitCode == exitCode, run.errors.constData());
    QCOMPARE(run.errors.isEmpty(), exitCode == 0);
    QVERIFY2(timer.elapsed() < 8000, "it took seconds"); // under one on an idle machine
}

void TestExplainCommand::refusesWhatItCannotRead()
{
    const Run garbage = runProgram({u"explain"_s}, "what is this\n");
    QCOMPARE(garbage.exitCode, 2);
    QVERIFY(garbage.errors.contains("no HTTP response"));
    QCOMPARE(runProgram({u"explain"_s}, "\n").exitCode, 2);
    QCOMPARE(runProgram({u"explain"_s, u"/nowhere.txt"_s}).exitCode, 2);
    QCOMPARE(runProgram({u"explain"_s, u"one"_s, u"two"_s}).exitCode, 2);
    const Run run = runProgram({u"explain"_s, u"--profile"_s, u"nobody"_s}, Refused);
    QCOMPARE(run.exitCode, 2);
    QVERIFY(run.errors.contains("nobody"));
}

QTEST_GUILESS_MAIN(TestExplainCommand)
#include "tst_explaincommand.moc"
