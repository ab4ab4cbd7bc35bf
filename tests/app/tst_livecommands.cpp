#include "core/store/sessionreader.h"
#include "tests/app/program.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace Pacewatch;
using namespace Qt::Literals::StringLiterals;

/// The commands that serve and send, driven by real clients on loopback.
class TestLiveCommands final : public QObject
{
    Q_OBJECT

private slots:
    void emulatePrintsItsAddressFirstAndRefusesWhatIsTooMuch();
    void emulateLogsEveryAnswerForItsOwnerOnly();
    void emulateEndsWithThreeWhenItsPortIsTaken();
    void proxyPassesCallsOnAndRecordsThemWithoutTheKey();
    void proxyRecordsASessionThatCanBeExported();
    void proxyRecordsASessionThatKnowsItsGateway();
    void proxyEndsWithOneWhenItRefusedByItself();
    void pollPrintsWhatIsLeft();
    void pollEndsWithThreeWhenNobodyAnswers();
    void sendStaysBelowTheLimits();
    void sendEndsWithOneAfterARefusal();
    void sendPlansWithoutSending();
    void sendNeverReachesARealHostUnasked_data();
    void sendNeverReachesARealHostUnasked();
    void practiceEndsByItself();
    void practiceWindowOpensOnALiveConnection();
};

namespace {

struct CurlAnswer
{
    int status = 0;
    QByteArray head;
};

CurlAnswer curl(const QString& url)
{
    QProcess process;
    process.start(u"curl"_s,
                  {u"-s"_s, u"--max-time"_s, u"10"_s, u"-D"_s, u"-"_s, u"-o"_s, u"/dev/null"_s,
                   u"-H"_s, u"X-API-Key: key-of-the-test-1234"_s, url});
    process.waitForFinished(15'000);
    const QByteArray head = process.readAllStandardOutput();
    return {head.split(' ').value(1).toInt(), head};
}

QList<QJsonObject> jsonLines(const QString& path)
{
    QFile file(path);
    QList<QJsonObject> lines;
    if (file.open(QIODevice::ReadOnly)) {
        for (const QByteArray& line : file.readAll().trimmed().split('\n')) {
            lines.append(QJsonDocument::fromJson(line).object());
        }
    }
    return lines;
}

QStringList emulation(const QString& limits = {})
{
    QStringList arguments{u"emulate"_s, u"--profile"_s, u"aisoule"_s};
    for (const QString& limit : limits.split(u' ', Qt::SkipEmptyParts)) {
        arguments << u"--limit"_s << limit;
    }
    return arguments;
}

QStringList sending(const QString& address, const QStringList& more)
{
    return QStringList{u"send"_s, u"--profile"_s, u"aisoule"_s,   u"--url"_s,
                       address,   u"--json"_s,    u"--key-env"_s, u"PACEWATCH_TEST_KEY"_s}
    + more;
}

QJsonObject summary(const Run& run)
{
    return QJsonDocument::fromJson(run.output).object();
}

} // namespace

void TestLiveCommands::emulatePrintsItsAddressFirstAndRefusesWhatIsTooMuch()
{
    LiveProgram emulator(emulation(u"second=0 minute=3"_s));
    QVERIFY(emulator.firstLine().startsWith("http://127.0.0.1:"_L1));
    for (int i = 0; i < 3; ++i) {
        const CurlAnswer answer = curl(emulator.firstLine() + u"/templates"_s);
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.head.toLower().contains("x-ratelimit-limit: 3\r\n"));
    }
    QCOMPARE(curl(emulator.firstLine() + u"/templates"_s).status, 429);
    const Run run = emulator.stop();
    QCOMPARE(run.exitCode, 0);
    QVERIFY2(run.errors.contains("4 answers, 1 refused"), run.errors.constData());
}

void TestLiveCommands::emulateLogsEveryAnswerForItsOwnerOnly()
{
    const QTemporaryDir folder;
    const QString log = folder.filePath(u"answers.jsonl"_s);
    LiveProgram emulator(emulation() + QStringList{u"--log"_s, log});
    QCOMPARE(curl(emulator.firstLine() + u"/templates"_s).status, 200);
    QTRY_COMPARE(jsonLines(log).value(0).value(u"status"_s).toInt(), 200);
    QVERIFY(!(QFile::permissions(log) & (QFile::ReadGroup | QFile::ReadOther)));
}

void TestLiveCommands::emulateEndsWithThreeWhenItsPortIsTaken()
{
    LiveProgram emulator(emulation());
    const QString port = QString::number(QUrl(emulator.firstLine()).port());
    const Run run = runProgram(emulation() + QStringList{u"--port"_s, port});
    QCOMPARE(run.exitCode, 3);
    QVERIFY(run.output.isEmpty());
    QVERIFY(!run.errors.isEmpty());
}

