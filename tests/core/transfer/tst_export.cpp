#include "core/transfer/export.h"
#include "core/transfer/import.h"
#include "core/transfer/recordline.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TestExport final : public QObject
{
    Q_OBJECT

private slots:
    void writesWhatItReadsAgain_data();
    void writesWhatItReadsAgain();
    void keepsAnUntoldDurationUntold_data();
    void keepsAnUntoldDurationUntold();
    void keepsAPathInUtf8();
    void replacesNothingButFiles();
    void writesAHarOfTheStandard();
    void tellsTheWaitInTheQueueAsBlocked();
    void keepsCellsFromBecomingFormulas_data();
    void keepsCellsFromBecomingFormulas();
    void refusesToWriteAKnownSecret();
    void replacesAFileOnlyWhenItIsWhole();
    void stopsWhenAsked();
    void writesMomentsInUtc();

private:
    QTemporaryDir m_folder;
};

namespace {

Exchange someCall()
{
    Exchange call;
    call.arrivedWall = WallTime(1'763'547'507'123ms);
    call.client = u"curl/8"_s;
    call.request = {"POST", "/v1/x?page=2", 1, {{"Host", "api.example"}, {"User-Agent", "curl/8"}}};
    call.requestBody = {"{\"n\":1}", 7, {}};
    call.response = {429, "Too Many Requests", 1, {{"Retry-After", "3"}}};
    call.responseBody = {"=slow, \"down\"", 13, {}};
    call.held = 250ms;
    call.connecting = 50ms;
    call.firstByte = 400ms;
    call.took = 500ms;
    call.reading.isRateLimited = true;
    call.reading.retryAfter = 3s;
    return call;
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

void TestExport::writesWhatItReadsAgain_data()
{
    QTest::addColumn<ExportFormat>("format");
    QTest::addColumn<EvidenceFormat>("found");
    QTest::newRow("har") << ExportFormat::Har << EvidenceFormat::Har;
    QTest::newRow("csv") << ExportFormat::Csv << EvidenceFormat::Csv;
    QTest::newRow("jsonl") << ExportFormat::JsonLines << EvidenceFormat::Record;
    QTest::newRow("session") << ExportFormat::Session << EvidenceFormat::Session;
}

void TestExport::writesWhatItReadsAgain()
{
    QFETCH(const ExportFormat, format);
    QFETCH(const EvidenceFormat, found);
    const QString path = m_folder.filePath(u"again"_s);
    const Result<void> written = writeEvidence({someCall(), someCall()}, path, format);
    QVERIFY2(written.has_value(), written ? "" : qPrintable(written.error().detail));
    QCOMPARE(QFile::permissions(path) & QFile::Permissions(0x0777),
             QFile::ReadUser | QFile::WriteUser);
    const auto imported = readEvidence(path);
    QVERIFY2(imported.has_value(), imported ? "" : qPrintable(imported.error().detail));
    QCOMPARE(imported->format, found);
    QCOMPARE(imported->exchanges.size(), 2);
    QCOMPARE(imported->faultCount, 0);
    const Exchange& call = imported->exchanges.first();
    const Exchange expected = someCall();
    QCOMPARE(call.arrivedWall, expected.arrivedWall);
    QCOMPARE(call.request.method, expected.request.method);
    QCOMPARE(call.request.target, expected.request.target);
    QCOMPARE(call.response.status, 429);
    QCOMPARE(call.held, expected.held);
    QCOMPARE(call.took, expected.took);
    QCOMPARE(call.reading.retryAfter, Duration(3s));
    if (format != ExportFormat::Csv) {
        QCOMPARE(call.response.headers, expected.response.headers);
        QCOMPARE(call.requestBody.head, expected.requestBody.head);
        QCOMPARE(call.responseBody.head, expected.responseBody.head);
        QCOMPARE(call.connecting, expected.connecting);
        QCOMPARE(call.firstByte, expected.firstByte);
    }
}

void TestExport::keepsAnUntoldDurationUntold_data()
{
    writesWhatItReadsAgain_data();
}

void TestExport::keepsAnUntoldDurationUntold()
{
    QFETCH(const ExportFormat, format);
    Exchange untold = someCall();
    untold.connecting = untold.firstByte = untold.took = {};
    const QString path = m_folder.filePath(u"untold"_s);
    QVERIFY(writeEvidence({untold, someCall()}, path, format).has_value());
    const auto imported = readEvidence(path);
    QVERIFY2(imported.has_value(), imported ? "" : qPrintable(imported.error().detail));
    QCOMPARE(imported->exchanges.size(), 2);
    QVERIFY(imported->exchanges.first().took == Duration::zero());
    QCOMPARE(imported->exchanges.last().took, 500ms);
}

/// Clients that do not encode a path send UTF-8, and its bytes stay.
void TestExport::keepsAPathInUtf8()
{
    for (const ExportFormat format :
         {ExportFormat::Csv, ExportFormat::JsonLines, ExportFormat::Session}) {
        Exchange call = someCall();
        call.request.target = "/api/contacts/m\xc3\xbc\xc5\x9fteri";
        const QString path = m_folder.filePath(u"utf8"_s);
        QVERIFY(writeEvidence({call}, path, format).has_value());
        const auto imported = readEvidence(path);
        QVERIFY2(imported.has_value(), imported ? "" : qPrintable(imported.error().detail));
        QCOMPARE(imported->exchanges.first().request.target, call.request.target);
    }
}

void TestExport::writesAHarOfTheStandard()
{
    const QString path = m_folder.filePath(u"standard.har"_s);
    QVERIFY(writeEvidence({someCall()}, path, ExportFormat::Har).has_value());
    const QJsonObject log
        = QJsonDocument::fromJson(contentOf(path)).object().value(u"log"_s).toObject();
    QCOMPARE(log.value(u"version"_s).toString(), u"1.2"_s);
    QVERIFY(!log.value(u"creator"_s).toObject().value(u"version"_s).toString().isEmpty());
    const QJsonObject entry = log.value(u"entries"_s).toArray().at(0).toObject();
    // What the specification demands of each part.
    const auto has = [](const QJsonObject& object, const QStringList& names) {
        for (const QString& name : names) {
            if (!object.contains(name)) {
                qWarning("%s is missing", qPrintable(name));
                return false;
            }
        }
        return true;
    };
    QVERIFY(has(
        entry,
        {u"startedDateTime"_s, u"time"_s, u"request"_s, u"response"_s, u"cache"_s, u"timings"_s}));
    QVERIFY(has(entry.value(u"request"_s).toObject(),
                {u"method"_s, u"url"_s, u"httpVersion"_s, u"cookies"_s, u"headers"_s,
                 u"queryString"_s, u"headersSize"_s, u"bodySize"_s}));
    QVERIFY(has(entry.value(u"response"_s).toObject(),
                {u"status"_s, u"statusText"_s, u"httpVersion"_s, u"cookies"_s, u"headers"_s,
                 u"content"_s, u"redirectURL"_s, u"headersSize"_s, u"bodySize"_s}));
    QCOMPARE(entry.value(u"request"_s).toObject().value(u"url"_s).toString(),
             u"https://api.example/v1/x?page=2"_s);
}

void TestExport::tellsTheWaitInTheQueueAsBlocked()
{
    const QString path = m_folder.filePath(u"blocked.har"_s);
    QVERIFY(writeEvidence({someCall()}, path, ExportFormat::Har).has_value());
    const QJsonObject entry = QJsonDocument::fromJson(contentOf(path))
                                  .object()
                                  .value(u"log"_s)
                                  .toObject()
                                  .value(u"entries"_s)
                                  .toArray()
                                  .at(0)
                                  .toObject();
    const QJsonObject timings = entry.value(u"timings"_s).toObject();
    QCOMPARE(timings.value(u"blocked"_s).toDouble(), 250.0);
    double sum = 0;
    for (const QJsonValue& each : timings) {
        sum += std::max(0.0, each.toDouble());
    }
    QCOMPARE(sum, entry.value(u"time"_s).toDouble());
}

void TestExport::keepsCellsFromBecomingFormulas_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("cell");
    const auto row = [](const char* text, const char* cell) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(cell);
    };
    row("plain", "plain");
    row("", "");
    row("=1+1", "'=1+1");
    row("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
    row("@SUM(A1)", "'@SUM(A1)");
    row("+cmd", "'+cmd");
    row("-cmd", "'-cmd");
    row("\tx", "\"'\tx\"");
    row("-12.5", "-12.5");
    row("a,b", "\"a,b\"");
    row("two\nlines", "\"two\nlines\"");
}

void TestExport::keepsCellsFromBecomingFormulas()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, cell);
    QCOMPARE(csvCell(text), cell);
}

