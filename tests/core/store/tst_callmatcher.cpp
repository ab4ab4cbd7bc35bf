#include "core/store/callmatcher.h"
#include "core/store/sessionfile.h"
#include "core/store/sessionreader.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

/// Memory and file must give the same answer to the same question.
class TestCallMatcher final : public QObject
{
    Q_OBJECT

private slots:
    void agreesWithTheFile_data();
    void agreesWithTheFile();
    void foldsLettersOfAsciiOnly();
    void takesAllWhenEmpty();
};

namespace {

constexpr WallTime Start{1'763'547'507s};

template<typename List>
const auto& anyOf(const List& list, QRandomGenerator& dice)
{
    return list[dice.bounded(quint32(std::size(list)))];
}

Exchange generatedCall(int number, QRandomGenerator& dice)
{
    static const std::array<QByteArray, 6> targets{"/v1/contacts",  "/V1/Contacts?name=J%C3%BCrgen",
                                                   "/v1/100%_done", "/templates",
                                                   "/caf\xe9/menu", "/v1/back\\slash"};
    static const std::array<QByteArray, 4> methods{"GET", "POST", "PATCH", "get"};
    static const std::array<QString, 4> clients{u"curl/8"_s, u"Booking-Sync/2"_s, u"127.0.0.1"_s,
                                                u"Größe/1"_s};
    static constexpr std::array statuses{0, 200, 201, 404, 429, 429, 500, 503};
    Exchange call;
    call.connection = ConnectionId(1);
    call.arrivedWall = Start + number * 100ms;
    call.request.method = anyOf(methods, dice);
    call.request.target = anyOf(targets, dice);
    call.client = anyOf(clients, dice);
    static const std::array<QByteArray, 4> bodies{
        "", R"({"to":"+34600123456"})", R"({"mail":"Ann@Firm.example"})", "to=gr\xc3\xb6sse"};
    call.requestBody.head = anyOf(bodies, dice);
    call.requestBody.size = call.requestBody.head.size();
    call.response.status = anyOf(statuses, dice);
    const bool isTookKnown = dice.bounded(8) > 0;
    call.took = isTookKnown ? std::chrono::milliseconds(dice.bounded(2400)) : Duration{};
    call.reading.isRateLimited = call.response.status == 429;
    if (dice.bounded(3) == 0) {
        call.reading.retryAfter = std::chrono::milliseconds(dice.bounded(4000));
    }
    if (dice.bounded(4) == 0) {
        call.tooEarlyBy = 900ms;
    }
    return call;
}

QString generatedFilter(QRandomGenerator& dice)
{
    static const std::array<QString, 28> tokens{
        u"to:+34600"_s,      u"to:ANN@firm"_s,   u"to:menu"_s,        u"to:gr\u00f6"_s,
        u"status:429"_s,     u"status:4xx"_s,    u"status:500-503"_s, u"status:0"_s,
        u"path:/v1"_s,       u"path:CONTACTS"_s, u"path:100%_"_s,     u"path:\\"_s,
        u"path:caf\u00e9"_s, u"method:get"_s,    u"method:POST"_s,    u"method:GE"_s,
        u"client:booking"_s, u"client:GRÖ"_s,    u"client:grö"_s,     u"took:>500"_s,
        u"took:<1s"_s,       u"took:>600"_s,     u"wait:>0"_s,        u"wait:>2s"_s,
        u"early:yes"_s,      u"early:no"_s,      u"refused:yes"_s,    u"temp"_s};
    QStringList words;
    for (int number = 1 + int(dice.bounded(3)); number > 0; --number) {
        words += anyOf(tokens, dice);
    }
    return words.join(u' ');
}

} // namespace

void TestCallMatcher::agreesWithTheFile_data()
{
    QTest::addColumn<quint32>("seed");
    for (const quint32 seed : {1U, 20U, 300U, 4000U}) {
        QTest::addRow("seed %u", seed) << seed;
    }
}

void TestCallMatcher::agreesWithTheFile()
{
    QFETCH(const quint32, seed);
    QRandomGenerator dice(seed);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"a.pacewatch"_s);
    QList<Exchange> calls;
    for (int number = 0; number < 400; ++number) {
        calls.append(generatedCall(number, dice));
    }
    {
        auto file = SessionFile::open(path);
        QVERIFY(file.has_value());
        QVERIFY(file->append({calls.constData(), std::size_t(calls.size())}).has_value());
        QVERIFY(file->finish().has_value());
    }
    auto reader = SessionReader::open(path);
    QVERIFY(reader.has_value());
    const auto all = reader->pageAfter({}, int(calls.size()));
    QVERIFY(all.has_value());
    QCOMPARE(qsizetype(all->size()), calls.size());
    int found = 0;
    for (int round = 0; round < 150; ++round) {
        const QString typed = generatedFilter(dice);
        auto filter = readCallFilter(typed);
        QVERIFY2(filter.has_value(), qPrintable(typed));
        filter->choice = CallChoice(dice.bounded(6) % CallChoices); // most often all
        if (dice.bounded(3) == 0) {
            filter->from = Start + std::chrono::seconds(dice.bounded(20));
            filter->until = Start + std::chrono::seconds(20 + dice.bounded(20));
        }
        const auto page = reader->pageAfter({}, int(calls.size()), *filter);
        QVERIFY(page.has_value());
        QList<WallTime> inFile;
        for (const auto& row : *page) {
            inFile.append(row.at);
        }
        QList<WallTime> inMemory;
        const CallMatcher matcher(*filter);
        for (const Exchange& call : std::as_const(calls)) {
            if (matcher.accepts(call)) {
                inMemory.append(call.arrivedWall);
            }
        }
        QVERIFY2(inMemory == inFile, qPrintable(typed));
        const auto tally = reader->tally(*filter, {}, ExchangeId(std::uint64_t(calls.size())));
        QVERIFY(tally.has_value());
        for (int choice = 0; choice < CallChoices; ++choice) {
            if (filter->choice != CallChoice::All && filter->choice != CallChoice(choice)) {
                continue;
            }
            CallFilter chosen = *filter;
            chosen.choice = CallChoice(choice);
            QCOMPARE(tally->at(std::size_t(choice)),
                     std::count_if(calls.begin(), calls.end(),
                                   [matcher = CallMatcher(chosen)](const Exchange& call) {
                                       return matcher.accepts(call);
                                   }));
        }
        found += int(inMemory.size());
    }
    QVERIFY2(found > 500, "the filters found next to nothing, so that nothing was compared");
}

void TestCallMatcher::foldsLettersOfAsciiOnly()
{
    Exchange call;
    call.request.method = "POST";
    call.request.target = "/Contacts";
    call.client = u"Größe"_s;
    QVERIFY(matches(*readCallFilter(u"path:cONTACTS"_s), call));
    QVERIFY(matches(*readCallFilter(u"client:gRöSSE"_s), call) == false);
    QVERIFY(matches(*readCallFilter(u"client:gRößE"_s), call));
    QVERIFY(!matches(*readCallFilter(u"client:grÖße"_s), call));
    QVERIFY(matches(*readCallFilter(u"method:post"_s), call));
    QVERIFY(!matches(*readCallFilter(u"method:pos"_s), call));
}

void TestCallMatcher::takesAllWhenEmpty()
{
    QVERIFY(matches({}, Exchange()));
}

QTEST_GUILESS_MAIN(TestCallMatcher)
#include "tst_callmatcher.moc"
