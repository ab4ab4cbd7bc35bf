#include "core/store/sessionfile.h"
#include "core/store/sessionreader.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TestSession final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void yieldsWhatWasWritten();
    void pagesByKey();
    void filters_data();
    void filters();
    void keepsSeconds();
    void goesOnWithAFile();
    void isPrivateAndOneFileAtTheEnd();
    void canBeReadWhileItIsWritten();
    void survivesAWriterThatDies();
    void keepsItsBounds();
    void refusesForeignFiles_data();
    void refusesForeignFiles();
    void endsWithDamagedFiles();
    void readsHostileValues();

private:
    [[nodiscard]] QString path() const { return m_folder->filePath(u"a.pacewatch"_s); }
    void write(const QList<Exchange>& calls);

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

constexpr WallTime Start{1'763'547'507s};

Exchange callAt(Duration behind, int status, const QByteArray& target = "/v1/contacts")
{
    Exchange call;
    call.connection = ConnectionId(3);
    call.arrivedWall = Start + behind;
    call.request = {"GET", target, 1, {{"User-Agent", "curl/8"}, {"X-Two", "a: b"}, {"X-Two", ""}}};
    call.client = u"curl/8"_s;
    call.response = {status, "Some Reason", 1, {{"Retry-After", "3"}}};
    call.responseBody = {"{\"a\":1}", 7, "hash"};
    call.took = 200ms;
    call.firstByte = 150ms;
    call.reading.isRateLimited = status == 429;
    if (status == 429) {
        call.reading.retryAfter = 3s;
    }
    return call;
}

bool runSql(const QString& path, const char* sql)
{
    sqlite3* handle = nullptr;
    const bool isDone = sqlite3_open(QFile::encodeName(path).constData(), &handle) == SQLITE_OK
        && sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
    sqlite3_close(handle);
    return isDone;
}

} // namespace

void TestSession::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestSession::write(const QList<Exchange>& calls)
{
    Result<SessionFile> file = SessionFile::open(path());
    QVERIFY2(file.has_value(), file ? "" : qPrintable(file.error().detail));
    QVERIFY(file->append({calls.constData(), std::size_t(calls.size())}).has_value());
    QVERIFY(file->finish().has_value());
}

void TestSession::yieldsWhatWasWritten()
{
    Exchange sent = callAt(123'456'789ns, 429);
    sent.origin = Origin::TestSend;
    sent.outcome = Outcome::Incomplete;
    sent.held = 1s;
    sent.connecting = 30ms;
    sent.attempt = 2;
    sent.requestBody = {QByteArray("\0\xff binary", 9), 70'000, "raw hash"};
    sent.error = Error{ErrorCode::TimedOut, u"too slow"_s};
    sent.left = {{u"minute"_s, 5, 100}, {u"hour"_s, 7, 1000}};
    sent.tooEarlyBy = 1400ms;
    write({sent});
    Result<SessionReader> reader = SessionReader::open(path());
    QVERIFY2(reader.has_value(), reader ? "" : qPrintable(reader.error().detail));
    QVERIFY(reader->check().has_value());
    const auto call = reader->call(ExchangeId(1));
    QVERIFY(call.has_value());
    QCOMPARE(call->arrivedWall, sent.arrivedWall);
    QCOMPARE(call->connection, sent.connection);
    QCOMPARE(call->origin, sent.origin);
    QCOMPARE(call->outcome, sent.outcome);
    QCOMPARE(call->client, sent.client);
    QCOMPARE(call->request, sent.request);
    QCOMPARE(call->requestBody, sent.requestBody);
    QCOMPARE(call->response, sent.response);
    QCOMPARE(call->responseBody, sent.responseBody);
    QCOMPARE(call->error, sent.error);
    QCOMPARE(call->held, sent.held);
    QCOMPARE(call->connecting, sent.connecting);
    QCOMPARE(call->firstByte, sent.firstByte);
    QCOMPARE(call->took, sent.took);
    QCOMPARE(call->attempt, 2);
    QCOMPARE(call->left, sent.left);
    QCOMPARE(call->tooEarlyBy, sent.tooEarlyBy);
    QVERIFY(call->isRefused());
    QCOMPARE(call->reading.retryAfter, Duration(3s));
    QCOMPARE(reader->call(ExchangeId(2)).error().code, ErrorCode::NotFound);
}

void TestSession::pagesByKey()
{
    QList<Exchange> calls;
    for (int i = 0; i < 25; ++i) {
        calls.append(callAt(i * 100ms, 200));
    }
    write(calls);
    Result<SessionReader> reader = SessionReader::open(path());
    const auto first = reader->pageAfter({}, 10);
    QCOMPARE(first->size(), std::size_t(10));
    QCOMPARE(first->front().id, ExchangeId(1));
    const auto third = reader->pageAfter(ExchangeId(20), 10);
    QCOMPARE(third->size(), std::size_t(5));
    const auto before = reader->pageBefore(ExchangeId(4), 10);
    QCOMPARE(before->size(), std::size_t(3));
    QCOMPARE(before->front().id, ExchangeId(3));
    QVERIFY(reader->pageAfter(ExchangeId(25), 10)->empty());
    QCOMPARE(reader->summary()->calls, 25);
    QCOMPARE(reader->summary()->last, Start + 2400ms);
}

void TestSession::filters_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<int>("count");
    const auto row = [](const char* typed, int count) {
        QTest::newRow(typed) << QString::fromUtf8(typed) << count;
    };
    row("", 4);
    row("status:429", 1);
    row("status:4xx", 2);
    row("status:0", 1);
    row("CONTACTS", 3);
    row("100%", 1);
    row("path:_", 0);
    row("method:get status:200", 1);
    row("client:nobody", 0);
    row("took:>100", 4);
    row("took:<100ms", 0);
    row("wait:>0", 1);
    row("early:no", 4);
    row("refused:yes contacts", 1);
    row("'", 0);
}