/// The redaction is told too, so the secret is put where only the scan looks: split over two calls'
/// parts it would not be found, so it stands in a name the redaction does not look at.
void TestExport::refusesToWriteAKnownSecret()
{
    Exchange call = someCall();
    call.request.method = "plainword";
    ExportOptions options;
    options.knownSecrets = {"plainword"};
    for (const ExportFormat format :
         {ExportFormat::Har, ExportFormat::Csv, ExportFormat::JsonLines, ExportFormat::Session}) {
        const QString path = m_folder.filePath(u"refused"_s);
        const Result<void> written = writeEvidence({someCall(), call}, path, format, options);
        QVERIFY(!written.has_value());
        QCOMPARE(written.error().code, ErrorCode::Refused);
        QVERIFY2(written.error().detail.contains(u"line"_s), qPrintable(written.error().detail));
        QVERIFY(!written.error().detail.contains(u"plainword"_s));
        QVERIFY(!QFile::exists(path));
        QCOMPARE(QDir(m_folder.path()).entryList({u"refused*"_s}, QDir::Files), QStringList());
    }
}

void TestExport::replacesAFileOnlyWhenItIsWhole()
{
    const QString path = m_folder.filePath(u"kept.csv"_s);
    QVERIFY(writeEvidence({someCall()}, path, ExportFormat::Csv).has_value());
    const QByteArray before = contentOf(path);
    Exchange call = someCall();
    call.request.method = "plainword";
    ExportOptions options;
    options.knownSecrets = {"plainword"};
    QVERIFY(!writeEvidence({call}, path, ExportFormat::Csv, options).has_value());
    QCOMPARE(contentOf(path), before);
    QVERIFY(writeEvidence({someCall(), someCall()}, path, ExportFormat::Csv).has_value());
    QVERIFY(contentOf(path).size() > before.size());
}

