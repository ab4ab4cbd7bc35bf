#include "app/recordfile.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Pacewatch;
using namespace Qt::Literals::StringLiterals;

class TestRecordFile final : public QObject
{
    Q_OBJECT

private slots:
    void isForItsOwnerOnly();
    void addsToWhatIsThere();
    void closesAnOpenFileToOthers();
    void saysWhyItCannotOpen();
    void followsNoLink();
};

namespace {

constexpr QFile::Permissions Owner
    = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

void TestRecordFile::isForItsOwnerOnly()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"calls.jsonl"_s);
    RecordFile file;
    QVERIFY(file.open(path));
    QVERIFY(file.add({{u"status"_s, 200}}));
    QCOMPARE(QFile::permissions(path), Owner);
    QCOMPARE(contents(path), QByteArray("{\"status\":200}\n"));
}

void TestRecordFile::addsToWhatIsThere()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"calls.jsonl"_s);
    for (int status : {200, 429}) {
        RecordFile file;
        QVERIFY(file.open(path));
        QVERIFY(file.add({{u"status"_s, status}}));
    }
    QCOMPARE(contents(path), QByteArray("{\"status\":200}\n{\"status\":429}\n"));
}

void TestRecordFile::closesAnOpenFileToOthers()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"calls.jsonl"_s);
    QFile before(path);
    QVERIFY(before.open(QIODevice::WriteOnly));
    QVERIFY(before.setPermissions(Owner | QFile::ReadOther));
    RecordFile file;
    QVERIFY(file.open(path));
    QCOMPARE(QFile::permissions(path), Owner);
}

void TestRecordFile::saysWhyItCannotOpen()
{
    RecordFile file;
    const Result<void> opened = file.open(u"/nowhere/at/all.jsonl"_s);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::StorageFailed);
    QVERIFY(opened.error().detail.contains("/nowhere/at/all.jsonl"_L1));
}

void TestRecordFile::followsNoLink()
{
    const QTemporaryDir folder;
    const QString target = folder.filePath(u"target"_s);
    const QString link = folder.filePath(u"link"_s);
    QVERIFY(QFile::link(target, link));
    RecordFile file;
    QVERIFY(!file.open(link));
    QVERIFY(!QFile::exists(target));
}

QTEST_GUILESS_MAIN(TestRecordFile)
#include "tst_recordfile.moc"
