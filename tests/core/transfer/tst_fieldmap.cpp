#include "core/transfer/fieldfinder.h"
#include "core/transfer/fieldtext.h"
#include "core/transfer/import.h"
#include "core/transfer/knownmaps.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TestFieldMap final : public QObject
{
    Q_OBJECT

private slots:
    void readsAndWritesRoles();
    void saysWhatIsWrongWithARole_data();
    void saysWhatIsWrongWithARole();
    void putsTheChosenBeforeTheGuessed();
    void mapsACallOfEachFormat_data();
    void mapsACallOfEachFormat();
    void refusesTwoFieldsForOneRole();
    void takesNothingThatCannotBeRead();
    void tellsEachFieldWithASampleAndAGuess();
    void hidesWhatIsPrivateInSamples();
    void namesWhatHasNoNameByItsPlace();
    void saysWhichFieldsThereAre();
    void tellsSetsOfFieldsApart();
    void listsNoFieldsWhereTheirMeaningIsFixed();
    void readsLogsWithoutAQuotedRequest();
    void remembersWhatWasChosen();
    void readsATableWithoutNames_data();
    void readsATableWithoutNames();
    void mapsATableWithoutNames();
    void readsOnlyTheStartWhenAsked();

private:
    QString write(const QByteArray& text);
    Result<Imported> import(const QByteArray& text, const QStringList& roles);

    QTemporaryDir m_folder;
};

namespace {

FieldMap mapOf(const QStringList& roles)
{
    FieldMap map;
    for (const QString& role : roles) {
        const Result<void> added = addField(map, role);
        if (!added) {
            qWarning("%s", qPrintable(added.error().detail));
        }
    }
    return map;
}

const FoundField* fieldIn(const FoundFields& found, const QByteArray& name)
{
    for (const FoundField& field : found.fields) {
        if (field.name == name) {
            return &field;
        }
    }
    return nullptr;
}

QByteArray utf16(const QString& text)
{
    return "\xff\xfe" + QByteArray(reinterpret_cast<const char*>(text.utf16()), text.size() * 2);
}

const QByteArray OddTable = "Zeitpunkt;Verb;Ziel;Antwort;Dauer;Warten\n"
                            "2025-11-19T10:18:27.250Z;GET;/x?y=1;429;12.5;7\n";
const QStringList OddRoles{u"Zeitpunkt=sent"_s, u"Verb=method"_s,   u"Ziel=path"_s,
                           u"Antwort=status"_s, u"Dauer=took:ms"_s, u"Warten=header:Retry-After"_s};

} // namespace

QString TestFieldMap::write(const QByteArray& text)
{
    QFile file(m_folder.filePath(u"evidence"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) {
        return {};
    }
    return file.fileName();
}

Result<Imported> TestFieldMap::import(const QByteArray& text, const QStringList& roles)
{
    ImportOptions options;
    options.map = mapOf(roles);
    return readEvidence(write(text), options);
}

void TestFieldMap::readsAndWritesRoles()
{
    const QStringList texts{
        u"a=b=took:ms"_s,           u"dur=took"_s, u"h=header:Retry-After"_s, u"n=none"_s,
        u"r=request-header:X-Id"_s, u"t=sent"_s,   u"u=answered:us"_s};
    const FieldMap map = mapOf(texts);
    QCOMPARE(map.roles().size(), 7);
    QCOMPARE(map.chosen("a=b")->unit, SpanUnit::Milliseconds);
    QCOMPARE(map.chosen("n")->fact, CallFact::Nothing);
    QCOMPARE(map.chosen("h")->field, "Retry-After");
    QVERIFY(!map.chosen("x").has_value());
    QCOMPARE(fieldTexts(map), texts);
    QCOMPARE(mapOf({u"resp.headers.retry_after[]=header"_s}).roles().first().field, "retry-after");
}

void TestFieldMap::saysWhatIsWrongWithARole_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("told");
    QTest::newRow("no role") << u"dur"_s << u"FIELD=ROLE"_s;
    QTest::newRow("no field") << u"=took"_s << u"FIELD=ROLE"_s;
    QTest::newRow("unknown role") << u"dur=length"_s << u"there are sent, answered, took"_s;
    QTest::newRow("unknown unit") << u"dur=took:weeks"_s << u"there are s, ms, us and ns"_s;
    QTest::newRow("a unit where there is none") << u"code=status:ms"_s << u"has no unit"_s;
    QTest::newRow("twice") << u"old=path"_s << u"\"old\" has two roles"_s;
}