void TestExport::replacesNothingButFiles()
{
    const QString folder = m_folder.filePath(u"there"_s);
    QVERIFY(QDir().mkpath(folder + u"/in"_s));
    const QString pipe = m_folder.filePath(u"pipe"_s);
    QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), S_IRUSR | S_IWUSR), 0);
    for (const QString& path : {folder, pipe, m_folder.filePath(u"none/calls.csv"_s)}) {
        const Result<void> written = writeEvidence({someCall()}, path, ExportFormat::Session);
        QVERIFY2(!written.has_value(), qPrintable(path));
        QCOMPARE(written.error().code, ErrorCode::StorageFailed);
        QVERIFY(!QFile::exists(path + u".unfinished"_s));
    }
    QVERIFY(QFileInfo(folder + u"/in"_s).isDir());
    QVERIFY(QFileInfo::exists(pipe) && !QFileInfo(pipe).isFile());
    QVERIFY(!QFile::exists(m_folder.filePath(u"none"_s)));
}

void TestExport::stopsWhenAsked()
{
    const std::atomic<bool> cancel = true;
    ExportOptions options;
    options.cancel = &cancel;
    const QString path = m_folder.filePath(u"cancelled"_s);
    QCOMPARE(writeEvidence({someCall()}, path, ExportFormat::Har, options).error().code,
             ErrorCode::Cancelled);
    QVERIFY(!QFile::exists(path));
}

void TestExport::writesMomentsInUtc()
{
    // One second's, twice; the next; and some that came before 1970.
    QCOMPARE(utcText(WallTime(1'763'547'507'123ms)), u"2025-11-19T10:18:27.123Z"_s);
    QCOMPARE(utcText(WallTime(1'763'547'507'004ms)), u"2025-11-19T10:18:27.004Z"_s);
    QCOMPARE(utcText(WallTime(1'763'547'508'000ms)), u"2025-11-19T10:18:28.000Z"_s);
    QCOMPARE(utcText(WallTime(-1ms)), u"1969-12-31T23:59:59.999Z"_s);
    QCOMPARE(utcText(WallTime(-1000ms)), u"1969-12-31T23:59:59.000Z"_s);
    QCOMPARE(utcText(WallTime(0ms)), u"1970-01-01T00:00:00.000Z"_s);
}

QTEST_GUILESS_MAIN(TestExport)
#include "tst_export.moc"
