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
    void saysWhatEveryLineMeans();
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
}

void TestExplain::refusesWhatIsNoInput()
{
    QFETCH(QByteArray, input);
    QFETCH(QString, complaint);
    const auto answers = answersFrom(input, arrival);
    QVERIFY(!answers);
    QCOMPARE(answers.error().detail, complaint);
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
