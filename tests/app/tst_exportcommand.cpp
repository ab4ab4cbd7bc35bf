#include "tests/app/program.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

class TestExportCommand final : public QObject
{
    Q_OBJECT

private slots:
    void turnsALogIntoEachFormatAndBack();
    void readsFieldsAsTheyAreMapped();
    void listsTheFieldsThereAre();
    void refusesAKeyItWasTold();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();

private:
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] QString table() const;
    [[nodiscard]] QString log(const QByteArray& target = "/v1/x") const;

    QTemporaryDir m_folder;
};

QString TestExportCommand::log(const QByteArray& target) const
{
    QFile file(path(u"access.log"_s));
    if (!file.open(QIODevice::WriteOnly)
        || file.write("192.0.2.1 - - [19/Nov/2025:10:18:27 +0000] \"GET " + target
                      + " HTTP/1.1\" 429 31 \"-\" \"curl/8\" 0.250\nnonsense\n")
            < 0) {
        return {};
    }
    return file.fileName();
}

void TestExportCommand::turnsALogIntoEachFormatAndBack()
{
    QString from = log();
    for (const QString& format : {u"session"_s, u"jsonl"_s, u"csv"_s, u"har"_s}) {
        const QString to = path(u"out."_s + format);
        const Run run = runProgram({u"export"_s, from, u"--format"_s, format, u"--output"_s, to});
        QVERIFY2(run.exitCode == 0, run.errors.constData());
        from = to;
    }
    QFile file(from);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject entry = QJsonDocument::fromJson(file.readAll())
                                  .object()
                                  .value(u"log"_s)
                                  .toObject()
                                  .value(u"entries"_s)
                                  .toArray()
                                  .at(0)
                                  .toObject();
    QCOMPARE(entry.value(u"time"_s).toDouble(), 250.0);
    QCOMPARE(entry.value(u"response"_s).toObject().value(u"status"_s).toInt(), 429);
    QCOMPARE(file.permissions() & QFile::Permissions(0x0077), QFile::Permissions());
}

QString TestExportCommand::table() const
{
    QFile file(path(u"odd.csv"_s));
    if (!file.open(QIODevice::WriteOnly)
        || file.write("Zeitpunkt;Verb;Ziel;Antwort;Dauer\n"
                      "2025-11-19T10:18:27.250Z;GET;/v1/x;429;250\n")
            < 0) {
        return {};
    }
    return file.fileName();
}

void TestExportCommand::readsFieldsAsTheyAreMapped()
{
    const Run run = runProgram({u"export"_s, table(), u"--format"_s, u"jsonl"_s, u"--output"_s,
                                path(u"mapped.jsonl"_s), u"--map"_s, u"Zeitpunkt=sent"_s,
                                u"--map"_s, u"Verb=method"_s, u"--map"_s, u"Ziel=path"_s,
                                u"--map"_s, u"Antwort=status"_s, u"--map"_s, u"Dauer=took:ms"_s});
    QVERIFY2(run.exitCode == 0, run.errors.constData());
    QFile file(path(u"mapped.jsonl"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject call = QJsonDocument::fromJson(file.readLine()).object();
    QCOMPARE(call.value(u"at"_s).toString(), u"2025-11-19T10:18:27.250Z"_s);
    QCOMPARE(call.value(u"status"_s).toInt(), 429);
    QCOMPARE(call.value(u"target"_s).toString(), u"/v1/x"_s);
    QCOMPARE(call.value(u"took_seconds"_s).toDouble(), 0.25);
}

void TestExportCommand::listsTheFieldsThereAre()
{
    const QStringList command{u"export"_s, table(),       u"--format"_s,
                              u"csv"_s,    u"--output"_s, path(u"no.csv"_s)};
    const Run unmapped = runProgram(command);
    QCOMPARE(unmapped.exitCode, 2);
    QVERIFY2(unmapped.errors.contains("Antwort=none"), unmapped.errors.constData());
    QVERIFY2(unmapped.errors.contains("--map FIELD=ROLE"), unmapped.errors.constData());
    const Run unknown = runProgram(command + QStringList{u"--map"_s, u"Duration=took:ms"_s});
    QCOMPARE(unknown.exitCode, 2);
    QVERIFY2(unknown.errors.contains("\"Duration\" in it; there are Zeitpunkt, Verb"),
             unknown.errors.constData());
}

void TestExportCommand::refusesAKeyItWasTold()
{
    // A method is no place for a key, so the redaction leaves it; the scan finds it.
    qputenv("PACEWATCH_TEST_KEY", "GETAWAYKEY");
    QFile file(path(u"access.log"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("192.0.2.1 - - [19/Nov/2025:10:18:27 +0000] \"GETAWAYKEY /x HTTP/1.1\" 200 1\n");
    file.close();
    const Run run
        = runProgram({u"export"_s, file.fileName(), u"--format"_s, u"csv"_s, u"--output"_s,
                      path(u"refused.csv"_s), u"--key-env"_s, u"PACEWATCH_TEST_KEY"_s});
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.errors.contains("line 2"), run.errors.constData());
    QVERIFY(!run.errors.contains("GETAWAY"));
    QVERIFY(!QFile::exists(path(u"refused.csv"_s)));
}

void TestExportCommand::saysWhatIsWrong_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no file") << QStringList{u"--format"_s, u"csv"_s, u"--output"_s, u"x"_s};
    QTest::newRow("a file that is not there")
        << QStringList{u"/nowhere"_s, u"--format"_s, u"csv"_s, u"--output"_s, u"x"_s};
    QTest::newRow("no format") << QStringList{u"x"_s, u"--output"_s, u"x"_s};
    for (const char* map : {"x", "x=longest", "x=took:weeks", "x=status:ms"}) {
        QTest::newRow(map) << QStringList{
            u"x"_s,     u"--output"_s,           u"x"_s, u"--format"_s, u"csv"_s,
            u"--map"_s, QString::fromLatin1(map)};
    }
    QTest::newRow("unknown format")
        << QStringList{u"x"_s, u"--format"_s, u"pdf"_s, u"--output"_s, u"x"_s};
}

void TestExportCommand::saysWhatIsWrong()
{
    QFETCH(const QStringList, arguments);
    const Run run = runProgram(QStringList{u"export"_s} + arguments);
    QCOMPARE(run.exitCode, 2);
    QVERIFY(run.errors.startsWith("pacewatch: "));
}

QTEST_GUILESS_MAIN(TestExportCommand)
#include "tst_exportcommand.moc"
