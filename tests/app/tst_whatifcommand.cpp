#include "tests/app/program.h"
#include "tests/app/recordedbursts.h"

#include <QHash>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TestWhatIfCommand final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void playsTheRecordingAgain();
    void showsWhatAHigherLimitDoes();
    void showsWhatABetterClientDoes_data();
    void showsWhatABetterClientDoes();
    void findsTheSmallestChange();
    void promisesNothingOfWhatItCannotExplain();
    void refusesWhatMakesNoSense_data();
    void refusesWhatMakesNoSense();
    void answersForNoCallsAtAll();

private:
    [[nodiscard]] static QJsonObject jsonOf(const Run& run)
    {
        return QJsonDocument::fromJson(run.output).object();
    }

    QTemporaryDir m_folder;
    QString m_bursts;
};

void TestWhatIfCommand::initTestCase()
{
    m_bursts = writeRecord(m_folder.filePath(u"bursts.jsonl"_s), recordedBursts());
}

void TestWhatIfCommand::playsTheRecordingAgain()
{
    const Run run = runProgram({u"what-if"_s, u"--json"_s, m_bursts});
    QCOMPARE(run.exitCode, 1);
    const QJsonObject json = jsonOf(run);
    QCOMPARE(json[u"recorded"_s][u"calls"_s].toInt(), 144);
    QCOMPARE(json[u"recorded"_s][u"refused"_s].toInt(), 84);
    QCOMPARE(json[u"unchanged"_s][u"refused"_s].toInt(), 84);
    QCOMPARE(json[u"unchanged"_s][u"lost"_s].toInt(), 84);
    QVERIFY(json[u"fits"_s].toBool());
    QVERIFY(json[u"what"_s].toObject().isEmpty());
    QVERIFY(!json.contains(u"changes"_s));
}

void TestWhatIfCommand::showsWhatAHigherLimitDoes()
{
    const Run some
        = runProgram({u"what-if"_s, u"--json"_s, u"--limit"_s, u"second=20"_s, m_bursts});
    QCOMPARE(some.exitCode, 1);
    QCOMPARE(jsonOf(some)[u"changed"_s][u"refused"_s].toInt(), 6 * 4);
    const Run all = runProgram({u"what-if"_s, u"--json"_s, u"--limit"_s, u"second=24"_s, m_bursts});
    QCOMPARE(all.exitCode, 0);
    QCOMPARE(jsonOf(all)[u"changed"_s][u"refused"_s].toInt(), 0);
    QCOMPARE(jsonOf(all)[u"unchanged"_s][u"refused"_s].toInt(), 84);
    const Run text = runProgram({u"what-if"_s, u"--limit"_s, u"second=24"_s, m_bursts});
    QVERIFY2(text.output.contains("24 a second"), text.output.constData());
    QVERIFY2(text.output.contains("No refusals."), text.output.constData());
}

void TestWhatIfCommand::showsWhatABetterClientDoes_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<int>("most");
    QTest::newRow("spreads") << u"spreads"_s << 0;
    QTest::newRow("spreads at a pace") << u"spreads=9"_s << 0;
    QTest::newRow("keeps the wait") << u"keeps-wait"_s << 150;
    QTest::newRow("one call at a time") << u"workers=1"_s << 6 * 14;
}

void TestWhatIfCommand::showsWhatABetterClientDoes()
{
    QFETCH(const QString, change);
    QFETCH(const int, most);
    const Run run = runProgram({u"what-if"_s, u"--json"_s, u"--client"_s, change, m_bursts});
    const QJsonObject changed = jsonOf(run)[u"changed"_s].toObject();
    QVERIFY2(changed[u"refused"_s].toInt(-1) >= 0, run.output.constData());
    QVERIFY(changed[u"refused"_s].toInt() <= most);
    QCOMPARE(run.exitCode, changed[u"refused"_s].toInt() > 0 ? 1 : 0);
    QVERIFY(changed[u"lost"_s].toInt() < 84 || change.startsWith(u"workers"_s));
}