void TestLiveCommands::proxyPassesCallsOnAndRecordsThemWithoutTheKey()
{
    const QTemporaryDir folder;
    const QString record = folder.filePath(u"calls.jsonl"_s);
    LiveProgram emulator(emulation());
    LiveProgram proxy({u"proxy"_s, u"--profile"_s, u"aisoule"_s, u"--upstream"_s,
                       emulator.firstLine(), u"--record"_s, record});
    QVERIFY(proxy.firstLine().startsWith("http://127.0.0.1:"_L1));
    QCOMPARE(curl(proxy.firstLine() + u"/templates"_s).status, 200);
    QTRY_COMPARE(jsonLines(record).value(0).value(u"status"_s).toInt(), 200);
    const QJsonObject call = jsonLines(record).first();
    QCOMPARE(call.value(u"origin"_s).toString(), u"client"_s);
    QVERIFY(!call.value(u"header_lines"_s).toArray().isEmpty());
    QFile file(record);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("key-of-the-test"));
    const Run run = proxy.stop();
    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.errors.contains("1 call, 0 refused"));
}

void TestLiveCommands::proxyRecordsASessionThatCanBeExported()
{
    const QTemporaryDir folder;
    const QString session = folder.filePath(u"calls.pacewatch"_s);
    const QString lines = folder.filePath(u"calls.jsonl"_s);
    LiveProgram emulator(emulation());
    LiveProgram proxy({u"proxy"_s, u"--profile"_s, u"aisoule"_s, u"--upstream"_s,
                       emulator.firstLine(), u"--record"_s, session});
    QCOMPARE(curl(proxy.firstLine() + u"/templates"_s).status, 200);
    QCOMPARE(proxy.stop().exitCode, 0);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), (QStringList{u"calls.pacewatch"_s}));
    const Run run
        = runProgram({u"export"_s, session, u"--format"_s, u"jsonl"_s, u"--output"_s, lines});
    QVERIFY2(run.exitCode == 0, run.errors.constData());
    const QJsonObject call = jsonLines(lines).value(0);
    QCOMPARE(call.value(u"status"_s).toInt(), 200);
    QVERIFY(call.value(u"target"_s).toString().endsWith("/templates"_L1));
}

/// As one that the window records: which profile, which gateway, what stands before every path.
void TestLiveCommands::proxyRecordsASessionThatKnowsItsGateway()
{
    const QTemporaryDir folder;
    const QString session = folder.filePath(u"calls.pacewatch"_s);
    LiveProgram emulator(emulation());
    const QStringList arguments{u"proxy"_s,      u"--profile"_s,       u"aisoule-v1"_s,
                                u"--upstream"_s, emulator.firstLine(), u"--record"_s,
                                session};
    {
        LiveProgram proxy(arguments);
        QCOMPARE(curl(proxy.firstLine() + u"/templates"_s).status, 200);
        QCOMPARE(proxy.stop().exitCode, 0);
    }
    Result<SessionReader> reader = SessionReader::open(session);
    QVERIFY(reader.has_value());
    const SessionFacts facts = reader->facts().value_or(SessionFacts());
    QCOMPARE(facts.profileId, u"aisoule-v1"_s);
    QCOMPARE(QString::fromLatin1(facts.baseUrl), emulator.firstLine());
    QCOMPARE(facts.host, QUrl(emulator.firstLine()).authority());
    // Nobody says which profile it is.
    QVERIFY(runProgram({u"analyze"_s, session}).errors.contains("AIsoule, developer docs"));
    // Calls of another gateway would be judged by the limits of this one.
    QStringList other = arguments;
    other[2] = u"connexease"_s;
    const Run run = runProgram(other);
    QCOMPARE(run.exitCode, 3);
    QVERIFY2(run.errors.contains("calls.pacewatch: holds calls of aisoule-v1; those of "
                                 "connexease need a file of their own"),
             run.errors.constData());
}

/// Whoever rehearses wants to know that the gateway would have refused.
void TestLiveCommands::proxyEndsWithOneWhenItRefusedByItself()
{
    LiveProgram emulator(emulation());
    LiveProgram proxy({u"proxy"_s, u"--profile"_s, u"aisoule-v1"_s, u"--upstream"_s,
                       emulator.firstLine(), u"--mode"_s, u"enforce"_s});
    constexpr int MostCalls = 200;
    int status = 200;
    for (int i = 0; i < MostCalls && status == 200; ++i) {
        status = curl(proxy.firstLine() + u"/templates"_s).status;
    }
    QCOMPARE(status, 429);
    const Run run = proxy.stop();
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.errors.contains(", 1 refused"), run.errors.constData());
}

void TestLiveCommands::pollPrintsWhatIsLeft()
{
    LiveProgram emulator(emulation());
    const Run run = runProgram({u"poll"_s, u"--profile"_s, u"aisoule"_s, u"--url"_s,
                                emulator.firstLine(), u"--every"_s, u"1s"_s, u"--for"_s, u"3s"_s,
                                u"--json"_s, u"--key-env"_s, u"PACEWATCH_TEST_KEY"_s});
    QCOMPARE(run.exitCode, 0);
    const QList<QByteArray> lines = run.output.trimmed().split('\n');
    QVERIFY(lines.size() >= 2);
    const QJsonObject first = QJsonDocument::fromJson(lines.first()).object();
    QCOMPARE(first.value(u"origin"_s).toString(), u"poll"_s);
    QCOMPARE(first.value(u"windows"_s).toArray().at(0).toObject().value(u"limit"_s).toInt(), 100);
}

