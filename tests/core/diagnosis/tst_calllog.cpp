#include "core/diagnosis/calllog.h"
#include "tests/support/calls.h"

#include <QTest>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestCallLog final : public QObject
{
    Q_OBJECT

private slots:
    void keepsTheNewest();
    void cutsARange();
    void staysAsItWasWhenItsOriginalGrows();
    void knowsAPollThatNamesItsTime_data();
    void knowsAPollThatNamesItsTime();
};

namespace {

CallLog logOf(int count, std::size_t capacity)
{
    const ProfileShelf shelf = ProfileShelf::builtIn();
    CallLog log(subjectOf(*shelf.find(u"aisoule"_s), {}, {}, shelf), capacity);
    for (int i = 0; i < count; ++i) {
        Make::Call call(i * 10ms);
        Exchange exchange = call.exchange();
        exchange.id = ExchangeId(static_cast<quint64>(i));
        log.add(exchange);
    }
    return log;
}

} // namespace

void TestCallLog::keepsTheNewest()
{
    const std::vector<CallFacts> calls = logOf(12'345, 5'000).calls();
    QCOMPARE(calls.size(), std::size_t{5'000});
    QCOMPARE(calls.front().id, ExchangeId(7'345));
    QCOMPARE(calls.back().id, ExchangeId(12'344));
}

void TestCallLog::cutsARange()
{
    const CallLog log = logOf(6'000, 10'000);
    const WallTime start = log.calls().front().sentWall;
    const CallLog part = log.between(start + 1s, start + 41s);
    QCOMPARE(part.calls().size(), std::size_t{4'001});
    QCOMPARE(part.calls().front().id, ExchangeId(100));
    QCOMPARE(part.between(start, start + 2s).calls().size(), std::size_t{101});
}

void TestCallLog::staysAsItWasWhenItsOriginalGrows()
{
    CallLog log = logOf(3'000, 3'000);
    const CallLog copy = log.between({}, WallTime::max());
    for (int i = 0; i < 3'000; ++i) {
        log.add(Make::Call(1min + i * 10ms).path("GET", QByteArray("/api/new")));
    }
    QCOMPARE(copy.calls().size(), std::size_t{3'000});
    QCOMPARE(copy.calls().back().id, ExchangeId(2'999));
    QCOMPARE(copy.routes().size(), 1);
    QCOMPARE(log.routes().size(), 2);
    QCOMPARE(log.calls().size(), std::size_t{3'000});
}

void TestCallLog::knowsAPollThatNamesItsTime_data()
{
    QTest::addColumn<QByteArray>("first"); // asked at 10:00:00
    QTest::addColumn<QByteArray>("second"); // asked at 10:00:05
    QTest::addColumn<bool>("areEqual");
    const auto row = [](const char* name, const char* first, const char* second, bool areEqual) {
        QTest::newRow(name) << QByteArray(first) << QByteArray(second) << areEqual;
    };
    row("seconds, any name", "/api/x?modified=1763546390&size=5",
        "/api/x?modified=1763546395&size=5", true);
    row("milliseconds", "/api/x?updated_since=1763546390123", "/api/x?updated_since=1763546395123",
        true);
    row("ISO 8601", "/api/x?after=2025-11-19T09:59:00Z", "/api/x?after=2025-11-19T09%3A59%3A05Z",
        true);
    row("with a zone", "/api/x?since=2025-11-19T11:59:00%2B02:00",
        "/api/x?since=2025-11-19T11:59:05.5%2B02:00", true);
    row("against caches", "/api/x?_=0.8273", "/api/x?_=0.1193", true);
    row("one day after the other", "/api/x?since=2025-03-01&until=2025-03-02",
        "/api/x?since=2025-03-02&until=2025-03-03", false);
    row("an old export", "/api/x?from_time=1700000000", "/api/x?from_time=1700003600", false);
    row("pages", "/api/x?page=1", "/api/x?page=2", false);
    row("phone numbers", "/api/x?phone=34600000001", "/api/x?phone=34600000002", false);
    row("numbers of records", "/api/x?id=1043", "/api/x?id=1044", false);
    row("since the last change", "/api/x?since=1763546390", "/api/x?since=1763546390", true);
    row("the minute before", "/api/x?since=1763546390&until=1763546450",
        "/api/x?since=1763546330&until=1763546390", false);
    row("the next minute", "/api/x?from=1763543000&to=1763543060",
        "/api/x?from=1763543060&to=1763543120", false);
    row("the next minute, cached by nobody", "/api/x?from=1763543000&_=1763546400123",
        "/api/x?from=1763543060&_=1763546405123", false);
    row("records behind a number", "/api/x?since_id=1043", "/api/x?since_id=1044", false);
    row("another question", "/api/x?since=1763546390&kind=a", "/api/x?since=1763546395&kind=b",
        false);
}

void TestCallLog::knowsAPollThatNamesItsTime()
{
    QFETCH(const QByteArray, first);
    QFETCH(const QByteArray, second);
    const ProfileShelf shelf = ProfileShelf::builtIn();
    CallLog log(subjectOf(*shelf.find(u"aisoule"_s), {}, {}, shelf));
    log.add(Make::Call(0s).path("GET", first));
    log.add(Make::Call(5s).path("GET", second));
    QTEST(log.calls().at(0).identity == log.calls().at(1).identity, "areEqual");
}

QTEST_GUILESS_MAIN(TestCallLog)
#include "tst_calllog.moc"
