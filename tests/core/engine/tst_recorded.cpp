#include "core/engine.h"
#include "core/store/sessionfile.h"
#include "core/store/sessionreader.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <sqlite3.h>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Sessions that are opened from files: a connection that makes no calls.
class TestRecorded final : public QObject
{
    Q_OBJECT

private slots:
    void opensASessionWhereItLies();
    void yieldsItsCallsPageByPage();
    void findsCallsByAFilter();
    void findsCallsInAnotherOrder();
    void countsCallsForEachChoice();
    void tellsItsSecondsInPieces();
    void saysHowItStoodAtTheEnd();
    void diagnosesARangeOfIt();
    void diagnosesAroundADamagedPlaceAndSaysSo();
    void givesADiagnosisUp();
    void importsAFileAsACopyThatGoesWithIt();
    void mergesFilesByTheirClocks();
    void previewsWhatAFileHoldsAndLacks();
    void keepsANoteInTheFile();
    void exportsWhatWasOpened();
    void refusesToExportOverWhatIsShown();
    void endsWithHostileFiles_data();
    void endsWithHostileFiles();
    void listsTheNewestSessions();
};

namespace {

constexpr WallTime Start{1'763'547'507s};

Exchange callAt(Duration behind, int status, const QByteArray& target)
{
    Exchange call;
    call.arrivedWall = Start + behind;
    call.arrived = Instant(call.arrivedWall.time_since_epoch());
    call.request = {"POST", target, 1, {{"Host", "app.aisoule.com"}}};
    call.client = u"booking-sync"_s;
    call.response = {status, "", 1, {{"X-RateLimit-Limit", "100"}, {"X-RateLimit-Remaining", "7"}}};
    call.took = 80ms;
    call.left = {{u"minute"_s, 7, 100}};
    call.reading.isRateLimited = status == 429;
    if (status == 429) {
        call.response.headers.append("Retry-After", "2");
        call.reading.retryAfter = 2s;
    }
    return call;
}

struct World
{
    World()
    {
        QDir(folder.path()).mkpath(u"sessions"_s);
        engine = std::make_unique<Engine>(clock, profiles,
                                          EngineFiles{{}, {}, folder.filePath(u"sessions"_s)});
    }

    QString writeSession(const QString& name, int calls)
    {
        const QString path = folder.filePath(name);
        Result<SessionFile> file = SessionFile::open(path);
        (void)file->setFact(u"customer"_s, u"Casa Brava Hotels"_s);
        (void)file->setFact(u"profile"_s, u"aisoule"_s);
        (void)file->setFact(u"base"_s, u"https://app.aisoule.com/api"_s);
        std::vector<Exchange> all;
        for (int i = 0; i < calls; ++i) {
            all.push_back(callAt(i * 100ms, i % 10 == 9 ? 429 : 200,
                                 "/api/contacts/" + QByteArray::number(i)));
        }
        (void)file->append(all);
        (void)file->finish();
        return path;
    }

    QString writeText(const QString& name, const QByteArray& text)
    {
        QFile file(folder.filePath(name));
        (void)file.open(QIODevice::WriteOnly);
        file.write(text);
        return file.fileName();
    }

    Result<ConnectionId> open(const QList<EvidencePart>& parts)
    {
        std::optional<Result<ConnectionId>> opened;
        engine->openRecorded(
            {parts, {}, {}}, &context, [](qint64, qint64) {},
            [&](const Result<ConnectionId>& id) { opened = id; });
        (void)QTest::qWaitFor([&] { return opened.has_value(); }, 20'000);
        return opened.value_or(fail(ErrorCode::TimedOut));
    }

    Result<QList<Exchange>> read(ConnectionId id, const CallsWanted& wanted)
    {
        std::optional<Result<QList<Exchange>>> calls;
        engine->readRecorded(id, wanted, &context,
                             [&](const Result<QList<Exchange>>& page) { calls = page; });
        (void)QTest::qWaitFor([&] { return calls.has_value(); });
        return calls.value_or(fail(ErrorCode::TimedOut));
    }

    const EngineState& state()
    {
        if (auto newest = engine->states().take()) {
            latest = std::move(*newest);
        }
        return latest;
    }

    QTemporaryDir folder;
    SystemClock clock;
    ProfileShelf profiles = ProfileShelf::builtIn();
    QObject context;
    EngineState latest;
    std::unique_ptr<Engine> engine;
};

} // namespace

void TestRecorded::opensASessionWhereItLies()
{
    World world;
    const QString path = world.writeSession(u"a.pacewatch"_s, 30);
    const Result<ConnectionId> id = world.open({{path, {}}});
    QVERIFY2(id.has_value(), id ? "" : qPrintable(id.error().detail));
    QTRY_VERIFY(world.state().recordingOf(*id) != nullptr);
    const Recording recording = *world.state().recordingOf(*id);
    QCOMPARE(recording.file, path);
    QCOMPARE(recording.calls, 30);
    QVERIFY(recording.first == Start);
    QVERIFY(!recording.isLarge);
    QVERIFY(recording.isDense);
    const ConnectionState state = world.state().connections.last();
    QCOMPARE(state.spec.customer, u"Casa Brava Hotels"_s);
    QCOMPARE(state.profileName, u"AIsoule"_s);
    QVERIFY(state.proxyAddress.isEmpty());
    world.engine->removeConnection(*id);
    QTRY_VERIFY(world.state().connections.isEmpty());
    QVERIFY(QFile::exists(path));
}

void TestRecorded::yieldsItsCallsPageByPage()
{
    World world;
    const auto id = world.open({{world.writeSession(u"a.pacewatch"_s, 30), {}}});
    QVERIFY(id.has_value());
    CallsWanted wanted;
    wanted.most = 20;
    const auto first = world.read(*id, wanted);
    QVERIFY(first.has_value());
    QCOMPARE(first->size(), 20);
    QVERIFY(first->first().connection == *id);
    QVERIFY(first->first().request.headers.isEmpty());
    wanted.after = first->last().id;
    wanted.isWhole = true;
    const auto rest = world.read(*id, wanted);
    QVERIFY(rest.has_value());
    QCOMPARE(rest->size(), 10);
    QCOMPARE(rest->first().request.headers.value("Host"), "app.aisoule.com");
    wanted.picked = {rest->last().id};
    QCOMPARE(world.read(*id, wanted)->first().request.target, "/api/contacts/29");
    QCOMPARE(world.read(ConnectionId(99), wanted).error().code, ErrorCode::NotFound);
}

void TestRecorded::findsCallsByAFilter()
{
    World world;
    const auto id = world.open({{world.writeSession(u"a.pacewatch"_s, 30), {}}});
    QVERIFY(id.has_value());
    QList<ExchangeId> found;
    world.engine->findRecorded(*id, *readCallFilter(u"status:429"_s), {}, &world.context,
                               [&](const Result<QList<ExchangeId>>& ids) { found = *ids; });
    QTRY_COMPARE(found, (QList<ExchangeId>{ExchangeId(10), ExchangeId(20), ExchangeId(30)}));
}

void TestRecorded::findsCallsInAnotherOrder()
{
    World world;
    const auto id = world.open({{world.writeSession(u"a.pacewatch"_s, 30), {}}});
    QVERIFY(id.has_value());
    const CallOrder order{CallOrder::Key::Moment, true};
    QList<ExchangeId> found;
    world.engine->findRecorded(*id, {}, order, &world.context,
                               [&](const Result<QList<ExchangeId>>& ids) { found = *ids; });
    QTRY_COMPARE(found.size(), 30);
    QCOMPARE(found.first(), ExchangeId(30));
    CallsWanted wanted;
    wanted.order = order;
    wanted.most = 3;
    const auto first = world.read(*id, wanted);
    QVERIFY(first.has_value());
    QCOMPARE(first->size(), 3);
    QCOMPARE(first->last().id, ExchangeId(28));
    wanted = {};
    wanted.picked = {ExchangeId(9), ExchangeId(2), ExchangeId(5)};
    QCOMPARE(world.read(*id, wanted)->at(1).id, ExchangeId(2)); // as they were picked
}

void TestRecorded::countsCallsForEachChoice()
{
    World world;
    const auto id = world.open({{world.writeSession(u"a.pacewatch"_s, 30), {}}});
    QVERIFY(id.has_value());
    std::optional<Result<CallTally>> older;
    std::optional<Result<CallTally>> counts;
    world.engine->tallyRecorded(*id, *readCallFilter(u"status:429"_s), &world.context,
                                [&](const Result<CallTally>& tally) { older = tally; });
    world.engine->tallyRecorded(*id, {}, &world.context,
                                [&](const Result<CallTally>& tally) { counts = tally; });
    QTRY_VERIFY(older && counts);
    // The older one was either through already, or is given up.
    QVERIFY(*older ? (*older)->front() == 3 : older->error().code == ErrorCode::Cancelled);
    QCOMPARE((*counts)->at(std::size_t(CallChoice::All)), 30);
    QCOMPARE((*counts)->at(std::size_t(CallChoice::Refused)), 3);
    QCOMPARE((*counts)->at(std::size_t(CallChoice::OtherErrors)), 0);
}

void TestRecorded::tellsItsSecondsInPieces()
{
    World world;
    const auto id = world.open({{world.writeSession(u"a.pacewatch"_s, 30), {}}});
    QVERIFY(id.has_value());
    qint64 calls = 0;
    qint64 refused = 0;
    WallTime from{};
    for (bool isDone = false; !isDone;) {
        std::optional<QList<SecondCount>> seconds;
        world.engine->readSeconds(*id, from, 2, &world.context,
                                  [&](const Result<QList<SecondCount>>& read) { seconds = *read; });
        QTRY_VERIFY(seconds.has_value());
        QVERIFY(seconds->size() <= 2);
        for (const SecondCount& each : *seconds) {
            QVERIFY(each.at >= from);
            calls += each.calls;
            refused += each.refused;
            from = each.at + 1s;
        }
        isDone = seconds->isEmpty();
    }
    QCOMPARE(calls, 30);
    QCOMPARE(refused, 3);
}

void TestRecorded::saysHowItStoodAtTheEnd()
{
    World world;
    const auto id = world.open({{world.writeSession(u"a.pacewatch"_s, 30), {}}});
    QVERIFY(id.has_value());
    QTRY_VERIFY(!world.state().connections.isEmpty()
                && world.state().connections.last().standing == Standing::Limited);
    QCOMPARE(world.state().connections.last().calls, 30);
    QCOMPARE(world.state().connections.last().refused, 3);
    QList<Happening> told;
    QTRY_VERIFY(!(told += world.engine->happenings().takeAll()).isEmpty());
}

void TestRecorded::diagnosesARangeOfIt()
{
    World world;
    const auto id = world.open({{world.writeSession(u"a.pacewatch"_s, 300), {}}});
    QVERIFY(id.has_value());
    std::optional<Result<Diagnosis>> diagnosis;
    QList<qint64> told;
    world.engine->diagnose(
        {*id, Start, Start + 1h}, &world.context,
        [&](qint64 done, qint64 total) { told.append(100 * done / total); },
        [&](const Result<Diagnosis>& made) { diagnosis = made; });
    QTRY_VERIFY(diagnosis.has_value());
    QVERIFY(diagnosis->has_value());
    QCOMPARE((*diagnosis)->calls, 300);
    QCOMPARE((*diagnosis)->refused, 30);
    QVERIFY(told.size() > 3);
    QVERIFY(std::is_sorted(told.begin(), told.end()));
    QCOMPARE(told.last(), 100);
}

/// A page in the middle of the heads and bodies is overwritten.
void TestRecorded::diagnosesAroundADamagedPlaceAndSaysSo()
{
    World world;
    const QString path = world.writeSession(u"a.pacewatch"_s, 1'500);
    constexpr qint64 PageSize = 4096;
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    const qint64 head = file.readAll().indexOf("X-RateLimit-Remaining", file.size() / 2);
    QVERIFY(head > 0);
    QVERIFY(file.seek(head / PageSize * PageSize));
    QCOMPARE(file.write(QByteArray(PageSize, '\xee')), PageSize);
    file.close();
    const auto id = world.open({{path, {}}});
    QVERIFY(id.has_value());
    std::optional<Result<Diagnosis>> diagnosis;
    world.engine->diagnose(
        {*id, Start, Start + 1h}, &world.context, [](qint64, qint64) {},
        [&](const Result<Diagnosis>& made) { diagnosis = made; });
    std::optional<Comparison> comparison;
    world.engine->compare({*id, Start, Start + 1min}, {*id, Start + 1min, Start + 1h},
                          &world.context, [&](const Comparison& made) { comparison = made; });
    QTRY_VERIFY(diagnosis.has_value());
    QVERIFY(diagnosis->has_value());
    QVERIFY2((*diagnosis)->calls < 1'500 && (*diagnosis)->calls > 1'400,
             qPrintable(QString::number((*diagnosis)->calls)));
    QVERIFY((*diagnosis)->unseen.contains(Unseen::DamagedFile));
    QTRY_VERIFY(comparison.has_value());
    QVERIFY(comparison->has(CompareCaveat::DamagedFile));
}

void TestRecorded::givesADiagnosisUp()
{
    World world;
    const auto id = world.open({{world.writeSession(u"a.pacewatch"_s, 300), {}}});
    QVERIFY(id.has_value());
    std::optional<Result<Diagnosis>> first;
    std::optional<Result<Diagnosis>> second;
    const auto heedless = [](qint64, qint64) {};
    const JobId job = world.engine->diagnose({*id, Start, Start + 1h}, &world.context, heedless,
                                             [&](const Result<Diagnosis>& made) { first = made; });
    world.engine->cancelJob(job);
    world.engine->diagnose({*id, Start, Start + 1h}, &world.context, heedless,
                           [&](const Result<Diagnosis>& made) { second = made; });
    QTRY_VERIFY(second.has_value());
    QVERIFY(first.has_value()); // whoever waits is answered
    QVERIFY(second->has_value());
    std::optional<Result<Diagnosis>> none;
    world.engine->diagnose({ConnectionId(99), Start, Start + 1h}, &world.context, heedless,
                           [&](const Result<Diagnosis>& made) { none = made; });
    QTRY_VERIFY(none.has_value());
    QCOMPARE(none->error().code, ErrorCode::NotFound);
}

void TestRecorded::importsAFileAsACopyThatGoesWithIt()
{
    World world;
    const QString csv
        = world.writeText(u"calls.csv"_s,
                          "time,method,target,status\n2025-11-19T10:18:27Z,GET,/v1/a,200\n"
                          "2025-11-19T10:18:28Z,GET,/v1/b,429\n");
    const auto id = world.open({{csv, {}}});
    QVERIFY2(id.has_value(), id ? "" : qPrintable(id.error().detail));
    QTRY_VERIFY(world.state().recordingOf(*id) != nullptr);
    const QString copy = world.state().recordingOf(*id)->file;
    QVERIFY(copy.startsWith(world.folder.filePath(u"sessions/imported"_s)));
    constexpr QFile::Permissions Others
        = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(QFile::permissions(copy) & Others));
    QCOMPARE(world.state().connections.last().spec.customer, u"calls"_s);
    world.engine->removeConnection(*id);
    QTRY_VERIFY(!QFile::exists(copy));
}

void TestRecorded::mergesFilesByTheirClocks()
{
    World world;
    QByteArray first = "time,method,target,status\n";
    QByteArray second = first;
    for (int i = 0; i < 5; ++i) {
        const QByteArray rest = ",GET,/v1/item/" + QByteArray::number(i * 7 + 1) + ",200\n";
        first += "2025-11-19T10:18:2" + QByteArray::number(i) + "Z" + rest;
        second += "2025-11-19T10:17:5" + QByteArray::number(i) + "Z" + rest;
    }
    const QString ours = world.writeText(u"ours.csv"_s, first);
    const QString theirs = world.writeText(u"theirs.csv"_s, second);
    std::optional<EvidencePreview> preview;
    const auto look = [&](const QString& path, const QString& other) {
        preview.reset();
        world.engine->previewEvidence(
            {path}, other, PreviewDepth::Whole, &world.context, [](qint64, qint64) {},
            [&](const Result<EvidencePreview>& seen) { preview = *seen; });
        QTRY_VERIFY(preview.has_value());
    };
    look(ours, {});
    look(theirs, ours);
    QVERIFY(preview->shift.has_value());
    QCOMPARE(*preview->shift, Duration(30s));
    QCOMPARE(preview->matched, 5);
    const auto id = world.open({{ours, {}}, {theirs, 30s}});
    QVERIFY(id.has_value());
    CallsWanted wanted;
    wanted.most = 100;
    const auto calls = world.read(*id, wanted);
    QVERIFY(calls.has_value());
    QCOMPARE(calls->size(), 10);
    for (int i = 0; i < 10; i += 2) {
        QCOMPARE(calls->at(i).request.target, calls->at(i + 1).request.target);
    }
}

void TestRecorded::previewsWhatAFileHoldsAndLacks()
{
    World world;
    const QString log
        = world.writeText(u"access.log"_s,
                          "192.0.2.1 - - [19/Nov/2025:10:18:27 +0000] \"GET /a HTTP/1.1\" 200 1\n"
                          "not a line of a log\n"
                          "192.0.2.1 - - [19/Nov/2025:10:18:29 +0000] \"GET /b HTTP/1.1\" 429 1\n");
    std::optional<Result<EvidencePreview>> seen;
    world.engine->previewEvidence(
        {log}, {}, PreviewDepth::Whole, &world.context, [](qint64, qint64) {},
        [&](const Result<EvidencePreview>& made) { seen = made; });
    QTRY_VERIFY(seen.has_value());
    QVERIFY(seen->has_value());
    const EvidencePreview& preview = **seen;
    QCOMPARE(preview.format, EvidenceFormat::AccessLog);
    QCOMPARE(preview.calls, 2);
    QCOMPARE(preview.refused, 1);
    QCOMPARE(preview.faultCount, 1);
    QCOMPARE(preview.faults.first().line, 2);
    QVERIFY(preview.shortfalls.contains(Shortfall::WholeSeconds));
    QVERIFY(preview.shortfalls.contains(Shortfall::NoHeaders));
}

void TestRecorded::keepsANoteInTheFile()
{
    World world;
    const QString path = world.writeSession(u"a.pacewatch"_s, 3);
    const auto id = world.open({{path, {}}});
    QVERIFY(id.has_value());
    std::optional<Result<void>> added;
    world.engine->addNote(*id, Start + 1s, u"called +34 600 123 456 back"_s, &world.context,
                          [&](const Result<void>& done) { added = done; });
    QTRY_VERIFY(added.has_value());
    QVERIFY2(added->has_value(), added->has_value() ? "" : qPrintable(added->error().detail));
    QList<MomentNote> told;
    QTRY_VERIFY(!(told += world.engine->notes().takeAll()).isEmpty());
    QVERIFY(told.first().text.startsWith(u"called phone-"));
    Result<SessionReader> reader = SessionReader::open(path);
    QVERIFY(reader.has_value());
    const auto notes = reader->notes();
    QCOMPARE(notes->size(), std::size_t(1));
    QCOMPARE(notes->front().text, told.first().text);
    QVERIFY(notes->front().at == Start + 1s);
}

void TestRecorded::exportsWhatWasOpened()
{
    World world;
    const auto id = world.open({{world.writeSession(u"a.pacewatch"_s, 30), {}}});
    QVERIFY(id.has_value());
    const QString out = world.folder.filePath(u"out.pacewatch"_s);
    std::optional<Result<qint64>> written;
    world.engine->exportCalls(
        *id, {ExportFormat::Session, out, Start + 1s, {}}, &world.context, [](qint64, qint64) {},
        [&](const Result<qint64>& done) { written = done; });
    QTRY_VERIFY(written.has_value());
    QVERIFY2(written->has_value(), written->has_value() ? "" : qPrintable(written->error().detail));
    QCOMPARE(**written, 20);
    Result<SessionReader> reader = SessionReader::open(out);
    QVERIFY(reader.has_value());
    QCOMPARE(reader->summary()->calls, 20);
    QCOMPARE(reader->facts()->customer, u"Casa Brava Hotels"_s);
}

void TestRecorded::refusesToExportOverWhatIsShown()
{
    World world;
    const QString path = world.writeSession(u"a.pacewatch"_s, 3);
    const auto id = world.open({{path, {}}});
    QVERIFY(id.has_value());
    std::optional<Result<qint64>> written;
    world.engine->exportCalls(
        *id, {ExportFormat::Har, path, {}, {}}, &world.context, [](qint64, qint64) {},
        [&](const Result<qint64>& done) { written = done; });
    QTRY_VERIFY(written.has_value());
    QCOMPARE(written->error().code, ErrorCode::Busy);
    QVERIFY(SessionReader::open(path).has_value());
}

void TestRecorded::endsWithHostileFiles_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("hasTrigger");
    QTest::newRow("a trigger in a session") << u"a.pacewatch"_s << QByteArray() << true;
    QTest::newRow("JSON 100,000 deep")
        << u"deep.har"_s << "{\"log\":{\"entries\":" + QByteArray(100'000, '[') << false;
    QTest::newRow("no UTF-8") << u"bytes.log"_s << QByteArray(50'000, '\xff') << false;
    QTest::newRow("half a session")
        << u"half.pacewatch"_s << QByteArray("SQLite format 3\0", 16) + QByteArray(500, '\x11')
        << false;
    QTest::newRow("one long line") << u"bomb.csv"_s << QByteArray(20'000'000, 'a') << false;
    QTest::newRow("nothing") << u"empty.log"_s << QByteArray() << false;
}

void TestRecorded::endsWithHostileFiles()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, content);
    QFETCH(const bool, hasTrigger);
    World world;
    const QString path = hasTrigger ? world.writeSession(name, 5) : world.writeText(name, content);
    if (hasTrigger) {
        sqlite3* handle = nullptr;
        QCOMPARE(sqlite3_open(QFile::encodeName(path).constData(), &handle), SQLITE_OK);
        QCOMPARE(sqlite3_exec(handle,
                              "CREATE TRIGGER t AFTER INSERT ON note BEGIN DELETE FROM call; END",
                              nullptr, nullptr, nullptr),
                 SQLITE_OK);
        sqlite3_close(handle);
    }
    const Result<ConnectionId> id = world.open({{path, {}}});
    QVERIFY(!id.has_value());
    QVERIFY(id.error().code != ErrorCode::TimedOut);
    QVERIFY2(id.error().detail.contains(QFileInfo(path).fileName()), qPrintable(id.error().detail));
    QVERIFY(world.state().recordings.isEmpty());
}

void TestRecorded::listsTheNewestSessions()
{
    World world;
    (void)world.writeSession(u"sessions/one.pacewatch"_s, 3);
    (void)world.writeSession(u"sessions/two.pacewatch"_s, 5);
    QList<RecentSession> found;
    world.engine->recentSessions(5, &world.context,
                                 [&](const QList<RecentSession>& sessions) { found = sessions; });
    QTRY_COMPARE(found.size(), 2);
    QCOMPARE(found.first().customer, u"Casa Brava Hotels"_s);
    QCOMPARE(found.first().calls + found.last().calls, 8);
}

QTEST_GUILESS_MAIN(TestRecorded)
#include "tst_recorded.moc"
