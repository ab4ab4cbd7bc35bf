#include "core/emulator/gateway.h"
#include "core/engine/sessionlog.h"
#include "core/quota/reader.h"
#include "core/store/sessionfile.h"
#include "core/transfer/export.h"
#include "core/transfer/import.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <tuple>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What is diagnosed of a file is what was recorded, call by call, whoever read which page.
class TestSessionLog final : public QObject
{
    Q_OBJECT

private slots:
    void holdsWhatWasRecorded_data();
    void holdsWhatWasRecorded();
    void holdsWhatAnImportedFileSaid();
    void holdsWhateverAnAnswerMaySay();
    void holdsOneRangeOnly();
    void endsWhenItIsToldTo();
    void losesOnlyWhatADamagedPlaceHeld();
    void isEmptyWithoutAFile();
};

namespace {

constexpr WallTime Start{1'763'546'400s};
constexpr int SeveralPages = 2'703;

/// A call as the proxy records it, answered by @p status, @p head and @p body.
Exchange recorded(qsizetype number, Duration behind, Http::RequestHead request,
                  const QByteArray& sent, int status, const Http::Headers& head,
                  const QByteArray& body, const QString& dialect)
{
    const auto kept = [](const QByteArray& bytes) {
        return KeptBody{bytes, bytes.size(),
                        QCryptographicHash::hash(bytes, QCryptographicHash::Sha256)};
    };
    Exchange call;
    call.id = ExchangeId(static_cast<quint64>(number) + 1);
    call.arrivedWall = Start + behind;
    call.arrived = Instant(call.arrivedWall.time_since_epoch());
    call.took = std::chrono::milliseconds(40 + number % 50);
    call.request = std::move(request);
    call.requestBody = kept(sent);
    call.response = {status, "", 1, head};
    call.responseBody = kept(body);
    call.reading = read({status, head, body, call.answeredWall()}, {dialect});
    return call;
}

/// Bursts of creates, a lookup now and then, at the practice gateway of @p profile.
QList<Exchange> practised(const Profile& profile)
{
    EmulatorSettings settings;
    settings.profileId = profile.id;
    Gateway gateway(profile, settings);
    QList<Exchange> calls;
    for (qsizetype i = 0; i < SeveralPages; ++i) {
        const Duration behind = (i / 60) * 1s + (i % 60) * 11ms;
        GatewayRequest request;
        request.head.method = i % 11 == 0 ? "GET" : "POST";
        const QByteArray lookup = "/templates?page=" + QByteArray::number(i % 3);
        request.head.target = gateway.basePath() + (i % 11 == 0 ? lookup : "/messages/send");
        request.head.headers = {{"Host", "127.0.0.1"},
                                {profile.auth.header, profile.auth.prefix + "ak_live_123Q2f"}};
        request.body = i % 11 == 0 ? QByteArray()
                                   : R"({"to": "+447700900123", "type": "text", "text": "No )"
                + QByteArray::number(i / 2) + "\"}";
        const GatewayReply reply = gateway.answer(request, Start + behind + 20ms);
        calls.append(recorded(i, behind, request.head, request.body, reply.status, reply.headers,
                              reply.body, profile.dialect));
    }
    return calls;
}

QString written(const QTemporaryDir& folder, const QList<Exchange>& calls)
{
    const QString path = folder.filePath(u"calls.pacewatch"_s);
    Result<SessionFile> file = SessionFile::open(path);
    (void)file->append({calls.constData(), static_cast<std::size_t>(calls.size())});
    (void)file->finish();
    return path;
}

CallLog logOf(const QList<Exchange>& calls, const DiagnosisSubject& subject)
{
    CallLog log(subject);
    for (const Exchange& call : calls) {
        log.add(call);
    }
    return log;
}

auto toldOf(const CallFacts& call)
{
    const auto shown = [&](std::size_t at) {
        const CallFacts::Shown& one = call.shown.at(at);
        return std::tuple(one.window, one.limit, one.remaining);
    };
    return std::tuple(std::tuple(call.id, call.sent, call.answered, call.sentWall, call.wait,
                                 call.resetAt, call.date, call.identity, call.said),
                      std::tuple(call.bodySize, call.route, call.status, call.counts, call.told,
                                 call.end, call.origin, call.fromBehind, call.fromCdn),
                      std::tuple(call.byUs, call.isGet, call.isComparable, call.saysConcurrency,
                                 shown(0), shown(1)));
}

/// Whether both hold the same calls, routes and windows, in the same order.
bool areSame(const CallLog& left, const CallLog& right)
{
    const std::vector<CallFacts> mine = left.calls();
    const std::vector<CallFacts> theirs = right.calls();
    for (std::size_t at = 0; at < std::min(mine.size(), theirs.size()); ++at) {
        if (toldOf(mine[at]) != toldOf(theirs[at])) {
            qWarning("call %zu differs", at);
            return false;
        }
    }
    const auto routes = [](const CallLog& log) {
        QByteArrayList names;
        for (const CallRoute& route : log.routes()) {
            names.append(route.method + ' ' + route.path + ' ' + route.raw);
        }
        return names;
    };
    const auto windows = [](const CallLog& log) {
        QStringList names;
        for (const Policy& policy : log.subject().windows) {
            names.append(
                u"%1 %2 %3"_s.arg(policy.name).arg(policy.limit).arg(toSeconds(policy.window)));
        }
        return names;
    };
    return mine.size() == theirs.size() && routes(left) == routes(right)
        && windows(left) == windows(right);
}

SessionRange all(const QString& path, const QString& dialect = {})
{
    return {path, Start - 24h, Start + 24h, dialect};
}

bool goOn(double /*part*/)
{
    return true;
}

} // namespace

