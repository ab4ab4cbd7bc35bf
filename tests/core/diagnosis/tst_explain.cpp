#include "core/diagnosis/explain.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const WallTime arrival{1'716'983'970s};

QJsonObject jsonOf(const QByteArray& input)
{
    const auto answers = answersFrom(input, arrival);
    return answers ? explainJson(explain(answers->first().second, answers->first().first))
                   : QJsonObject();
}

} // namespace

class TestExplain final : public QObject
{
    Q_OBJECT

private slots:
    void readsOneResponseInAnyForm_data();
    void readsOneResponseInAnyForm();
    void answersInTheFormScriptsKnow();
    void readsOneObjectALine();
    void refusesWhatIsNoInput_data();
    void refusesWhatIsNoInput();
    void takesABodyByItself();
    void saysWhatEveryLineMeans();
    void saysWhatTheBodyMeans();
};

void TestExplain::readsOneResponseInAnyForm_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::newRow("as on the wire") << QByteArray(
        "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 9\r\nX-RateLimit-Limit: 5\r\n\r\n{}");
    QTest::newRow("with bare line feeds")
        << QByteArray("HTTP/2 429\nretry-after: 9\nx-ratelimit-limit: 5\n\n{}");
    QTest::newRow("from curl -v") << QByteArray(
        "< HTTP/1.1 429 Too Many Requests\n< Retry-After: 9\n"
        "< X-RateLimit-Limit:5\n<\n{}");
    QTest::newRow("from curl -v with its remarks") << QByteArray(
        "*   Trying 127.0.0.1:443...\n> GET /a HTTP/2\n> Host: a\n> Retry-After: 77\n>\n"
        "< HTTP/2 429\n< retry-after: 9\n< x-ratelimit-limit: 5\n<\n{ [2 bytes data]\n{}\n"
        "* Connection #0 to host a left intact\n");
    QTest::newRow("after an announcement")
        << QByteArray("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 429 Too Many\r\nRetry-After: 9\r\n"
                      "X-RateLimit-Limit: 5\r\n\r\n");
    QTest::newRow("without a line between head and body") << QByteArray(
        "Status: 429 Too Many Requests\nRetry-After: 9\nX-RateLimit-Limit: 5\n{\"a\": 1}");
    QTest::newRow("as a browser shows it")
        << QByteArray(":status: 429\nretry-after: 9\nx-ratelimit-limit: 5\n");
}

void TestExplain::readsOneResponseInAnyForm()
{
    QFETCH(QByteArray, input);
    const QJsonObject json = jsonOf(input);
    QCOMPARE(json.value("retry_after_seconds"_L1).toDouble(), 9.0);
    QVERIFY(json.value("is_rate_limited"_L1).toBool());
    QCOMPARE(json.value("windows"_L1).toArray().first().toObject().value("limit"_L1).toInt(), 5);
}

void TestExplain::answersInTheFormScriptsKnow()
{
    const QJsonObject json = jsonOf("X-RateLimit-sec-Limit: 80\nX-RateLimit-sec-Remaining: 62\n");
    const QJsonObject expected = QJsonDocument::fromJson(R"({
        "windows": [{"name": "sec", "limit": 80, "remaining": 62, "used": null,
                     "unit": "requests", "window_seconds": 1, "reset_seconds_from_now": null}],
        "retry_after_seconds": null, "is_rate_limited": false, "hit_window": null,
        "scope": null, "dialects": ["x-ratelimit-sec-min"], "notes": []})")
                                     .object();
    QCOMPARE(json, expected);
}

void TestExplain::readsOneObjectALine()
{
    const auto answers = answersFrom(
        R"({"id": "a", "status": 429, "header_lines": ["Retry-After: 3"], "body": null}

{"id": 7, "status": 200, "header_lines": ["X-RateLimit-Reset: 1716984000"], "received_at": 1716983999.5}
{"status": 429, "header_lines": [], "body": {"retry_after": 4}}
)",
        arrival);
    QVERIFY(answers);
    QCOMPARE(answers->size(), 3);
    QCOMPARE(answers->at(0).first, u"a"_s);
    QVERIFY(answers->at(0).second.receivedAt == arrival);
    QCOMPARE(answers->at(1).first, u"7"_s);
    const Explanation second = explain(answers->at(1).second);
    QCOMPARE(second.reading.windows.first().resetIn, std::optional(Duration(1s))); // rounded up
    QCOMPARE(explain(answers->at(2).second).reading.retryAfter, std::optional(Duration(4s)));
}

