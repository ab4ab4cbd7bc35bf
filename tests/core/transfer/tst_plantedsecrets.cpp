#include "core/privacy/redactor.h"
#include "core/store/sessionfile.h"
#include "core/transfer/export.h"
#include "core/transfer/import.h"
#include "tests/support/plantedcalls.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Pacewatch;
using namespace Pacewatch::Planted;
using namespace Qt::Literals::StringLiterals;

/// 25 secrets and 25 phone numbers stand in every position of a call that a person's data can
/// stand in. None may be in anything that is kept or handed over, in any spelling.
class TestPlantedSecrets final : public QObject
{
    Q_OBJECT

private slots:
    void areInTheCallsBefore();
    void areInNoFile_data();
    void areInNoFile();
    void areInNoDatabaseNorItsJournal();
    void areInNothingThatIsImported();
};

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// The test can fail: every value is there to begin with.
void TestPlantedSecrets::areInTheCallsBefore()
{
    QByteArray all;
    for (const Exchange& call : Planted::calls()) {
        all += everythingOf(call);
    }
    for (int i = 0; i < Number; ++i) {
        const bool hasSecret = all.contains(secretOf(i))
            || all.contains(QByteArray("user:" + secretOf(i)).toBase64());
        QVERIFY2(hasSecret, secretOf(i).constData());
        QVERIFY2(all.contains(digitsOf(i)), phoneOf(i).constData());
    }
}

void TestPlantedSecrets::areInNoFile_data()
{
    QTest::addColumn<ExportFormat>("format");
    QTest::newRow("har") << ExportFormat::Har;
    QTest::newRow("csv") << ExportFormat::Csv;
    QTest::newRow("jsonl") << ExportFormat::JsonLines;
    QTest::newRow("session") << ExportFormat::Session;
}

void TestPlantedSecrets::areInNoFile()
{
    QFETCH(const ExportFormat, format);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"export"_s);
    const Result<void> written = writeEvidence(Planted::calls(), path, format);
    QVERIFY2(written.has_value(), written ? "" : qPrintable(written.error().detail));
    const QByteArray bytes = contentOf(path);
    QVERIFY(bytes.size() > 1000);
    QCOMPARE(hitsIn(bytes), QByteArrayList());
}

void TestPlantedSecrets::areInNoDatabaseNorItsJournal()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"a.pacewatch"_s);
    Redactor redactor(StandIns::newKey());
    Result<SessionFile> file = SessionFile::open(path);
    QVERIFY(file.has_value());
    QList<Exchange> safe;
    for (const Exchange& call : Planted::calls()) {
        safe.append(redactor.redacted(call));
    }
    QVERIFY(file->append({safe.constData(), std::size_t(safe.size())}).has_value());
    QVERIFY(QFile::exists(path + u"-wal"_s));
    for (const QString& name : QDir(folder.path()).entryList(QDir::Files)) {
        QCOMPARE(hitsIn(contentOf(folder.filePath(name))), QByteArrayList());
    }
    QVERIFY(file->finish().has_value());
    QCOMPARE(hitsIn(contentOf(path)), QByteArrayList());
}

void TestPlantedSecrets::areInNothingThatIsImported()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"foreign.log"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (int i = 0; i < Number; ++i) {
        file.write("192.0.2.1 - - [19/Nov/2025:10:18:27 +0000] \"GET /x?to=" + phoneOf(i) + "&key="
                   + secretOf(i) + " HTTP/1.1\" 200 1 \"https://a.example/?token=" + secretOf(i)
                   + "\" \"agent " + phoneOf(i) + "\"\n");
    }
    file.close();
    const auto imported = readEvidence(path);
    QVERIFY(imported.has_value());
    QCOMPARE(imported->exchanges.size(), Number);
    for (const Exchange& call : imported->exchanges) {
        QCOMPARE(hitsIn(everythingOf(call)), QByteArrayList());
    }
}

QTEST_GUILESS_MAIN(TestPlantedSecrets)
#include "tst_plantedsecrets.moc"
