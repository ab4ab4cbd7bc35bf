#include "app/diagnosisjson.h"
#include "app/junit.h"
#include "tests/app/program.h"
#include "tests/app/recordedbursts.h"
#include "tests/support/fabricatedsession.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TestAnalyzeCommand final : public QObject
{
    Q_OBJECT

private slots:
    void findsBurstsInARecord();
    void believesASessionAboutItsGateway();
    void isContentWithCalmCalls();
    void writesZerosToo();
    void writesATestSuiteForCi();
    void writesNothingThatXmlForbids();
    void refusesWhatItCannotRead();
    void saysWhenItsOutputIsLost();
    void tellsABoundAsOne();
    void readsWhatIsLeftOfAFile();
    void saysNothingWithoutTimes();

private:
    QString writeFile(const QString& name, const QByteArray& bytes);

    QTemporaryDir m_folder;
};

void TestAnalyzeCommand::findsBurstsInARecord()
{
    const QString file = writeRecord(m_folder.filePath(u"bursts.jsonl"_s), recordedBursts());
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
    // What the schema does not name may change from day to day.
    QCOMPARE(undocumented(run.output, u"analyze.md"_s).join(u' '), QString());
    QCOMPARE(absent(run.output, u"analyze.md"_s).join(u' '), QString());
    const Run text = runProgram({u"analyze"_s, u"--profile"_s, u"aisoule"_s, file});
    QCOMPARE(text.exitCode, 1);
    QVERIFY2(text.output.contains("84"), text.output.constData());
}