void TestSession::filters()
{
    QFETCH(const QString, typed);
    QFETCH(const int, count);
    write({callAt(0s, 200), callAt(1s, 429), callAt(2s, 404, "/other?a=100%25&b=100%"),
           callAt(3s, 0)});
    Result<SessionReader> reader = SessionReader::open(path());
    const auto filter = readCallFilter(typed);
    QCOMPARE(reader->count(*filter).value_or(-1), count);
    QCOMPARE(int(reader->pageAfter({}, 100, *filter)->size()), count);
}

void TestSession::keepsSeconds()
{
    write({callAt(100ms, 200), callAt(900ms, 429)});
    write({callAt(950ms, 429), callAt(2s, 200)});
    Result<SessionReader> reader = SessionReader::open(path());
    const auto seconds = reader->seconds(Start, Start + 10s);
    QCOMPARE(seconds->size(), std::size_t(2));
    QCOMPARE(seconds->front().calls, 3);
    QCOMPARE(seconds->front().refused, 2);
    QCOMPARE(seconds->front().tookMean, 200ms);
    QCOMPARE(reader->summary()->refused, 2);
}

void TestSession::goesOnWithAFile()
{
    write({callAt(0s, 200)});
    write({callAt(1s, 200)});
    Result<SessionReader> reader = SessionReader::open(path());
    QCOMPARE(reader->pageAfter({}, 10)->back().id, ExchangeId(2));
}

void TestSession::isPrivateAndOneFileAtTheEnd()
{
    write({callAt(0s, 200)});
    QCOMPARE(QFile::permissions(path()) & QFile::Permissions(0x0777),
             QFile::ReadUser | QFile::WriteUser);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), (QStringList{u"a.pacewatch"_s}));
}

void TestSession::canBeReadWhileItIsWritten()
{
    Result<SessionFile> file = SessionFile::open(path());
    const Exchange call = callAt(0s, 200);
    QVERIFY(file->append({&call, 1}).has_value());
    Result<SessionReader> reader = SessionReader::open(path());
    QVERIFY2(reader.has_value(), reader ? "" : qPrintable(reader.error().detail));
    QCOMPARE(reader->summary()->calls, 1);
    QVERIFY(file->append({&call, 1}).has_value());
    QCOMPARE(reader->summary()->calls, 2);
}

void TestSession::survivesAWriterThatDies()
{
    Result<SessionFile> file = SessionFile::open(path());
    const Exchange call = callAt(0s, 200);
    QVERIFY(file->append({&call, 1}).has_value());
    // What a killed process leaves: the file and its journal, no end.
    const QString copy = m_folder->filePath(u"killed.pacewatch"_s);
    QVERIFY(QFile::copy(path(), copy));
    QVERIFY(QFile::copy(path() + u"-wal"_s, copy + u"-wal"_s));
    Result<SessionFile> again = SessionFile::open(copy);
    QVERIFY(again.has_value());
    QCOMPARE(again->lastId(), 1);
    QVERIFY(again->append({&call, 1}).has_value());
}

