#include "app/jsonlines.h"
#include "tests/app/program.h"
#include "tests/support/calls.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TestAnalyzeCommand final : public QObject
{
    Q_OBJECT

private slots:
    void findsBurstsInARecord();
    void isContentWithCalmCalls();
    void refusesWhatItCannotRead();

private:
    /// Writes @p calls as `proxy --record` does.
    [[nodiscard]] QString recorded(const QString& name, const QList<Exchange>& calls) const;

    QTemporaryDir m_folder;
};

namespace {

Exchange answered(Exchange call, int left)
{
    call.response.headers.append("X-RateLimit-Limit", "100");
    call.response.headers.append("X-RateLimit-Remaining", QByteArray::number(left));
    call.response.headers.append("X-RateLimit-Reset", "1763546460");
    return call;
}

QList<Exchange> bursts()
{
    QList<Exchange> calls;
    for (int burst = 0; burst < 6; ++burst) {
        for (int i = 0; i < 24; ++i) {
            Make::Call call(30s * burst + 33ms * i);
            call.body("guest " + QByteArray::number(100 * burst + i));
            if (i >= 10) {
                call.refused(2s);
            }
            Exchange exchange = answered(call, 80);
            if (exchange.isRefused()) {
                exchange.response.headers.append("Retry-After", "2");
                exchange.responseBody.head = R"({"message": "Rate limit exceeded."})";
                exchange.responseBody.size = exchange.responseBody.head.size();
            }
            calls.append(exchange);
        }
    }
    return calls;
}

} // namespace

QString TestAnalyzeCommand::recorded(const QString& name, const QList<Exchange>& calls) const
{
    QFile file(m_folder.filePath(name));
    (void)file.open(QIODevice::WriteOnly);
    for (const Exchange& call : calls) {
        file.write(QJsonDocument(toJson(call)).toJson(QJsonDocument::Compact) + '\n');
    }
    return file.fileName();
}

void TestAnalyzeCommand::findsBurstsInARecord()
{
    const QString file = recorded(u"bursts.jsonl"_s, bursts());
    const Run run = runProgram({u"analyze"_s, u"--json"_s, u"--cases"_s, file});
    QCOMPARE(run.exitCode, 1);
    const QJsonObject json = QJsonDocument::fromJson(run.output).object();
    QCOMPARE(json.value(u"calls"_s).toInt(), 144);
    QCOMPARE(json.value(u"refused"_s).toInt(), 84);
    QCOMPARE(json.value(u"headline"_s).toString(), u"one_culprit"_s);
    const QJsonValue first = json.value(u"findings"_s).toArray().at(0);
    QCOMPARE(first[u"kind"_s].toString(), u"bursts"_s);
    QCOMPARE(first[u"who"_s].toString(), u"client"_s);
    QCOMPARE(first[u"sure"_s].toString(), u"strong"_s);
    QCOMPARE(first[u"calls"_s].toArray().size(), 84);
    QCOMPARE(json.value(u"cases"_s).toArray().size(), 84);
    QCOMPARE(json.value(u"cases"_s)[0][u"window"_s].toString(), u"second"_s);
    const Run text = runProgram({u"analyze"_s, u"--profile"_s, u"aisoule"_s, file});
    QCOMPARE(text.exitCode, 1);
    QVERIFY2(text.output.contains("84"), text.output.constData());
}

void TestAnalyzeCommand::isContentWithCalmCalls()
{
    QList<Exchange> calls;
    for (int i = 0; i < 40; ++i) {
        calls.append(answered(Make::Call(3s * i).body(QByteArray::number(i)), 99 - i % 20));
    }
    const Run run = runProgram({u"analyze"_s, u"--json"_s, recorded(u"calm.jsonl"_s, calls)});
    QCOMPARE(run.exitCode, 0);
    const QJsonObject json = QJsonDocument::fromJson(run.output).object();
    QCOMPARE(json.value(u"findings"_s).toArray().size(), 0);
    QVERIFY(json.value(u"checked"_s).toArray().contains(u"bursts"_s));
}

void TestAnalyzeCommand::refusesWhatItCannotRead()
{
    QCOMPARE(runProgram({u"analyze"_s}).exitCode, 2);
    QCOMPARE(runProgram({u"analyze"_s, m_folder.filePath(u"none"_s)}).exitCode, 2);
    QFile file(m_folder.filePath(u"prose"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("no call at all\n");
    file.close();
    QCOMPARE(runProgram({u"analyze"_s, file.fileName()}).exitCode, 2);
}

QTEST_GUILESS_MAIN(TestAnalyzeCommand)
#include "tst_analyzecommand.moc"
