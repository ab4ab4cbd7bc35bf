#include "tests/app/program.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

class TestProfilesCommand final : public QObject
{
    Q_OBJECT

private slots:
    void listsTheBuiltInOnes();
    void showsOneAsJson();
    void knowsNoProfileOfAnotherName();
    void findsAGoodFileGood();
    void namesFileAndLineOfAProblem();
    void saysWhenAFileIsMissing();
    void readsTheUsersOwnFolder();
};

namespace {

QString builtIn(const QString& name)
{
    return QStringLiteral(PACEWATCH_SOURCES) + u"/resources/profiles/"_s + name;
}

} // namespace

void TestProfilesCommand::listsTheBuiltInOnes()
{
    const Run run = runProgram({u"profiles"_s});
    QCOMPARE(run.exitCode, 0);
    for (const char* id : {"aisoule ", "aisoule-v1 ", "connexease ", "connexease-2026 "}) {
        QVERIFY(run.output.contains(id));
    }
    QCOMPARE(runProgram({u"profiles"_s, u"list"_s}).output, run.output);
}

void TestProfilesCommand::showsOneAsJson()
{
    const Run run = runProgram({u"profiles"_s, u"show"_s, u"connexease"_s, u"--json"_s});
    QCOMPARE(run.exitCode, 0);
    const QJsonObject profile = QJsonDocument::fromJson(run.output).object();
    QCOMPARE(profile.value(u"id"_s).toString(), u"connexease"_s);
    const QJsonObject minute = profile.value(u"windows"_s).toArray().at(1).toObject();
    QCOMPARE(minute.value(u"limit"_s).toInt(), 1'000);
    QCOMPARE(minute.value(u"window_seconds"_s).toDouble(), 60.0);
    QCOMPARE(profile.value(u"sandbox_query"_s).toString(), u"is_fake=true"_s);
}

void TestProfilesCommand::knowsNoProfileOfAnotherName()
{
    const Run run = runProgram({u"profiles"_s, u"show"_s, u"nobody"_s});
    QCOMPARE(run.exitCode, 2);
    QVERIFY(run.errors.contains("nobody"));
}

void TestProfilesCommand::findsAGoodFileGood()
{
    const Run run = runProgram({u"profiles"_s, u"check"_s, builtIn(u"aisoule.toml"_s)});
    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.output.contains("aisoule"));
}

void TestProfilesCommand::namesFileAndLineOfAProblem()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"mine.toml"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("id = \"mine\"\nname = [\n");
    file.close();
    const Run run = runProgram({u"profiles"_s, u"check"_s, path});
    QCOMPARE(run.exitCode, 2);
    QVERIFY2(run.errors.contains(QByteArray(path.toUtf8() + ':')), run.errors.constData());
    const QByteArray rest = run.errors.mid(run.errors.indexOf(path.toUtf8()) + path.size() + 1);
    QVERIFY2(rest.startsWith("2:") || rest.startsWith("3:"), run.errors.constData());
}

void TestProfilesCommand::saysWhenAFileIsMissing()
{
    QCOMPARE(runProgram({u"profiles"_s, u"check"_s, u"/nowhere.toml"_s}).exitCode, 2);
    QCOMPARE(runProgram({u"profiles"_s, u"check"_s}).exitCode, 2);
}

void TestProfilesCommand::readsTheUsersOwnFolder()
{
    const QTemporaryDir home;
    QVERIFY(QDir(home.path()).mkpath(u"pacewatch/profiles"_s));
    QFile source(builtIn(u"generic.toml"_s));
    QVERIFY(source.open(QIODevice::ReadOnly));
    QFile own(home.filePath(u"pacewatch/profiles/mine.toml"_s));
    QVERIFY(own.open(QIODevice::WriteOnly));
    own.write(source.readAll().replace("id = \"generic\"", "id = \"mine\""));
    own.close();
    qputenv("XDG_CONFIG_HOME", home.path().toUtf8());
    const Run run = runProgram({u"profiles"_s, u"show"_s, u"mine"_s});
    qunsetenv("XDG_CONFIG_HOME");
    QCOMPARE(run.exitCode, 0);
}

QTEST_GUILESS_MAIN(TestProfilesCommand)
#include "tst_profilescommand.moc"
