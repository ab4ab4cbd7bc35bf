#include "tests/app/program.h"
#include "tests/app/recordedbursts.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TestCompareCommand final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void saysThatTheRefusalsAreGone();
    void saysThatTheyCameBack();
    void doesNotTellFromOneCall();
    void readsOtherKindsOfFiles();
    void printsAStableObject();
    void refusesWhatMakesNoSense_data();
    void refusesWhatMakesNoSense();

private:
    [[nodiscard]] static QJsonObject jsonOf(const Run& run)
    {
        return QJsonDocument::fromJson(run.output).object();
    }

    QTemporaryDir m_folder;
    QString m_bursts;
    QString m_calm;
    QString m_one;
};

void TestCompareCommand::initTestCase()
{
    m_bursts = writeRecord(m_folder.filePath(u"bursts.jsonl"_s), recordedBursts());
    QList<Exchange> calm;
    for (int i = 0; i < 144; ++i) {
        Make::Call call(1h + i * 1s);
        call.body("guest " + QByteArray::number(i));
        calm.append(statingLeft(call, 80));
    }
    m_calm = writeRecord(m_folder.filePath(u"calm.jsonl"_s), calm);
    m_one = writeRecord(m_folder.filePath(u"one.jsonl"_s), calm.first(1));
}

void TestCompareCommand::saysThatTheRefusalsAreGone()
{
    const Run run = runProgram({u"compare"_s, m_bursts, m_calm});
    QCOMPARE(run.exitCode, 0);
    QVERIFY2(run.output.startsWith("The refusals are gone\n84 before, none after."),
             run.output.constData());
    QVERIFY2(run.output.contains("Refused calls"), run.output.constData());
    QVERIFY2(run.output.contains("better"), run.output.constData());
}

void TestCompareCommand::saysThatTheyCameBack()
{
    const Run run = runProgram({u"compare"_s, u"--json"_s, m_calm, m_bursts});
    QCOMPARE(run.exitCode, 1);
    QCOMPARE(jsonOf(run)[u"result"_s].toString(), u"began"_s);
    QVERIFY(jsonOf(run)[u"caveats"_s].toArray().contains(u"wrong_order"_s));
    QCOMPARE(undocumented(run.output, u"compare.md"_s).join(u' '), QString());
    QCOMPARE(absent(run.output, u"compare.md"_s).join(u' '), QString());
}

void TestCompareCommand::doesNotTellFromOneCall()
{
    const Run run = runProgram({u"compare"_s, u"--json"_s, m_bursts, m_one});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(jsonOf(run)[u"result"_s].toString(), u"cannot_tell"_s);
    const Run other = runProgram({u"compare"_s, u"--json"_s, m_one, m_bursts});
    QCOMPARE(other.exitCode, 1);
    const Run text = runProgram({u"compare"_s, m_bursts, m_one});
    QVERIFY2(!text.output.contains("\xEF\xBF\xBD"), text.output.constData()); // U+FFFD
    QVERIFY2(text.output.contains("One call after is too few"), text.output.constData());
}

void TestCompareCommand::readsOtherKindsOfFiles()
{
    QByteArray lines;
    for (int i = 0; i < 60; ++i) {
        lines += "192.0.2.1 - - [19/Nov/2025:10:18:" + QByteArray::number(i).rightJustified(2, '0')
            + " +0000] \"GET /a HTTP/1.1\" " + (i % 20 < 5 ? "429" : "200") + " 1\n";
    }
    QFile file(m_folder.filePath(u"access.log"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(lines);
    file.close();
    const Run run = runProgram({u"compare"_s, u"--json"_s, file.fileName(), file.fileName()});
    QCOMPARE(run.exitCode, 1);
    QCOMPARE(jsonOf(run)[u"result"_s].toString(), u"alike"_s);
    QVERIFY(jsonOf(run)[u"caveats"_s].toArray().contains(u"same_calls"_s));
    QVERIFY(jsonOf(run)[u"measures"_s][4][u"before"_s].isNull());
}

void TestCompareCommand::printsAStableObject()
{
    const QJsonObject json = jsonOf(runProgram({u"compare"_s, u"--json"_s, m_bursts, m_calm}));
    QCOMPARE(json.keys(),
             QStringList({u"after"_s, u"alike"_s, u"before"_s, u"caveats"_s, u"load"_s,
                          u"measures"_s, u"result"_s}));
    const QStringList measures{u"refused"_s,        u"calls"_s,       u"work"_s,
                               u"busiest_second"_s, u"fewest_left"_s, u"early_retries"_s,
                               u"lookups"_s,        u"other_use"_s};
    const QJsonArray lines = json[u"measures"_s].toArray();
    QCOMPARE(lines.size(), measures.size());
    for (qsizetype i = 0; i < lines.size(); ++i) {
        QCOMPARE(lines[i][u"measure"_s].toString(), measures[i]);
        QCOMPARE(
            lines[i].toObject().keys(),
            QStringList({u"after"_s, u"after_total"_s, u"before"_s, u"before_total"_s, u"change"_s,
                         u"measure"_s, u"method"_s, u"path"_s, u"unit"_s, u"window"_s}));
    }
    QCOMPARE(json[u"before"_s][u"refused"_s].toInt(), 84);
    QCOMPARE(json[u"before"_s][u"calls"_s].toInt(), 144);
    QCOMPARE(lines[3][u"before"_s].toInt(), 24);
    QCOMPARE(lines[3][u"after"_s].toInt(), 1);
}

void TestCompareCommand::refusesWhatMakesNoSense_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no file") << QStringList{};
    QTest::newRow("one file") << QStringList{u"@"_s};
    QTest::newRow("three files") << QStringList{u"@"_s, u"@"_s, u"@"_s};
    QTest::newRow("no such file") << QStringList{u"@"_s, u"/no/such/file"_s};
    QTest::newRow("no such profile") << QStringList{u"@"_s, u"@"_s, u"--profile"_s, u"acme"_s};
    QTest::newRow("an unknown option") << QStringList{u"@"_s, u"@"_s, u"--html"_s};
}

void TestCompareCommand::refusesWhatMakesNoSense()
{
    QFETCH(QStringList, arguments);
    arguments.replaceInStrings(u"@"_s, m_bursts);
    const Run run = runProgram(QStringList{u"compare"_s} + arguments);
    QCOMPARE(run.exitCode, 2);
    QVERIFY(run.output.isEmpty());
    QVERIFY(!run.errors.isEmpty());
}

QTEST_GUILESS_MAIN(TestCompareCommand)
#include "tst_comparecommand.moc"