void TestFieldMap::saysWhatIsWrongWithARole()
{
    QFETCH(const QString, text);
    QFETCH(const QString, told);
    FieldMap map = mapOf({u"old=status"_s});
    const Result<void> added = addField(map, text);
    QVERIFY(!added.has_value());
    QCOMPARE(added.error().code, ErrorCode::Invalid);
    QVERIFY2(added.error().detail.contains(told), qPrintable(added.error().detail));
    QCOMPARE(map.roles().size(), 1);
}

void TestFieldMap::putsTheChosenBeforeTheGuessed()
{
    const FieldMap map = mapOf({u"began=sent"_s, u"code=none"_s, u"line=request"_s});
    QCOMPARE(map.roleOf("time").fact, CallFact::Nothing);
    QCOMPARE(map.roleOf("msec").fact, CallFact::Nothing);
    QCOMPARE(map.roleOf("code").fact, CallFact::Nothing);
    QCOMPARE(map.roleOf("method").fact, CallFact::Nothing);
    QCOMPARE(map.roleOf("status").fact, CallFact::Status);
    QVERIFY(map.roleOf("began").isChosen);
    QVERIFY(!map.roleOf("status").isChosen);
}

void TestFieldMap::mapsACallOfEachFormat_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("roles");
    QTest::addColumn<EvidenceFormat>("format");
    QTest::newRow("CSV with odd names") << OddTable << OddRoles << EvidenceFormat::Csv;
    QTest::newRow("the same in UTF-16")
        << utf16(QString::fromUtf8(OddTable)) << OddRoles << EvidenceFormat::Csv;
    QTest::newRow("JSON lines") << QByteArray(
        R"({"began":1763547507250,"what":{"verb":"GET","where":"/x?y=1"},)"
        R"("answer":"429","ms":12.5,"retry":"7","time":"2020-01-01T00:00:00Z",)"
        R"("status":1,"url":"/a/longer/one?that=is&not=meant"})")
                                << QStringList{u"began=sent"_s,      u"what.verb=method"_s,
                                               u"what.where=path"_s, u"answer=status"_s,
                                               u"ms=took:ms"_s,      u"retry=header:Retry-After"_s}
                                << EvidenceFormat::JsonLines;
    QTest::newRow("access log, by place and name")
        << QByteArray("203.0.113.9 [19/Nov/2025:10:18:27 +0000] began=1763547507.250 "
                      "\"GET /x?y=1 HTTP/1.1\" 200 55 \"-\" \"-\" u=429 d=12500 wait=7\n")
        << QStringList{u"began=sent"_s, u"u=status"_s, u"d=took:us"_s, u"wait=header:Retry-After"_s}
        << EvidenceFormat::AccessLog;
    QTest::newRow("access log, the status before the request")
        << QByteArray("2025-11-19T10:18:27.262500Z \"curl/8.5\" 429 d=0.0125 "
                      "\"GET /x?y=1 HTTP/1.1\" 237 7\n")
        << QStringList{u"3=status"_s, u"d=took:s"_s, u"7=header:Retry-After"_s}
        << EvidenceFormat::AccessLog;
    QTest::newRow("a log without a request that can be told")
        << QByteArray("7 2025-11-19T10:18:27.250Z x /x?y=1 12.5 GET 429\n")
        << QStringList{u"2=sent"_s,   u"4=path"_s,   u"5=took:ms"_s,
                       u"6=method"_s, u"7=status"_s, u"1=header:Retry-After"_s}
        << EvidenceFormat::AccessLog;
}

void TestFieldMap::mapsACallOfEachFormat()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QStringList, roles);
    QFETCH(const EvidenceFormat, format);
    const auto imported = import(text, roles);
    QVERIFY2(imported.has_value(), imported ? "" : qPrintable(imported.error().detail));
    QCOMPARE(imported->format, format);
    QCOMPARE(imported->exchanges.size(), 1);
    const Exchange& call = imported->exchanges.first();
    QCOMPARE(call.request.method, "GET");
    QCOMPARE(call.request.target, "/x?y=1");
    QCOMPARE(call.response.status, 429);
    QCOMPARE(call.arrivedWall, WallTime(1'763'547'507'250ms));
    QCOMPARE(call.took, 12'500us);
    QCOMPARE(call.reading.retryAfter, Duration(7s));
    QVERIFY(!imported->shortfalls.contains(Shortfall::GuessedUnits));
}