void TestAnalyzeCommand::believesASessionAboutItsGateway()
{
    const QString file = m_folder.filePath(u"several.pacewatch"_s);
    QVERIFY(writeSeveralCauses(file, WallTime(1'763'546'400s)));
    const Run run = runProgram({u"analyze"_s, u"--json"_s, file});
    QCOMPARE(run.exitCode, 1);
    // No answer names a limit, and the paths are not those of the documentation.
    QVERIFY2(run.errors.contains("AIsoule"), run.errors.constData());
    const QJsonObject json = QJsonDocument::fromJson(run.output).object();
    QCOMPARE(json.value(u"headline"_s).toString(), u"several"_s);
    QStringList kinds;
    for (const QJsonValue finding : json.value(u"findings"_s).toArray()) {
        kinds.append(finding[u"kind"_s].toString());
    }
    kinds.sort();
    QCOMPARE(kinds, (QStringList{u"behind_gateway"_s, u"bursts"_s, u"cdn"_s}));
}

void TestAnalyzeCommand::isContentWithCalmCalls()
{
    QList<Exchange> calls;
    for (int i = 0; i < 40; ++i) {
        calls.append(statingLeft(Make::Call(3s * i).body(QByteArray::number(i)), 99 - i % 20));
    }
    const Run run = runProgram(
        {u"analyze"_s, u"--json"_s, writeRecord(m_folder.filePath(u"calm.jsonl"_s), calls)});
    QCOMPARE(run.exitCode, 0);
    const QJsonObject json = QJsonDocument::fromJson(run.output).object();
    QCOMPARE(json.value(u"findings"_s).toArray().size(), 0);
    QVERIFY(json.value(u"checked"_s).toArray().contains(u"bursts"_s));
}

void TestAnalyzeCommand::writesZerosToo()
{
    // Each comes back after half of its wait, and is taken.
    QList<Exchange> calls;
    for (int i = 0; i < 20; ++i) {
        const QByteArray body = QByteArray::number(i);
        Exchange refusal = statingLeft(Make::Call(10s * i).body(body).refused(4s), 80);
        refusal.response.headers.append("Retry-After", "4");
        calls.append(refusal);
        calls.append(statingLeft(Make::Call(10s * i + 2s).body(body), 79));
    }
    const Run run = runProgram({u"analyze"_s, u"--json"_s, u"--profile"_s, u"aisoule"_s,
                                writeRecord(m_folder.filePath(u"early.jsonl"_s), calls)});
    const QJsonObject json = QJsonDocument::fromJson(run.output).object();
    QJsonObject again;
    for (const QJsonValue finding : json.value(u"findings"_s).toArray()) {
        for (const QJsonValue fact : finding[u"facts"_s].toArray()) {
            if (fact[u"kind"_s] == u"refused_again"_s) {
                again = fact.toObject();
            }
        }
    }
    QCOMPARE(again.value(u"count"_s), QJsonValue(0));
    QCOMPARE(again.value(u"value"_s), QJsonValue(20));
}

void TestAnalyzeCommand::writesATestSuiteForCi()
{
    const QString suite = m_folder.filePath(u"suite.xml"_s);
    const QString record = writeRecord(m_folder.filePath(u"bursts.jsonl"_s), recordedBursts());
    QCOMPARE(runProgram({u"analyze"_s, u"--junit"_s, suite, record}).exitCode, 1);
    QFile file(suite);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QXmlStreamReader xml(&file);
    QStringList cases;
    QStringList failed;
    int tests = -1;
    int failures = -1;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) {
            continue;
        }
        if (xml.name() == "testsuite"_L1) {
            tests = xml.attributes().value(u"tests"_s).toInt();
            failures = xml.attributes().value(u"failures"_s).toInt();
        } else if (xml.name() == "testcase"_L1) {
            cases.append(xml.attributes().value(u"name"_s).toString());
        } else if (xml.name() == "failure"_L1) {
            failed.append(cases.constLast());
            QVERIFY(!xml.attributes().value(u"message"_s).isEmpty());
        }
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QCOMPARE(cases.size(), tests);
    QCOMPARE(failed.size(), failures);
    QVERIFY(failed.contains(u"bursts"_s));
    QVERIFY(cases.contains(u"limit_differs"_s));
    QVERIFY(!failed.contains(u"not_explained"_s));
    const QString nowhere = m_folder.filePath(u"none/suite.xml"_s);
    QCOMPARE(runProgram({u"analyze"_s, u"--junit"_s, nowhere, record}).exitCode, 3);
}

void TestAnalyzeCommand::refusesWhatItCannotRead()
{
    QCOMPARE(runProgram({u"analyze"_s}).exitCode, 2);
    QCOMPARE(runProgram({u"analyze"_s, m_folder.filePath(u"none"_s)}).exitCode, 2);
    QFile file(m_folder.filePath(u"prose"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("no call at all\n");
    file.close();
    const Run prose = runProgram({u"analyze"_s, file.fileName()});
    QCOMPARE(prose.exitCode, 2);
    QVERIFY2(prose.errors.contains("prose: no format"), prose.errors.constData());
    for (const QByteArray& bytes : {QByteArray(), QByteArray("\n\n"), QByteArray(4'000, '\0'),
                                    QByteArray(3'000'000, 'a'), QByteArray("{\"log\": null}")}) {
        const Run run = runProgram({u"analyze"_s, writeFile(u"nothing"_s, bytes)});
        QCOMPARE(run.exitCode, 2);
        QVERIFY2(run.errors.count('\n') == 1, run.errors.constData());
    }
    QVERIFY(runProgram({u"analyze"_s, writeFile(u"nothing"_s, {})})
                .errors.contains("nothing: it is empty"));
    const Run folder = runProgram({u"analyze"_s, m_folder.path()});
    QCOMPARE(folder.exitCode, 2);
    QVERIFY2(folder.errors.contains("is no file"), folder.errors.constData());
}

/// A script that keeps the answer in a file learns that there is none.
void TestAnalyzeCommand::saysWhenItsOutputIsLost()
{
    const QString full = u"/dev/full"_s; // takes nothing, and stays what it is
    if (!QFile::exists(full)) {
        QSKIP("no device that is always full");
    }
    const QString file = writeRecord(m_folder.filePath(u"bursts.jsonl"_s), recordedBursts());
    QProcess process;
    process.setStandardOutputFile(full, QIODevice::Append);
    process.start(QStringLiteral(PACEWATCH_PROGRAM), {u"analyze"_s, u"--json"_s, file});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 3);
    QVERIFY(process.readAllStandardError().contains("standard output cannot be written"));
}

QString TestAnalyzeCommand::writeFile(const QString& name, const QByteArray& bytes)
{
    QFile file(m_folder.filePath(name));
    (void)file.open(QIODevice::WriteOnly);
    file.write(bytes);
    return file.fileName();
}

void TestAnalyzeCommand::writesNothingThatXmlForbids()
{
    Diagnosis diagnosis;
    Finding finding;
    finding.kind = FindingKind::FrequentPolls;
    finding.sure = Cause::Sure::Strong;
    finding.method = "POST";
    finding.path = "/caf\xc3\xa9\x01\x1b/\xef\xbf\xbe\xef\xbf\xbf\xed\xa0\x80/\xf0\x9f\x98\x80";
    diagnosis.findings = {finding};
    const QByteArray suite = toJunit(diagnosis);
    QVERIFY2(suite.contains("/caf"), suite.constData());
    QXmlStreamReader xml(suite);
    while (!xml.atEnd()) {
        xml.readNext();
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    const QString text = QString::fromUtf8(suite);
    QVERIFY(!text.contains(QChar(0xFFFE)) && !text.contains(QChar(0xFFFF)));
    QVERIFY(std::none_of(text.begin(), text.end(), [](QChar sign) {
        return sign.unicode() < 0x20 && sign != u'\n' && sign != u'\t';
    }));
}

void TestAnalyzeCommand::tellsABoundAsOne()
{
    Diagnosis diagnosis;
    Finding finding;
    Fact foreign;
    foreign.kind = Fact::Kind::ForeignPerMinute;
    foreign.value = 26;
    foreign.low = 22;
    foreign.high = 31;
    finding.facts = {foreign, foreign};
    finding.facts.last().isAtLeast = true;
    diagnosis.findings = {finding};
    const QJsonArray facts = toJson(diagnosis, false)
                                 .value(u"findings"_s)
                                 .toArray()
                                 .first()
                                 .toObject()
                                 .value(u"facts"_s)
                                 .toArray();
    QVERIFY(!facts.first().toObject().contains(u"at_least"_s));
    QCOMPARE(facts.last().toObject().value(u"at_least"_s), QJsonValue(true));
    QCOMPARE(facts.last().toObject().value(u"low"_s), QJsonValue(22));
}

void TestAnalyzeCommand::readsWhatIsLeftOfAFile()
{
    const QString whole = writeRecord(m_folder.filePath(u"whole.jsonl"_s), recordedBursts());
    const QString har = m_folder.filePath(u"whole.har"_s);
    QCOMPARE(runProgram({u"export"_s, u"--format"_s, u"har"_s, whole, u"--output"_s, har}).exitCode,
             0);
    QFile file(har);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    const Run run = runProgram(
        {u"analyze"_s, u"--json"_s, writeFile(u"half.har"_s, bytes.first(bytes.size() / 2))});
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.errors.contains("half.har: The file ends in the middle"), run.errors.constData());
    const int calls = QJsonDocument::fromJson(run.output).object().value(u"calls"_s).toInt();
    QVERIFY(calls > 60 && calls < 84);

    // A session is read whole or not at all.
    const QString session = m_folder.filePath(u"whole.pacewatch"_s);
    QVERIFY(writeSeveralCauses(session, WallTime(1'763'546'400s)));
    QFile database(session);
    QVERIFY(database.open(QIODevice::ReadOnly));
    QByteArray pages = database.readAll();
    const QString suite = m_folder.filePath(u"broken.xml"_s);
    const Run cut = runProgram({u"analyze"_s, u"--junit"_s, suite,
                                writeFile(u"half.pacewatch"_s, pages.first(pages.size() / 2))});
    QCOMPARE(cut.exitCode, 2);
    QVERIFY2(cut.errors.contains("half.pacewatch: it is damaged"), cut.errors.constData());
    std::fill(pages.begin() + pages.size() / 4, pages.end(), '\0');
    const Run holes
        = runProgram({u"analyze"_s, u"--junit"_s, suite, writeFile(u"holes.pacewatch"_s, pages)});
    QCOMPARE(holes.exitCode, 2);
    QVERIFY2(holes.errors.contains("holes.pacewatch: it is damaged"), holes.errors.constData());
    QCOMPARE(holes.errors.count('\n'), 1);
    QVERIFY(!QFile::exists(suite));
}

void TestAnalyzeCommand::saysNothingWithoutTimes()
{
    QByteArray rows = "method,path,status\n";
    for (int i = 0; i < 60; ++i) {
        rows += i % 5 == 0 ? "GET,/api/contacts,429\n" : "GET,/api/contacts,200\n";
    }
    const QString file = writeFile(u"timeless.csv"_s, rows);
    for (const QString& command : {u"analyze"_s, u"what-if"_s}) {
        const Run run = runProgram({command, file});
        QCOMPARE(run.exitCode, 2);
        QVERIFY2(run.errors.contains("no call in it tells its time"), run.errors.constData());
        QVERIFY(run.output.isEmpty());
    }
    // One call happens when it happens.
    const QString single
        = writeFile(u"single.csv"_s, "method,path,status\nGET,/api/contacts,429\n");
    QCOMPARE(runProgram({u"analyze"_s, single}).exitCode, 1);
}

QTEST_GUILESS_MAIN(TestAnalyzeCommand)
#include "tst_analyzecommand.moc"