void TestExplain::refusesWhatIsNoInput_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QString>("complaint");
    QTest::newRow("nothing") << QByteArray(" \n") << u"there is no response to read"_s;
    QTest::newRow("a torn line") << QByteArray("{\"status\": 200}\n{\"status\":")
                                 << u"line 2: not a JSON object"_s;
    QTest::newRow("a head that is no list")
        << QByteArray("{\"header_lines\": 5}") << u"line 1: header_lines must be a list of texts"_s;
    const QString none
        = u"There is no HTTP response in it: no status line, no header field, no word "
          "about limits."_s;
    QTest::newRow("a letter") << QByteArray("Dear all,\n\nit does not work.\n") << none;
    QTest::newRow("a picture") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\1\2: 3", 22) << none;
}

void TestExplain::refusesWhatIsNoInput()
{
    QFETCH(QByteArray, input);
    QFETCH(QString, complaint);
    const auto answers = answersFrom(input, arrival);
    QVERIFY(!answers);
    QCOMPARE(answers.error().detail, complaint);
}

void TestExplain::takesABodyByItself()
{
    const QJsonObject json = jsonOf("{\n  \"code\": 429,\n  \"message\": \"Too many requests\",\n"
                                    "  \"retry_after\": 8\n}\n");
    QVERIFY(json.value("is_rate_limited"_L1).toBool());
    QCOMPARE(json.value("retry_after_seconds"_L1).toDouble(), 8.0);
    QCOMPARE(
        jsonOf("Slow down. Try again in 2 minutes.").value("retry_after_seconds"_L1).toDouble(),
        120.0);
}

void TestExplain::saysWhatTheBodyMeans()
{
    const auto answers = answersFrom("HTTP/1.1 429\n\n{\"error\": {\"code\": \"rate_limited\", "
                                     "\"limit_type\": \"sec\", \"retry_after\": \"4s\", "
                                     "\"request_id\": \"a1\"}}",
                                     arrival);
    QVERIFY(answers);
    const Explanation explanation = explain(answers->first().second);
    using About = BodyMeaning::About;
    QCOMPARE(explanation.body.size(), 3);
    QCOMPARE(explanation.body.at(0).path, u"error.code"_s);
    QVERIFY(explanation.body.at(0).about == About::Refusal);
    QVERIFY(explanation.body.at(1).about == About::Window);
    QVERIFY(explanation.body.at(2).about == About::Wait);
    QCOMPARE(explanation.body.at(2).wait, std::optional(Duration(4s)));
}

void TestExplain::saysWhatEveryLineMeans()
{
    const auto answers = answersFrom("HTTP/1.1 200 OK\nDate: Wed, 29 May 2024 11:59:20 GMT\n"
                                     "Server: x\nX-RateLimit-Limit: 100\nRetry-After: soon\n"
                                     "X-RateLimit-Mood: good\n\n",
                                     arrival);
    QVERIFY(answers);
    const Explanation explanation = explain(answers->first().second);
    using About = LineMeaning::About;
    const QList<About> expected{About::Date, About::Nothing, About::Limits, About::Unread,
                                About::Unread};
    QCOMPARE(explanation.lines.size(), expected.size());
    for (qsizetype i = 0; i < expected.size(); ++i) {
        QVERIFY2(explanation.lines.at(i).about == expected.at(i),
                 explanation.lines.at(i).field.name.constData());
    }
    QCOMPARE(explanation.lines.at(2).windows, QStringList{u"default"_s});
}

QTEST_GUILESS_MAIN(TestExplain)
#include "tst_explain.moc"