void TestSession::keepsItsBounds()
{
    SessionBounds bounds;
    bounds.mostBytes = 2 * 1024 * 1024;
    Result<SessionFile> file = SessionFile::open(path(), bounds);
    Exchange call = callAt(0s, 200);
    call.responseBody.head = QByteArray(4096, 'x');
    const QList<Exchange> batch(100, call);
    for (int i = 0; i < 64; ++i) {
        QVERIFY(file->append({batch.constData(), 100}).has_value());
    }
    QVERIFY(file->dropped() > 0);
    QVERIFY(file->finish().has_value());
    QVERIFY2(QFileInfo(path()).size() < 12 * 1024 * 1024,
             qPrintable(QString::number(QFileInfo(path()).size())));
    Result<SessionReader> reader = SessionReader::open(path());
    QVERIFY(reader->check().has_value());
    QCOMPARE(reader->pageBefore(ExchangeId(1'000'000), 1)->front().id, ExchangeId(6400));
}

void TestSession::refusesForeignFiles_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("trigger") << QByteArray(
        "CREATE TRIGGER t AFTER INSERT ON call BEGIN DELETE FROM "
        "call; END") << ErrorCode::Invalid;
    QTest::newRow("view") << QByteArray("CREATE VIEW v AS SELECT 1") << ErrorCode::Invalid;
    QTest::newRow("another table") << QByteArray("CREATE TABLE x (a)") << ErrorCode::Invalid;
    QTest::newRow("view in place of a table")
        << QByteArray("DROP TABLE note; CREATE VIEW note AS SELECT randomblob(1000000000)")
        << ErrorCode::Invalid;
    QTest::newRow("another program's")
        << QByteArray("PRAGMA application_id=1") << ErrorCode::Invalid;
    QTest::newRow("newer") << QByteArray("PRAGMA user_version=99") << ErrorCode::Unsupported;
}

void TestSession::refusesForeignFiles()
{
    QFETCH(const QByteArray, sql);
    QFETCH(const ErrorCode, code);
    write({callAt(0s, 200)});
    QVERIFY(runSql(path(), sql.constData()));
    const auto reader = SessionReader::open(path());
    QVERIFY(!reader.has_value());
    QCOMPARE(reader.error().code, code);
    const auto writer = SessionFile::open(path());
    QVERIFY(!writer.has_value());
    QCOMPARE(writer.error().code, code);
}

void TestSession::endsWithDamagedFiles()
{
    QList<Exchange> calls(200, callAt(0s, 200));
    write(calls);
    QFile file(path());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray whole = file.readAll();
    for (qsizetype at = 0; at < whole.size(); at += 997) {
        QByteArray damaged = whole;
        damaged.replace(at, 32, QByteArray(32, '\xa5'));
        QFile broken(m_folder->filePath(u"broken.pacewatch"_s));
        QVERIFY(broken.open(QIODevice::WriteOnly | QIODevice::Truncate));
        broken.write(at % 2 == 0 ? damaged : whole.first(at));
        broken.close();
        Result<SessionReader> reader = SessionReader::open(broken.fileName());
        if (reader) {
            (void)reader->check();
            (void)reader->summary();
            (void)reader->pageAfter({}, 1000);
            (void)reader->call(ExchangeId(7));
        }
    }
    QCOMPARE(SessionReader::open(m_folder->filePath(u"none"_s)).error().code, ErrorCode::NotFound);
}

void TestSession::readsHostileValues()
{
    write({callAt(0s, 200), callAt(1s, 200)});
    QVERIFY(runSql(path(),
                   "UPDATE call SET at=-9223372036854775807, status=-5, took='x', held=-7, "
                   "origin=99, outcome=-1, attempt=1e30, windows='\t\t\na\t1', connection=-1, "
                   "request_bytes=-1 WHERE id=1;"
                   "UPDATE payload SET request_head=x'00ff0a3a20', response_body=zeroblob(100000), "
                   "error=77 WHERE id=1;"
                   "UPDATE payload SET response_body=zeroblob(50000000) WHERE id=2"));
    Result<SessionReader> reader = SessionReader::open(path());
    QVERIFY(reader.has_value());
    const auto call = reader->call(ExchangeId(1));
    QVERIFY(call.has_value());
    QCOMPARE(call->response.status, 0);
    QCOMPARE(call->took, 0ns);
    QCOMPARE(call->responseBody.head.size(), KeptBody::MostKept);
    QVERIFY(!reader->call(ExchangeId(2)).has_value());
    QVERIFY(reader->seconds(Start, Start + 10s).has_value());
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