void TestLiveCommands::pollEndsWithThreeWhenNobodyAnswers()
{
    const Run run = runProgram({u"poll"_s, u"--profile"_s, u"aisoule"_s, u"--url"_s,
                                u"http://127.0.0.1:1/api"_s, u"--for"_s, u"2s"_s});
    QCOMPARE(run.exitCode, 3);
}

void TestLiveCommands::sendStaysBelowTheLimits()
{
    LiveProgram emulator(emulation());
    const Run run = runProgram(sending(emulator.firstLine(), {u"--count"_s, u"15"_s}));
    QVERIFY2(run.exitCode == 0, run.errors.constData());
    const QJsonObject json = summary(run);
    QCOMPARE(json.value(u"sent"_s).toInt(), 15);
    QCOMPARE(json.value(u"refusals"_s).toInt(), 0);
    QCOMPARE(json.value(u"lost"_s).toInt(), 0);
    // Ten a second: the eleventh waits for the second second.
    QVERIFY(json.value(u"makespan_seconds"_s).toDouble() >= 1.0);
    QVERIFY(json.value(u"makespan_seconds"_s).toDouble() < 10.0);
}

void TestLiveCommands::sendEndsWithOneAfterARefusal()
{
    // The gateway enforces a fifth of what it states: nobody can know before the first refusal.
    LiveProgram emulator(emulation() + QStringList{u"--faults"_s, u"limit-share=0.2"_s});
    const Run run = runProgram(sending(emulator.firstLine(), {u"--count"_s, u"6"_s}));
    QVERIFY2(run.exitCode == 1, run.errors.constData());
    const QJsonObject json = summary(run);
    QVERIFY(json.value(u"refusals"_s).toInt() > 0);
    QCOMPARE(json.value(u"sent"_s).toInt(), 6);
}

void TestLiveCommands::sendPlansWithoutSending()
{
    LiveProgram emulator(emulation());
    const Run run
        = runProgram(sending(emulator.firstLine(), {u"--count"_s, u"30"_s, u"--dry-run"_s}));
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(summary(run).value(u"would_send"_s).toInt(), 30);
    QVERIFY(emulator.stop().errors.contains("no answers"));
}

void TestLiveCommands::sendNeverReachesARealHostUnasked_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("complaint");

    QTest::newRow("not asked") << QStringList{} << QByteArray("--live");
    QTest::newRow("not confirmed") << QStringList{u"--live"_s} << QByteArray("--confirm");
    QTest::newRow("another number")
        << QStringList{u"--live"_s, u"--confirm"_s, u"4"_s} << QByteArray("--confirm");
    QTest::newRow("nobody to send to")
        << QStringList{u"--live"_s, u"--confirm"_s, u"5"_s} << QByteArray("--to");
}

void TestLiveCommands::sendNeverReachesARealHostUnasked()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, complaint);
    // A name that cannot resolve (RFC 6761, 6.4), should the guard ever fail.
    const Run run = runProgram(
        sending(u"https://gateway.invalid"_s, QStringList{u"--count"_s, u"5"_s} + arguments));
    QCOMPARE(run.exitCode, 2);
    QVERIFY2(run.errors.contains(complaint), run.errors.constData());
}

void TestLiveCommands::practiceEndsByItself()
{
    QElapsedTimer timer;
    timer.start();
    const Run run = runProgram({u"--practice"_s, u"--text"_s, u"--for"_s, u"4s"_s});
    QVERIFY2(run.exitCode == 0, run.errors.constData());
    QVERIFY(timer.elapsed() >= 4'000);
    QVERIFY2(run.output.contains("calls"), run.output.constData());
}

void TestLiveCommands::practiceWindowOpensOnALiveConnection()
{
    const QTemporaryDir home;
    qputenv("XDG_DATA_HOME", home.path().toLocal8Bit());
    qputenv("XDG_CONFIG_HOME", home.path().toLocal8Bit());
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const Run run = runProgram({u"--practice"_s, u"--for"_s, u"4s"_s});
    qunsetenv("XDG_DATA_HOME");
    qunsetenv("XDG_CONFIG_HOME");
    qunsetenv("QT_QPA_PLATFORM");
    QVERIFY2(run.exitCode == 0, run.errors.constData());
    // Calls were made: a session begins with the first.
    const QDir sessions(home.filePath(u"pacewatch/sessions"_s));
    QCOMPARE(sessions.entryList({u"*.pacewatch"_s}).size(), 1);
}

int main(int argc, char** argv)
{
    qputenv("PACEWATCH_TEST_KEY", "key-of-the-test-1234");
    QCoreApplication application(argc, argv);
    TestLiveCommands test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_livecommands.moc"
