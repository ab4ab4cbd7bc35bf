#include "tests/app/program.h"
#include "tests/app/recordedbursts.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TestReportCommand final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void writesForEachReader_data();
    void writesForEachReader();
    void addsExamplesAndCalls();
    void showsExamplesToWhoeverCanBuild();
    void leavesPartsOut();
    void standsInOneFile();
    void makesAPdfOfA4();
    void holdsNothingPrivate();
    void keepsForeignSignsPlain();
    void saysInWhichZoneItsTimesAre();
    void saysWhenNothingIsWrong();
    void refusesWhatMakesNoSense_data();
    void refusesWhatMakesNoSense();
    void namesTheCodeOfWhatStandsBehind();
    void destroysNothing();

private:
    [[nodiscard]] QByteArray report(const QStringList& arguments, const QString& name,
                                    int exitCode = 1);

    QTemporaryDir m_folder;
    QString m_bursts;
};

void TestReportCommand::initTestCase()
{
    m_bursts = writeRecord(m_folder.filePath(u"bursts.jsonl"_s), recordedBursts());
}

QByteArray TestReportCommand::report(const QStringList& arguments, const QString& name,
                                     int exitCode)
{
    const QString path = m_folder.filePath(name);
    const Run run = runProgram(QStringList{u"report"_s, u"--output"_s, path} + arguments);
    if (run.exitCode != exitCode) {
        qWarning("%d: %s", run.exitCode, run.errors.constData());
        return {};
    }
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestReportCommand::writesForEachReader_data()
{
    QTest::addColumn<QString>("reader");
    QTest::addColumn<QByteArrayList>("has");
    QTest::addColumn<QByteArrayList>("hasNot");
    QTest::newRow("customer")
        << u"customer"_s
        << QByteArrayList{"Your system creates about 24 contacts at once, every 30 s.",
                          "**144** calls in",
                          "**84** refused, 58%",
                          "**6** bursts, one every 30 s",
                          "Contacts are created in bursts, 84 refusals",
                          "Strong evidence. Seen 6 times.",
                          "Times are "}
        << QByteArrayList{"Retry-After", "/contacts", "X-RateLimit", "curl"};
    QTest::newRow("developer") << u"developer"_s
                               << QByteArrayList{"What to change", "10 a second", "curl",
                                                 "X-RateLimit"}
                               << QByteArrayList{"Say to the customer"};
    QTest::newRow("team") << u"team"_s
                          << QByteArrayList{"Strong evidence", "Say to the customer",
                                            "Checked, nothing found"}
                          << QByteArrayList{};
}

void TestReportCommand::writesForEachReader()
{
    QFETCH(const QString, reader);
    QFETCH(const QByteArrayList, has);
    QFETCH(const QByteArrayList, hasNot);
    const QByteArray text = report({u"--for"_s, reader, u"--customer"_s, u"Casa Brava"_s,
                                    u"--ticket"_s, u"SUP-20418"_s, m_bursts},
                                   u"out.md"_s);
    QVERIFY(text.startsWith("Rate limit report, SUP-20418"));
    QVERIFY(text.contains("# Why calls from Casa Brava are refused"));
    QVERIFY(text.contains("## The last three minutes") || text.contains("## Calls over time"));
    // A customer sees the bursts once, in the timeline.
    QVERIFY(text.count("](data:image/png;base64,") >= (reader == "customer"_L1 ? 1 : 2));
    QVERIFY(text.contains("Limits of AIsoule"));
    for (const QByteArray& words : has) {
        QVERIFY2(text.contains(words), words.constData());
    }
    for (const QByteArray& words : hasNot) {
        QVERIFY2(!text.contains(words), words.constData());
    }
}

void TestReportCommand::addsExamplesAndCalls()
{
    const QByteArray text = report({m_bursts}, u"plain.md"_s);
    QVERIFY(!text.contains("Example calls"));
    QVERIFY(!text.contains("All calls"));
    const QByteArray more = report({u"--examples"_s, u"--calls"_s, m_bursts}, u"more.md"_s);
    // The last of the calls at 10:02:30, after 23 times 33 ms.
    QVERIFY2(more.contains("| Contacts are created in bursts | 10:02:30.759 | 2 s |"),
             more.mid(more.indexOf("## Example")).constData());
    QVERIFY(more.contains("## All calls"));
    QVERIFY(more.contains("\n| 10:02:30.759 | refused | 2 s |"));
}

void TestReportCommand::showsExamplesToWhoeverCanBuild()
{
    const QByteArray plain = report({u"--examples"_s, m_bursts}, u"plain.md"_s);
    QVERIFY(!plain.contains("curl"));
    const QByteArray text
        = report({u"--examples"_s, u"--for"_s, u"developer"_s, m_bursts}, u"built.md"_s);
    QVERIFY2(text.contains("```\ncurl --globoff"),
             text.mid(text.indexOf("## Example")).constData());
    QVERIFY(text.contains("X-RateLimit-Limit: "));
    QVERIFY(text.contains("HTTP/1.1 429"));
    QVERIFY(text.contains("| POST /contacts | 429 |"));
    QVERIFY(text.contains("Put your key in place of YOUR\\_KEY."));
}

void TestReportCommand::leavesPartsOut()
{
    const QByteArray whole = report({m_bursts}, u"whole.md"_s);
    QVERIFY(whole.contains("## What to change\n\n- Please create contacts with "));
    QVERIFY(whole.contains("The gateway’s clock "));
    const QByteArray less = report({u"--without"_s, u"changes"_s, u"--without"_s, u"timeline"_s,
                                    u"--without"_s, u"bursts"_s, m_bursts},
                                   u"less.md"_s);
    QVERIFY(!less.isEmpty());
    QVERIFY(!less.contains("What to change"));
    QVERIFY(!less.contains("## The last ") && !less.contains("over time"));
    QVERIFY(!less.contains("in bursts"));
}

void TestReportCommand::standsInOneFile()
{
    const QByteArray html = report({m_bursts}, u"out.html"_s);
    QVERIFY(html.startsWith("<!DOCTYPE html>"));
    QVERIFY(html.contains("src=\"data:image/png;base64,"));
    QVERIFY(html.contains("size: A4"));
    // Nothing is fetched from elsewhere, and nothing runs.
    static const QRegularExpression outside(u"(src|href)=\"(?!data:)|<script|url\\("_s);
    QVERIFY(!QString::fromUtf8(html).contains(outside));
    QVERIFY(!QFile::exists(m_folder.filePath(u"out.html.unfinished"_s)));
    // Printed by a browser, the timeline, each finding, the changes and the notes are not torn.
    QVERIFY(html.contains(".piece, img, tr, li { break-inside: avoid; }"));
    QVERIFY(html.contains("<div class=\"piece\">\n<h2>What to change</h2>"));
    QCOMPARE(html.count("<h3>"), html.count("<div class=\"piece\">\n<table "));
    QCOMPARE(html.count("<div"), html.count("</div>"));
}

void TestReportCommand::makesAPdfOfA4()
{
    const QByteArray pdf = report({u"--format"_s, u"pdf"_s, m_bursts}, u"SUP 20418.pdf"_s);
    QVERIFY(pdf.startsWith("%PDF-1."));
    static const QRegularExpression a4(u"/MediaBox \\[0[.0]* 0[.0]* 59[45]\\.?\\d* 84[12]"_s);
    QVERIFY(QString::fromLatin1(pdf).contains(a4));
    QVERIFY(pdf.count("/Subtype /Image") >= 2); // the mark and the timeline
    QVERIFY(pdf.size() < 2'000'000);
}

void TestReportCommand::holdsNothingPrivate()
{
    QList<Exchange> calls = recordedBursts();
    for (Exchange& call : calls) {
        call.request.target = "/messages/+905321234567/send?mail=ayse.yilmaz@example.com";
    }
    const QString file = writeRecord(m_folder.filePath(u"private.jsonl"_s), calls);
    const QByteArray text = report(
        {u"--for"_s, u"team"_s, u"--customer"_s, u"call +49 170 1234567"_s, file}, u"private.md"_s);
    QVERIFY(!text.isEmpty());
    for (const QByteArray& secret :
         {QByteArray("905321234567"), QByteArray("ayse.yilmaz"), QByteArray("1234567")}) {
        QVERIFY2(!text.contains(secret), secret.constData());
    }
}

void TestReportCommand::keepsForeignSignsPlain()
{
    const QString name = u"<img src=x onerror=alert(1)> [x](http://evil)"_s;
    const QByteArray html = report({u"--customer"_s, name, m_bursts}, u"signs.html"_s);
    QVERIFY(html.contains("&lt;img src=x"));
    QVERIFY(!html.contains("<img src=x"));
    const QByteArray text = report({u"--customer"_s, name, m_bursts}, u"signs.md"_s);
    QVERIFY(text.contains("\\[x\\](http"));
    QVERIFY(text.contains("\\<img"));
    QVERIFY(!text.contains(" <img"));
}

void TestReportCommand::saysInWhichZoneItsTimesAre()
{
    const QByteArray before = qgetenv("TZ");
    for (const auto& [zone, told] :
         {std::pair("UTC", "Times are UTC."), std::pair("IST-5:30", "Times are UTC+5:30."),
          std::pair("BRT3", "Times are UTC−3.")}) {
        qputenv("TZ", zone);
        QVERIFY2(report({m_bursts}, u"zone.md"_s).contains(told), told);
    }
    before.isEmpty() ? qunsetenv("TZ") : qputenv("TZ", before);
}

void TestReportCommand::saysWhenNothingIsWrong()
{
    QList<Exchange> calls;
    for (int i = 0; i < 40; ++i) {
        calls.append(statingLeft(Make::Call(3s * i).body(QByteArray::number(i)), 99 - i % 20));
    }
    const QString file = writeRecord(m_folder.filePath(u"calm.jsonl"_s), calls);
    const QByteArray text = report({file}, u"calm.md"_s, 0);
    QVERIFY(text.contains("# No calls are refused"));
    QVERIFY(text.contains("Nothing that would have to change."));
}

void TestReportCommand::refusesWhatMakesNoSense_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    const QString out = u"--output"_s;
    QTest::newRow("no file") << QStringList{out, u"%/a.md"_s} << 2;
    QTest::newRow("no output") << QStringList{u"@"_s} << 2;
    QTest::newRow("no format") << QStringList{out, u"%/a.doc"_s, u"@"_s} << 2;
    QTest::newRow("no such reader")
        << QStringList{u"--for"_s, u"boss"_s, out, u"%/a.md"_s, u"@"_s} << 2;
    QTest::newRow("no such part") << QStringList{u"--without"_s, u"charts"_s, out, u"%/a.md"_s,
                                                 u"@"_s}
                                  << 2;
    QTest::newRow("no such record") << QStringList{out, u"%/a.md"_s, u"/no/such"_s} << 2;
    QTest::newRow("no such folder") << QStringList{out, u"%/none/a.md"_s, u"@"_s} << 3;
    QTest::newRow("no such folder, PDF") << QStringList{out, u"%/none/a.pdf"_s, u"@"_s} << 3;
}