void TestFieldMap::refusesTwoFieldsForOneRole()
{
    const auto twice = import(OddTable, OddRoles.mid(0, 5) + QStringList{u"Warten=took:s"_s});
    QCOMPARE(twice.error().code, ErrorCode::Invalid);
    QVERIFY2(twice.error().detail.contains(u"\"Dauer\" and \"Warten\""),
             qPrintable(twice.error().detail));
    QVERIFY(import(OddTable,
                   OddRoles.mid(0, 4) + QStringList{u"Dauer=header:A"_s, u"Warten=header:B"_s})
                .has_value());
    QVERIFY(!import(OddTable,
                    OddRoles.mid(0, 4) + QStringList{u"Dauer=header:A"_s, u"Warten=header:a"_s})
                 .has_value());
}

void TestFieldMap::takesNothingThatCannotBeRead()
{
    // A number that was said to be a moment is not taken for a duration, as a guess would be.
    const auto imported = import("verb,where,time,status\nGET,/a,17,200\n",
                                 {u"verb=method"_s, u"where=path"_s, u"time=sent"_s});
    QVERIFY(imported.has_value());
    QCOMPARE(imported->exchanges.first().took, Duration{});
    QVERIFY(imported->shortfalls.contains(Shortfall::NoTimes));
    const auto found = findFields(write("verb,where,time,status\nGET,/a,17,200\nGET,/b,,200\n"),
                                  mapOf({u"time=sent"_s}));
    QVERIFY(found.has_value());
    QCOMPARE(fieldIn(*found, "time")->values, 1);
    QCOMPARE(fieldIn(*found, "time")->unread, 1);
    const auto none = import(OddTable, {u"Antwort=none"_s});
    QCOMPARE(none.error().code, ErrorCode::Invalid);
}

void TestFieldMap::tellsEachFieldWithASampleAndAGuess()
{
    const auto found
        = findFields(write(R"({"ts":1763547507.25,"req":{"method":"GET","url":"/a"},"odd":"x",)"
                           R"("duration":0.5,"status":200})"
                           "\n"
                           R"({"ts":1763547508.25,"late":null})"
                           "\n"),
                     mapOf({u"odd=client"_s}));
    QVERIFY2(found.has_value(), found ? "" : qPrintable(found.error().detail));
    QByteArrayList names;
    for (const FoundField& field : found->fields) {
        names.append(field.name);
    }
    QCOMPARE(names,
             (QByteArrayList{"ts", "req.method", "req.url", "odd", "duration", "status", "late"}));
    const FoundField* const time = fieldIn(*found, "ts");
    QCOMPARE(time->role.fact, CallFact::Arrived);
    QCOMPARE(time->basis, RoleBasis::Name);
    QCOMPARE(time->sample, u"1763547507.25"_s);
    QCOMPARE(time->values, 2);
    QCOMPARE(time->unread, 0);
    QCOMPARE(fieldIn(*found, "odd")->basis, RoleBasis::Chosen);
    QVERIFY(fieldIn(*found, "duration")->isUnitGuessed);
    QCOMPARE(fieldIn(*found, "late")->basis, RoleBasis::Unknown);
    QCOMPARE(fieldIn(*found, "late")->sample, QString());
}

void TestFieldMap::hidesWhatIsPrivateInSamples()
{
    const QByteArray line
        = R"({"status":200,"path":"/a?api_key=zq81kfhw2&x=1","mail":"ann@firm.example",)"
          R"("req":{"headers":{"Authorization":"Basic cGxhaW4tb25l"}},"phone":"+34600123456",)"
          R"("body":"{\"password\":\"tulips-in-may\"}"})";
    const auto found = findFields(write(line + "\n"));
    QVERIFY(found.has_value());
    QCOMPARE(found->fields.size(), 6);
    QString shown;
    for (const FoundField& field : found->fields) {
        QVERIFY2(!field.sample.isEmpty(), field.name.constData());
        shown += field.sample + u'\n';
    }
    for (const char* secret : {"zq81kfhw2", "ann@firm", "cGxhaW4", "600123456", "tulips"}) {
        QVERIFY2(!shown.contains(QLatin1String(secret)), qPrintable(shown));
    }
    QVERIFY(shown.contains(u"x=1"_s));
}

