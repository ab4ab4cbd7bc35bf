#include "tests/app/program.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;

class TestArguments final : public QObject
{
    Q_OBJECT

private slots:
    void printsItsVersion();
    void listsItsCommands();
    void explainsEachCommand_data();
    void explainsEachCommand();
    void endsWithTwoWhenArgumentsAreWrong_data();
    void endsWithTwoWhenArgumentsAreWrong();
};

void TestArguments::printsItsVersion()
{
    const Run run = runProgram({u"--version"_s});
    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.output.startsWith("pacewatch "));
    QVERIFY(run.errors.isEmpty());
}

void TestArguments::listsItsCommands()
{
    for (const QString& word : {u"--help"_s, u"-h"_s, u"help"_s}) {
        const Run run = runProgram({word});
        QCOMPARE(run.exitCode, 0);
        QVERIFY(run.output.startsWith("Usage: pacewatch [options]"));
        QVERIFY(run.output.contains("emulate"));
    }
}

void TestArguments::explainsEachCommand_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QByteArray>("option");

    QTest::newRow("emulate") << u"emulate"_s << QByteArray("--algorithm");
    QTest::newRow("proxy") << u"proxy"_s << QByteArray("--upstream");
    QTest::newRow("poll") << u"poll"_s << QByteArray("--every");
    QTest::newRow("send") << u"send"_s << QByteArray("--keep-free");
    QTest::newRow("explain") << u"explain"_s << QByteArray("[FILE]");
    QTest::newRow("profiles") << u"profiles"_s << QByteArray("--json");
}

void TestArguments::explainsEachCommand()
{
    QFETCH(QString, command);
    QFETCH(QByteArray, option);
    const Run run = runProgram({command, u"--help"_s});
    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.output.startsWith(QByteArray("Usage: pacewatch " + command.toUtf8())));
    QVERIFY(run.output.contains(option));
    QVERIFY(run.errors.isEmpty());
}

void TestArguments::endsWithTwoWhenArgumentsAreWrong_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("complaint");

    const auto row = [](const char* name, const QString& arguments, const QByteArray& complaint) {
        QTest::newRow(name) << arguments.split(u' ') << complaint;
    };
    row("an unknown command", u"frobnicate"_s, "frobnicate");
    row("an unknown option", u"emulate --frobnicate"_s, "frobnicate");
    row("a missing profile", u"emulate"_s, "--profile");
    row("an unknown profile", u"emulate --profile nobody"_s, "nobody");
    row("a port out of range", u"emulate --profile aisoule --port 70000"_s, "--port");
    row("an unknown algorithm", u"emulate --profile aisoule --algorithm leaky"_s, "--algorithm");
    row("an unknown fault", u"emulate --profile aisoule --faults dragons"_s, "dragons");
    row("a limit of no window", u"emulate --profile aisoule --limit year=1"_s, "--limit");
    row("a word too many", u"emulate --profile aisoule twice"_s, "twice");
    row("an unknown mode", u"proxy --profile aisoule --mode dream"_s, "--mode");
    row("an address without scheme", u"proxy --profile aisoule --upstream example.com"_s, "http");
    row("no address at all", u"proxy --profile generic"_s, "--upstream");
    row("a time without unit", u"poll --profile aisoule --every 5"_s, "--every");
    row("a pace that is none", u"send --profile aisoule --url http://[::1]:1 --pace fast"_s,
        "fast");
    row("no sends", u"send --profile aisoule --url http://[::1]:1 --count 0"_s, "--count");
    row("a file that is not there", u"send --profile aisoule --url http://[::1]:1 --data /no.csv"_s,
        "--data");
    row("text without practice", u"--text"_s, "--practice");
    row("an unknown scenario", u"--practice --text --scenario nowhere"_s, "bursts, ");
    row("an empty key", u"poll --profile aisoule --key-env PACEWATCH_NO_SUCH_KEY"_s,
        "PACEWATCH_NO_SUCH_KEY");
}

void TestArguments::endsWithTwoWhenArgumentsAreWrong()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, complaint);
    const Run run = runProgram(arguments);
    QCOMPARE(run.exitCode, 2);
    QVERIFY2(run.errors.contains(complaint), run.errors.constData());
    QVERIFY(run.output.isEmpty());
}

QTEST_GUILESS_MAIN(TestArguments)
#include "tst_arguments.moc"
