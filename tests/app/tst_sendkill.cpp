#include "core/queue/journalfile.h"
#include "tests/app/program.h"

#include <QCryptographicHash>
#include <QFile>
#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Pacewatch;
using namespace Qt::Literals::StringLiterals;

/// Kills a run again and again, at random moments, and counts at the gateway what became of it.
/// PACEWATCH_KILLS=200 PACEWATCH_SENDS=1000 make it the long one.
class TestSendKill final : public QObject
{
    Q_OBJECT

private slots:
    void losesAndDoublesNothing_data();
    void losesAndDoublesNothing();
    void goesOnOnlyWithTheSameOrder();
    void refusesAJournalThatIsInUse();
};

namespace {

int fromEnvironment(const char* name, int otherwise)
{
    bool isNumber = false;
    const int value = qEnvironmentVariableIntValue(name, &isNumber);
    return isNumber ? value : otherwise;
}

/// What the gateway answered with success, by a digest of what was sent.
QHash<QByteArray, int> delivered(const QString& log)
{
    QHash<QByteArray, int> counts;
    QFile file(log);
    if (file.open(QIODevice::ReadOnly)) {
        for (const QByteArray& line : file.readAll().trimmed().split('\n')) {
            const QJsonObject answer = QJsonDocument::fromJson(line).object();
            if (answer.value(u"status"_s).toInt() == 200) {
                ++counts[answer.value(u"body_sha256"_s).toString().toLatin1()];
            }
        }
    }
    return counts;
}

int answersIn(const QString& log)
{
    QFile file(log);
    return file.open(QIODevice::ReadOnly) ? int(file.readAll().count('\n')) : 0;
}

/// A gateway that takes 20 ms for each call and has room for all of them, and a list of people.
class Stage final
{
public:
    explicit Stage(int sends)
    {
        QFile list(m_folder.filePath(u"people.csv"_s));
        if (list.open(QIODevice::WriteOnly)) {
            list.write("to,text\n");
            for (int i = 0; i < sends; ++i) {
                list.write("+12025" + QByteArray::number(500'000 + i) + ",Number "
                           + QByteArray::number(i) + '\n');
            }
        }
    }

    [[nodiscard]] QString log() const { return m_folder.filePath(u"answers.jsonl"_s); }
    [[nodiscard]] QString journal() const { return m_folder.filePath(u"run.sqlite"_s); }

    [[nodiscard]] QStringList emulation() const
    {
        return {
            u"emulate"_s,       u"--profile"_s, u"aisoule"_s, u"--time-scale"_s,   u"20"_s,
            u"--limit"_s,       u"second=0"_s,  u"--limit"_s, u"minute=1000000"_s, u"--faults"_s,
            u"latency=400ms"_s, u"--log"_s,     log()};
    }

    [[nodiscard]] QStringList sending(const QString& address, int inFlight) const
    {
        return {u"send"_s,
                u"--profile"_s,
                u"aisoule"_s,
                u"--url"_s,
                address,
                u"--json"_s,
                u"--key-env"_s,
                u"PACEWATCH_TEST_KEY"_s,
                u"--data"_s,
                m_folder.filePath(u"people.csv"_s),
                u"--journal"_s,
                journal(),
                u"--time-scale"_s,
                u"20"_s,
                u"--concurrency"_s,
                QString::number(inFlight)};
    }

private:
    QTemporaryDir m_folder;
};

/// Runs @p arguments and kills them at random: while they start, or once the gateway answered up to
/// @p most calls more. False when they came to their end before.
bool runAndKill(const QStringList& arguments, const QString& log, int most)
{
    constexpr int StartMs = 80;
    constexpr int LookMs = 2;
    QRandomGenerator* const chance = QRandomGenerator::global();
    QProcess process;
    process.start(QStringLiteral(PACEWATCH_PROGRAM), arguments);
    if (chance->bounded(4) == 0) {
        if (process.waitForFinished(chance->bounded(StartMs))) {
            return false;
        }
    } else {
        const int enough = answersIn(log) + 1 + chance->bounded(most);
        while (answersIn(log) < enough) {
            if (process.waitForFinished(LookMs)) {
                return false;
            }
        }
    }
    process.kill();
    process.waitForFinished();
    return true;
}

} // namespace

void TestSendKill::losesAndDoublesNothing_data()
{
    QTest::addColumn<int>("inFlight");
    QTest::newRow("1 in flight") << 1;
    QTest::newRow("4 in flight") << 4;
}

void TestSendKill::losesAndDoublesNothing()
{
    QFETCH(int, inFlight);
    const int wanted = fromEnvironment("PACEWATCH_KILLS", 10);
    const int sends = fromEnvironment("PACEWATCH_SENDS", 100);
    const Stage stage(sends);
    LiveProgram emulator(stage.emulation());
    const QStringList arguments = stage.sending(emulator.firstLine(), inFlight);

    const int most = std::max(sends / wanted / 2, 1);
    int kills = 0;
    while (kills < wanted && runAndKill(arguments, stage.log(), most)) {
        ++kills;
    }
    const Run last = runProgram(arguments);
    const QJsonObject summary = QJsonDocument::fromJson(last.output).object();
    QVERIFY2(!summary.isEmpty(), last.errors.constData());
    (void)emulator.stop();

    const QHash<QByteArray, int> counts = delivered(stage.log());
    Result<JournalFile> journal = JournalFile::open(stage.journal());
    QVERIFY(journal);
    const auto items = journal->load();
    QVERIFY(items);
    int lost = 0;
    int doubled = 0;
    int unknown = 0;
    for (const KeptItem& kept : *items) {
        const int arrived = counts.value(
            QCryptographicHash::hash(kept.item.draft.body.bytes(), QCryptographicHash::Sha256)
                .toHex());
        const bool isUnknown = kept.item.state == ItemState::Unknown;
        unknown += isUnknown ? 1 : 0;
        lost += !isUnknown && (kept.item.state != ItemState::Sent || arrived == 0) ? 1 : 0;
        doubled += arrived > 1 ? 1 : 0;
    }
    qInfo("%d sends, %d kills, %d in flight: %d lost, %d doubled, %d unknown of at most %d", sends,
          kills, inFlight, lost, doubled, unknown, kills * inFlight);
    QCOMPARE(int(items->size()), sends);
    QVERIFY(kills >= wanted / 2);
    QCOMPARE(lost, 0);
    QCOMPARE(doubled, 0);
    QVERIFY(unknown <= kills * inFlight);
    QCOMPARE(summary.value(u"unknown"_s).toInt(), unknown);
    QCOMPARE(summary.value(u"sent"_s).toInt(), sends - unknown);
    QCOMPARE(summary.value(u"lost"_s).toInt(), 0);
}

void TestSendKill::goesOnOnlyWithTheSameOrder()
{
    const Stage stage(5);
    LiveProgram emulator(stage.emulation());
    const QStringList arguments = stage.sending(emulator.firstLine(), 1);
    QCOMPARE(runProgram(arguments).exitCode, 0);
    // All is done: the same command sends nothing.
    QCOMPARE(runProgram(arguments).exitCode, 0);
    QCOMPARE(answersIn(stage.log()), 5);
    const Run other = runProgram(arguments + QStringList{u"--count"_s, u"4"_s});
    QCOMPARE(other.exitCode, 2);
    QVERIFY2(other.errors.contains("another run"), other.errors.constData());
    QCOMPARE(answersIn(stage.log()), 5);
}

void TestSendKill::refusesAJournalThatIsInUse()
{
    const Stage stage(5);
    LiveProgram emulator(stage.emulation());
    const Result<JournalFile> owner = JournalFile::open(stage.journal());
    QVERIFY(owner);
    const Run run = runProgram(stage.sending(emulator.firstLine(), 1));
    QCOMPARE(run.exitCode, 3);
    const QByteArray who = "process " + QByteArray::number(QCoreApplication::applicationPid());
    QVERIFY2(run.errors.contains(who), run.errors.constData());
    QCOMPARE(answersIn(stage.log()), 0);
}

int main(int argc, char** argv)
{
    qputenv("PACEWATCH_TEST_KEY", "key-of-the-test-1234");
    QCoreApplication application(argc, argv);
    TestSendKill test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_sendkill.moc"
