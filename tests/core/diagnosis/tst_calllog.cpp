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

QTEST_GUILESS_MAIN(TestCallLog)
#include "tst_calllog.moc"
