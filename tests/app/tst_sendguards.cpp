#include "tests/app/program.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

/// What `send` may not go beyond, how it shares calls, and what it says while it waits.
class TestSendGuards final : public QObject
{
    Q_OBJECT

private slots:
    void stopsAtTheCap();
    void goesOnWithTheNextOnesOfAKeptRun();
    void sendsNothingWhenOneIsNotOnTheList();
    void takesAnySpellingOfTheList();
    void createsManyInOneCall();
    void saysWhatItWaitedFor();
    void remembersTheLimitsBesideTheRun();
};

namespace {

constexpr QLatin1StringView People
    = "to,text\n+1 202 555 0100,a\n+1 202 555 0101,b\n+1 202 555 0102,c\n"_L1;

struct Stage
{
    QString write(const QString& name, QLatin1StringView text) const
    {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::WriteOnly)) {
            file.write(text.data(), text.size());
        }
        return file.fileName();
    }

    Run send(const QStringList& more) const
    {
        return runProgram(QStringList{u"send"_s, u"--profile"_s, u"aisoule"_s, u"--url"_s,
                                      emulator.firstLine(), u"--json"_s, u"--key-env"_s,
                                      u"PACEWATCH_TEST_KEY"_s}
                          + more);
    }

    QTemporaryDir folder;
    LiveProgram emulator{{u"emulate"_s, u"--profile"_s, u"aisoule"_s}};
};

QJsonObject summary(const Run& run)
{
    return QJsonDocument::fromJson(run.output).object();
}

} // namespace

void TestSendGuards::stopsAtTheCap()
{
    Stage stage;
    const Run run = stage.send({u"--count"_s, u"5"_s, u"--cap"_s, u"2"_s});
    QCOMPARE(run.exitCode, 1);
    QCOMPARE(summary(run).value(u"sent"_s).toInt(), 2);
    QVERIFY2(run.errors.contains("the most this run may send"), run.errors.constData());
    QVERIFY(stage.emulator.stop().errors.contains("2 answers"));
}

void TestSendGuards::goesOnWithTheNextOnesOfAKeptRun()
{
    Stage stage;
    const QStringList order{u"--data"_s,    stage.write(u"people.csv"_s, People),
                            u"--cap"_s,     u"2"_s,
                            u"--journal"_s, stage.folder.filePath(u"run.sqlite"_s)};
    QCOMPARE(summary(stage.send(order)).value(u"sent"_s).toInt(), 2);
    const Run second = stage.send(order);
    QCOMPARE(summary(second).value(u"sent"_s).toInt(), 3);
    QVERIFY(stage.emulator.stop().errors.contains("3 answers"));
}

void TestSendGuards::sendsNothingWhenOneIsNotOnTheList()
{
    Stage stage;
    const Run run = stage.send({u"--data"_s, stage.write(u"people.csv"_s, People), u"--allow"_s,
                                stage.write(u"allow.txt"_s, "12025550100\n12025550101\n"_L1)});
    QCOMPARE(run.exitCode, 2);
    QVERIFY2(run.errors.contains("1 of 3 recipients are not on the list"), run.errors.constData());
    QVERIFY(!run.errors.contains("555"));
    QVERIFY(stage.emulator.stop().errors.contains("no answers"));
}

void TestSendGuards::takesAnySpellingOfTheList()
{
    Stage stage;
    const Run run = stage.send(
        {u"--data"_s, stage.write(u"people.csv"_s, People), u"--allow"_s,
         stage.write(u"allow.csv"_s, "phone\n0012025550100\n+1-202-555-0101\n12025550102\n"_L1)});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(summary(run).value(u"sent"_s).toInt(), 3);
}

void TestSendGuards::createsManyInOneCall()
{
    Stage stage;
    const Run run = stage.send({u"--bulk"_s, u"--data"_s, stage.write(u"people.csv"_s, People)});
    QVERIFY2(run.exitCode == 0, run.errors.constData());
    QCOMPARE(summary(run).value(u"sent"_s).toInt(), 3);
    QCOMPARE(summary(run).value(u"statuses"_s).toObject().value(u"201"_s).toInt(), 1);
    QVERIFY(stage.emulator.stop().errors.contains("1 answer"));
}

void TestSendGuards::saysWhatItWaitedFor()
{
    Stage stage;
    const Run run = stage.send({u"--count"_s, u"3"_s, u"--pace"_s, u"rate=5"_s});
    QCOMPARE(run.exitCode, 0);
    const QJsonArray waits = summary(run).value(u"waits"_s).toArray();
    QCOMPARE(waits.size(), 1);
    QCOMPARE(waits.first().toObject().value(u"reason"_s).toString(), u"pace"_s);
}

void TestSendGuards::remembersTheLimitsBesideTheRun()
{
    Stage stage;
    const QString journal = stage.folder.filePath(u"run.sqlite"_s);
    QCOMPARE(stage.send({u"--count"_s, u"3"_s, u"--journal"_s, journal}).exitCode, 0);
    const QStringList kept = QDir(journal + u".limits"_s).entryList({u"*.limits"_s});
    QCOMPARE(kept.size(), 1);
    QFile file(journal + u".limits/"_s + kept.first());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY(text.contains("\"minute\""));
    QVERIFY(!text.contains("555"));
    QCOMPARE(QFile::permissions(file.fileName()) & (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
}

int main(int argc, char** argv)
{
    qputenv("PACEWATCH_TEST_KEY", "key-of-the-test-1234");
    QCoreApplication application(argc, argv);
    TestSendGuards test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_sendguards.moc"