void TestReportCommand::refusesWhatMakesNoSense()
{
    QFETCH(QStringList, arguments);
    QFETCH(const int, exitCode);
    arguments.replaceInStrings(u"@"_s, m_bursts).replaceInStrings(u"%"_s, m_folder.path());
    const Run run = runProgram(QStringList{u"report"_s} + arguments);
    QCOMPARE(run.exitCode, exitCode);
    QVERIFY(!run.errors.isEmpty());
    QVERIFY(!QFile::exists(m_folder.filePath(u"a.md"_s)));
}

/// Meta says why in its body; the status, 400, says nothing.
void TestReportCommand::namesTheCodeOfWhatStandsBehind()
{
    QList<Exchange> calls;
    for (int i = 0; i < 40; ++i) {
        Make::Call call(3s * i, i % 4 == 3 ? 400 : 200);
        call.body("guest " + QByteArray::number(i));
        Exchange exchange = statingLeft(call, 90);
        if (i % 4 == 3) {
            exchange.responseBody.head
                = R"({"error":{"message":"(#131056) Pair rate limit hit","code":131056}})";
            exchange.responseBody.size = exchange.responseBody.head.size();
            exchange.reading.isRateLimited = true; // a record keeps the bodies of refusals
        }
        calls.append(exchange);
    }
    const QString file = writeRecord(m_folder.filePath(u"meta.jsonl"_s), calls);
    const QByteArray text = report({u"--for"_s, u"developer"_s, file}, u"meta.md"_s);
    QVERIFY(text.contains("refused them with code 131056 (too many messages to the same "));
    QVERIFY(text.contains("- **131056** was WhatsApp’s code, 10 times"));
    QVERIFY2(text.contains("| 400, code 131056 |"),
             text.mid(text.indexOf("## Example")).constData());
    const QJsonObject json = QJsonDocument::fromJson(
                                 runProgram({u"analyze"_s, u"--json"_s, u"--cases"_s, file}).output)
                                 .object();
    QCOMPARE(json[u"cases"_s][0][u"code"_s].toInt(), 131056);
    const QJsonArray facts = json[u"findings"_s][0][u"facts"_s].toArray();
    QVERIFY(facts.contains(
        QJsonObject{{u"kind"_s, u"status"_s}, {u"count"_s, 131056}, {u"value"_s, 10}}));
}

/// Nothing but a file is replaced, and no file that is read.
void TestReportCommand::destroysNothing()
{
    const QString pipe = m_folder.filePath(u"pipe.html"_s);
    QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), S_IRUSR | S_IWUSR), 0);
    const Run device = runProgram({u"report"_s, u"--output"_s, pipe, m_bursts});
    QCOMPARE(device.exitCode, 3);
    QVERIFY2(device.errors.contains("is no file that can be replaced"), device.errors.constData());
    struct stat there = {};
    QCOMPARE(::lstat(QFile::encodeName(pipe).constData(), &there), 0);
    QVERIFY(S_ISFIFO(there.st_mode));
    const Run folder = runProgram(
        {u"report"_s, u"--format"_s, u"md"_s, u"--output"_s, m_folder.path(), m_bursts});
    QCOMPARE(folder.exitCode, 3);
    QVERIFY2(folder.errors.contains("is a folder"), folder.errors.constData());
    const qint64 size = QFileInfo(m_bursts).size();
    for (const QStringList& arguments :
         {QStringList{u"report"_s, u"--format"_s, u"md"_s, u"--output"_s},
          QStringList{u"export"_s, u"--format"_s, u"csv"_s, u"--output"_s},
          QStringList{u"analyze"_s, u"--junit"_s}}) {
        const Run run = runProgram(arguments + QStringList{m_bursts, m_bursts});
        QCOMPARE(run.exitCode, 2);
        QVERIFY2(run.errors.contains("would be lost"), run.errors.constData());
        QCOMPARE(QFileInfo(m_bursts).size(), size);
    }
    QCOMPARE(QDir(m_folder.path()).entryList({u"*.unfinished"_s}), QStringList());
}

QTEST_GUILESS_MAIN(TestReportCommand)
#include "tst_reportcommand.moc"