void TestSessionLog::holdsWhatWasRecorded_data()
{
    QTest::addColumn<QString>("profileId");
    for (const Profile& profile : ProfileShelf::builtIn().all()) {
        QTest::newRow(qPrintable(profile.id)) << profile.id;
    }
}

void TestSessionLog::holdsWhatWasRecorded()
{
    QFETCH(const QString, profileId);
    const ProfileShelf shelf = ProfileShelf::builtIn();
    const Profile profile = *shelf.find(profileId);
    const DiagnosisSubject subject = subjectOf(profile, {}, {}, shelf);
    const QList<Exchange> calls = practised(profile);
    const QTemporaryDir folder;
    const CallLog log = readLog(all(written(folder, calls), profile.dialect), subject, goOn).log;
    QCOMPARE(log.calls().size(), std::size_t{SeveralPages});
    QVERIFY(areSame(log, logOf(calls, subject)));
    QVERIFY(profileId != u"aisoule"_s
            || std::any_of(calls.begin(), calls.end(),
                           [](const Exchange& call) { return call.isRefused(); }));
}

void TestSessionLog::holdsWhatAnImportedFileSaid()
{
    const ProfileShelf shelf = ProfileShelf::builtIn();
    const Profile profile = *shelf.find(u"aisoule"_s);
    const DiagnosisSubject subject = subjectOf(profile, {}, {}, shelf);
    const QTemporaryDir folder;
    const QList<Exchange> calls = practised(profile);
    for (const auto& [name, format] : {std::pair(u"calls.jsonl"_s, ExportFormat::JsonLines),
                                       std::pair(u"calls.har"_s, ExportFormat::Har),
                                       std::pair(u"calls.csv"_s, ExportFormat::Csv)}) {
        const QString path = folder.filePath(name);
        QVERIFY(writeEvidence(calls, path, format));
        const Result<Imported> imported = readEvidence(path);
        QVERIFY(imported);
        QCOMPARE(imported->exchanges.size(), calls.size());
        const QTemporaryDir place;
        const CallLog log = readLog(all(written(place, imported->exchanges)), subject, goOn).log;
        QVERIFY(areSame(log, logOf(imported->exchanges, subject)));
    }
}

void TestSessionLog::holdsWhateverAnAnswerMaySay()
{
    QFile signs(QStringLiteral(PACEWATCH_SIGNALS));
    QVERIFY(signs.open(QIODevice::ReadOnly));
    QList<Exchange> known;
    while (!signs.atEnd()) {
        const QJsonObject raw
            = QJsonDocument::fromJson(signs.readLine()).object().value("raw"_L1).toObject();
        if (raw.value("status"_L1).toInt() == 0) {
            continue; // an event, not an answer
        }
        Http::Headers head;
        for (const QJsonValue& line : raw.value("header_lines"_L1).toArray()) {
            const QByteArray text = line.toString().toUtf8();
            const qsizetype colon = text.indexOf(':');
            if (colon > 0) { // some begin with the status line
                head.append(text.first(colon), text.mid(colon + 1).trimmed());
            }
        }
        known.append(recorded(known.size(), known.size() * 100ms, {"GET", "/v1/x", 1, {}}, {},
                              raw.value("status"_L1).toInt(), head,
                              raw.value("body"_L1).toString().toUtf8(), {}));
    }
    QList<Exchange> calls;
    for (qsizetype i = 0; i < SeveralPages; ++i) {
        // 7 and their number have no common part: each is followed by another one.
        Exchange call = known.at(i * 7 % known.size());
        call.id = ExchangeId(static_cast<quint64>(i) + 1);
        calls.append(call);
    }
    const DiagnosisSubject subject;
    const QTemporaryDir folder;
    QVERIFY(
        areSame(readLog(all(written(folder, calls)), subject, goOn).log, logOf(calls, subject)));
}