void TestFieldMap::namesWhatHasNoNameByItsPlace()
{
    const auto log = findFields(write("192.0.2.1 - - [19/Nov/2025:10:18:27 +0000] "
                                      "\"GET /a HTTP/1.1\" 200 12 \"-\" \"curl/8\" 0.250 up=3\n"));
    QVERIFY(log.has_value());
    QCOMPARE(fieldIn(*log, "5")->role.fact, CallFact::RequestLine);
    QCOMPARE(fieldIn(*log, "6")->role.fact, CallFact::Status);
    QCOMPARE(fieldIn(*log, "6")->basis, RoleBasis::Place);
    QCOMPARE(fieldIn(*log, "10")->role.fact, CallFact::Took);
    QCOMPARE(fieldIn(*log, "4")->role.fact, CallFact::Ended);
    QCOMPARE(fieldIn(*log, "up")->basis, RoleBasis::Unknown);
    const auto table = findFields(write("status,,path\n200,x,/a\n"));
    QVERIFY(fieldIn(*table, "2") != nullptr);
}

void TestFieldMap::saysWhichFieldsThereAre()
{
    const auto found = findFields(write(OddTable));
    QVERIFY(found.has_value());
    QVERIFY(checkFields(mapOf(OddRoles), *found).has_value());
    const Result<void> checked = checkFields(mapOf({u"Wait=none"_s}), *found);
    QCOMPARE(checked.error().code, ErrorCode::Invalid);
    QVERIFY2(checked.error().detail.contains(u"\"Wait\" in it; there are Zeitpunkt, Verb"),
             qPrintable(checked.error().detail));
}

void TestFieldMap::tellsSetsOfFieldsApart()
{
    const auto setOf
        = [this](const QByteArray& text) { return fieldSetOf(*findFields(write(text))); };
    QCOMPARE(setOf("status,path,a\n200,/a,1\n"), setOf("a,path,status\n2,/b,404\n"));
    QVERIFY(setOf("status,path,a\n200,/a,1\n") != setOf("status,path,b\n200,/a,1\n"));
}

void TestFieldMap::listsNoFieldsWhereTheirMeaningIsFixed()
{
    const auto har = findFields(write(R"({"log":{"version":"1.2","entries":[]}})"));
    QVERIFY(har.has_value());
    QVERIFY(har->fields.isEmpty());
    QVERIFY(!hasFreeFields(EvidenceFormat::Har));
    QCOMPARE(findFields(u"/nowhere"_s).error().code, ErrorCode::NotFound);
    QCOMPARE(findFields(write("Dear support,\nit does not work.\n")).error().code,
             ErrorCode::Invalid);
}