void TestWhatIfCommand::findsTheSmallestChange()
{
    const Run run = runProgram({u"what-if"_s, u"--json"_s, u"--best"_s, m_bursts});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(undocumented(run.output, u"what-if.md"_s).join(u' '), QString());
    QCOMPARE(absent(run.output, u"what-if.md"_s).join(u' '), QString());
    const QJsonArray changes = jsonOf(run)[u"changes"_s].toArray();
    QVERIFY(changes.size() >= 2);
    // One bulk call for each burst moves 23 of its 24 calls, less than any pace does.
    QCOMPARE(changes[0][u"change"_s].toString(), u"bulk"_s);
    QCOMPARE(changes[0][u"ends_refusals"_s].toBool(), true);
    QCOMPARE(changes[0][u"changed"_s][u"calls"_s].toInt(), 6);
    QHash<QString, QJsonValue> byName;
    for (const QJsonValue& change : changes) {
        byName.insert(change[u"change"_s].toString(), change);
    }
    QVERIFY(byName[u"spreads"_s][u"ends_refusals"_s].toBool());
    QVERIFY(byName[u"spreads"_s][u"what"_s][u"calls_per_second"_s].toDouble() <= 10);
    QCOMPARE(byName[u"higher_limit"_s][u"what"_s][u"limits"_s][0][u"limit"_s].toInt(), 24);
}

/// Refused by a limit that nobody knows: played again, hardly anything is refused, whatever
/// changes.
void TestWhatIfCommand::promisesNothingOfWhatItCannotExplain()
{
    QList<Exchange> calls;
    for (int i = 0; i < 40; ++i) {
        Make::Call call(20s * i);
        call.body("guest " + QByteArray::number(i));
        if (i % 2 == 1) {
            call.refused(2s);
        }
        calls.append(statingLeft(call, 80));
    }
    const QString file = writeRecord(m_folder.filePath(u"strange.jsonl"_s), calls);
    const Run run = runProgram({u"what-if"_s, u"--json"_s, u"--limit"_s, u"second=0"_s,
                                u"--limit"_s, u"minute=0"_s, file});
    QCOMPARE(jsonOf(run)[u"changed"_s][u"refused"_s].toInt(-1), 0);
    QVERIFY(!jsonOf(run)[u"fits"_s].toBool(true));
    QCOMPARE(run.exitCode, 1);
    QVERIFY(runProgram({u"what-if"_s, file}).output.contains("take the result with care"));
}

void TestWhatIfCommand::refusesWhatMakesNoSense_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no file") << QStringList{};
    QTest::newRow("no such file") << QStringList{u"/no/such/file"_s};
    QTest::newRow("an unknown window") << QStringList{u"--limit"_s, u"fortnight=3"_s, u"@"_s};
    QTest::newRow("no number") << QStringList{u"--limit"_s, u"minute=many"_s, u"@"_s};
    QTest::newRow("below zero") << QStringList{u"--limit"_s, u"minute=-1"_s, u"@"_s};
    QTest::newRow("an unknown way") << QStringList{u"--server"_s, u"leaky"_s, u"@"_s};
    QTest::newRow("an unknown change") << QStringList{u"--client"_s, u"prays"_s, u"@"_s};
    QTest::newRow("no workers") << QStringList{u"--client"_s, u"workers=0"_s, u"@"_s};
    QTest::newRow("a pace of nothing") << QStringList{u"--client"_s, u"spreads=0"_s, u"@"_s};
    QTest::newRow("polls without a time") << QStringList{u"--client"_s, u"polls"_s, u"@"_s};
}

void TestWhatIfCommand::refusesWhatMakesNoSense()
{
    QFETCH(QStringList, arguments);
    arguments.replaceInStrings(u"@"_s, m_bursts);
    const Run run = runProgram(QStringList{u"what-if"_s} + arguments);
    QCOMPARE(run.exitCode, 2);
    QVERIFY(run.output.isEmpty());
    QVERIFY(!run.errors.isEmpty());
}

void TestWhatIfCommand::answersForNoCallsAtAll()
{
    // A call that never left is a record, but nothing to play.
    Exchange lost = Make::Call(0s);
    lost.outcome = Outcome::Failed;
    lost.response = {};
    lost.error = Error{ErrorCode::NotFound, u"host not found"_s};
    const QString file = writeRecord(m_folder.filePath(u"lost.jsonl"_s), {lost});
    const Run run = runProgram({u"what-if"_s, u"--json"_s, u"--best"_s, file});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(jsonOf(run)[u"changed"_s][u"refused"_s].toInt(-1), 0);
}

QTEST_GUILESS_MAIN(TestWhatIfCommand)
#include "tst_whatifcommand.moc"