void TestSessionLog::holdsOneRangeOnly()
{
    const ProfileShelf shelf = ProfileShelf::builtIn();
    const Profile profile = *shelf.find(u"aisoule"_s);
    const DiagnosisSubject subject = subjectOf(profile, {}, {}, shelf);
    QList<Exchange> calls = practised(profile);
    // Calls are written as they end, not as they come.
    std::swap(calls[400], calls[1'900]);
    const SessionRange part{QString(), Start + 5s, Start + 40s, profile.dialect};
    QList<Exchange> inside;
    for (qsizetype i = 0; i < calls.size(); ++i) {
        calls[i].id = ExchangeId(static_cast<quint64>(i) + 1);
        if (calls.at(i).arrivedWall >= part.from && calls.at(i).arrivedWall <= part.to) {
            inside.append(calls.at(i));
        }
    }
    const QTemporaryDir folder;
    SessionRange range = part;
    range.path = written(folder, calls);
    QVERIFY(inside.size() > 1'500);
    QVERIFY(inside.size() < calls.size());
    QVERIFY(areSame(readLog(range, subject, goOn).log, logOf(inside, subject)));
}

void TestSessionLog::endsWhenItIsToldTo()
{
    const ProfileShelf shelf = ProfileShelf::builtIn();
    const Profile profile = *shelf.find(u"aisoule"_s);
    const DiagnosisSubject subject = subjectOf(profile, {}, {}, shelf);
    const QTemporaryDir folder;
    const QString path = written(folder, practised(profile));
    QList<double> told;
    (void)readLog(all(path), subject, [&](double part) {
        told.append(part);
        return true;
    });
    QVERIFY(told.size() >= 3);
    QVERIFY(std::is_sorted(told.begin(), told.end()));
    QVERIFY(told.first() > 0 && told.last() <= 1);
    const CallLog some = readLog(all(path), subject, [](double) { return false; }).log;
    QVERIFY(!some.calls().empty());
    QVERIFY(some.calls().size() < std::size_t{SeveralPages} / 2);
}

/// One page of the file is overwritten, another one each time: rows, indexes, heads and bodies.
void TestSessionLog::losesOnlyWhatADamagedPlaceHeld()
{
    const ProfileShelf shelf = ProfileShelf::builtIn();
    const Profile profile = *shelf.find(u"aisoule"_s);
    const DiagnosisSubject subject = subjectOf(profile, {}, {}, shelf);
    const QList<Exchange> calls = practised(profile);
    const QTemporaryDir folder;
    SessionRange range = all(written(folder, calls), profile.dialect);
    range.firstId = calls.first().id;
    range.lastId = calls.last().id;
    QVERIFY(readLog(range, subject, goOn).isWhole);
    QFile whole(range.path);
    QVERIFY(whole.open(QIODevice::ReadOnly));
    const QByteArray bytes = whole.readAll();
    constexpr qsizetype PageSize = 4096;
    constexpr qsizetype Step = 7;
    const qsizetype pages = bytes.size() / PageSize;
    int damaged = 0;
    for (qsizetype page = pages / 4; page < pages; page += Step) {
        range.path = folder.filePath(u"damaged.pacewatch"_s);
        QFile file(range.path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.write(bytes) == bytes.size() && file.seek(page * PageSize));
        QVERIFY(file.write(QByteArray(PageSize, '\xee')) == PageSize);
        file.close();
        const CollectedCalls read = readLog(range, subject, goOn);
        const auto lost = calls.size() - static_cast<qsizetype>(read.log.calls().size());
        // The page may be one that leads to a dozen others.
        QVERIFY2(lost >= 0 && lost < 200, qPrintable(u"page %1: %2"_s.arg(page).arg(lost)));
        QVERIFY2(lost == 0 || !read.isWhole, qPrintable(QString::number(page)));
        QSet<quint64> ids;
        for (const CallFacts& call : read.log.calls()) {
            ids.insert(static_cast<quint64>(call.id));
        }
        QCOMPARE(ids.size(), static_cast<qsizetype>(read.log.calls().size()));
        damaged += lost > 0 ? 1 : 0;
    }
    QVERIFY(damaged > 10);
}

void TestSessionLog::isEmptyWithoutAFile()
{
    const QTemporaryDir folder;
    const CollectedCalls calls = readLog(all(folder.filePath(u"none.pacewatch"_s)), {}, goOn);
    QVERIFY(calls.log.calls().empty());
    QVERIFY(!calls.isWhole);
}

QTEST_GUILESS_MAIN(TestSessionLog)
#include "tst_sessionlog.moc"
