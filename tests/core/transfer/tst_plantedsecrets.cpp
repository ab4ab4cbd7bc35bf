#include "core/privacy/redactor.h"
#include "core/store/sessionfile.h"
#include "core/transfer/export.h"
#include "core/transfer/import.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Pacewatch;
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

constexpr int Number = 25;

/// None has a form of its own: what finds it is where it stands.
QByteArray secretOf(int i)
{
    return "hush" + QByteArray::number(7919 * (i + 3)) + "word";
}

QByteArray phoneOf(int i)
{
    return "+3460" + QByteArray::number(1'234'567 + 7919 * i);
}

QByteArray digitsOf(int i)
{
    return phoneOf(i).sliced(1);
}

Exchange plain(const QByteArray& type = "application/json", const QByteArray& body = {})
{
    Exchange call;
    call.arrivedWall = WallTime(std::chrono::seconds(1'763'547'507));
    call.request = {"POST", "/v1/send", 1, {{"Host", "api.example"}, {"Content-Type", type}}};
    call.requestBody = {body, body.size(), {}};
    call.response = {200, "OK", 1, {{"Content-Type", type}}};
    call.responseBody = call.requestBody;
    return call;
}

void addHeads(QList<Exchange>& calls)
{
    const char* const names[] = {"Authorization", "X-API-Key",       "Proxy-Authorization",
                                 "D360-API-KEY",  "X-Auth-Token",    "X-Access-Token",
                                 "Api-Key",       "X-Client-Secret", "X-Hub-Signature-256"};
    for (int i = 0; i < 9; ++i) {
        Exchange call = plain();
        call.request.headers.append(names[i], (i % 2 ? "" : "Bearer ") + secretOf(i));
        call.response.headers.append(names[i], secretOf(i));
        call.request.headers.append("X-Recipient-Phone", phoneOf(i));
        call.response.headers.append("X-Note", "sent to " + phoneOf(i) + ", thanks");
        calls.append(call);
    }
    Exchange basic = plain();
    basic.request.headers.append("Authorization",
                                 "Basic " + QByteArray("user:" + secretOf(9)).toBase64());
    basic.responseBody.head = "you sent " + secretOf(9) + " and " + secretOf(9).toHex();
    basic.response.headers.append(
        "Link", "<https://u:" + secretOf(9) + "@api.example/" + digitsOf(9) + ">; rel=next");
    calls.append(basic);
    Exchange cookies = plain();
    cookies.request.headers.append("Cookie", "a=" + secretOf(10) + "; b=" + secretOf(11));
    cookies.response.headers.append("Set-Cookie", "sid=" + secretOf(12) + "; Path=/; HttpOnly");
    cookies.response.headers.append("Location",
                                    "/next?access_token=" + secretOf(13)
                                        + "&phone=" + phoneOf(10).toPercentEncoding());
    calls.append(cookies);
}

void addTargets(QList<Exchange>& calls)
{
    Exchange query = plain();
    query.request.target = "/v1/x?api_key=" + secretOf(14) + "&to="
        + phoneOf(11).toPercentEncoding() + "&from=" + digitsOf(12) + "&%74oken=" + secretOf(15);
    calls.append(query);
    Exchange path = plain();
    path.request.target = "/v1/contacts/" + digitsOf(13) + "/" + phoneOf(14).toPercentEncoding();
    path.request.headers.append("Referer", "https://api.example/?password=" + secretOf(16));
    calls.append(path);
}

void addBodies(QList<Exchange>& calls)
{
    calls.append(plain("application/json",
                       R"({"password":")" + secretOf(17) + R"(","list":[{"client_secret":")"
                           + secretOf(18) + R"("}],"to":")" + phoneOf(15) + R"(","phone":)"
                           + digitsOf(16) + R"(,"text":"call )" + phoneOf(17) + R"( now"})"));
    QByteArray escaped = "\\u002b" + digitsOf(18);
    calls.append(plain("application/json",
                       R"({"a":{"wa_id":")" + escaped + R"("},"raw":"{\"token\":\")" + secretOf(19)
                           + R"(\",\"n\":\")" + phoneOf(19) + R"(\"}"})"));
    calls.append(plain("application/x-www-form-urlencoded",
                       "To=" + phoneOf(20).toPercentEncoding() + "&Password=" + secretOf(20)
                           + "&Body=from+" + phoneOf(21).toPercentEncoding()));
    calls.append(plain("multipart/form-data; boundary=xyz",
                       "--xyz\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n"
                           + secretOf(21)
                           + "\r\n--xyz\r\nContent-Disposition: form-data; name=\"to\"\r\n\r\n"
                           + phoneOf(22) + "\r\n--xyz--\r\n"));
    Exchange packed
        = plain("application/json",
                qCompress("{\"password\":\"" + secretOf(22) + "\"}") + secretOf(22) + phoneOf(23));
    packed.request.headers.append("Content-Encoding", "gzip");
    packed.response.headers.append("Content-Encoding", "gzip");
    calls.append(packed);
    Exchange failed = plain("text/plain", "password=" + secretOf(23) + "\ntoken: " + secretOf(24));
    failed.error
        = Error{ErrorCode::Unreachable, u"no route to "_s + QString::fromLatin1(phoneOf(24))};
    failed.client = QString::fromLatin1(phoneOf(24));
    failed.response.reason = "No " + phoneOf(24);
    calls.append(failed);
}

QList<Exchange> plantedCalls()
{
    QList<Exchange> calls;
    addHeads(calls);
    addTargets(calls);
    addBodies(calls);
    return calls;
}

/// How a value may be written: as it is, percent-encoded, escaped for JSON, in hex, in base64 at
/// each offset.
QByteArrayList spellings(const QByteArray& value)
{
    QByteArrayList all{value, value.toPercentEncoding(), value.toHex(), value.toHex().toUpper(),
                       QByteArray(value).replace("+", "\\u002b")};
    for (int offset = 0; offset < 3; ++offset) {
        const QByteArray whole = QByteArray(QByteArray(offset, 'x') + value).toBase64();
        all.append(whole.mid(offset == 0 ? 0 : 4, whole.size() - 8 - (offset == 0 ? 0 : 4)));
    }
    return all;
}

QByteArrayList hitsIn(const QByteArray& bytes)
{
    QByteArrayList hits;
    for (int i = 0; i < Number; ++i) {
        for (const QByteArray& value : {secretOf(i), phoneOf(i), digitsOf(i)}) {
            for (const QByteArray& spelling : spellings(value)) {
                if (bytes.contains(spelling)) {
                    hits.append(value + " as " + spelling);
                }
            }
        }
    }
    return hits;
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray everythingOf(const Exchange& call)
{
    QByteArray all = call.request.method + ' ' + call.request.target + ' ' + call.response.reason
        + ' ' + call.requestBody.head + ' ' + call.responseBody.head + ' ' + call.client.toUtf8();
    for (const Http::Headers* head : {&call.request.headers, &call.response.headers}) {
        for (const Http::Field& field : *head) {
            all += ' ' + field.name + ": " + field.value;
        }
    }
    return all + (call.error ? call.error->detail.toUtf8() : QByteArray());
}

} // namespace

/// The test can fail: every value is there to begin with.
void TestPlantedSecrets::areInTheCallsBefore()
{
    QByteArray all;
    for (const Exchange& call : plantedCalls()) {
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
    const Result<void> written = writeEvidence(plantedCalls(), path, format);
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
    for (const Exchange& call : plantedCalls()) {
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