void TestFieldMap::readsLogsWithoutAQuotedRequest()
{
    const auto imported
        = import("2025-11-19 10:18:27,250 INFO GET /x?y=1 429 0.0125\nno call at all\n", {});
    QVERIFY2(imported.has_value(), imported ? "" : qPrintable(imported.error().detail));
    const Exchange& call = imported->exchanges.first();
    QCOMPARE(call.request.target, "/x?y=1");
    QCOMPARE(call.response.status, 429);
    QCOMPARE(call.took, 12'500us);
    QCOMPARE(call.arrivedWall, WallTime(1'763'547'507'237'500us));
    QCOMPARE(imported->faultCount, 1);
}

void TestFieldMap::remembersWhatWasChosen()
{
    KnownMaps known;
    const FieldMap map = mapOf(OddRoles);
    known.keep("set", map);
    known.keep("empty", {});
    known.keep("other", mapOf({u"a=none"_s}));
    QCOMPARE(known.find("set"), std::optional(map));
    QVERIFY(!known.find("empty").has_value());
    QVERIFY(KnownMaps(known.texts()) == known);
    known.keep("other", {});
    QCOMPARE(known.texts().size(), 1);
    QVERIFY(KnownMaps({u"x\tno role"_s, u""_s, u"y"_s}) == KnownMaps());
    for (int i = 0; i < KnownMaps::Most; ++i) {
        known.keep(QByteArray::number(i), map);
    }
    QVERIFY(!known.find("set").has_value());
    QCOMPARE(known.texts().size(), KnownMaps::Most);
}

void TestFieldMap::readsATableWithoutNames_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("commas") << QByteArray("2025-11-19T10:18:27.250Z,GET,/x?y=1,429,0.0125\n"
                                          "2025-11-19T10:18:28.250Z,GET,/x,200,0.5\n");
    QTest::newRow("semicolons and quotes, another order")
        << QByteArray("429;\"GET /x?y=1\";\"2025-11-19 10:18:27.250\";0.0125;\"a;b\"\n"
                      "200;\"GET /x\";\"2025-11-19 10:18:28.250\";0.0125;c\n");
    QTest::newRow("tabs, one row")
        << QByteArray("429\t1763547507250\tGET\thttps://app.aisoule.com/x?y=1\t0.0125\n");
    QTest::newRow("bars") << QByteArray("7|2025-11-19 10:18:27.250|x|/x?y=1|0.0125|GET|429\n");
    QTest::newRow("day first") << QByteArray(
        "19.11.2025 10:18:27;GET;/x?y=1;429;0.0125\n19.11.2025 10:18:28;GET;/x;200;0.1\n");
}

void TestFieldMap::readsATableWithoutNames()
{
    QFETCH(const QByteArray, text);
    const auto imported = import(text, {});
    QVERIFY2(imported.has_value(), imported ? "" : qPrintable(imported.error().detail));
    QCOMPARE(imported->format, EvidenceFormat::Csv);
    QCOMPARE(imported->exchanges.size(), text.count('\n')); // the first row is a call too
    const Exchange& call = imported->exchanges.first();
    QCOMPARE(call.request.method, "GET");
    QCOMPARE(call.request.target, "/x?y=1");
    QCOMPARE(call.response.status, 429);
    QCOMPARE(call.took, 12'500us);
    QVERIFY(call.arrivedWall >= WallTime(1'763'547'507s));
    QVERIFY(call.arrivedWall <= WallTime(1'763'547'507'250ms));
    const auto found = findFields(write(text));
    QVERIFY(found.has_value());
    QVERIFY(std::any_of(found->fields.begin(), found->fields.end(), [](const FoundField& field) {
        return field.role.fact == CallFact::Status && field.basis == RoleBasis::Place
            && field.sample == u"429"_s;
    }));
}

void TestFieldMap::mapsATableWithoutNames()
{
    // Day and month cannot be told apart by their look.
    const QByteArray text
        = "05/06/2025 10:18:27,GET,/a,200,17\n05/06/2025 10:18:28,GET,/b,429,18\n";
    const auto imported = import(text, {u"1=sent:MM/dd/yyyy HH:mm:ss"_s, u"5=took:ms"_s});
    QVERIFY2(imported.has_value(), imported ? "" : qPrintable(imported.error().detail));
    QCOMPARE(imported->format, EvidenceFormat::Csv);
    QCOMPARE(imported->exchanges.size(), 2);
    QCOMPARE(imported->exchanges.first().arrivedWall, WallTime(1'746'526'707s));
    QCOMPARE(imported->exchanges.first().took, 17ms);
    QCOMPARE(imported->exchanges.last().response.status, 429);
}

void TestFieldMap::readsOnlyTheStartWhenAsked()
{
    QByteArray text = "time,method,path,status\n";
    for (int second = 0; second < 2000; ++second) {
        text += QByteArray::number(1'763'547'507 + second) + ",GET,/a,200\n";
    }
    ImportOptions options;
    options.mostBytes = text.size() / 4;
    const auto start = readEvidence(write(text), options);
    QVERIFY(start.has_value());
    QVERIFY(start->part > 0.24 && start->part <= 0.25);
    QVERIFY(start->exchanges.size() > 480 && start->exchanges.size() < 520);
    QVERIFY(start->faultCount == 0);
    options.mostBytes = text.size();
    const auto whole = readEvidence(write(text), options);
    QCOMPARE(whole->part, 1.0);
    QCOMPARE(whole->exchanges.size(), 2000);
}

QTEST_GUILESS_MAIN(TestFieldMap)
#include "tst_fieldmap.moc"
